"""What durability costs here: the least that any bot pays that keeps an update before it answers."""

import asyncio
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path


async def bare_commits(folder: Path, count: int, longest_pause: float) -> list[float]:
    """Return the milliseconds that single commits to the disk under `folder` take.

    Journal and synchronisation are as in our store; each commit adds one small row, up to `longest_pause` seconds
    after the last.
    """
    milliseconds = []
    with closing(sqlite3.connect(folder / "commits.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS rows (body TEXT)")
        for _ in range(count):
            await asyncio.sleep(random.uniform(0.0, longest_pause))
            began = time.perf_counter()
            connection.execute("INSERT INTO rows VALUES (?)", ("x" * 500,))
            milliseconds.append((time.perf_counter() - began) * 1000)
    return milliseconds
