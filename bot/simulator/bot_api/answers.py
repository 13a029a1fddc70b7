"""Sends an answer, spoiled in the way a fault wants it."""

import asyncio
import json
import socket
import struct

from aiohttp import web

from bot.simulator.bot_api.calls import Answer

_GATEWAY_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>\r\n"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


async def give(request: web.Request, answer: Answer) -> web.StreamResponse:
    """The response to an answer; faults of the connection are carried out here."""
    body = json.dumps(answer.body, separators=(",", ":")).encode()
    response = web.Response(body=body, status=answer.status, content_type="application/json")
    fault = answer.fault
    if fault is None:
        return response
    match fault.kind:
        case "5xx":
            page = _GATEWAY_PAGE.format(f"{fault.status} Bad Gateway")
            return web.Response(text=page, status=fault.status, content_type="text/html")
        case "json500":
            return web.json_response({"ok": False, "error_code": 500}, status=500)
        case "reset_before" | "reset_after":
            _reset(request)
        case "truncated":
            return await _half(request, body)
        case "silent":
            await asyncio.Event().wait()
        case "slow":
            await asyncio.sleep(fault.seconds)
        case _:
            pass
    return response


def _reset(request: web.Request) -> None:
    """Close the connection with RST instead of FIN, so that the client sees "connection reset by peer"."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    transport.abort()


async def _half(request: web.Request, body: bytes) -> web.StreamResponse:
    """Announce the whole body, send half of it, end the connection."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response
