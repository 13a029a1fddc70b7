"""The line between the bot and Telegram, in the test's hands: a relay to cut, an http or socks5 proxy."""

import asyncio
import base64
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["relay", "http", "socks5"]
_LARGEST = 2**16


@dataclass(slots=True)
class Line:
    """Listens on a port of its own and passes everything on.

    A "relay" passes on to `target` (host:port), a proxy to wherever it is asked to. `passed` counts connections made,
    `dropped` those taken and ended without an answer while the line is deaf.
    """

    kind: Kind = "relay"
    target: str = ""
    credentials: str = ""
    port: int = 0
    passed: int = 0
    dropped: int = 0
    refused: int = 0
    deaf: bool = False
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @classmethod
    async def to(cls, base_url: str) -> "Line":
        """A relay to this address, open."""
        line = cls(target=urlsplit(base_url).netloc)
        await line.open()
        return line

    @property
    def address(self) -> str:
        """Where it listens, as host:port."""
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen, on the same port as before if there was one."""
        self.deaf = False
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Close the port and every connection: from now on none can be made."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self.hang_up()

    async def hang_up(self) -> None:
        """End every connection there is."""
        for writer in tuple(self._writers):
            writer.transport.abort()
        async with self._news:
            await self._news.wait_for(lambda: not self._writers)

    async def dropped_at_least(self, count: int, within: float = 30.0) -> None:
        """Wait until so many connections came to nothing."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: self.dropped >= count)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                if self.deaf:
                    await reader.readuntil(b"\r\n\r\n")
                    self.dropped += 1
                else:
                    await self._connect(reader, writer)
        finally:
            writer.close()
            self._writers.discard(writer)
            async with self._news:
                self._news.notify_all()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = await self._asked_for(reader, writer)
        if not host:
            self.refused += 1
            return
        far_reader, far_writer = await asyncio.open_connection(host, port)
        self._writers.add(far_writer)
        self.passed += 1
        try:
            # Whichever side ends it, the other one hears of that.
            ways = [asyncio.create_task(_pass_on(*way)) for way in ((reader, far_writer), (far_reader, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)
        finally:
            far_writer.close()
            self._writers.discard(far_writer)

    async def _asked_for(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
        """Do what the kind of proxy does first, and return where to connect to; no host when that is refused."""
        match self.kind:
            case "http":
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                if self.credentials and base64.b64encode(self.credentials.encode()).decode() not in head:
                    writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                    return "", 0
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                return _host_and_port(head.split()[1])
            case "socks5":
                _, methods = await reader.readexactly(2)
                await reader.readexactly(methods)
                writer.write(b"\x05\x00")
                _, _, _, kind = await reader.readexactly(4)
                length = 4 if kind == 1 else (await reader.readexactly(1))[0]
                raw = await reader.readexactly(length)
                (port,) = struct.unpack(">H", await reader.readexactly(2))
                writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
                return (".".join(map(str, raw)) if kind == 1 else raw.decode()), port
            case _:
                return _host_and_port(self.target)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_LARGEST):
            writer.write(data)
            await writer.drain()


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host, int(port)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
