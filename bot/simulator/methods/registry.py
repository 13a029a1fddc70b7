"""Every method the simulator knows. A new one is one line here and one function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiogram import methods as models
from aiogram.methods import TelegramMethod

from bot.simulator.bot_api.parameters import Kind, kinds_of
from bot.simulator.methods import (
    account,
    answers,
    chats,
    deleting,
    editing,
    files,
    media,
    menus,
    pinning,
    places,
    polling,
    sending,
    webhooks,
)
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
        _method(models.SetWebhook, webhooks.set_webhook),
        _method(models.DeleteWebhook, webhooks.delete_webhook),
        _method(models.GetWebhookInfo, webhooks.get_webhook_info),
        _method(models.SendMessage, sending.send_message, paced=True),
        _method(models.SendLocation, places.send_location, paced=True),
        _method(models.SendVenue, places.send_venue, paced=True),
        _method(models.SendContact, places.send_contact, paced=True),
        _method(models.SendPhoto, media.sending("photo"), paced=True),
        _method(models.SendDocument, media.sending("document"), paced=True),
        _method(models.SendVideo, media.sending("video"), paced=True),
        _method(models.SendAnimation, media.sending("animation"), paced=True),
        _method(models.SendAudio, media.sending("audio"), paced=True),
        _method(models.SendVoice, media.sending("voice"), paced=True),
        _method(models.SendVideoNote, media.sending("video_note"), paced=True),
        _method(models.SendMediaGroup, media.send_media_group, paced=True),
        _method(models.SendChatAction, sending.send_chat_action),
        _method(models.EditMessageText, editing.edit_message_text, paced=True),
        _method(models.EditMessageCaption, editing.edit_message_caption, paced=True),
        _method(models.EditMessageReplyMarkup, editing.edit_message_reply_markup, paced=True),
        _method(models.DeleteMessage, deleting.delete_message),
        _method(models.DeleteMessages, deleting.delete_messages),
        _method(models.PinChatMessage, pinning.pin_chat_message, paced=True),
        _method(models.UnpinChatMessage, pinning.unpin_chat_message),
        _method(models.AnswerCallbackQuery, answers.answer_callback_query),
        _method(models.GetFile, files.get_file),
        _method(models.GetChat, chats.get_chat),
        _method(models.GetChatMember, chats.get_chat_member),
        _method(models.SetMyCommands, menus.set_my_commands),
        _method(models.GetMyCommands, menus.get_my_commands),
        _method(models.DeleteMyCommands, menus.delete_my_commands),
        _method(models.SetMyDescription, account.set_my_description),
        _method(models.SetMyShortDescription, account.set_my_short_description),
    )
    return {method.name.lower(): method for method in known}
