"""A process that publishes and tells, and dies (SIGKILL) at a given moment: `python -m ...dying DATABASE`.

It is started once and forks for every life, since what it imports takes a second. A life that follows does whatever
the one before has left.
"""

import datetime as dt
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.content import editions
from bot.content.models import Visit
from bot.core.database import connect
from bot.core.languages import Language
from bot.core.translation import Translator, load_translators
from bot.features.changes import planner
from bot.telegram import publishing
from tests.features.changes.newsroom import START
from tests.support.small_visit import SMALL

TOLD_AT = START - dt.timedelta(days=1)
EVENT: dict[str, Any] = {
    "id": "tour",
    "title": {"en": "Tour"},
    "original": ["en"],
    "sources": ["S1"],
    "day": "2026-09-24",
}
# What is published one after the other, each once.
STARTS = ("10:00", "10:30", "11:00")
_NEVER = 10**6


class Life:
    """Counts the moments at which it might die, and dies at one of them."""

    def __init__(
        self, connection: sqlite3.Connection, translators: Mapping[Language, Translator], dies_at: int
    ) -> None:
        self.connection = connection
        self.translators = translators
        self.left = dies_at

    def _moment(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def run(self, work: Callable[..., Any], *args: Any, **more: Any) -> Any:
        self.connection.execute("BEGIN IMMEDIATE")
        result = work(self.connection, *args, **more)
        self._moment()
        self.connection.execute("COMMIT")
        self._moment()
        return result

    def live(self) -> None:
        """Publish what is not published yet, each time telling of it."""
        held = editions.current_edition(self.connection, "small")
        number = 0 if held is None else held.number
        if number > 1:
            self.tell(number)
        for start in STARTS[number:]:
            visit = Visit.model_validate(SMALL | {"events": [EVENT | {"start": start}]})
            self.run(publishing.publish, visit, author="test", now=_moment_of(number))
            number += 1
            self.tell(number)

    def tell(self, number: int) -> None:
        now = _moment_of(number) + dt.timedelta(minutes=2)
        for one in self.run(planner.begin_due, now).rounds:
            telling = self.run(planner.prepare, one, self.translators, now)
            while self.run(planner.tell, telling, 2, now):
                pass


def _moment_of(number: int) -> dt.datetime:
    return TOLD_AT + number * dt.timedelta(minutes=10)


def _lives(path: Path, translators: Mapping[Language, Translator], dies_at: int) -> bool:
    """Live in a process of its own; true when it did not die."""
    child = os.fork()
    if child == 0:
        Life(connect(path), translators, dies_at).live()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> int:
    """For every moment: die at it, live on, and print what then waits for whom, and how many editions there are."""
    template, moment, survived = Path(sys.argv[1]), 0, False
    translators = load_translators()
    while not survived:
        path = template.with_name(f"dies-{moment}.sqlite3")
        shutil.copyfile(template, path)
        survived = _lives(path, translators, moment)
        if not _lives(path, translators, _NEVER):
            return 1
        with closing(sqlite3.connect(path)) as connection:
            waiting = connection.execute(
                "SELECT recipient, parameters ->> 'text' FROM deliveries JOIN payloads USING (payload_id) "
                "WHERE state = 'queued' ORDER BY recipient"
            ).fetchall()
            others = connection.execute("SELECT DISTINCT state FROM deliveries WHERE state <> 'queued'").fetchall()
            rest = connection.execute(
                "SELECT (SELECT count(*) FROM editions), (SELECT count(*) FROM notice_due), "
                "(SELECT count(*) FROM notice_rounds)"
            ).fetchone()
        print(json.dumps([waiting, others, rest]))
        moment += 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
