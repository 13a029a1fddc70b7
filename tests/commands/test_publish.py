"""`bot publish`: a good file becomes the edition that holds; anything else changes nothing and is explained."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.core.process_lock import process_lock
from tests.commands.conftest import INVENTED
from tests.support.command_line import SHIPPED_VISIT, CommandLine


def editions(line: CommandLine) -> list[tuple[str, int, bool]]:
    with closing(sqlite3.connect(line.database)) as connection:
        rows = connection.execute(
            "SELECT editions.visit_id, number, edition_id = current_edition FROM editions JOIN visits USING (visit_id) "
            "ORDER BY edition_id"
        ).fetchall()
    return [(visit, number, bool(current)) for visit, number, current in rows]


def test_the_visit_that_ships_can_be_published(line: CommandLine) -> None:
    ended = line.bot("publish", SHIPPED_VISIT)
    assert (ended.code, ended.complained) == (0, "")
    assert ended.said.startswith("beike-chuan-2025: edition 1 is published")
    assert editions(line) == [("beike-chuan-2025", 1, True)]


def test_a_change_is_another_edition_and_no_change_is_none(line: CommandLine, small_file: Path) -> None:
    assert "edition 1 is published" in line.bot("publish", small_file).said
    again = line.bot("publish", small_file)
    assert (again.code, "nothing differs" in again.said) == (0, True)
    small_file.write_text(json.dumps(INVENTED | {"title": {"en": "Another title"}}), encoding="utf-8")
    assert "edition 2 is published" in line.bot("publish", small_file).said
    assert editions(line) == [("small", 1, False), ("small", 2, True)]


def test_every_error_of_a_file_is_said_and_nothing_changes(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    wrong = INVENTED | {"host": "O9", "zone": "Asia/Nowhere", "extra": 1}
    small_file.write_text(json.dumps(wrong), encoding="utf-8")
    ended = line.bot("publish", small_file)
    assert (ended.code, ended.said) == (1, "")
    assert "zone: is not an IANA time zone" in ended.complained
    assert "extra" in ended.complained
    assert "Traceback" not in ended.complained
    assert editions(line) == [("small", 1, True)]


def test_an_edited_fact_needs_a_source_that_was_read_for_it(line: CommandLine, small_file: Path) -> None:
    first, second = ({**source, "published_on": None, "seen_on": "2025-01-01"} for source in INVENTED["sources"])

    def write(wording: str, **of_source: str) -> None:
        facts = [{**INVENTED["facts"][0], "wording": [wording]}, INVENTED["facts"][1]]
        sources = [{**first, **of_source}, second]
        document = json.dumps(INVENTED | {"facts": facts, "sources": sources}, ensure_ascii=False)
        small_file.write_text(document.replace('"published_on": null, ', ""), encoding="utf-8")

    write("запущенный в апреле 2024 года")
    line.bot("publish", small_file)
    write("запущенный в мае 2024 года")
    ended = line.bot("publish", small_file)
    assert (ended.code, ended.said) == (1, "")
    assert "facts[0].sources: F1 says something else than before, and none of its sources (S1) was read since" in (
        ended.complained
    )
    assert editions(line) == [("small", 1, True)]
    write("запущенный в мае 2024 года", checked_on="2025-02-01")
    assert "edition 2 is published" in line.bot("publish", small_file).said
    # What held once needs no leave to hold again.
    assert "edition 1 holds again" in line.bot("publish", "--again", "small", "1").said


def test_a_corrected_name_is_said_to_be_confirmed_no_longer(line: CommandLine, small_file: Path) -> None:
    def named(text: str) -> str:
        form = {"text": text, "status": "ours", "confirmed_on": "2026-11-23"}
        people = [{**INVENTED["people"][0], "names": {"en": form}}]
        return json.dumps(INVENTED | {"people": people}, ensure_ascii=False)

    small_file.write_text(named("Zhu Xiaofeng"), encoding="utf-8")
    line.bot("publish", small_file)
    small_file.write_text(named("Zhu Xiao Feng"), encoding="utf-8")
    said = line.bot("publish", small_file).said
    assert "name (en): Zhu Xiaofeng → Zhu Xiao Feng" in said
    assert "name, spelling confirmed on (en): 23 Nov 2026 → —" in said
    assert "nothing differs" not in said


def test_a_file_that_is_not_there_is_a_sentence(line: CommandLine) -> None:
    ended = line.bot("publish", "nowhere.yaml")
    assert ended.code == 1
    assert "nowhere.yaml" in ended.complained
    assert "Traceback" not in ended.complained


def test_while_the_bot_runs_nothing_is_published(line: CommandLine, small_file: Path) -> None:
    with process_lock(line.database):
        ended = line.bot("publish", small_file)
    assert ended.code == 1
    assert "already running" in ended.complained
    assert not line.database.exists()
