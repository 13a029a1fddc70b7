"""Opening the store: how the last run ended, and the content of a first start."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot import opening
from bot.content.editions import current_editions, publish
from bot.content.models import Visit
from bot.core.database import connect
from bot.core.errors import OperatorError
from bot.core.notebook import note_stop
from tests.support.clock import START
from tests.support.small_visit import SMALL


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "bot.sqlite3")) as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "visits"
    path.mkdir()
    write(path, "small.yaml", {**SMALL, "sample": True})
    return path


@pytest.fixture
def log() -> Iterator[list[Any]]:
    structlog.reset_defaults()
    with capture_logs() as entries:
        yield entries


def write(folder: Path, name: str, document: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps(document), encoding="utf-8")


def test_a_first_start_and_one_after_a_clean_stop_are_no_crash(store: sqlite3.Connection) -> None:
    assert not opening.begin_run(store)
    note_stop(store)
    assert not opening.begin_run(store)


def test_a_start_without_a_stop_before_it_is_after_a_crash(store: sqlite3.Connection) -> None:
    opening.begin_run(store)
    assert opening.begin_run(store)


def test_damage_found_after_a_crash_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(connect(path)) as connection:
        opening.begin_run(connection)
        # Pages of the table in the middle of the file are overwritten below.
        connection.executemany("INSERT INTO notes VALUES (?, ?)", [(str(n), "x" * 300) for n in range(300)])
    content = bytearray(path.read_bytes())
    content[-12_000:-8_000] = b"\xa5" * 4_000
    path.write_bytes(content)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(OperatorError, match=r"damaged .*Restore a backup"),
    ):
        opening.begin_run(connection)


def test_the_first_start_publishes_what_is_in_the_folder(store: sqlite3.Connection, folder: Path) -> None:
    [edition] = opening.open_content(store, folder, START, with_samples=True)
    assert (edition.visit_id, edition.number, edition.author) == ("small", 1, "first start")
    assert current_editions(store) == (edition,)


def test_a_sample_is_for_the_simulator_only(store: sqlite3.Connection, folder: Path) -> None:
    assert opening.open_content(store, folder, START, with_samples=False) == ()


def test_what_is_published_holds_whatever_the_folder_says(store: sqlite3.Connection, folder: Path) -> None:
    opening.open_content(store, folder, START, with_samples=True)
    write(folder, "small.yaml", {**SMALL, "sample": True, "title": {"en": "Another title"}})
    write(folder, "more.yaml", {**SMALL, "sample": True, "id": "more"})
    [edition] = opening.open_content(store, folder, START, with_samples=True)
    assert edition.visit.title.pick("en")[0] == "A small visit"


def test_an_edition_that_was_altered_in_the_store_is_what_is_answered_from(
    store: sqlite3.Connection, folder: Path
) -> None:
    opening.open_content(store, folder, START, with_samples=True)
    store.execute("UPDATE editions SET document = json_set(document, '$.title.en', 'Altered')")
    [edition] = opening.open_content(store, folder, START, with_samples=True)
    assert edition.visit.title.pick("en")[0] == "Altered"


def test_a_bad_file_is_told_with_every_error_and_left_out(
    store: sqlite3.Connection, folder: Path, log: list[Any]
) -> None:
    write(folder, "bad.yaml", {**SMALL, "id": "bad", "host": "O9", "zone": "Asia/Nowhere"})
    [edition] = opening.open_content(store, folder, START, with_samples=True)
    assert edition.visit_id == "small"
    [told] = [entry for entry in log if entry["event"] == "a visit cannot be published"]
    assert told["file"].endswith("bad.yaml")
    assert any("zone" in line for line in told["errors"])


def test_a_folder_that_is_not_there_is_told_and_no_end(
    store: sqlite3.Connection, tmp_path: Path, log: list[Any]
) -> None:
    assert opening.open_content(store, tmp_path / "nowhere", START, with_samples=True) == ()
    assert [entry["event"] for entry in log] == ["the folder of visits cannot be read"]


def test_publishing_the_same_again_is_no_new_edition(store: sqlite3.Connection) -> None:
    visit = Visit.model_validate({**SMALL, "sample": True})
    assert publish(store, visit, "first", START) is not None
    assert publish(store, visit, "second", START) is None
    changed = visit.model_copy(update={"sample": False})
    again = publish(store, changed, "third", START)
    assert again is not None
    assert again.number == 2
    back = publish(store, visit, "fourth", START)
    assert back is not None
    assert back.number == 3
    assert [edition.number for edition in current_editions(store)] == [3]
