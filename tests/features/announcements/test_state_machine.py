"""Announcements over every order of events: what people decide, what becomes of calls, and where the process dies.

The store and its claims and conclusions are the real ones; Telegram is a dictionary that remembers what arrived.
"""

import datetime as dt
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.features.announcements import confirmations, drafts, sending, store
from bot.features.announcements.confirming import Outcome as Pressed
from bot.features.announcements.confirming import note_confirmation
from bot.features.announcements.corrections import correct
from bot.features.announcements.nudging import nudge
from bot.features.announcements.progress import CORRECTION, NUDGE, RECALL, itself, progress
from bot.features.announcements.recalling import DELETABLE_FOR, recall
from bot.features.announcements.running import cancel_rest, hold
from bot.features.announcements.settling import settle
from bot.features.announcements.store import Announcement
from bot.features.announcements.words import Words
from bot.telegram import members, people
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.claiming import Claimed, claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outbox.deliveries import Delivery
from bot.telegram.outbox.doubts import give_up_unanswered
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.outcomes import NotSent, Outcome, Rejected, TooMany, Uncertain
from bot.telegram.roles import Role
from tests.features.announcements.phones import Phones
from tests.support.clock import ManualClock
from tests.support.stores import memory_store
from tests.support.translating import translators
from tests.support.whole_bot import open_visit

ADMIN: Final = 600
READERS: Final = {11: "ru", 12: "en", 13: "zh", 14: "ru", 15: "en"}
VISITS: Final = {"small": VisitStanding(public=True, home_zone="Europe/Moscow")}
EDITION: Final = open_visit()
REFUSALS: Final[dict[str, Outcome]] = {
    "refused": Rejected("chat not found", unreachable=False),
    "blocked": Rejected("bot was blocked by the user", unreachable=True),
    "never sent": NotSent("refused"),
    "too many": TooMany(3),
    "lost": Uncertain("timeout"),
}
WAYS: Final = ("taken", "taken", "taken", *REFUSALS, "arrived, answer lost", "not yet")


class Announcing(RuleBasedStateMachine):
    """One announcement to a few readers of three languages, in Russian and English."""

    @initialize(sent=st.sampled_from(("draft", "confirmed", "confirmed", "arrived")))
    def begin(self, sent: str) -> None:
        self.store = memory_store()
        self.clock = ManualClock()
        self.phones = Phones()
        self.in_flight: dict[int, Claimed] = {}
        self.taken: dict[int, Outcome] = {}
        self.again: dict[int, int] = dict.fromkeys(READERS, 0)
        self.over = self.paused = self.recalled = False
        self.last = 1
        people.remember(self.store, [(ADMIN, "en")], self.clock.now())
        for user_id, language in READERS.items():
            people.remember(self.store, [(user_id, language)], self.clock.now())
            members.add(self.store, "small", user_id, Role.MEMBER, f"Reader {user_id}", self.clock.now())
        begun = drafts.begin(self.store, "small", ADMIN, self.clock.now(), texts=wording(1))
        changed = drafts.change(self.store, begun, ADMIN, self.clock.now(), needs_confirmation=True)
        assert changed is not None
        self.number = changed.announcement_id
        if sent != "draft":
            self.confirm(stale=False)
        if sent == "arrived":
            self.go_well()

    # What organisers do.

    @precondition(lambda self: self.read().state == "draft")
    @rule(stale=st.booleans())
    def confirm(self, stale: bool) -> None:
        draft = self.read()
        if stale:
            drafts.change(self.store, draft, ADMIN, self.clock.now(), silent=not draft.silent)
            with pytest.raises(sending.StaleError):
                sending.confirm(self.store, draft, EDITION, translators(), ADMIN, self.clock.now())
            return
        reached = sending.confirm(self.store, draft, EDITION, translators(), ADMIN, self.clock.now())
        assert reached == len(READERS)

    @precondition(lambda self: self.sent)
    @rule(on=st.sampled_from((True, False, False)))
    def hold(self, on: bool) -> None:
        if hold(self.store, self.read(), ADMIN, self.clock.now(), paused=on):
            self.paused = on

    @precondition(lambda self: self.sent)
    @rule(really=st.sampled_from((False, False, False, True)))
    def cancel(self, really: bool) -> None:
        if not really:
            return
        if cancel_rest(self.store, self.read(), ADMIN, self.clock.now()) is not None:
            self.over = True

    @precondition(lambda self: self.sent)
    @rule(stale=st.booleans())
    def correct(self, stale: bool) -> None:
        before = self.read()
        corrected = correct(self.store, before, wording(self.last + 1), EDITION, translators(), ADMIN, self.clock.now())
        assert (corrected is None) == self.recalled
        if corrected is not None:
            self.last += 1
        if stale:
            late = correct(self.store, before, wording(99), EDITION, translators(), ADMIN, self.clock.now())
            assert late is None

    @precondition(lambda self: self.sent)
    @rule(really=st.sampled_from((False, False, False, True)))
    def recall(self, really: bool) -> None:
        if not really:
            return
        assert recall(self.store, self.read(), ADMIN, self.clock.now()) == (not self.recalled)
        self.over = self.recalled = True

    @precondition(lambda self: self.sent and not self.recalled)
    @rule()
    def nudge(self) -> None:
        nudge(self.store, self.read(), translators(), ADMIN, self.clock.now())

    @precondition(lambda self: self.sent)
    @rule(reader=st.sampled_from(sorted(READERS)), again=st.booleans())
    def settle(self, reader: int, again: bool) -> None:
        own = self.own(reader)
        settled = settle(self.store, self.read(), own.delivery_id, ADMIN, self.clock.now(), again=again)
        assert settled == (own.state == "uncertain" and not (again and self.over))
        self.again[reader] += settled and again

    @precondition(lambda self: self.sent)
    @rule(
        how=st.sampled_from(("cancel", "recall", "correct", "hold")), ways=st.lists(st.sampled_from(WAYS), min_size=1)
    )
    def interrupt(self, how: str, ways: list[str]) -> None:
        """Decide something while messages are on their way, whatever becomes of those."""
        self.claim(room=3)
        match how:
            case "cancel":
                self.cancel(really=True)
            case "recall":
                self.recall(really=True)
            case "correct":
                self.correct(stale=False)
            case "hold":
                self.hold(on=True)
        self.conclude(ways)

    # What readers do.

    @precondition(lambda self: self.sent)
    @rule(reader=st.sampled_from(sorted(READERS)), place=st.integers(0, 3))
    def press(self, reader: int, place: int) -> None:
        found = [(number, one) for number, one in self.phones.chats.get(reader, {}).items() if "reply_markup" in one]
        if not found:
            before = confirmations.count(self.store, self.number)
            note_confirmation(self.store, "small", self.number, 999, 7, self.clock.now())
            assert confirmations.count(self.store, self.number) == before
            return
        message_id, message = found[place % len(found)]
        is_reply = "reply_parameters" in message
        pressed = note_confirmation(
            self.store, "small", self.number, reader, message_id, self.clock.now(), nudge=is_reply
        )
        people.remember(self.store, [(reader, READERS[reader])], self.clock.now())
        own = self.own(reader)
        if self.recalled:
            assert pressed in {Pressed.RECALLED, Pressed.NOT_FOR_THEM}
        elif not is_reply:
            assert own.state == "sent"
            assert confirmations.confirmed_at(self.store, self.number, reader) is not None

    # What becomes of calls.

    @rule(room=st.integers(1, 3))
    def claim(self, room: int) -> None:
        for one in claim(self.store, self.clock.now(), room, VISITS):
            self.check_claim(one)
            self.in_flight[one.delivery_id] = one

    def go_well(self) -> None:
        """Let all that can go out arrive, with nothing going wrong."""
        while True:
            self.claim(room=20)
            if not self.in_flight:
                break
            self.conclude(["taken"])

    @rule()
    def arrive(self) -> None:
        """Telegram does what it was asked for, and its answers are still on their way."""
        for one in self.in_flight.values():
            self.take(one)

    @rule(ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=4))
    def conclude(self, ways: list[str]) -> None:
        for place, one in enumerate([*self.in_flight.values()]):
            way = ways[place % len(ways)]
            if way != "not yet":
                del self.in_flight[one.delivery_id]
                conclude(self.store, [Conclusion(one, self.answer(one, way))], self.clock.now())
                self.taken.pop(one.delivery_id, None)

    @rule(arrived=st.lists(st.booleans(), min_size=8, max_size=8))
    def die_and_start_again(self, arrived: list[bool]) -> None:
        for place, one in enumerate(self.in_flight.values()):
            if arrived[place % len(arrived)]:
                self.take(one)
        self.in_flight.clear()
        self.taken.clear()
        give_up_unanswered(self.store, self.clock.now())

    @rule(minutes=st.sampled_from((1, 20, 60 * 50)))
    def wait(self, minutes: int) -> None:
        self.clock.advance(60 * minutes)

    # What holds at any time.

    @invariant()
    def everybody_is_in_exactly_one_state(self) -> None:
        if self.sent:
            stands = progress(self.store, self.read(), self.clock.now())
            assert stands is not None
            assert stands.total == len(READERS)
            rows = [self.own(reader) for reader in READERS]
            assert sorted(one.delivery_id for one in rows) == sorted({one.delivery_id for one in rows})

    @invariant()
    def nothing_is_sent_twice_by_itself_and_nothing_is_pretended(self) -> None:
        if not self.sent:
            return
        for reader in READERS:
            own = self.own(reader)
            arrived = self.phones.arrived.get((own.dispatch_id, reader), 0)
            assert arrived <= 1 + self.again[reader]
            if own.state == "sent":
                assert arrived
                assert all((reader, message_id) in self.phones.issued for message_id in own.message_ids)
            if own.state in {"rejected", "queued"} and not self.again[reader]:
                assert not arrived

    def teardown(self) -> None:
        """Let everything come to an end; then the last wording is what copies that were sent say."""
        if not getattr(self, "number", 0) or not self.sent:
            return
        self.hold(on=False)
        for _ in range(3):
            self.go_well()
            # What was put off comes after a while.
            self.clock.advance(10)
        assert not self.in_flight
        for reader in READERS:
            self.check_end(reader)

    def check_end(self, reader: int) -> None:
        own = self.own(reader)
        assert own.state in {"sent", "rejected", "uncertain", "cancelled"}
        if own.state != "sent":
            return
        chat = self.phones.chats[reader]
        if self.recalled:
            deletion = self.following(RECALL, own, 1)
            if deletion is not None and deletion.state == "sent":
                assert not set(own.message_ids) & chat.keys()
            else:
                assert deletion is not None or self.clock.now() - own.changed_at > DELETABLE_FOR or own.message_ids
            return
        corrections = dispatches.revisions(self.store, CORRECTION, self.reference)
        edit = self.following(CORRECTION, own, corrections[-1].revision) if corrections else None
        if edit is None or edit.state == "sent":
            [message_id] = own.message_ids
            assert said(self.last, READERS[reader]) in chat[message_id]["text"]

    def following(self, purpose: str, own: Delivery, revision: int) -> Delivery | None:
        dispatch = dispatches.find(self.store, purpose, self.reference, revision)
        assert own.recipient is not None
        return deliveries.of_recipient(self.store, dispatch.dispatch_id, own.recipient) if dispatch else None

    def check_claim(self, one: Claimed) -> None:
        dispatch = dispatches.by_id(self.store, one.dispatch_id)
        assert dispatch is not None
        assert dispatch.called_off is None
        if dispatch.purpose == sending.ITSELF:
            assert not self.over
            assert not self.paused
            assert said(self.last, READERS[one.chat_id]) in one.body, "only the new wording goes out"
        elif self.recalled:
            assert dispatch.purpose == RECALL
        elif dispatch.purpose == CORRECTION:
            assert dispatch.revision == self.read().edition, "only the last correction goes out"
        elif dispatch.purpose == NUDGE:
            assert confirmations.confirmed_at(self.store, self.number, one.chat_id) is None
        assert not [
            other
            for other in self.in_flight.values()
            if other.chat_id == one.chat_id and other.method == one.method == "editMessageText"
        ], "no edit overtakes another"

    def answer(self, one: Claimed, way: str) -> Outcome:
        """Return what the bot learns; what has arrived cannot be refused any more."""
        if way in REFUSALS and one.delivery_id not in self.taken:
            return REFUSALS[way]
        answer = self.take(one)
        return Uncertain("reset") if way in {"lost", "arrived, answer lost"} else answer

    def take(self, one: Claimed) -> Outcome:
        if one.delivery_id not in self.taken:
            self.taken[one.delivery_id] = self.phones.take(one)
        return self.taken[one.delivery_id]

    @property
    def sent(self) -> bool:
        return itself(self.store, self.number) is not None

    @property
    def reference(self) -> str:
        return store.reference(self.number)

    def read(self) -> Announcement:
        return store.known(self.store, self.number)

    def own(self, reader: int) -> Delivery:
        main = itself(self.store, self.number)
        assert main is not None
        own = deliveries.of_recipient(self.store, main.dispatch_id, reader)
        assert own is not None
        return own


def wording(number: int) -> dict[Any, Words]:
    return {"ru": Words(f"Автобус номер {number}."), "en": Words(f"Bus number {number}.")}


def said(number: int, language: str) -> str:
    return f"Автобус номер {number}." if language == "ru" else f"Bus number {number}."


TestAnnouncing = Announcing.TestCase
TestAnnouncing.settings = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=dt.timedelta(seconds=5),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
