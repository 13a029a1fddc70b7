"""Proxies and ports that refuse, for the ways in which a connection is never made."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


def closed_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def refusing_http_proxy() -> AsyncIterator[str]:
    """Run a proxy that answers every CONNECT with 403; the address has credentials in it."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with _serving(refuse) as port:
        yield f"http://somebody:proxy-password@127.0.0.1:{port}"


@asynccontextmanager
async def refusing_socks5_proxy() -> AsyncIterator[str]:
    """Run a SOCKS5 proxy that finds every host unreachable."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        version, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(bytes([version, 0]))
        await reader.read(256)
        writer.write(bytes([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]))
        await writer.drain()
        writer.close()

    async with _serving(refuse) as port:
        yield f"socks5://127.0.0.1:{port}"


@asynccontextmanager
async def silent_proxy() -> AsyncIterator[str]:
    """Run a SOCKS5 proxy that takes connections and hangs up at once."""

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with _serving(hang_up) as port:
        yield f"socks5://127.0.0.1:{port}"


@asynccontextmanager
async def _serving(handler: object) -> AsyncIterator[int]:
    server = await asyncio.start_server(handler, "127.0.0.1", 0)  # type: ignore[arg-type]
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await server.wait_closed()
