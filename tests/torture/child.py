"""One life of the bot under torture: `python -m tests.torture.child ORDERS`, or called in a fork of the zygote.

This is `python -m bot run` with a store and a wire that can kill the process, and with commands that can be counted.
"""

import asyncio
import datetime as dt
import os
import sqlite3
import sys
import traceback
from pathlib import Path

from aiohttp import ClientTimeout
from pydantic import SecretStr

from bot.app import Parts, run
from bot.core.logs import configure_logs
from bot.features.changes import planner
from bot.settings import Settings
from bot.telegram import due_notices, wire
from tests.torture.bugs import plant
from tests.torture.commands import routes
from tests.torture.crashing import crashing_database, crashing_wire
from tests.torture.editions.commands import routes as desk_routes
from tests.torture.fuse import Fuse, die_with
from tests.torture.orders import Orders, backups_in
from tests.torture.outbox.commands import routes as office_routes

# So high that the pace is not what is measured; as high as Telegram sells it.
_MESSAGES_PER_SECOND = 1000
IN_FLIGHT = 16
_FEW = 5
_CONTENT = Path(__file__).parents[2] / "data" / "visits"


def live(orders: Orders) -> int:
    """Run the bot until it stops or dies; returns its exit code."""
    _write_to(orders.log)
    die_with(orders.lifeline)
    fuse = Fuse(Path(orders.trace), orders.die_at, orders.die_on)
    if orders.bug is not None:
        plant(orders.bug)
    if orders.call_seconds is not None:
        wire._CALL_TIMEOUT = ClientTimeout(total=orders.call_seconds, sock_connect=15)
    if orders.settle_seconds is not None:
        _tell_soon(dt.timedelta(seconds=orders.settle_seconds))
    configure_logs()
    parts = Parts(
        database=crashing_database(fuse),
        wire=crashing_wire(fuse),
        more_routes=(routes(fuse), office_routes(), desk_routes()),
    )
    try:
        asyncio.run(run(_settings(orders), parts))
    except Exception:  # noqa: BLE001 - whatever it is, the harness asks for the code and a person for the log
        traceback.print_exc()
        return 70
    return 0


def _settings(orders: Orders) -> Settings:
    return Settings(
        _env_file=None,
        token=SecretStr(orders.token),
        api_url=orders.api_url,
        database=orders.database,
        backups=backups_in(Path(orders.folder)),
        content=Path(orders.content) if orders.content else _CONTENT,
        owner_ids=frozenset(orders.owners),
        proxy_url=SecretStr(orders.proxy) if orders.proxy else None,
        in_flight=IN_FLIGHT,
        messages_per_second=_MESSAGES_PER_SECOND,
        paid_broadcast=True,
    )


def _tell_soon(settles: dt.timedelta) -> None:
    """Have editions settle within a moment, and a round come to its people a few at a time."""
    tell = planner.tell

    def tell_few(connection: sqlite3.Connection, telling: planner.Telling, limit: int, now: dt.datetime) -> bool:
        return tell(connection, telling, min(limit, _FEW), now)

    due_notices.SETTLES, due_notices.SETTLES_AT_MOST = settles, 3 * settles  # type: ignore[misc]
    planner.tell = tell_few


def _write_to(log: str) -> None:
    """Send what the process prints to its log; it may outlive whoever reads its output."""
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)


if __name__ == "__main__":
    sys.exit(live(Orders.from_line(sys.argv[1])))
