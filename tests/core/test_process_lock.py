"""One process at a time works on a store, and the lock goes with the process, however it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.core.errors import OperatorError
from bot.core.process_lock import process_lock

HOLDER = """
import sys, time
from pathlib import Path
from bot.core.process_lock import process_lock
with process_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process_holding(database: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_refused_and_told_who_holds_the_store(tmp_path: Path) -> None:
    database = tmp_path / "bot.sqlite3"
    with (
        another_process_holding(database) as other,
        pytest.raises(OperatorError, match=f"already running.*process {other.pid}"),
        process_lock(database),
    ):
        pass


def test_the_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    database = tmp_path / "bot.sqlite3"
    with another_process_holding(database) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        with process_lock(database):
            pass


def test_the_lock_can_be_taken_again_after_it_was_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with process_lock(tmp_path / "new" / "bot.sqlite3"):
            assert (tmp_path / "new" / "bot.sqlite3.lock").read_text() == f"{os.getpid()}\n"


def test_stores_beside_each_other_have_locks_of_their_own(tmp_path: Path) -> None:
    with process_lock(tmp_path / "one.sqlite3"), process_lock(tmp_path / "two.sqlite3"):
        pass


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match="cannot be written"), process_lock(tmp_path / "file" / "bot.sqlite3"):
        pass


def test_the_lock_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    with process_lock(tmp_path / "bot.sqlite3"):
        assert (tmp_path / "bot.sqlite3.lock").stat().st_mode & 0o077 == 0
