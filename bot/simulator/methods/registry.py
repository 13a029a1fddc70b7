"""Every method the simulator knows. A new one is one line here and one function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiogram import methods as models
from aiogram.methods import TelegramMethod

from bot.simulator.bot_api.parameters import Kind, kinds_of
from bot.simulator.methods import account, answers, editing, menus, polling, sending
from bot.simulator.state.world import World

Handler = Callable[[World, dict[str, Any]], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: aiogram's model of its parameters, what it does, whether it counts as a message for the pace."""

    model: type[TelegramMethod[Any]]
    run: Handler
    paced: bool = False
    kinds: dict[str, Kind] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name as the documentation spells it."""
        return str(self.model.__api_method__)


def _method(model: type[TelegramMethod[Any]], run: Handler, *, paced: bool = False) -> Method:
    return Method(model, run, paced, kinds_of(model))


@cache
def registry() -> dict[str, Method]:
    """All methods by lower-case name: Telegram does not care about case."""
    known = (
        _method(models.GetMe, account.get_me),
        _method(models.GetUpdates, polling.get_updates),
        _method(models.SendMessage, sending.send_message, paced=True),
        _method(models.SendChatAction, sending.send_chat_action),
        _method(models.EditMessageText, editing.edit_message_text, paced=True),
        _method(models.EditMessageReplyMarkup, editing.edit_message_reply_markup, paced=True),
        _method(models.DeleteMessage, editing.delete_message),
        _method(models.AnswerCallbackQuery, answers.answer_callback_query),
        _method(models.SetMyCommands, menus.set_my_commands),
        _method(models.GetMyCommands, menus.get_my_commands),
        _method(models.DeleteMyCommands, menus.delete_my_commands),
    )
    return {method.name.lower(): method for method in known}
