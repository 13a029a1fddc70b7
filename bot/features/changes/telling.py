"""What each person hears in a round, worked out once for everybody who hears the same."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.content import editions
from bot.content.library import Edition
from bot.content.models import Event
from bot.content.noticeable import EventChange, Version, change_of, changes_between
from bot.features.changes.audience import Person
from bot.features.changes.store import Round
from bot.telegram.agenda import Decision
from bot.telegram.hearing import Hears, Listener, hears

_LATEST: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """What somebody is to hear, everything in one message, in the order of the programme.

    `behind` names the edition in which the reader knew each event; `group_id` is the one group through which alone all
    of it concerns them. `expires_at` (aware, UTC) is when nothing of it is of use any more, None for never.
    """

    changes: tuple[EventChange, ...]
    behind: Mapping[str, int]
    urgent: bool
    group_id: str | None
    expires_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What becomes of somebody in a round: a notice or none, and of which events they still know another edition."""

    notice: Notice | None
    behind: Mapping[str, int]


class Comparison:
    """What differs in the edition that is told from those that people know, at one moment.

    `changes` is what everybody is told whom it concerns; `touched` are also the events that were changed without
    notices: what waits and names any of these does not say any more what holds.
    """

    def __init__(self, connection: sqlite3.Connection, one: Round, now: dt.datetime) -> None:
        """Read the editions; `connection` is for those that only few people know. Raises LookupError without one."""
        self._connection = connection
        self._round = one
        self._now = now
        self._editions: dict[int, tuple[Edition, Mapping[str, Event]]] = {}
        self._known: dict[tuple[str, int], EventChange | None] = {}
        self._usual: dict[Listener, Mapping[str, Hears]] = {}
        self._owed: dict[object, Owed | None] = {}
        self._notices: dict[tuple[Listener, frozenset[tuple[str, _Otherwise]]], Notice | None] = {}
        self.edition, self._events = self._read(one.edition_id)
        told, _ = self._read(one.told_edition)
        usual = changes_between(told.visit, self.edition.visit, now)
        self._known |= {(event_id, one.told_edition): change for event_id, change in usual.items()}
        since = {event_id: self._change(event_id, edition_id) for event_id, edition_id in one.known.items()}
        self.touched = usual.keys() | since.keys()
        self.changes: Mapping[str, EventChange] = {
            event_id: change for event_id, change in {**usual, **since}.items() if change is not None
        }

    def owed(self, person: Person) -> Owed | None:
        """Return what becomes of this person; None where everything stays as it is.

        Whoever hears of what changed now, or has a notice waiting, hears with it of what did not reach them before.
        """
        decided = frozenset(
            (event_id, decision)
            for event_id, decision in person.decisions.items()
            if event_id in self.changes or event_id in person.behind
        )
        alike = (person.listener, person.memory, decided)
        if alike not in self._owed:
            self._owed[alike] = self._worked_out(person)
        return self._owed[alike]

    def _worked_out(self, person: Person) -> Owed | None:
        usual = self._heard(person.listener)
        otherwise = self._otherwise(person, usual)
        news = len(usual) + sum(
            (one.how is not Hears.NO) - (event_id in usual)
            for event_id, one in otherwise.items()
            if event_id in self.changes
        )
        if person.waiting is None and not news:
            return None
        notice = self._notice(person.listener, otherwise)
        if person.waiting is not None and self._stands(person, notice):
            return None
        named = () if notice is None else notice.behind
        behind = {
            event_id: edition_id
            for event_id, edition_id in person.behind.items()
            if event_id not in named and self._change(event_id, edition_id) is not None
        }
        return Owed(notice, behind)

    def _heard(self, listener: Listener) -> Mapping[str, Hears]:
        """Return what somebody hears who decided nothing and knows what everybody does."""
        if listener not in self._usual:
            heard = ((event_id, hears(change, listener)) for event_id, change in self.changes.items())
            self._usual[listener] = {event_id: how for event_id, how in heard if how is not Hears.NO}
        return self._usual[listener]

    def _otherwise(self, person: Person, usual: Mapping[str, Hears]) -> dict[str, "_Otherwise"]:
        """Return the events of which this person hears otherwise than anybody like them."""
        found = {}
        for event_id, decision in person.decisions.items():
            if event_id in self.changes and event_id not in person.behind:
                how = hears(self.changes[event_id], person.listener, decision)
                if how is not usual.get(event_id, Hears.NO) or (
                    decision.starred and _only_through(self.changes[event_id], person.listener)
                ):
                    found[event_id] = _Otherwise(self._usually_known(event_id), how, starred=decision.starred)
        for event_id, edition_id in person.behind.items():
            decision = person.decisions.get(event_id, Decision())
            change = self._change(event_id, edition_id)
            how = Hears.NO if change is None else hears(change, person.listener, decision)
            found[event_id] = _Otherwise(edition_id, how, starred=decision.starred)
        return found

    def _notice(self, listener: Listener, otherwise: Mapping[str, "_Otherwise"]) -> Notice | None:
        key = (listener, frozenset(otherwise.items()))
        if key not in self._notices:
            if otherwise and all(one.how is Hears.NO for one in otherwise.values()):
                usual = self._notice(listener, {})
                self._notices[key] = None if usual is None else self._without(usual, listener, otherwise.keys())
            else:
                heard = {
                    event_id: _Otherwise(self._usually_known(event_id), how)
                    for event_id, how in self._heard(listener).items()
                }
                told = {event_id: one for event_id, one in {**heard, **otherwise}.items() if one.how is not Hears.NO}
                self._notices[key] = self._made(listener, told) if told else None
        return self._notices[key]

    def _without(self, usual: Notice, listener: Listener, gone: Collection[str]) -> Notice | None:
        """Return a notice of all but these events, which many people have muted: what is left is not looked at anew."""
        changes = tuple(change for change in usual.changes if change.event_id not in gone)
        if not changes:
            return None
        heard, ends = self._heard(listener), [change.ends for change in changes]
        return Notice(
            changes,
            {event_id: edition_id for event_id, edition_id in usual.behind.items() if event_id not in gone},
            urgent=usual.urgent and any(heard[change.event_id] is Hears.URGENTLY for change in changes),
            group_id=self._shared_group(listener, (), changes),
            expires_at=None if None in ends else max(moment for moment in ends if moment is not None),
        )

    def _made(self, listener: Listener, told: Mapping[str, "_Otherwise"]) -> Notice:
        changes = [change for event_id, one in told.items() if (change := self._change(event_id, one.edition_id))]
        changes.sort(key=lambda change: (change.begins or _LATEST, change.event_id))
        ends = [change.ends for change in changes]
        starred = {event_id for event_id, one in told.items() if one.starred}
        return Notice(
            tuple(changes),
            {change.event_id: told[change.event_id].edition_id for change in changes},
            urgent=any(one.how is Hears.URGENTLY for one in told.values()),
            group_id=self._shared_group(listener, starred, changes),
            expires_at=None if None in ends else max(moment for moment in ends if moment is not None),
        )

    @staticmethod
    def _shared_group(listener: Listener, starred: Collection[str], changes: Sequence[EventChange]) -> str | None:
        """Return the group through which alone all of it concerns somebody, if there is one."""
        shared = listener.groups or frozenset()
        for change in changes:
            if not shared:
                return None
            shared &= frozenset() if change.event_id in starred else _only_through(change, listener)
        return min(shared, default=None)

    def _stands(self, person: Person, notice: Notice | None) -> bool:
        """Tell whether what waits for its turn says the same as the notice that would take its place."""
        waiting = {event_id: person.behind[event_id] for event_id in person.waits_for}
        return notice is not None and notice.behind == waiting and self.touched.isdisjoint(waiting)

    def _usually_known(self, event_id: str) -> int:
        return self._round.known.get(event_id, self._round.told_edition)

    def _change(self, event_id: str, edition_id: int) -> EventChange | None:
        """Return what is to be told of an event to whoever knows it as it stands in this edition."""
        key = (event_id, edition_id)
        if key not in self._known:
            known, events = self._read(edition_id)
            old, new = events.get(event_id), self._events.get(event_id)
            self._known[key] = change_of(
                event_id,
                None if old is None else Version(known.visit, old),
                None if new is None else Version(self.edition.visit, new),
                self._now,
            )
        return self._known[key]

    def _read(self, edition_id: int) -> tuple[Edition, Mapping[str, Event]]:
        if edition_id not in self._editions:
            edition = editions.by_id(self._connection, edition_id)
            if edition is None:
                raise LookupError(f"there is no edition {edition_id}")
            self._editions[edition_id] = edition, {event.id: event for event in edition.visit.events}
        return self._editions[edition_id]


@dataclass(frozen=True, slots=True)
class _Otherwise:
    """How somebody hears of an event, in which edition they knew it, and whether they starred it."""

    edition_id: int
    how: Hears
    starred: bool = False


def _only_through(change: EventChange, listener: Listener) -> frozenset[str]:
    """Return the groups through any of which alone a change concerns somebody; none where it concerns them anyway."""
    if listener.groups is None or listener.changes == "all":
        return frozenset()
    if any(not version.event.groups for version in change.concerned):
        return frozenset()
    return listener.groups & {group for version in change.concerned for group in version.event.groups}
