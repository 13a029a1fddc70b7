"""Telegram's limits of keyboards, checked as Telegram words them."""

import json
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.errors import bad_request

_MOST_BUTTONS = 100
_MOST_IN_A_ROW = 8
_LARGEST_MARKUP = 10_000
_LARGEST_CALLBACK_DATA = 64
_LONGEST_COPIED_TEXT = 256
_ACTIONS = frozenset({"callback_data", "url", "copy_text", "web_app", "switch_inline_query_current_chat"})
_APPEARANCE = frozenset({"text", "style", "icon_custom_emoji_id"})
_URL_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})


def check_markup(markup: dict[str, Any]) -> None:
    """Raise 400 for a reply_markup that Telegram refuses."""
    rows = markup.get("inline_keyboard")
    if rows is None:
        return
    if sum(len(row) for row in rows) > _MOST_BUTTONS or any(len(row) > _MOST_IN_A_ROW for row in rows):
        raise bad_request("BUTTONS_TOO_MUCH")
    for row in rows:
        for button in row:
            _check_button(button)
    if len(json.dumps(markup, ensure_ascii=False).encode()) > _LARGEST_MARKUP:
        raise bad_request("reply markup is too long")


def _check_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    actions = button.keys() - _APPEARANCE
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    unsupported = actions - _ACTIONS
    if unsupported:
        raise bad_request(f'the simulator does not support the button field "{min(unsupported)}"')
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: a button must have exactly one action")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= _LARGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= _LONGEST_COPIED_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        _check_url(button["url"])


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    reason = None
    if parts.scheme.lower() not in _URL_SCHEMES:
        reason = "Unsupported URL protocol"
    elif parts.scheme.lower() in {"http", "https"} and "." not in (parts.hostname or ""):
        reason = "Wrong HTTP URL"
    if reason is not None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")
