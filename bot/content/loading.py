"""Editions as they come into memory: those that hold, with what moved lately."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from bot.content.editions import PUBLISHED, current_edition
from bot.content.library import Edition
from bot.content.moves import following, recent_moves
from bot.core import audit


def with_moves(connection: sqlite3.Connection, editions: Iterable[Edition], now: dt.datetime) -> tuple[Edition, ...]:
    """Return these editions, which hold, with what moved in them lately. `now` is an aware moment."""
    return tuple(replace(edition, moves=recent_moves(connection, edition.visit_id, now)) for edition in editions)


def successor(connection: sqlite3.Connection, visit_id: str, known: Edition | None) -> Edition | None:
    """Return the edition of a visit that holds, with what moved lately, given the one that is known to have held."""
    held = current_edition(connection, visit_id)
    if held is None or known is None:
        return held
    published = audit.latest(connection, visit_id, PUBLISHED)
    at = held.published_at if published is None else published.at
    return replace(held, moves=following(known.moves, known.visit, held.visit, at))
