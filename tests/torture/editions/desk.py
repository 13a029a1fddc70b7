"""The editors and members of a visit: what editors look at, send in and decide is random, and often out of date."""

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

from bot.content.models import Visit
from bot.content.writing import written_visit
from bot.core.database import connect_read_only
from bot.features.editions.presses import PublishAgain
from bot.features.on_the_day.presses import MakeCorrection, UndoCorrection
from bot.features.publishing.presses import PublishProposal
from bot.simulator import Simulator
from bot.telegram.corrections import CANCEL, RESTORE, later, place
from tests.torture.editions.people import EDITORS, everybody, let_in, quiet_ones, wake
from tests.torture.editions.programme import AT_FIRST, EVENTS, PLACES, VISIT, first_visit, holding, otherwise
from tests.torture.editions.wishes import AGAIN, CORRECT, DECIDE, FILE, HOLDING
from tests.torture.flow import COMMAND, EFFECT, POISON, PRESS, UNSTORABLE, Flow
from tests.torture.outbox.records import moment_now

# Each has the number of the edition that it takes the place of, but for what is undone in whatever holds.
Decision = MakeCorrection | UndoCorrection | PublishAgain | PublishProposal
_DECISIONS: Final = (MakeCorrection, UndoCorrection, PublishAgain, PublishProposal)
# Of so many messages an editor sees the buttons.
_LATELY: Final = 8
_STALE: Final = 0.2
_WAKES: Final = 0.15
_LOOK_EVERY: Final = 0.05
_WEIGHTS: Final[Mapping[str, int]] = {
    CORRECT: 26,
    AGAIN: 5,
    FILE: 1,
    DECIDE: 34,
    HOLDING: 6,
    EFFECT: 18,
    COMMAND: 6,
    POISON: 2,
    UNSTORABLE: 2,
}

# What the running bot still does by itself, now and soon; nights and mutes are not waited for.
_DUE: Final = (
    "SELECT EXISTS (SELECT 1 FROM deliveries JOIN dispatches USING (dispatch_id) WHERE state = 'sending' OR "
    "(state = 'queued' AND NOT paused AND deliveries.not_before <= :now AND dispatches.not_before <= :now)) "
    "OR EXISTS (SELECT 1 FROM updates WHERE state = 'received') OR EXISTS (SELECT 1 FROM replies) "
    "OR EXISTS (SELECT 1 FROM notice_due) OR EXISTS (SELECT 1 FROM notice_rounds) OR EXISTS (SELECT 1 FROM jobs)"
)


class Desk(Flow):
    """Pushes what editors do, beside what everybody writes.

    `crowd` is how many members there are, `kinds` what alone is done, if anything is named, as often as it is.
    `decisions` are the buttons that were pressed, by their number, `files` the visits that were sent in, by name.
    """

    # A file is read in a process of its own, which takes long to begin.
    patience = 6.0

    def __init__(self, simulator: Simulator, random: Random, crowd: int, kinds: Collection[str] = ()) -> None:
        super().__init__(simulator, random)
        self.weights = Counter(kinds) or _WEIGHTS
        self.crowd = crowd
        self.first = first_visit(dt.datetime.now(dt.UTC).date())
        self.members = everybody(crowd)
        self.decisions: dict[int, Decision] = {}
        self.files: dict[str, Visit] = {}
        self._quiet = [*quiet_ones(crowd)]
        self._let_in = False
        self._database: Path | None = None
        self._looked = (0.0, False)
        for one in self.members:
            simulator.add_user(one.user_id)

    def settle_in(self) -> None:
        """Let nothing be written before there is a store with members in it."""

    def before_life(self, database: Path) -> None:
        """Let the members in, once there is a store; now and then somebody's night is over."""
        self._database = database
        if not self._let_in:
            self._let_in = let_in(database, self.crowd)
        elif self._quiet and self._random.random() < _WAKES:
            wake(database, [self._quiet.pop(self._random.randrange(len(self._quiet)))])

    def before_last_life(self, database: Path) -> None:
        """Let every second night be over: the others still wait in the end."""
        if self._let_in:
            wake(database, self._quiet[::2])

    def push_one(self, kind: str, user_id: int | None = None) -> None:
        """Let somebody do something of this kind; nothing is edited before there are editors."""
        if not self._let_in and kind not in {POISON, UNSTORABLE}:
            kind = EFFECT
        editor, number = self._random.choice(EDITORS), len(self.pushed) + 1
        match kind:
            case "correct":
                event = self._random.choice(AT_FIRST if self._random.random() < 0.8 else (*EVENTS,))
                self._write(kind, number, editor, f"/{CORRECT} {number} {event} {self._change()}")
            case "again":
                held = holding(self._database) if self._database is not None else None
                edition = self._random.randint(max(1, (held[0] if held else 1) - 4), held[0] + 1 if held else 1)
                self._write(kind, number, editor, f"/{AGAIN} {number} {edition}")
            case "holding":
                self._write(kind, number, self._random.choice(EDITORS), f"/{HOLDING} {number}")
            case "file":
                self._send_in(number, editor)
            case "decide" | "press":
                self._decide(number)
            case _:
                # Who had blocked the bot is heard of again when they write.
                user = self._random.choice((self._random.choice(self.members).user_id, None))
                super().push_one(kind, user_id or user)

    def nothing_more(self, database: Path) -> bool:
        """Tell whether nothing is due that the bot does by itself; looked at a few times a second."""
        at, answer = self._looked
        if monotonic() - at >= _LOOK_EVERY:
            answer = not _due(database)
            self._looked = (monotonic(), answer)
        return answer

    def _change(self) -> str:
        """Return the code of a correction; many do not fit how the event stands."""
        lot = self._random.random()
        if lot < 0.55:
            return later(self._random.choice((10, 15, 30, -10, -30))).code
        if lot < 0.8:
            return place(self._random.choice(PLACES)).code
        return (CANCEL if lot < 0.9 else RESTORE).code

    def _send_in(self, number: int, editor: int) -> None:
        """Let an editor send a file, made from what holds at this moment."""
        held = holding(self._database) if self._database is not None else None
        if held is None:
            super().push_one(EFFECT, editor)
            return
        name = f"visit-{number}.yaml"
        self.files[name] = otherwise(held[1], self._random)
        content = written_visit(self.files[name], "torture").encode()
        self._simulator.send_document(editor, name, content)
        self._remember(FILE, number, editor, editor)

    def _decide(self, number: int) -> None:
        """Press a button that publishes, mostly one that fits what holds; without any, have one shown."""
        found = [
            (editor, message["message_id"], data, decision)
            for editor in EDITORS
            for message in self._simulator.messages(editor)[-_LATELY:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
            if (decision := _decision(data := str(button.get("callback_data")))) is not None
        ]
        held = holding(self._database) if self._database is not None else None
        fitting = [one for one in found if held is not None and _fits(one[3], held[0])]
        # Of two that wait together only the first can fit.
        waits = any("callback_query" in update for update in self._simulator.pending_updates)
        if not found or ((waits or not fitting) and self._random.random() > _STALE):
            self.push_one(AGAIN if AGAIN in self.weights and self._random.random() < _STALE else CORRECT)
            return
        editor, message_id, data, decision = self._random.choice(
            fitting if fitting and self._random.random() > _STALE else found
        )
        press_id = self._simulator.press(editor, editor, message_id, data)
        self._remember(PRESS, number, editor, editor, press_id)
        self.decisions[number] = decision


def _decision(data: str) -> Decision | None:
    """Return what a button decides; None for those that decide nothing, or publish without notices."""
    for kind in _DECISIONS:
        if data.startswith(f"{kind.__prefix__}:"):
            decision: Decision = kind.unpack(data)
            return None if getattr(decision, "quiet", False) or decision.visit != VISIT else decision
    return None


def _fits(decision: Decision, holding: int) -> bool:
    return holding == (decision.after if isinstance(decision, UndoCorrection) else decision.holding)


def _due(database: Path) -> bool:
    """Ask the store of a running bot; what cannot be asked is due."""
    if not database.exists():
        return False
    try:
        with closing(connect_read_only(database)) as connection:
            return bool(connection.execute(_DUE, {"now": moment_now()}).fetchone()[0])
    except sqlite3.Error:
        return True
