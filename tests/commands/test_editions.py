"""`bot editions`, `bot export` and going back: what is published can be looked at, taken out and put back."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.content.models import Visit
from bot.content.reader import read_visit, read_visit_text
from bot.content.rules import check
from bot.content.writing import written_visit
from bot.core import audit
from bot.core.database import connect
from bot.core.process_lock import process_lock
from tests.commands.conftest import INVENTED
from tests.content.builders import FIRST_DAY
from tests.content.random_visits import VISITS
from tests.support.command_line import SHIPPED_VISIT, CommandLine

EVENT: dict[str, Any] = {
    "id": "E1",
    "title": {"en": "Tour"},
    "original": ["en"],
    "sources": ["S2"],
    "day": "2026-09-24",
    "start": "11:00",
}


def publish(line: CommandLine, small_file: Path, **changes: Any) -> str:
    small_file.write_text(json.dumps(INVENTED | changes, ensure_ascii=False), encoding="utf-8")
    ended = line.bot("publish", small_file)
    assert (ended.code, ended.complained) == (0, "")
    return ended.said


def holding(line: CommandLine) -> int:
    with closing(sqlite3.connect(line.database)) as connection:
        number: int = connection.execute(
            "SELECT number FROM visits JOIN editions ON edition_id = current_edition"
        ).fetchone()[0]
    return number


@pytest.fixture
def published(line: CommandLine, small_file: Path) -> CommandLine:
    """Two editions of the small visit: an event is there, then later and with another one."""
    publish(line, small_file, events=[EVENT])
    publish(line, small_file, events=[EVENT | {"start": "11:30"}, EVENT | {"id": "E2", "title": {"en": "Dinner"}}])
    return line


def test_publishing_says_what_it_changes(line: CommandLine, small_file: Path) -> None:
    assert publish(line, small_file, events=[EVENT]).splitlines() == [
        "small: edition 1 is published; it shows at the bot's next start"
    ]
    assert publish(line, small_file, events=[EVENT | {"start": "11:30"}]).splitlines() == [
        "small: edition 2 is published; it shows at the bot's next start",
        "compared with edition 1:",
        "  Event: Tour",
        "    when: Thu 24 September, 11:00 → 11:30",
        "does not fit: Text missing (ru, zh): Event: Tour",
        "does not fit: Already over: Tour, 24 Sept 2026",
        # It is over: nobody has to know.
        "nobody is sent a notice",
    ]


@pytest.mark.parametrize(
    ("options", "said", "after"),
    [
        ((), "whoever it concerns is told when the bot runs again", {}),
        (("--without-notices",), "nobody is sent a notice", {"notices": False}),
    ],
)
def test_people_are_told_of_a_publication_unless_it_is_said_otherwise(
    line: CommandLine, small_file: Path, options: tuple[str, ...], said: str, after: dict[str, bool]
) -> None:
    publish(line, small_file, events=[EVENT | {"day": "2198-09-24"}])
    small_file.write_text(json.dumps(INVENTED | {"events": [EVENT | {"day": "2198-09-25"}]}), encoding="utf-8")
    assert line.bot("publish", small_file, *options).said.splitlines()[-1] == said
    with closing(connect(line.database)) as connection:
        [entry] = audit.entries(connection, ["small"], 1)
    assert entry.after == {"edition": 2} | after
    back = line.bot("publish", "--again", "small", "1", *options)
    assert back.said.splitlines()[-1] == said
    with closing(connect(line.database)) as connection:
        [entry] = audit.entries(connection, ["small"], 1)
    assert entry.after == {"edition": 1, "again": True} | after


def test_the_editions_are_listed_with_what_changed_the_newest_first(published: CommandLine) -> None:
    ended = published.bot("editions", "small")
    assert (ended.code, ended.complained) == (0, "")
    title, second, added, moved, first = ended.said.splitlines()
    assert title == "small: A small visit"
    assert second.startswith("*   2  20")
    assert second.endswith(" UTC  command line")
    assert (added, moved) == (
        "       + Dinner · Thu 24 September, 11:00",
        "       Tour: Thu 24 September, 11:00 → 11:30",
    )
    assert first.startswith("    1  ")
    assert published.bot("editions").said == ended.said


def test_an_author_is_named_and_never_numbered(published: CommandLine) -> None:
    with closing(connect(published.database)) as connection:
        reference = audit.reference(connection, 712345)
        connection.execute("UPDATE editions SET author = ? WHERE number = 2", (reference,))
        said = published.bot("editions").said
        assert f"UTC  somebody ({reference[:4]})" in said
        connection.execute("INSERT INTO users (user_id, first_seen_at) VALUES (712345, 0)")
        connection.execute("INSERT INTO members VALUES ('small', 712345, 'editor', 'Анна', 0)")
        said = published.bot("editions").said
    assert "UTC  Анна" in said
    assert "712345" not in said


def test_looking_changes_nothing_and_works_while_the_bot_runs(published: CommandLine, tmp_path: Path) -> None:
    folder = published.database.parent
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    with process_lock(published.database):
        assert published.bot("editions").code == 0
        assert published.bot("export", "small", "--edition", "1").code == 0
        assert published.bot("export", "small", tmp_path / "out.yaml").code == 0
        refused = published.bot("publish", "--again", "small", "1")
    assert refused.code == 1
    assert "already running" in refused.complained
    after = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= {
        "bot.sqlite3.lock"
    }


def test_an_earlier_edition_holds_again_and_the_audit_tells(published: CommandLine) -> None:
    ended = published.bot("publish", "--again", "small", "1")
    assert (ended.code, ended.complained) == (0, "")
    assert ended.said.splitlines() == [
        "small: edition 1 holds again, in place of 2; it shows at the bot's next start",
        "compared with edition 2:",
        "  − Event: Dinner · Thu 24 September, 11:00",
        "  Event: Tour",
        "    when: Thu 24 September, 11:30 → 11:00",
        "does not fit: Text missing (ru, zh): Event: Tour",
        "does not fit: Already over: Tour, 24 Sept 2026",
        "does not fit: Already over: Dinner, 24 Sept 2026",
        "nobody is sent a notice",
    ]
    assert holding(published) == 1
    assert "*   1  " in published.bot("editions").said
    assert "edition 1 holds already" in published.bot("publish", "--again", "small", "1").said
    with closing(connect(published.database)) as connection:
        entries = audit.entries(connection, None, 10)
        assert audit.verify(connection).broken_at is None
    assert [(entry.actor, entry.before, entry.after) for entry in entries] == [
        ("command line", {"edition": 2}, {"edition": 1, "again": True}),
        ("command line", {"edition": 1}, {"edition": 2}),
        ("command line", {}, {"edition": 1}),
    ]


def test_what_is_exported_and_published_again_is_no_new_edition(published: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    assert "edition 2 is written" in published.bot("export", "small", path).said
    assert path.read_text(encoding="utf-8").startswith("# small, edition 2 of ")
    assert "nothing differs" in published.bot("publish", path).said
    first = published.bot("export", "small", "--edition", "1").said
    path.write_text(first, encoding="utf-8")
    assert "edition 3 is published" in published.bot("publish", path).said
    assert first.partition("\n")[2] == published.bot("export", "small").said.partition("\n")[2]


@pytest.mark.parametrize("visit", sorted(SHIPPED_VISIT.parent.glob("*.yaml")), ids=lambda path: path.stem)
def test_exporting_what_ships_and_reading_it_is_the_identity(line: CommandLine, visit: Path) -> None:
    assert line.bot("publish", visit).code == 0
    visit_id = read_visit(visit, first_day=FIRST_DAY).id
    out = line.folder / "out.yaml"
    assert line.bot("export", visit_id, out).code == 0
    assert "nothing differs" in line.bot("publish", out).said
    shipped = read_visit(visit, first_day=FIRST_DAY)
    assert read_visit_text(written_visit(shipped, "heading"), "out.yaml", FIRST_DAY) == shipped


@settings(max_examples=60, deadline=None)
@given(VISITS)
def test_whatever_is_right_is_the_same_when_written_and_read(visit: Visit) -> None:
    # Of random visits most break a rule across their parts; those are never published.
    plain = visit.model_copy(update={"facts": (), "quotes": (), "events": (), "sample": True})
    if not check(plain):
        assert read_visit_text(written_visit(plain, "heading"), "out.yaml", FIRST_DAY) == plain


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("editions", "nowhere"), "No visit nowhere is published; published are: small."),
        (("export", "nowhere"), "No visit nowhere is published"),
        (("export", "small", "--edition", "9"), "small has no edition 9"),
        (("export", "small", "--edition", "99999999999999999999"), "small has no edition"),
        (("export", "small", "no/such/folder/file.yaml"), "cannot be written"),
        (("publish", "--again", "small", "9"), "small has no edition 9"),
        (("publish", "--again", "small", "two"), "two is not the number of an edition"),
        (("publish", "--again", "nowhere", "1"), "No visit nowhere is published"),
    ],
)
def test_what_is_not_there_is_a_sentence(published: CommandLine, arguments: tuple[str, ...], said: str) -> None:
    ended = published.bot(*arguments)
    assert (ended.code, ended.said) == (1, "")
    assert said in ended.complained
    assert "Traceback" not in ended.complained
    assert holding(published) == 2


@pytest.mark.parametrize("command", [("editions",), ("export", "small")])
def test_without_a_store_or_with_a_strange_one_it_is_a_sentence(line: CommandLine, command: tuple[str, ...]) -> None:
    assert "There is no database" in line.bot(*command).complained
    line.database.parent.mkdir()
    line.database.write_bytes(os.urandom(4096))
    strange = line.bot(*command)
    assert (strange.code, "Traceback" in strange.complained) == (1, False)
    line.database.unlink()
    sqlite3.connect(line.database).close()
    line.database.touch()
    empty = line.bot(*command)
    assert (empty.code, "Traceback" in empty.complained) == (1, False)
    assert "cannot be read" in empty.complained


def test_publish_takes_a_file_or_an_edition_and_not_both(line: CommandLine) -> None:
    assert line.bot("publish").code == 2
    assert line.bot("publish", "file.yaml", "--again", "small", "1").code == 2
