"""Old backups, restored beside the store and started once: do they send anything that has gone out since?

python -m tests.torture.outbox.restoring BACKUP [BUG]: `bot restore` with a fault planted into it.
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Final

from bot.simulator.ledger import Call
from tests.torture.orders import database_in
from tests.torture.plan import Ending
from tests.torture.stage import Stage
from tests.torture.waiting import StuckError, until

# What a bot does that has nothing to say.
_QUIET: Final = frozenset({"getMe", "getUpdates", "setMyCommands", "deleteMyCommands"})
# How long it is watched, in seconds: every loop of the bot has looked around by then.
_WATCHED: Final = 1.5


def copy_store(database: Path, copy: Path) -> None:
    """Back up the store of a bot that is dead, as it is, the way the bot does it; nothing where there is none."""
    if database.exists():
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))


async def restored_calls(stage: Stage, backup: Path, folder: Path) -> list[Call]:
    """Restore a backup in this folder, run the bot on it, and return the calls by which it said or changed anything.

    Raises StuckError when it cannot be restored or does not come to rest.
    """
    _lay_out(backup, folder)
    environment = os.environ | {
        "BOT_TOKEN": stage.simulator.options.token,
        "BOT_DATABASE": str(database_in(folder)),
    }
    command = (
        ("-m", "bot", "restore", str(folder / backup.name))
        if stage.bug is None
        else ("-m", "tests.torture.outbox.restoring", str(folder / backup.name), stage.bug)
    )
    with (folder / "restore.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=environment, cwd=Path(__file__).parents[3], stdout=log, stderr=log
        )
        if await process.wait():
            raise StuckError(f"{backup.name} cannot be restored; see {folder}")
    before = stage.simulator.ledger.last
    orders = replace(
        # Owners would rightly be told of what the restore made uncertain.
        stage.orders(Ending("sigterm")),
        folder=str(folder),
        trace=str(folder / "trace"),
        log=str(folder / "log"),
        owners=(),
    )
    child = await stage.nursery.start_forked(orders)
    try:
        await until(lambda: child.ended.done() or stage.simulator.is_polled, "a restored bot's first poll")
        rest_from = monotonic() + _WATCHED

        def at_rest() -> bool:
            return monotonic() >= rest_from and stage.flow.nothing_more(database_in(folder))

        await until(lambda: child.ended.done() or at_rest(), "a restored bot's rest")
        child.send(signal.SIGTERM)
        await until(child.ended.done, "a restored bot's end")
    finally:
        child.send(signal.SIGKILL)
    await stage.last_words()
    panels = _panels(database_in(folder))
    return [
        call
        for call in stage.simulator.ledger.after(before)
        if call.method not in _QUIET
        # A panel shows how things stand since the restore.
        and not (call.method == "editMessageText" and (call.chat_id, call.parameters.get("message_id")) in panels)
    ]


def _panels(database: Path) -> set[tuple[int, int]]:
    with closing(sqlite3.connect(database)) as connection:
        return set(connection.execute("SELECT chat_id, message_id FROM panels").fetchall())


def _lay_out(backup: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(backup, folder / backup.name)


class Backups:
    """Backs the store up a few times midway, and restores all of that in the end."""

    def __init__(self, stage: Stage, starts: int, count: int) -> None:
        self._stage = stage
        self._at = {starts * part // (count + 1) for part in range(1, count + 1)}
        self._made: list[Path] = []
        self.said: list[Call] = []
        self.restored = 0

    def before_life(self, index: int) -> None:
        """Back up if it is time for that: what is under way stands in it."""
        if index in self._at:
            copy = self._stage.folder / f"midway-{index}.sqlite3"
            copy_store(self._stage.database, copy)
            self._made += [copy] if copy.exists() else []

    async def restore_all(self) -> None:
        """Restore each in a folder of its own, run the bot on it once, and remember what it said."""
        for backup in self._made:
            folder = self._stage.folder / f"restored-{backup.stem}"
            self.said += await restored_calls(self._stage, backup, folder)
            self.restored += 1


def _restore(backup: Path, bug: str | None) -> int:
    from bot.commands.restore import restore_backup  # noqa: PLC0415 - only in a process of its own
    from tests.torture.bugs import plant  # noqa: PLC0415

    if bug is not None:
        plant(bug)
    return restore_backup(backup)


if __name__ == "__main__":
    sys.exit(_restore(Path(sys.argv[1]), sys.argv[2] if sys.argv[2:] else None))
