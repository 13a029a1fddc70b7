"""What the store says after the last stop: the editions, who published what when, and every notice."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.content import editions
from bot.content.models import Visit
from bot.core import audit
from tests.torture.editions.programme import VISIT
from tests.torture.editions.reading import Block, blocks_of

_NOTICES: Final = (
    "SELECT recipient, state, coalesce(reason, ''), json_extract(parameters, '$.text'), message_ids "
    "FROM deliveries JOIN dispatches USING (dispatch_id) JOIN payloads USING (payload_id) "
    "WHERE purpose = 'notice' ORDER BY delivery_id"
)
_PUBLICATIONS: Final = (
    "SELECT json_extract(before, '$.edition'), json_extract(after, '$.edition'), "
    "coalesce(json_extract(after, '$.again'), 0) FROM audit WHERE action = 'published' AND visit_id = ? "
    "ORDER BY entry_id"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to somebody, in the order in which they were queued, and what became of it."""

    user_id: int
    state: str
    reason: str
    text: str
    message_ids: tuple[int, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What it says, event by event."""
        return blocks_of(self.text)


@dataclass(frozen=True, slots=True)
class Publication:
    """An entry of the audit: which edition took the place of which, and whether it was one that had held before."""

    before: int | None
    after: int
    again: bool


@dataclass(frozen=True, slots=True)
class EditionRecords:
    """All of it. `proposals` are the names of files by the number of what came of them; `left` what was left undone."""

    editions: Mapping[int, Visit]
    held: int
    publications: tuple[Publication, ...]
    broken_at: int | None
    notices: tuple[Notice, ...]
    proposals: Mapping[int, str]
    left: tuple[str, ...]


def read_editions(database: Path) -> EditionRecords:
    """Read the store of a bot that has stopped."""
    with closing(sqlite3.connect(database)) as connection:
        held = editions.current_edition(connection, VISIT)
        notices = connection.execute(_NOTICES)
        return EditionRecords(
            {one.number: one.visit for one in editions.newest(connection, VISIT)},
            0 if held is None else held.number,
            tuple(
                Publication(before, after, bool(again))
                for before, after, again in connection.execute(_PUBLICATIONS, (VISIT,))
            ),
            audit.verify(connection).broken_at,
            tuple(_notice(*row) for row in notices),
            dict(connection.execute("SELECT proposal_id, file_name FROM proposals")),
            tuple(
                table
                for table in ("notice_due", "notice_rounds")
                if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]
            ),
        )


def _notice(user_id: int, state: str, reason: str, text: str, ids: str | None) -> Notice:
    return Notice(user_id, state, reason, text, tuple(int(one) for one in ids.split(",")) if ids else ())
