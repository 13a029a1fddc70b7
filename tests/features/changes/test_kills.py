"""Killed at any moment of publishing and telling: everybody ends up told what holds, once."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.core.database import connect
from bot.telegram import members, people
from bot.telegram.roles import Role
from tests.bench.processes import ROOT
from tests.features.changes import dying

PEOPLE = [11, 12, 13, 14, 15]


def test_whenever_the_process_is_killed_everybody_has_one_notice_of_what_holds(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(connect(path)) as connection:
        people.remember(connection, [(user_id, "en") for user_id in PEOPLE], dying.TOLD_AT)
        for user_id in PEOPLE:
            members.add(connection, "small", user_id, Role.MEMBER, "Somebody", dying.TOLD_AT)
        connection.execute("PRAGMA journal_mode = DELETE")
    done = subprocess.run(
        [sys.executable, "-m", "tests.features.changes.dying", path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    # Three publications, two of them told in three transactions beside the two that prepare it: before and after each.
    assert len(ends) > 2 * (3 + 2 * 5)
    for waiting, others, rest in ends:
        assert [user_id for user_id, _ in waiting] == PEOPLE
        assert {text.split("\n")[1] for _, text in waiting} == {"Thu 24 September, 10:00 → 11:00 Shanghai"}
        assert others == [["cancelled"]]
        assert rest == [3, 0, 0]
