"""What somebody chose of a visit, as its screens need it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.subscriptions.hours import Hours
from bot.telegram.subscriptions import Quiet, Subscription

# How somebody stands to a visit: a member, a guest of a public one, or neither (an owner who looks at a closed one).
Standing = Literal["member", "guest", "stranger"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody gets of a visit, and when they are left alone, at the moment `now` and by clocks in their `zone`.

    `others` are the further visits that they may see.
    """

    edition: Edition
    standing: Standing
    wanted: Subscription
    quiet: Quiet
    zone: ZoneInfo
    now: dt.datetime
    others: Sequence[Edition] = ()

    @property
    def visit_id(self) -> str:
        """The visit's id."""
        return self.edition.visit_id

    @property
    def quiet_hours(self) -> Hours | None:
        """From when to when they are left alone every day."""
        begins, ends = self.quiet.begins, self.quiet.ends
        return None if begins is None or ends is None else (begins, ends)

    @property
    def muted_until(self) -> dt.datetime | None:
        """Until when they are left alone altogether, in UTC; None where they are not."""
        until = self.quiet.muted_until
        return until if until is not None and until > self.now else None


def span(hours: Hours, tr: Translator) -> str:
    """Return hours such as `22:00–07:00`."""
    return f"{tr.time(hours[0])}–{tr.time(hours[1])}"
