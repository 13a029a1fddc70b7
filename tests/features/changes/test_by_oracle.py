"""Random editions, people and fates of messages: everybody hears what the simple rule says, and nothing else."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.telegram import agenda, subscriptions
from bot.telegram.outcomes import NotSent, Outcome, Rejected, Sent, Uncertain
from bot.telegram.subscriptions import Subscription
from tests.features.changes.newsroom import MINUTE, Newsroom
from tests.features.changes.newsroom import event as one_event
from tests.features.changes.oracle import Json, Oracle, Person, Programme

# 09:00 in Shanghai: some of what is planned is near, some not.
NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.UTC)
IDS = ("tour", "lunch", "talk")
PEOPLE = range(11, 16)
OUTCOMES: dict[str, Outcome | None] = {
    "sent": None,
    "rejected": Rejected("no", unreachable=False),
    "uncertain": Uncertain("lost"),
    "not sent": NotSent("no network"),
}


def _with(name: str, values: list[Any]) -> st.SearchStrategy[Json]:
    return st.sampled_from([{}, *({name: value} for value in values)])


@st.composite
def events(draw: st.DrawFn, event_id: str) -> Json:
    day = draw(st.sampled_from(["2026-09-24", "2026-09-24", "2026-09-25", "2026-09-23"]))
    start = draw(st.sampled_from(["10:00", "11:00", "18:00", None]))
    more = {
        **draw(_with("place", ["L1", "L2"])),
        **draw(_with("status", ["cancelled"])),
        "groups": draw(st.sampled_from([[], [], ["A"], ["B"], ["A", "B"]])),
    }
    given = one_event(event_id, start, day, **more)
    return {name: value for name, value in given.items() if value is not None}


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    kept = draw(st.lists(st.sampled_from(IDS), unique=True))
    return {event_id: draw(events(event_id)) for event_id in kept}


@st.composite
def people(draw: st.DrawFn) -> Person:
    groups = draw(st.sampled_from([None, set(), {"A"}, {"B"}, {"A", "B"}]))
    starred = draw(st.sets(st.sampled_from(IDS), max_size=1))
    muted = draw(st.sets(st.sampled_from(IDS), max_size=1)) - starred
    return Person(groups, draw(st.sampled_from(["mine", "mine", "all", "off"])), starred, muted)


STEPS = st.lists(
    st.sampled_from(["publish", "publish", "tweak", "silently", "back", "settle", "settle", "mute", "wait", "decide"]),
    max_size=14,
)


class _Story:
    """The bot and the oracle side by side."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = data.draw
        programme = self.draw(programmes(), label="programme")
        self.history = [programme]
        public = self.draw(st.booleans(), label="public")
        # Two at a time: a round takes several transactions.
        self.room = Newsroom(*programme.values(), at=NOW, at_once=2, audience="public" if public else "members")
        listeners = {}
        for user_id in PEOPLE:
            person = self.draw(people(), label=f"person {user_id}")
            self._enter(user_id, person)
            if public or person.groups is not None:
                listeners[user_id] = person
        self.oracle = Oracle(programme, listeners)
        self.muted_until: dict[int, dt.datetime] = {}

    def _enter(self, user_id: int, person: Person) -> None:
        if person.groups is None:
            self.room.guest(user_id)
        else:
            self.room.member(user_id, *person.groups)
        self._want(user_id, person)

    def _want(self, user_id: int, person: Person) -> None:
        wanted = Subscription(changes=person.changes)  # type: ignore[arg-type]
        subscriptions.subscribe(self.room.store, user_id, "small", wanted)
        for event_id in IDS:
            agenda.star(self.room.store, user_id, "small", event_id, on=event_id in person.starred)
            if event_id not in person.starred:
                agenda.mute(self.room.store, user_id, "small", event_id, on=event_id in person.muted)

    async def take(self, step: str) -> None:
        now = self.room.clock.now()
        match step:
            case "publish" | "silently":
                self._publish(self.draw(programmes()), notices=step == "publish")
            case "tweak":
                event_id = self.draw(st.sampled_from(IDS))
                self._publish({**self.history[-1], event_id: self.draw(events(event_id))}, notices=True)
            case "back":
                self._publish(self.draw(st.sampled_from(self.history)), notices=True)
            case "settle":
                await self._look(dt.timedelta(minutes=3))
            case "wait":
                await self._look(dt.timedelta(minutes=61))
            case "mute":
                user_id = self.draw(st.sampled_from(PEOPLE))
                self.muted_until[user_id] = now + 60 * MINUTE
                subscriptions.mute(self.room.store, user_id, now + 60 * MINUTE)
            case "decide":
                user_id, person = self.draw(st.sampled_from(sorted(self.oracle.people.items()) or [(0, Person(None))]))
                if user_id:
                    other = self.draw(people())
                    person.starred, person.muted, person.changes = other.starred, other.muted, other.changes
                    self._want(user_id, person)

    def _publish(self, programme: Programme, *, notices: bool) -> None:
        if self.room.publish(*programme.values(), notices=notices) is not None:
            self.oracle.publish(programme, self.room.clock.now(), notices=notices)
            self.history.append(programme)

    async def _look(self, length: dt.timedelta) -> None:
        """Let time pass; what arrives with each person is what the oracle says."""
        self.room.clock.advance(length.total_seconds())
        now = self.room.clock.now()
        self.oracle.settle(now)
        await self.room.notices.look()
        arrived = {}
        for one in self.room.claimed():
            outcome = self.draw(st.sampled_from(sorted(OUTCOMES)), label=f"to {one.chat_id}")
            result = OUTCOMES[outcome] or Sent({"message_id": one.delivery_id})
            self.room.conclude(one, result)
            text = self.room.store.execute(
                "SELECT parameters ->> 'text' FROM deliveries JOIN payloads USING (payload_id) WHERE delivery_id = ?",
                (one.delivery_id,),
            ).fetchone()[0]
            blocks = [part for part in text.split("\n\n") if "in the programme" not in part or ": " in part]
            assert one.chat_id not in arrived
            arrived[one.chat_id] = (frozenset(blocks), outcome)
        expected = dict(self._going_out(now))
        assert {user_id: blocks for user_id, (blocks, _) in arrived.items()} == expected
        event(f"notices: {len(expected)}")
        for user_id, (_, outcome) in arrived.items():
            person = self.oracle.people[user_id]
            assert person.waiting is not None
            if outcome == "rejected":
                person.missed |= person.waiting.knew
            if outcome != "not sent":
                person.waiting = None

    def _going_out(self, now: dt.datetime) -> Any:
        for user_id, person in self.oracle.people.items():
            waiting, muted = person.waiting, self.muted_until.get(user_id, NOW)
            if waiting is None or waiting.goes_at > now:
                continue
            if not waiting.urgent and person.changes == "off":
                person.missed |= waiting.knew
                person.waiting = None
            elif not waiting.urgent and muted > now:
                waiting.goes_at = muted
            else:
                yield user_id, waiting.blocks


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
async def test_notices_go_to_those_affected_with_what_they_knew_and_what_holds(data: st.DataObject) -> None:
    story = _Story(data)
    for step in (*data.draw(STEPS, label="steps"), "wait", "wait"):
        await story.take(step)
