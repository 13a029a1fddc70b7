"""Queues a dispatch for very many people at once, in one statement: none of them passes through Python."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.core.moments import to_milliseconds


def enqueue_selected(
    connection: sqlite3.Connection,
    dispatch_id: int,
    selection: str,
    values: Mapping[str, Any],
    now: dt.datetime,
    not_before: dt.datetime | None = None,
) -> int:
    """Queue the dispatch for everybody whom a query selects: a recipient and their payload a row, none of it in Python.

    `selection` is made of constants, its `values` are named; who has a delivery in the dispatch gets no second one.
    Return how many were queued.
    """
    return connection.execute(
        "INSERT OR IGNORE INTO deliveries "  # noqa: S608 - constants only
        "(recipient, payload_id, dispatch_id, state, not_before, changed_at) "
        f"SELECT *, :own_dispatch, 'queued', :own_earliest, :own_now FROM ({selection})",
        {
            **values,
            "own_dispatch": dispatch_id,
            "own_earliest": to_milliseconds(not_before or now),
            "own_now": to_milliseconds(now),
        },
    ).rowcount
