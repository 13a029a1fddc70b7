"""What every failure of a call means: certainly not sent, refused, or nobody knows."""

import asyncio
import json
import ssl
from types import SimpleNamespace
from typing import Any

import aiogram.exceptions
import aiohttp
import aiohttp_socks
import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe

from bot.core.errors import OperatorError
from bot.telegram.outcomes import Moved, NotSent, Outcome, OwnTrouble, Rejected, TooMany, Uncertain, outcome_of
from bot.telegram.wire import Wire, brief
from tests.support.proxies import closed_port, refusing_http_proxy, refusing_socks5_proxy, silent_proxy
from tests.support.rehearsal import TOKEN, telegram

METHOD = GetMe()
KEY: Any = SimpleNamespace(host="api.telegram.org", port=443, is_ssl=True, ssl=True)


def network(cause: BaseException) -> TelegramNetworkError:
    error = TelegramNetworkError(METHOD, "network")
    error.__cause__ = cause
    return error


OUTCOMES: list[tuple[Exception, type[Outcome]]] = [
    (TelegramRetryAfter(METHOD, "wait", 3), TooMany),
    (TelegramMigrateToChat(METHOD, "moved", -5), Moved),
    (TelegramUnauthorizedError(METHOD, "no"), OwnTrouble),
    (TelegramNotFound(METHOD, "no"), OwnTrouble),
    (TelegramConflictError(METHOD, "no"), OwnTrouble),
    (TelegramForbiddenError(METHOD, "no"), Rejected),
    (TelegramBadRequest(METHOD, "no"), Rejected),
    (TelegramEntityTooLarge(METHOD, "no"), Rejected),
    (TelegramAPIError(METHOD, "no"), Rejected),
    # As aiogram has a 429 that does not say how long to wait.
    (TelegramAPIError(METHOD, "Too Many Requests: retry later"), TooMany),
    (TelegramServerError(METHOD, "no"), Uncertain),
    (RestartingTelegram(METHOD, "no"), Uncertain),
    (TelegramNetworkError(METHOD, "no"), Uncertain),
    (ClientDecodeError("no", ValueError(), "<html>"), Uncertain),
    (TypeError("no"), Uncertain),
    (UnicodeDecodeError("utf-8", b"", 0, 1, "no"), Uncertain),
    (ConnectionResetError(), Uncertain),
    (network(aiohttp.ClientConnectorError(KEY, OSError(111, "refused"))), NotSent),
    (network(aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "no name"))), NotSent),
    (network(aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "bad"))), NotSent),
    (network(aiohttp.ClientConnectorCertificateError(KEY, ssl.CertificateError("bad"))), NotSent),
    (network(aiohttp.ClientProxyConnectionError(KEY, OSError(111, "refused"))), NotSent),
    (network(aiohttp.ConnectionTimeoutError()), NotSent),
    (network(aiohttp.SocketTimeoutError()), Uncertain),
    (network(aiohttp.ServerTimeoutError()), Uncertain),
    (network(aiohttp.ServerDisconnectedError()), Uncertain),
    (network(aiohttp.ClientOSError(104, "reset")), Uncertain),
    (network(aiohttp.ClientPayloadError()), Uncertain),
    (network(TimeoutError()), Uncertain),
    (aiohttp_socks.ProxyError("refused"), NotSent),
    (aiohttp_socks.ProxyConnectionError(111, "refused"), NotSent),
    (aiohttp_socks.ProxyTimeoutError(), NotSent),
]


@pytest.mark.parametrize(("error", "expected"), OUTCOMES, ids=lambda value: type(value).__name__)
def test_each_failure_has_its_meaning(error: Exception, expected: type[Outcome]) -> None:
    assert type(outcome_of(error)) is expected


def test_no_exception_of_aiogram_is_left_out() -> None:
    known = {type(error) for error, _ in OUTCOMES}
    every = {
        value
        for value in vars(aiogram.exceptions).values()
        if isinstance(value, type) and issubclass(value, TelegramAPIError | ClientDecodeError)
    }
    assert every <= known


def test_outcomes_carry_what_is_needed_to_act() -> None:
    assert outcome_of(TelegramRetryAfter(METHOD, "wait", 3)) == TooMany(3.0)
    assert outcome_of(TelegramMigrateToChat(METHOD, "moved", -5)) == Moved(-5)
    forbidden, bad = outcome_of(TelegramForbiddenError(METHOD, "x")), outcome_of(TelegramBadRequest(METHOD, "x"))
    assert isinstance(forbidden, Rejected)
    assert isinstance(bad, Rejected)
    assert forbidden.unreachable
    assert not bad.unreachable


def test_a_person_who_blocked_the_bot_is_known_by_how_an_album_is_refused() -> None:
    album = TelegramBadRequest(METHOD, 'failed to send message #1 with the error message "USER_IS_BLOCKED"')
    assert outcome_of(album) == Rejected(reason=outcome_of(album).reason, unreachable=True)  # type: ignore[union-attr]


def test_a_reason_is_short_and_on_one_line() -> None:
    assert brief(TelegramBadRequest(METHOD, "line one\nline two " + "x" * 500)).startswith(
        "TelegramBadRequest: line one line two xxx"
    )
    assert len(brief(TelegramBadRequest(METHOD, "x" * 500))) < 150
    assert brief(network(TimeoutError("https://api.telegram.org/bot1:secret/getMe"))) == "TimeoutError"
    assert brief(ValueError("1:secret")) == "ValueError"


async def outcome_through(api_url: str, proxy: str | None = None) -> Outcome | Any:
    wire = Wire(TOKEN, api_url, proxy, connections=4)
    try:
        return await wire.call("sendMessage", json.dumps({"chat_id": 7, "text": "a"}))
    except Exception as error:  # noqa: BLE001 - whatever it is
        return outcome_of(error)
    finally:
        await wire.close()


async def test_a_closed_port_is_not_sent() -> None:
    assert isinstance(await outcome_through(f"http://127.0.0.1:{closed_port()}"), NotSent)


async def test_a_name_that_nobody_has_is_not_sent() -> None:
    assert isinstance(await outcome_through("http://nobody.invalid"), NotSent)


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks4"])
async def test_a_proxy_that_is_down_is_not_sent(scheme: str) -> None:
    outcome = await outcome_through("http://127.0.0.1:9", f"{scheme}://127.0.0.1:{closed_port()}")
    assert isinstance(outcome, NotSent)


async def test_a_proxy_that_refuses_is_not_sent() -> None:
    async with refusing_http_proxy() as proxy:
        assert isinstance(await outcome_through("http://127.0.0.1:9", proxy), NotSent)
    async with refusing_socks5_proxy() as proxy:
        assert isinstance(await outcome_through("http://127.0.0.1:9", proxy), NotSent)


async def test_a_proxy_that_hangs_up_before_the_connection_is_made_is_not_sent() -> None:
    async with silent_proxy() as proxy:
        assert isinstance(await outcome_through("http://127.0.0.1:9", proxy), NotSent)


async def test_a_server_that_hangs_up_after_the_request_is_uncertain() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert isinstance(await outcome_through(f"http://127.0.0.1:{port}"), Uncertain)
    server.close()
    await server.wait_closed()


async def test_bytes_that_are_no_text_are_uncertain() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n\xff\xfe\xff\xfe")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert isinstance(await outcome_through(f"http://127.0.0.1:{port}"), Uncertain)
    server.close()
    await server.wait_closed()


async def test_a_wrong_token_is_the_bots_own_trouble() -> None:
    async with telegram(token="2:another") as simulator:
        assert isinstance(await outcome_through(simulator.base_url), OwnTrouble)


@pytest.mark.parametrize("token", ["", "no token", "12x", "abc:def", "1: 2"])
def test_what_is_no_token_is_a_sentence_without_the_token(token: str) -> None:
    with pytest.raises(OperatorError, match="BOT_TOKEN") as caught:
        Wire(token, "https://api.telegram.org", None, connections=4)
    assert token == "" or token not in str(caught.value)


@pytest.mark.parametrize("proxy", ["junk", "ftp://host:1", "socks5://user:hidden-word@host", "http://host:99999999"])
def test_what_is_no_proxy_is_a_sentence_without_the_address(proxy: str) -> None:
    with pytest.raises(OperatorError, match="BOT_PROXY_URL") as caught:
        Wire(TOKEN, "https://api.telegram.org", proxy, connections=4)
    assert "hidden-word" not in str(caught.value)
