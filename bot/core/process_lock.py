"""One process at a time works on a database; the lock goes with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import OperatorError


@contextmanager
def process_lock(database: Path) -> Iterator[None]:
    """Hold the database's lock. Raises OperatorError when another process has it or it cannot be written."""
    path = database.with_name(database.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise OperatorError(f"{path} cannot be written: {error.strerror}. Check the folder's owner.") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 32).decode(errors="replace").strip() or "unknown"
            raise OperatorError(
                f"The bot is already running on {database} (process {holder}). Stop it first."
            ) from None
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        except OSError as error:
            raise OperatorError(f"{path} cannot be written: {error.strerror}. Check the disk.") from error
        yield
    finally:
        os.close(handle)
