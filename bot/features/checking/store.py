"""What an editor vouches for, published as an edition: in the unit of work in which what holds is looked at."""

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import Final

from bot.content import editions
from bot.content.confirming import form_of, with_spelling
from bot.content.freshness import lies_ahead, today_at
from bot.content.library import Edition
from bot.content.models import Visit
from bot.core import audit
from bot.core.languages import Language
from bot.features.checking.marks import mark_of_form, mark_of_source
from bot.telegram.publishing import Publication, publish

CHECKED: Final = "checked"
CONFIRMED: Final = "spelling confirmed"
TAKEN_BACK: Final = "spelling taken back"


@dataclass(frozen=True, slots=True)
class Vouched:
    """The edition that holds now. `stands`: what was vouched for is what it says, and noted; else nothing was done."""

    held: Edition
    stands: bool


def still_says_so(
    connection: sqlite3.Connection, visit_id: str, source_id: str, mark: str, user_id: int, now: dt.datetime
) -> Vouched | None:
    """Note that a source was read today and still says what was shown; None where there is no such source any more."""
    held = editions.current_edition(connection, visit_id)
    source = None if held is None else held.source(source_id)
    if held is None or source is None:
        return None
    today = today_at(held.visit, now)
    if mark_of_source(held, source) != mark or lies_ahead(source.seen_on, today):
        return Vouched(held, stands=False)
    # Whoever first read it where the day begins earlier is ahead of today.
    checked = source.model_copy(update={"checked_on": max(today, source.seen_on)})
    sources = tuple(checked if one.id == source.id else one for one in held.visit.sources)
    return _published(
        connection,
        held,
        held.visit.model_copy(update={"sources": sources}),
        _Entry(CHECKED, source.id, source.checked_on, checked.checked_on),
        user_id,
        now,
    )


def confirm_spelling(
    connection: sqlite3.Connection,
    visit_id: str,
    item_id: str,
    language: Language,
    mark: str,
    user_id: int,
    now: dt.datetime,
    *,
    confirmed: bool,
) -> Vouched | None:
    """Note that a name is written as was shown, or that nobody says so any more; None where there is no such name."""
    held = editions.current_edition(connection, visit_id)
    form = None if held is None else form_of(held.visit, item_id, language)
    if held is None or form is None:
        return None
    if mark_of_form(form) != mark:
        return Vouched(held, stands=False)
    if confirmed is (form.confirmed_on is not None):
        # A second press keeps the day of the first.
        return Vouched(held, stands=True)
    day = today_at(held.visit, now) if confirmed else None
    action = CONFIRMED if confirmed else TAKEN_BACK
    return _published(
        connection,
        held,
        with_spelling(held.visit, item_id, language, day),
        _Entry(action, f"{item_id} ({language})", form.confirmed_on, day),
        user_id,
        now,
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the audit says: of what, and the day before and after."""

    action: str
    subject: str
    before: dt.date | None
    after: dt.date | None


def _published(
    connection: sqlite3.Connection, held: Edition, visit: Visit, entry: _Entry, user_id: int, now: dt.datetime
) -> Vouched:
    # Nobody's day becomes another by it.
    done = publish(connection, visit, author=user_id, now=now, expected=held.number, notices=False)
    if not isinstance(done, Publication):
        return Vouched(held, stands=True)
    audit.record(
        connection,
        now,
        user_id,
        entry.action,
        visit_id=held.visit_id,
        subject=entry.subject,
        before=_dated(entry.before),
        after=_dated(entry.after),
    )
    return Vouched(done.edition, stands=True)


def _dated(day: dt.date | None) -> dict[str, str] | None:
    return None if day is None else {"day": day.isoformat()}
