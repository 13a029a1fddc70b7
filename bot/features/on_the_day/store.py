"""What a correction does in the store: the new edition, what is to be told of it, and the way back."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from bot.content import editions
from bot.content.library import Edition
from bot.content.models import Visit
from bot.content.noticeable import changes_between
from bot.content.refusals import Refusal
from bot.content.taking_back import undone
from bot.telegram import due_notices
from bot.telegram.hearing import who_hears
from bot.telegram.publishing import MovedOn, Publication, publish


@dataclass(frozen=True, slots=True)
class Done:
    """A correction that holds: the edition before and after, how many people hear of it, and when (aware, UTC).

    `told_at` is None where nobody does. `unheard` says that it leaves people with what they were told last, and
    `still_told` that, although it was made without notices, an earlier change of the same events is still to be told.
    """

    before: Edition
    after: Edition
    people: int = 0
    told_at: dt.datetime | None = None
    unheard: bool = False
    still_told: bool = False


def correct(
    connection: sqlite3.Connection, before: Edition, corrected: Visit, author: int, now: dt.datetime, *, quiet: bool
) -> Done | MovedOn | None:
    """Make the corrected visit hold in place of an edition, unless another holds by now; None when nothing differs.

    With `quiet` nobody is told.
    """
    told = _last_told(connection, before)
    outcome = publish(connection, corrected, author=author, now=now, expected=before.number, notices=not quiet)
    if not isinstance(outcome, Publication):
        return outcome
    return _done(connection, before, told, outcome, now, quiet=quiet)


def take_back(
    connection: sqlite3.Connection,
    visit_id: str,
    before: int,
    after: int,
    author: int,
    now: dt.datetime,
    *,
    quiet: bool,
) -> Done | Refusal | None:
    """Take back what led from one edition to another in the one that holds; None without such editions."""
    held = editions.current_edition(connection, visit_id)
    first, second = (editions.numbered(connection, visit_id, number) for number in (before, after))
    if held is None or first is None or second is None:
        return None
    result = undone(first.visit, second.visit, held.visit)
    if isinstance(result, Refusal):
        return result
    done = correct(connection, held, result, author, now, quiet=quiet)
    return done if isinstance(done, Done) else None


def _done(
    connection: sqlite3.Connection,
    before: Edition,
    told: Visit,
    outcome: Publication,
    now: dt.datetime,
    *,
    quiet: bool,
) -> Done:
    """Tell what comes of a publication, given what people were told last."""
    after = outcome.edition
    touched = changes_between(before.visit, after.visit, now).keys()
    told_anew = touched & changes_between(told, after.visit, now).keys()
    if quiet:
        waited = changes_between(told, before.visit, now).keys()
        return Done(before, after, still_told=not told_anew.isdisjoint(waited))
    if outcome.told_at is None or not touched:
        return Done(before, after)
    if not told_anew:
        return Done(before, after, unheard=True)
    people = who_hears(connection, before.visit, after.visit, now).people
    return Done(before, after, people, outcome.told_at if people else None)


def _last_told(connection: sqlite3.Connection, held: Edition) -> Visit:
    """Return the visit as people were last told of it: what is still to be told may be taken back unnoticed."""
    waiting = due_notices.due(connection, held.visit_id)
    told = None if waiting is None else editions.by_id(connection, waiting.told_edition)
    return held.visit if told is None else told.visit
