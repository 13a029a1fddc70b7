"""What the screens of editions have in common. All times are by the visit's clock."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Text

from bot.content.differences import Differences
from bot.content.library import Edition
from bot.core.translation import Translator
from bot.telegram.citing import ways_back
from bot.telegram.presses import OpenEditions
from bot.telegram.screens import Row


def title_line(edition: Edition, held: Edition, tr: Translator) -> str:
    """Return the heading of an edition, which says whether it holds."""
    title = tr("Edition {number}", number=edition.number)
    return tr("{edition} · holds now", edition=title) if edition.number == held.number else title


def differences(before: Edition, after: Edition, tr: Translator) -> Differences:
    """Return what leads from one edition to another, in the reader’s words."""
    return Differences(before.visit, after.visit, tr)


def some(lines: Sequence[str], most: int, room: int, tr: Translator) -> list[Text]:
    """Return the first of these lines, as many as there is room for, and how many more there are."""
    shown: list[str] = []
    for line in lines[:most]:
        room -= len(line)
        if shown and room < 0:
            break
        shown.append(line)
    more = len(lines) - len(shown)
    rest = [Text(tr("and {count} more", count=tr.number(more)))] if more else []
    return [*lines_of(shown), *rest]


def lines_of(lines: Sequence[str]) -> list[Text]:
    """Return lines of changes; those that neither add nor remove get a bullet."""
    return [Text("• ", line) if line[:1] not in "+−" else Text(line) for line in lines]


def moment(instant: dt.datetime, held: Edition, tr: Translator) -> str:
    """Return an instant by the visit’s clock."""
    local = instant.astimezone(ZoneInfo(held.visit.zone))
    return tr("{day}, {times}", day=tr.date(local.date()), times=tr.time(local.time()))


def zone_line(held: Edition, tr: Translator) -> str:
    """Return whose clock the screen shows."""
    return tr("{city} time", city=tr.city(held.visit.zone))


def back(held: Edition, tr: Translator) -> Row:
    """Return the way back to the list."""
    return ways_back(tr, (tr("Editions"), OpenEditions(visit=held.visit_id)))
