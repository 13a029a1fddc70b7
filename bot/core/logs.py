"""Logs as events with fields; no secret gets through, not in a field, a message or a traceback."""

import json
import logging
import re
import sys
from collections.abc import Collection
from typing import Final, TextIO
from urllib.parse import quote

import structlog

_TOKEN: Final = re.compile(r"(?<!\d)\d{1,20}:[A-Za-z0-9_-]{20,}")
_CREDENTIALS: Final = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
HIDDEN: Final = "[hidden]"


def redact(text: str, secrets: Collection[str] = ()) -> str:
    """Return the text without the given secrets, anything shaped like a bot token, and credentials in addresses."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return _CREDENTIALS.sub(HIDDEN, _TOKEN.sub(HIDDEN, text))


def spellings(secrets: Collection[str]) -> tuple[str, ...]:
    """Return the secrets and how they look inside JSON, a repr or an address: long ones first, one may hold another."""
    plain = {secret for secret in secrets if secret}
    shown = plain | {repr(secret)[1:-1] for secret in plain}
    in_json = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in shown for ascii_only in (True, False)}
    in_addresses = {quote(secret, safe=safe) for secret in plain for safe in ("", "/")}
    return tuple(sorted(shown | in_json | in_addresses, key=len, reverse=True))


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders a record, structlog's or a library's, and only then hides: nothing is added after it."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self.secrets)


def configure_logs(secrets: Collection[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (stderr), as JSON lines, or readable when it is a terminal."""
    stream = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    on_terminal = stream.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if on_terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = _RedactingFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([] if on_terminal else [structlog.processors.format_exc_info]),
            renderer,
        ],
    )
    formatter.secrets = spellings(secrets)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # aiogram logs every update that it handles, with timings, and every unknown kind with its whole body.
    for chatty in ("aiogram", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
