"""Reads the parameters of a request: from the address, JSON, a form, or a multipart form with files."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bot.simulator.bot_api.uploads import Upload
from bot.simulator.errors import ApiError, bad_request

LARGEST_BODY = 52 * 1024 * 1024
_TOO_LARGE = ApiError(413, "Request Entity Too Large")


@dataclass(frozen=True, slots=True)
class Received:
    """What came with a call: parameters as they were sent, and files by the name of their part."""

    parameters: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)


async def read_call(request: web.Request) -> Received:
    """All that came with a call; raises 400 when it cannot be read, 413 when it is too large."""
    received = Received(dict(request.query))
    if request.method == "GET" or not request.can_read_body:
        return received
    try:
        if request.content_type == "application/json":
            received.parameters.update(_json_object(await request.read()))
        elif request.content_type.startswith("multipart/"):
            await _read_parts(request, received)
        else:
            received.parameters.update(await request.post())
    except web.HTTPRequestEntityTooLarge:
        raise _TOO_LARGE from None
    return received


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request body") from None
    if not isinstance(parsed, dict):
        raise bad_request("object expected as request body")
    return parsed


async def _read_parts(request: web.Request, received: Received) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse request body")
        content = await part.read()
        total += len(content)
        if total > LARGEST_BODY:
            raise _TOO_LARGE
        if part.filename is None:
            received.parameters[part.name] = content.decode(errors="replace")
        else:
            mime_type = part.headers.get("Content-Type")
            received.files[part.name] = Upload(bytes(content), part.filename, mime_type)
