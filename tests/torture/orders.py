"""What a child process is told: where Telegram is, where its files are, and where to die."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders for one life of the bot.

    `lifeline`: a pipe that ends when the harness does. `die_at` and `die_on`: the crash point and which time it is
    reached; None for none. `bug`: a fault planted on purpose, by its name in `tests.torture.bugs`. `owners` own the
    bot. `proxy`: through which it reaches Telegram, and `call_seconds` how long it waits for an answer; None for none
    and for as long as usual. `content`: the folder of visits, None for those that ship. `settle_seconds`: so long
    further editions are waited for before people are told, None for as long as usual.
    """

    api_url: str
    token: str
    folder: str
    trace: str
    log: str
    lifeline: int
    die_at: str | None = None
    die_on: int = 1
    bug: str | None = None
    owners: tuple[int, ...] = ()
    proxy: str | None = None
    call_seconds: float | None = None
    content: str | None = None
    settle_seconds: float | None = None

    @property
    def database(self) -> Path:
        """The path of the bot's store."""
        return database_in(Path(self.folder))

    def as_line(self) -> str:
        """The orders as one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Read what `as_line` made."""
        return cls(**json.loads(line))


def backups_in(folder: Path) -> Path:
    """Return where the backups of a campaign in this folder are."""
    return folder / "backups"


def database_in(folder: Path) -> Path:
    """Return where the store of a campaign in this folder is."""
    return folder / "bot.sqlite3"
