"""No secret reaches the log: not in a message, a field, a traceback or a library's record, for eyes or machines."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import pytest
import structlog

from bot.core.logs import HIDDEN, configure_logs, redact, spellings

TOKEN = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_"
PASSWORD = 'p"ss\\wörd-6'
PROXY = f"socks5://somebody:{PASSWORD}@proxy.example.org:1080"
WEBHOOK_SECRET = "hook-secret_0815"
SECRETS = (TOKEN, PROXY, PASSWORD, WEBHOOK_SECRET)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal], ids=["JSON", "console"])
def stream(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    levels = {name: logging.getLogger(name).level for name in ("aiogram", "aiohttp.access")}
    made: io.StringIO = request.param()
    configure_logs(SECRETS, made)
    yield made
    root.handlers, _ = before
    root.setLevel(before[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def throw(error: Exception) -> None:
    raise error


def by_field(secret: str) -> None:
    structlog.get_logger("bot").warning("a field", reason=secret, deep={"list": [secret, {"key": secret}]})


def by_message(secret: str) -> None:
    structlog.get_logger("bot").warning(f"a message with {secret}!")


def by_library(secret: str) -> None:
    logging.getLogger("asyncio").error("a library says %s and %r", secret, {"url": secret})


def by_traceback(secret: str) -> None:
    try:
        try:
            throw(ValueError(secret))
        except ValueError as error:
            raise LookupError(f"wrapped {secret}") from error
    except LookupError:
        logging.getLogger("aiohttp.server").exception("failed")
        structlog.get_logger("bot").exception("failed too")


def by_url(secret: str) -> None:
    try:
        throw(aiohttp.InvalidURL(f"https://api.telegram.org/bot{secret}/getMe"))
    except aiohttp.InvalidURL:
        structlog.get_logger("bot").exception("failed", url=f"http://x.example.org/?s={secret}")


@pytest.mark.parametrize("way", [by_field, by_message, by_library, by_traceback, by_url])
@pytest.mark.parametrize("secret", SECRETS, ids=["token", "proxy", "password", "webhook"])
def test_a_secret_is_hidden_on_every_way_into_the_log(
    stream: io.StringIO, way: Callable[[str], None], secret: str
) -> None:
    way(secret)
    written = stream.getvalue()
    assert HIDDEN in written
    for spelling in (*SECRETS, *spellings(SECRETS)):
        assert spelling not in written


def test_anothers_token_and_credentials_in_an_address_are_hidden_too(stream: io.StringIO) -> None:
    token = "123456:ABCdefGHIjklMNOpqrSTUvwxYZ012345678"
    structlog.get_logger("bot").warning("odd", one=token, two="http://a:b@c.example.org")
    written = stream.getvalue()
    assert "ABCdef" not in written
    assert "a:b@" not in written
    assert "c.example.org" in written


def test_words_times_and_addresses_stay_readable() -> None:
    for text in ("at 12:30:45", "http://127.0.0.1:8081/page", "2025-09-24T09:00:00Z", "a:b", "user@example.org"):
        assert redact(text, spellings(SECRETS)) == text


def test_nothing_is_hidden_for_an_empty_secret() -> None:
    assert redact("all is said", spellings(("", ""))) == "all is said"


def test_a_secret_within_another_leaves_no_rest() -> None:
    assert redact("see abc-def-ghi", spellings(("abc-def", "abc-def-ghi"))) == f"see {HIDDEN}"


def test_machines_get_one_json_object_a_line_with_time_level_and_fields() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers, root.level)
    try:
        configure_logs((), stream)
        structlog.get_logger("bot.worker").warning("Привет", chat=5, words="two\nlines")
        logging.getLogger("asyncio").warning("slow %s", "callback")
        logging.getLogger("bot").debug("not for the log")
    finally:
        root.handlers, level = before
        root.setLevel(level)
        structlog.reset_defaults()
    first, second = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (first["event"], first["chat"], first["level"], first["logger"]) == ("Привет", 5, "warning", "bot.worker")
    assert first["timestamp"].endswith("Z")
    assert second["event"] == "slow callback"


def test_libraries_that_quote_updates_are_silenced(stream: io.StringIO) -> None:
    logging.getLogger("aiogram.event").info("Update id=1 is handled")
    logging.getLogger("aiogram.dispatcher").error("Cause exception while process update {'text': 'private words'}")
    logging.getLogger("aiohttp.access").info("GET /")
    assert stream.getvalue() == ""


def test_an_error_in_a_terminal_shows_no_values_of_local_variables(stream: io.StringIO) -> None:
    private: Any = "words that a person wrote"
    try:
        throw(LookupError(len(private)))
    except LookupError:
        structlog.get_logger("bot").exception("failed")
    assert "words that a person" not in stream.getvalue().replace('"words that a person wrote"', "")
