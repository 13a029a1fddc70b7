"""The courier: claims deliveries in one transaction, sends them after its commit, writes their outcomes in the next."""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import structlog

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.moments import Clock
from bot.telegram.outbox import doubts
from bot.telegram.outbox.claiming import Claimed, claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.outcomes import NotSent, Outcome, OwnTrouble, Rejected, Sent, TooMany, Uncertain, outcome_of
from bot.telegram.pace import Pace
from bot.telegram.sending_pause import SendingPause
from bot.telegram.slots import Slots
from bot.telegram.wire import Wire

# How far ahead of the pace deliveries are claimed, in seconds: their commit must not cost any of the pace, and what is
# claimed when the process dies is uncertain.
_AHEAD: Final = 0.1
# How often to look for what is due when nobody says that there is something.
_LOOK_EVERY: Final = 1.0
# A chat that has had its share for longer than this gives its slot back meanwhile.
_PATIENCE: Final = 0.5
# Nobody waits longer for the pace with a row that says `sending`: a 429 can ask for hours.
_LONGEST_WAIT: Final = 2.5
_STORAGE_RETRY: Final = 2.0
_FIRST_BACKOFF: Final = 0.5
_LONGEST_BACKOFF: Final = 30.0


class Courier:
    """Sends what the bot sends by itself, at the shared pace and behind answers to people, until `finish`."""

    def __init__(
        self,
        wire: Wire,
        database: Database,
        pace: Pace,
        slots: Slots,
        pause: SendingPause,
        clock: Clock,
        storage: Condition,
        visits: Callable[[], Mapping[str, VisitStanding]],
        in_flight: int,
    ) -> None:
        self._wire = wire
        self._database = database
        self._pace = pace
        self._slots = slots
        self._pause = pause
        self._clock = clock
        self._storage = storage
        self._visits = visits
        self._in_flight = in_flight
        self._way = Condition("the way of deliveries", clock)
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.courier")
        self._concluded: list[Conclusion] = []
        self._flying = 0
        self._lost_answers = 0
        self._blocked = False
        self._backoff = 0.0
        self._finishing = False
        self._may_have_more = True
        self._something = asyncio.Event()
        slots.when_given_back(self._something.set)

    def look(self) -> None:
        """Look at once for what is due: something was queued, and its transaction is committed."""
        self._may_have_more = True
        self._something.set()

    def finish(self) -> None:
        """Claim nothing more; `run` returns when what is on its way has its outcome, written down."""
        self._finishing = True
        self._something.set()

    async def resume(self) -> None:
        """Give up what an earlier run was sending when it died: whether it arrived nobody can know."""
        uncertain, again = await self._database.run("give up unanswered", doubts.give_up_unanswered, self._clock.now())
        if uncertain or again:
            self._log.warning("an earlier run died while sending", uncertain=uncertain, tried_again=again)

    async def run(self) -> None:
        """Deliver until `finish` or cancelled. A call that is cancelled halfway stays `sending` in the store."""
        asking: asyncio.Task[None] | None = None
        async with asyncio.TaskGroup() as tasks:
            while not (self._finishing and not self._flying and not self._concluded):
                self._something.clear()
                try:
                    claimed = await self._turn()
                except sqlite3.Error as error:
                    self._storage.bad(str(error))
                    await asyncio.sleep(_STORAGE_RETRY)
                    continue
                for one in claimed:
                    self._flying += 1
                    tasks.create_task(self._deliver(one))
                if self._blocked and (asking is None or asking.done()):
                    asking = tasks.create_task(self._ask_the_way())
                if not claimed:
                    await self._rest()
            if asking is not None:
                asking.cancel()

    async def write(self) -> None:
        """Write down the outcomes that found no transaction yet. Raises sqlite3.Error when that cannot be done."""
        concluded, self._concluded = self._concluded, []
        if concluded:
            await self._database.run("deliver", conclude, concluded, self._clock.now())

    async def _turn(self) -> Sequence[Claimed]:
        """Write what is known and claim what there is room for, in one transaction; nothing when there is neither."""
        room = self._room()
        if not self._concluded and (not room or not self._may_have_more):
            return ()
        concluded, self._concluded = self._concluded, []
        # Asked before the commit, so that what is queued meanwhile is looked for again.
        looking, self._may_have_more = self._may_have_more, False
        for _ in range(room):
            self._slots.take()
        try:
            claimed, more = await self._database.run(
                "deliver", _deliver, concluded, self._clock.now(), room, self._visits()
            )
        except BaseException:
            self._concluded = concluded + self._concluded
            self._may_have_more = looking
            for _ in range(room):
                self._slots.give_back()
            raise
        for _ in range(room - len(claimed)):
            self._slots.give_back()
        if claimed or concluded:
            self._storage.good()
        # What follows a delivery may go now, and a full claim may have left something.
        self._may_have_more |= bool(claimed or concluded or more)
        return claimed

    def _room(self) -> int:
        if self._finishing or self._blocked:
            return 0
        return min(self._slots.free, self._in_flight - self._flying, self._pace.room(_AHEAD))

    async def _rest(self) -> None:
        """Wait until there may be something to do."""
        wait = _LOOK_EVERY
        if self._may_have_more and not self._blocked and self._slots.free and self._flying < self._in_flight:
            wait = min(wait, max(self._pace.wait_for_delivery(None) - _AHEAD, 0.001))
        try:
            async with asyncio.timeout(wait):
                await self._something.wait()
        except TimeoutError:
            self._may_have_more = True

    async def _deliver(self, claimed: Claimed) -> None:
        wait = 0.0
        try:
            outcome: Outcome
            if (busy := self._pace.wait_in_chat(claimed.chat_id)) > _PATIENCE:
                outcome, wait = NotSent("the chat has had its share for now"), busy
            elif (wait := await self._wait_for_pace(claimed)) > 0:
                outcome = NotSent("sending has stopped meanwhile")
            else:
                outcome = await self._attempt(claimed)
                wait = await self._learn(outcome, claimed)
            self._concluded.append(Conclusion(claimed, outcome, wait))
        finally:
            self._flying -= 1
            self._slots.give_back()
            self._something.set()

    async def _wait_for_pace(self, claimed: Claimed) -> float:
        """Wait for this delivery's share of the pace, behind the answers, and return 0.

        Where that takes long or nothing may be sent any more, return for how many seconds it goes back.
        """
        patient_until = self._clock.monotonic() + _LONGEST_WAIT
        while (
            wait := self._pace.wait_for_delivery(claimed.chat_id, claimed.messages)
        ) > 0 or self._pace.answers_waiting:
            if self._finishing or self._blocked or self._clock.monotonic() + wait > patient_until:
                return max(wait, _LOOK_EVERY)
            await asyncio.sleep(wait or 0.002)
        self._pace.note_delivery(claimed.chat_id, claimed.messages)
        return 0.0

    async def _attempt(self, claimed: Claimed) -> Outcome:
        try:
            return Sent(await self._wire.call(claimed.method, claimed.body))
        except Exception as error:  # noqa: BLE001 - every kind of failure has its meaning
            return outcome_of(error)

    async def _learn(self, outcome: Outcome, claimed: Claimed) -> float:
        """Draw what an outcome says about sending at all, and return how long its delivery is kept back."""
        self._lost_answers = self._lost_answers + 1 if isinstance(outcome, Uncertain) else 0
        if isinstance(outcome, Sent | Rejected):
            self._backoff = 0.0
        match outcome:
            case TooMany(seconds):
                await self._pause.begin(seconds)
                return seconds
            case NotSent(reason) | OwnTrouble(reason):
                self._blocked = True
                self._way.bad(reason)
            case Uncertain(reason):
                self._log.warning("a delivery is uncertain, it is not repeated", method=claimed.method, reason=reason)
                if self._lost_answers >= self._in_flight:
                    self._blocked = True
                    self._way.bad("as many answers in a row were lost as may be in flight")
            case Rejected(reason):
                self._log.info("Telegram rejected a delivery", method=claimed.method, reason=reason)
        return 0.0

    async def _ask_the_way(self) -> None:
        """Ask Telegram something harmless until it answers; only then is anything claimed again."""
        while not self._finishing:
            # Less and less often until a delivery gets through: that getMe is answered need not mean that one is.
            await asyncio.sleep(self._backoff)
            self._backoff = min(_LONGEST_BACKOFF, max(_FIRST_BACKOFF, self._backoff * 2))
            try:
                await self._wire.call("getMe", "{}")
            except Exception as error:  # noqa: BLE001 - whatever it is, there is no answer
                self._way.bad(getattr(outcome_of(error), "reason", type(error).__name__))
            else:
                break
        self._way.good()
        self._lost_answers = 0
        self._blocked = False


def _deliver(
    connection: sqlite3.Connection,
    concluded: Sequence[Conclusion],
    now: dt.datetime,
    room: int,
    visits: Mapping[str, VisitStanding],
) -> tuple[list[Claimed], bool]:
    """Return also whether deliveries ended or were postponed instead: then there may be more behind them."""
    conclude(connection, concluded, now)
    before = connection.total_changes
    claimed = claim(connection, now, room, visits) if room else []
    return claimed, connection.total_changes - before > len(claimed)
