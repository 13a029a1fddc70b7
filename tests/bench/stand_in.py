"""A lean Bot API look-alike, a process of its own: `python -m tests.bench.stand_in`.

It knows just enough of HTTP and of Telegram to be cheaper than any bot that it serves. The harness gives it orders
on stdin, one JSON object a line, and reads as many answers on stdout; it ends when its stdin does.
"""

import asyncio
import json
import os
import re
import sys
import time
from collections import defaultdict
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from tests.bench.flood import Flood
from tests.bench.line import BotLine

_REQUEST: Final = re.compile(rb"^\w+ /bot([^/ ]+)/(\w+)")
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# The same pattern finds a parameter in a form and in JSON.
_CHAT: Final = re.compile(rb"chat_id(?:=|\": ?)(\d+)")
_OFFSET: Final = re.compile(rb"offset(?:=|\": ?)(\d+)")
_TIMEOUT: Final = re.compile(rb"timeout(?:=|\": ?)(\d+)")
_TOO_MANY: Final = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
)
_ME: Final = '{"id":4242,"is_bot":true,"first_name":"Briefing","username":"briefing_bench_bot"}'


class StandIn:
    """All bots that ask, by their tokens."""

    def __init__(self) -> None:
        self.lines: defaultdict[str, BotLine] = defaultdict(BotLine)
        self._message_id = 0

    def message(self, chat_id: int, body: bytes) -> str:
        """Return the message that a call has sent, as JSON text: what was asked for comes back, as Telegram has it."""
        self._message_id += 1
        content = body[1:-1].decode() if body[:1] == b"{" else _content(body.decode())
        return (
            f'{{"message_id":{self._message_id},"from":{_ME},"chat":{{"id":{chat_id},"type":"private"}},'
            f'"date":{int(time.time())},{content}}}'
        )


def _content(form: str) -> str:
    fields = parse_qs(form)
    texts = (f'"{name}":{fields[name][0]}' for name in ("entities", "reply_markup") if name in fields)
    return ",".join((f'"text":{json.dumps(fields["text"][0])}', *texts))


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection of a bot, kept alive."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self._buffer = b""
        self._transport: asyncio.Transport
        self._stop_waiting: asyncio.TimerHandle | None = None
        self._polling: BotLine | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        """Let a poll go that nobody waits for any more."""
        self._end_waiting()

    def data_received(self, data: bytes) -> None:
        """Serve every request that is complete."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < total:
                return
            body, self._buffer = self._buffer[end + 4 : total], self._buffer[total:]
            request = _REQUEST.match(head)
            assert request is not None
            self._serve(request[1].decode(), request[2].decode(), body)

    def _serve(self, token: str, method: str, body: bytes) -> None:
        line = self._stand_in.lines[token]
        chat = _CHAT.search(body)
        if method == "getUpdates":
            self._poll(line, body)
        elif chat is None:
            self._send(_ME if method == "getMe" else "true")
        else:
            self._take(line, int(chat[1]), body)

    def _take(self, line: BotLine, chat_id: int, body: bytes) -> None:
        """Take a message, at once or after a while, or refuse it."""
        owed, flood = line.owes(chat_id), line.flood
        if flood is None:
            line.answer(chat_id)
        elif not flood.takes(chat_id, time.monotonic()):
            self._transport.write(_head(b"429 Too Many Requests", _TOO_MANY) + _TOO_MANY)
            return
        elif (wait := flood.answers_in()) > 0:
            asyncio.get_running_loop().call_later(wait, self._answer, line, chat_id, body, owed)
            return
        elif owed:
            line.answer(chat_id)
        self._send(self._stand_in.message(chat_id, body))

    def _answer(self, line: BotLine, chat_id: int, body: bytes, owed: bool) -> None:
        if owed:
            line.answer(chat_id)
        self._send(self._stand_in.message(chat_id, body))

    def _poll(self, line: BotLine, body: bytes) -> None:
        offset, seconds = _OFFSET.search(body), _TIMEOUT.search(body)
        if not line.poll(int(offset[1]) if offset else None, self._hand_out):
            self._polling = line
            wait = int(seconds[1]) if seconds else 0
            self._stop_waiting = asyncio.get_running_loop().call_later(wait, self._hand_out, "[]")

    def _hand_out(self, updates: str) -> None:
        self._end_waiting()
        self._send(updates)

    def _end_waiting(self) -> None:
        if self._stop_waiting is not None:
            self._stop_waiting.cancel()
        if self._polling is not None:
            self._polling.leave(self._hand_out)
        self._stop_waiting = self._polling = None

    def _send(self, result: str) -> None:
        content = f'{{"ok":true,"result":{result}}}'.encode()
        self._transport.write(_head(b"200 OK", content) + content)


def _head(status: bytes, content: bytes) -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(content))


async def carry_out(stand_in: StandIn, order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order: `do` says what, `bot` for which token; the rest is as the line's methods take it."""
    line = stand_in.lines[order["bot"]]
    used = time.process_time()
    result: dict[str, Any]
    match order["do"]:
        case "load":
            result = {"seconds": await line.load(tuple(order["words"]), order["count"], order["seed"])}
        case "visit":
            pause = order["longest_pause"]
            here, answered = await line.visit(tuple(order["words"]), order["count"], order["seed"], pause)
            result = {"latencies": here, "until_answered": answered}
        case "say":
            result = {"seconds": await line.say(order["update"], order["chat"])}
        case "open":
            line.flood = Flood(order["per_second"], order["fastest"], order["slowest"], order["seed"])
            result = {}
        case "count":
            assert line.flood is not None
            result = line.flood.counted(order["within"], time.monotonic())
        case "close":
            line.flood = None
            result = {}
        case "expect":
            line.forget_start()
            result = {}
        case _:
            result = {"first_poll": await line.first_poll}
    return {**result, "strays": line.strays, "processor": time.process_time() - used}


async def main() -> None:
    """Serve on a free port of the loopback address and say which, then carry out orders."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_give_up)
    stand_in = StandIn()
    server = await loop.create_server(partial(Connection, stand_in), "127.0.0.1", 0, backlog=1024)
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(partial(asyncio.StreamReaderProtocol, orders), sys.stdin)
    _say({"port": server.sockets[0].getsockname()[1]})
    async with asyncio.TaskGroup() as tasks:
        at_work: asyncio.Task[None] | None = None
        while line := await orders.readline():
            at_work = tasks.create_task(_obey(stand_in, json.loads(line)))
        if at_work is not None:
            at_work.cancel()


async def _obey(stand_in: StandIn, order: dict[str, Any]) -> None:
    _say(await carry_out(stand_in, order))


def _give_up(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """End at once: a figure that was measured beside a fault of the stand-in must never be printed."""
    print(context["message"], repr(context.get("exception")), file=sys.stderr)
    os._exit(70)


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
