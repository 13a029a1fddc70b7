"""The developer's drawer: the calls the bot made, and faults to switch on."""

import json
from typing import Any

from aiohttp import web

from bot.simulator.faults import KINDS, Faults
from bot.simulator.ledger import Call, Ledger

_USUAL_CALLS = 500


class Drawer:
    """Calls and faults over HTTP."""

    def __init__(self, faults: Faults, ledger: Ledger) -> None:
        self._faults = faults
        self._ledger = ledger

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the addresses."""
        router.add_get("/page-api/calls", self._calls)
        router.add_get("/page-api/faults", self._list)
        router.add_post("/page-api/faults", self._add)
        router.add_delete("/page-api/faults", self._clear)

    async def _calls(self, request: web.Request) -> web.Response:
        after, limit = request.query.get("after", "0"), request.query.get("limit", str(_USUAL_CALLS))
        if not (after.isdecimal() and limit.isdecimal()):
            return _refused("after and limit are numbers")
        calls = self._ledger.after(int(after))
        newest = calls[max(0, len(calls) - int(limit)) :]
        return web.json_response({"last": self._ledger.last, "calls": [_described(call) for call in newest]})

    async def _list(self, _: web.Request) -> web.Response:
        faults = [fault.as_json() for fault in self._faults.active()]
        return web.json_response({"faults": faults, "kinds": KINDS})

    async def _add(self, request: web.Request) -> web.Response:
        try:
            wanted = await request.json()
            fault = self._faults.add(**wanted)
        except json.JSONDecodeError:
            return _refused("a fault is a JSON object")
        except (ValueError, TypeError) as error:
            return _refused(str(error))
        return web.json_response(fault.as_json())

    async def _clear(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return web.Response(status=204)


def _described(call: Call) -> dict[str, Any]:
    return {
        "n": call.number,
        "at": call.at,
        "method": call.method,
        "chat_id": call.chat_id,
        "message_ids": call.message_ids,
        "accepted": call.accepted,
        "outcome": call.outcome,
        "ms": call.ms,
        "parameters": call.parameters,
    }


def _refused(reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=400)
