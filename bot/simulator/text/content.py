"""The text of a message and the caption of a file, as they become part of a message."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.text.formatting import format_text

_LONGEST_TEXT = 4096
_LONGEST_CAPTION = 1024


def message_text(arguments: dict[str, Any]) -> dict[str, Any]:
    """text, entities and link_preview_options of a text message; raises 400 when it is empty or too long."""
    _refuse_parse_mode(arguments)
    content = _formatted("text", "entities", arguments.get("text", ""), arguments.get("entities"))
    if not content:
        raise bad_request("message text is empty")
    if len(content["text"]) > _LONGEST_TEXT:
        raise bad_request("message is too long")
    if "link_preview_options" in arguments:
        content["link_preview_options"] = arguments["link_preview_options"]
    elif arguments.get("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return content


def message_caption(arguments: dict[str, Any]) -> dict[str, Any]:
    """The caption and its entities of a file; nothing when there is none."""
    _refuse_parse_mode(arguments)
    content = _formatted("caption", "caption_entities", arguments.get("caption", ""), arguments.get("caption_entities"))
    if content and len(content["caption"]) > _LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return content


def _formatted(name: str, entities_name: str, text: str, entities: list[dict[str, Any]] | None) -> dict[str, Any]:
    cleaned, found = format_text(text, entities or [])
    if not cleaned:
        return {}
    return {name: cleaned, entities_name: found} if found else {name: cleaned}


def _refuse_parse_mode(arguments: dict[str, Any]) -> None:
    if arguments.get("parse_mode"):
        raise bad_request("the simulator does not parse markup: this bot sends entities and never a parse_mode")
