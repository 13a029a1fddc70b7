"""The way to Telegram: aiogram's session and error mapping, and calls that go out as the JSON they were stored as."""

import asyncio
import json
import re
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
import aiohttp_socks
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientError, ClientTimeout, FormData
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.core.errors import OperatorError
from bot.telegram.downloads import FileGone, FileTooLarge

# How long a call may take in all, and how long making the connection may: a connection never made sent nothing.
_CALL_TIMEOUT = ClientTimeout(total=60, sock_connect=15)
# 20 MB, the most that Telegram gives to bots, at 1 Mbit a second take 160 s.
_DOWNLOAD_TIMEOUT = ClientTimeout(total=180, sock_connect=15, sock_read=30)
_CHUNK = 64 * 1024
_LONG_POLL_MARGIN = 15.0
_JSON = CIMultiDictProxy(CIMultiDict({"Content-Type": "application/json"}))
_WELL = b'{"ok":true,"result":'


class GetRawUpdates(GetUpdates):
    """getUpdates whose answer stays raw JSON: one update that cannot be parsed must not stop the rest."""

    __returning__: ClassVar[Any] = list[dict[str, Any]]


class _Stored(TelegramMethod[Any]):
    """Stands for a stored call in aiogram's errors; it carries no text that a log could show."""

    __returning__: ClassVar[Any] = Any
    __api_method__: ClassVar[str] = "stored"

    name: str


class _ProxyConnector(aiohttp_socks.ProxyConnector):
    """Says of whatever fails on the way through the proxy that no connection was made, as aiohttp does without one."""

    async def _connect_via_proxy(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._connect_via_proxy(*args, **kwargs)
        except OSError as error:
            raise aiohttp_socks.ProxyConnectionError(error.errno, type(error).__name__) from error


class Wire:
    """Calls to Telegram. Raises what aiogram raises; `bot.telegram.outcomes` says what each means."""

    def __init__(self, token: str, api_url: str, proxy_url: str | None, connections: int) -> None:
        try:
            session = AiohttpSession(proxy=proxy_url, api=TelegramAPIServer.from_base(api_url), limit=connections)
        except ValueError:
            raise OperatorError(
                "BOT_PROXY_URL is not the address of a proxy: it looks like socks5://user:password@host:1080 or "
                "http://host:3128."
            ) from None
        if proxy_url is not None:
            session._connector_type = _ProxyConnector  # noqa: SLF001 - aiogram leaves no other way
        try:
            self.bot = Bot(token, session=session)
        except TokenValidationError:
            raise OperatorError(
                "BOT_TOKEN is not a bot token: it looks like 123456:ABC-DEF… from @BotFather."
            ) from None
        self._session = session
        self._urls: dict[str, URL] = {}

    async def get_updates(self, offset: int | None, seconds: int, kinds: list[str]) -> list[dict[str, Any]]:
        """Ask for the next updates, waiting up to `seconds` for one."""
        method = GetRawUpdates(offset=offset, limit=100, timeout=seconds, allowed_updates=kinds)
        timeout: Any = ClientTimeout(total=seconds + _LONG_POLL_MARGIN, sock_connect=15)
        updates: Any = await self._session.make_request(self.bot, method, timeout=timeout)
        if not isinstance(updates, list):
            raise TypeError("getUpdates answered without a list")
        return updates

    async def call(self, name: str, body: str, file: tuple[str, str, bytes] | None = None) -> Any:
        """Make a stored call: `body` is its parameters as JSON, `file` (field, name, content) an upload."""
        session = await self._session.create_session()
        url = self._urls.get(name) or self._urls.setdefault(name, URL(self._session.api.api_url(self.bot.token, name)))
        try:
            if file is None:
                request = session.post(url, data=body.encode(), headers=_JSON, timeout=_CALL_TIMEOUT)
            else:
                request = session.post(url, data=_form(self._session.json_loads(body), file), timeout=_CALL_TIMEOUT)
            async with request as response:
                content = await response.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method=_Stored(name=name), message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=_Stored(name=name), message=type(error).__name__) from error
        if response.status == HTTPStatus.OK and content.startswith(_WELL):
            with suppress(ValueError):
                # The usual answer, read without making a model of it only to take it apart again.
                return json.loads(content)["result"]
        text = content.decode(errors="replace")
        return self._session.check_response(self.bot, _Stored(name=name), response.status, text).result

    async def download(self, file_id: str, largest: int) -> bytes:
        """Fetch a file that somebody sent, of at most `largest` bytes, counted while reading.

        Raises FileTooLarge, FileGone, and for Telegram's answer and the network what `call` raises.
        """
        told = await self.call("getFile", json.dumps({"file_id": file_id}))
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str):
            raise FileGone
        if path.startswith("/"):
            # A Bot API server of one's own that runs with --local names the file on its disk.
            return await asyncio.to_thread(_read, Path(path), largest)
        session = await self._session.create_session()
        content = bytearray()
        try:
            # The address has the token in it: nothing that names it may get into an error, nor to another server.
            url = URL(self._session.api.file_url(self.bot.token, path))
            async with session.get(url, timeout=_DOWNLOAD_TIMEOUT, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK:
                    raise FileGone
                async for chunk in response.content.iter_chunked(_CHUNK):
                    content += chunk
                    if len(content) > largest:
                        raise FileTooLarge
        except TimeoutError:
            raise TelegramNetworkError(method=_Stored(name="download"), message="Request timeout error") from None
        except (ClientError, ValueError) as error:
            raise TelegramNetworkError(method=_Stored(name="download"), message=type(error).__name__) from None
        return bytes(content)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


def never_sent(error: BaseException) -> bool:
    """Tell whether the error means that no connection was made, and so nothing reached Telegram."""
    cause = error.__cause__ if isinstance(error, TelegramNetworkError) else error
    return isinstance(
        cause,
        aiohttp.ClientConnectorError
        | aiohttp.ConnectionTimeoutError
        | aiohttp_socks.ProxyError
        | aiohttp_socks.ProxyConnectionError
        | aiohttp_socks.ProxyTimeoutError,
    )


def brief(error: BaseException) -> str:
    """Say what an error is in a few words for a log: its type and, for Telegram's own answers, what it said."""
    cause = error.__cause__ if isinstance(error, TelegramNetworkError) else None
    if cause is not None:
        return type(cause).__name__
    description = getattr(error, "message", "")
    words = re.sub(r"\s+", " ", description) if isinstance(description, str) else ""
    return f"{type(error).__name__}: {words[:120]}" if words else type(error).__name__


def _read(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError):
        raise FileGone from None
    if len(content) > largest:
        raise FileTooLarge
    return content


def _form(parameters: dict[str, Any], file: tuple[str, str, bytes]) -> FormData:
    field, name, content = file
    form = FormData(quote_fields=False)
    for key, value in parameters.items():
        form.add_field(key, value if isinstance(value, str) else json.dumps(value))
    form.add_field(field, content, filename=name)
    return form
