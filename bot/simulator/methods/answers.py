"""answerCallbackQuery."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.state.world import World

_LONGEST_ANSWER = 200


def answer_callback_query(world: World, arguments: dict[str, Any]) -> bool:
    """Answers the press of a button, once, and not too late."""
    text = arguments.get("text")
    if text is not None and len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.callbacks.answer(arguments["callback_query_id"])
    answer = {"text": text or None, "show_alert": arguments.get("show_alert", False)}
    world.tell("callback_answer", press.chat_id, press.user_id, answer)
    return True
