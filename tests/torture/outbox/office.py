"""The organisers and the members of a visit: what they announce, correct, recall and confirm is random."""

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

from bot.core.database import connect_read_only
from bot.core.languages import LANGUAGES
from bot.simulator import Simulator
from tests.torture.flow import COMMAND, EFFECT, POISON, PRESS, USERS, Flow
from tests.torture.outbox.crowd import ADMINS, FIRST_OF_THE_CROWD, let_in, members
from tests.torture.outbox.records import moment_now
from tests.torture.outbox.wishes import (
    BROADCAST,
    CALL_OFF,
    CONFIRM,
    NUDGE,
    ORDERS,
    RECALL,
    REWORD,
    TELL_GROUPS,
    MediaKind,
    Wish,
)

_FIRST_GROUP: Final = -1_008_000_000_001
_GROUPS_AT_ONCE: Final = 4
_CONFIRMING: Final = "anread:"
# What is about an announcement is mostly about one of the last few.
_LATELY: Final = 4
_LOOK_EVERY: Final = 0.05

# What the running bot still sends by itself, now and whenever it may; what people wrote may be yet to be handled.
_DUE: Final = (
    "SELECT EXISTS (SELECT 1 FROM deliveries JOIN dispatches USING (dispatch_id) WHERE state = 'sending' OR "
    "(state = 'queued' AND NOT paused AND deliveries.not_before <= :now AND dispatches.not_before <= :now)) "
    "OR EXISTS (SELECT 1 FROM updates WHERE state = 'received') OR EXISTS (SELECT 1 FROM replies)"
)
_STALE: Final = "SELECT EXISTS (SELECT 1 FROM panels WHERE wanted > shown AND message_id IS NOT NULL)"
_OPEN: Final = "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state IN ('queued', 'sending'))"


_WEIGHTS: Final[Mapping[str, int]] = {
    BROADCAST: 16,
    REWORD: 6,
    RECALL: 2,
    NUDGE: 4,
    CALL_OFF: 1,
    TELL_GROUPS: 4,
    CONFIRM: 30,
    EFFECT: 28,
    COMMAND: 8,
    POISON: 1,
}


class Office(Flow):
    """Pushes what organisers and members do, beside what everybody writes.

    `crowd` is how many members there are beside the people who write, `kinds` what alone is done, if anything is named.
    """

    # To send all that waits takes long, and a panel is edited every 3 s.
    patience = 6.0

    def __init__(self, simulator: Simulator, random: Random, crowd: int, kinds: Collection[str] = ()) -> None:
        super().__init__(simulator, random)
        self.weights = dict.fromkeys(kinds, 1) or _WEIGHTS
        self.announced: dict[int, Wish] = {}
        self.told: dict[int, tuple[int, ...]] = {}
        self.crowd = crowd
        self._let_in = False
        self._recalled: set[int] = set()
        self._looked = (0.0, "", False)
        for user_id in ADMINS:
            simulator.add_user(user_id)
        simulator.add_crowd(FIRST_OF_THE_CROWD, crowd)

    def settle_in(self) -> None:
        """Let nothing be written before there is a store with members in it."""

    def before_life(self, database: Path) -> None:
        """Let the members in, once there is a store."""
        self._let_in = self._let_in or let_in(database, self.crowd)

    def push_one(self, kind: str, user_id: int | None = None) -> None:
        """Let somebody do something of this kind; nothing can be announced before there are members."""
        admin, number = self._random.choice(ADMINS), len(self.pushed) + 1
        if not self._let_in and kind in {*ORDERS, CONFIRM}:
            kind = EFFECT
        if kind in {REWORD, RECALL, NUDGE, CALL_OFF} and not self._lately(kind):
            kind = BROADCAST
        match kind:
            case "broadcast":
                self.announce(self._random_wish())
            case "reword" | "takeback" | "remind" | "calloff":
                self.about(kind, self._random.choice(self._lately(kind)))
            case "tellgroups":
                self._tell_groups(number, admin)
            case "confirm" | "press":
                self._confirm(number)
            case _:
                super().push_one(kind, user_id or self._random.choice(members(self.crowd)))

    def announce(self, wish: Wish) -> int:
        """Let an organiser announce something; return its number, 0 where there are no members yet."""
        number = len(self.pushed) + 1
        if not self._let_in:
            self.push_one(EFFECT)
            return 0
        count = {"photo": 1, "album": 2}.get(wish.media, 0)
        files = [self._simulator.world.files.add("photo", f"{number}-{one}.jpg", b"photo") for one in range(count)]
        wish = replace(wish, files=tuple(one.file_id for one in files))
        self.announced[number] = wish
        self._write(BROADCAST, number, self._random.choice(ADMINS), f"/{BROADCAST} {number} {wish.written()}")
        return number

    def some(self, media: MediaKind) -> int:
        """Return the last announcement of this kind that stands, or announce one."""
        standing = [one for one, wish in self.announced.items() if wish.media == media and one not in self._recalled]
        return standing[-1] if standing else self.announce(Wish(media))

    def about(self, kind: str, announcement: int) -> None:
        """Let an organiser do something about this announcement."""
        number = len(self.pushed) + 1
        if kind == RECALL:
            self._recalled.add(announcement)
        self._write(kind, number, self._random.choice(ADMINS), f"/{kind} {number} {announcement}")

    def nothing_more(self, database: Path) -> bool:
        """Tell whether nothing is due that the bot sends by itself; looked at a few times a second."""
        return self._look(database, _DUE)

    def at_rest(self, database: Path) -> bool:
        """Tell whether all panels show how things stand as well; each organiser's are edited one every 3 s."""
        return self._look(database, _DUE) and self._look(database, _STALE)

    def everything_ended(self, database: Path) -> bool:
        """Tell whether everything that goes out has gone out, or never will."""
        return self._look(database, _DUE) and self._look(database, _OPEN)

    def _look(self, database: Path, query: str) -> bool:
        at, asked, answer = self._looked
        if asked != query or monotonic() - at >= _LOOK_EVERY:
            answer = not _holds(database, query)
            self._looked = (monotonic(), query, answer)
        return answer

    def _lately(self, kind: str) -> list[int]:
        """Return the announcements that this may be about."""
        last = [*self.announced][-_LATELY:]
        return [one for one in last if self.announced[one].confirm] if kind == NUDGE else last

    def _random_wish(self) -> Wish:
        chance = self._random.random
        media: MediaKind = self._random.choices(("text", "photo", "album", "venue"), (70, 14, 8, 8))[0]
        languages = self._random.choice((LANGUAGES, LANGUAGES, LANGUAGES[:1]))
        return Wish(media, languages, chance() < 0.5, chance() < 0.15, chance() < 0.15, chance() < 0.1)

    def _tell_groups(self, number: int, admin: int) -> None:
        """Let groups be told something; some of them become supergroups before they are."""
        first = _FIRST_GROUP - number * _GROUPS_AT_ONCE
        chats = tuple(first - place for place in range(_GROUPS_AT_ONCE))
        for place, chat_id in enumerate(chats):
            self._simulator.world.add_group("Torture", [*USERS], chat_id=chat_id, kind="group")
            if place % 2:
                self._simulator.faults.add("migrate", "sendMessage", chat_id=chat_id)
        self.told[number] = chats
        self._write(TELL_GROUPS, number, admin, f"/{TELL_GROUPS} {number} {' '.join(map(str, chats))}")

    def moved(self) -> dict[int, int]:
        """Return the new ids of the groups that have become supergroups."""
        chats = self._simulator.world.chats
        told = (chat_id for group in self.told.values() for chat_id in group)
        return {one: new for one in told if (new := chats[one].migrated_to) is not None}

    def _confirm(self, number: int) -> None:
        """Let a member press the button under an announcement or a reminder that they have got."""
        user = self._random.choice(members(self.crowd))
        buttons = [
            (message["message_id"], data)
            for message in self._simulator.messages(user)[-12:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
            if str(data := button.get("callback_data")).startswith(_CONFIRMING)
        ]
        if not buttons:
            super().push_one(EFFECT, user)
            return
        message_id, data = self._random.choice(buttons)
        press_id = self._simulator.press(user, user, message_id, data)
        self._remember(PRESS, number, user, user, press_id)


def _holds(database: Path, query: str) -> bool:
    """Ask the store of a running bot; what cannot be asked holds."""
    if not database.exists():
        return False
    try:
        with closing(connect_read_only(database)) as connection:
            return bool(connection.execute(query, {"now": moment_now()}).fetchone()[0])
    except sqlite3.Error:
        return True
