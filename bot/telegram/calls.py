"""Answers as calls to the Bot API: an edit in place of what was pressed, else a new message."""

from dataclasses import dataclass
from typing import Any

from aiogram.utils.formatting import Italic, Text

from bot.core.translation import Translator
from bot.telegram.rendering import rendered
from bot.telegram.replies import Call
from bot.telegram.screens import (
    Answers,
    Dispatched,
    Prepared,
    Published,
    Screen,
    Task,
    Toast,
    Venue,
    Withdrawal,
    listed,
)
from bot.telegram.sender import ACKNOWLEDGEMENT
from bot.telegram.turn import NewJob

_TOAST_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is answered: the chat; the message to reply to in a group; the press and the message it may edit."""

    chat_id: int
    reply_to: int | None = None
    press_id: str | None = None
    edit_message: int | None = None


def calls_for(answers: Answers, occasion: Occasion, tr: Translator, user_id: int) -> tuple[list[Call], list[NewJob]]:
    """Turn a handler's answers into calls, in order, and jobs. A press is acknowledged first, once."""
    everything = listed(answers)
    calls: list[Call] = []
    jobs: list[NewJob] = []
    editable = occasion.edit_message
    if occasion.press_id is not None:
        toast = next((answer for answer in everything if isinstance(answer, Toast)), None)
        calls.append(_acknowledgement(occasion.press_id, toast))
    for answer in everything:
        match answer:
            case Screen() if editable is not None and not answer.fresh:
                calls.append(_edit(answer, occasion.chat_id, editable, tr, user_id))
                editable = None
            case Screen():
                calls.append(_message(answer, occasion, tr, user_id))
            case Prepared(method, parameters):
                calls.append(Call(method, {"chat_id": occasion.chat_id, **parameters}, occasion.chat_id))
            case Venue():
                calls.append(_venue(answer, occasion))
            case Task(nobodys=True):
                jobs.append(NewJob(answer.kind, answer.payload, None))
            case Task():
                jobs.append(NewJob(answer.kind, {**answer.payload, "chat_id": occasion.chat_id}, user_id))
            case Toast() | Withdrawal() | Dispatched() | Published():
                pass
    return calls, jobs


def message(screen: Screen, chat_id: int, tr: Translator) -> Call:
    """Return the call that sends a screen as a new message."""
    return _message(screen, Occasion(chat_id), tr, chat_id)


def content(screen: Screen, tr: Translator) -> dict[str, Any]:
    """Return a screen's text, entities and buttons as the Bot API takes them."""
    body = Text(Italic(tr("Sample: an invented visit")), "\n\n", screen.body) if screen.sample else screen.body
    text, entities = rendered(body)
    parameters: dict[str, Any] = {"text": text, "link_preview_options": {"is_disabled": True}}
    if entities:
        parameters["entities"] = entities
    rows = [[button.model_dump(exclude_none=True) for button in row] for row in screen.rows if row]
    if rows:
        parameters["reply_markup"] = {"inline_keyboard": rows}
    return parameters


def _message(screen: Screen, occasion: Occasion, tr: Translator, user_id: int) -> Call:
    parameters: dict[str, Any] = {"chat_id": occasion.chat_id, **content(screen, tr)}
    if screen.silent:
        parameters["disable_notification"] = True
    parameters |= _reply_parameters(occasion)
    return Call("sendMessage", parameters, occasion.chat_id, shows=screen.shows, user_id=user_id)


def _edit(screen: Screen, chat_id: int, message_id: int, tr: Translator, user_id: int) -> Call:
    parameters = {"chat_id": chat_id, "message_id": message_id, **content(screen, tr)}
    return Call("editMessageText", parameters, chat_id, shows=screen.shows, user_id=user_id)


def _venue(venue: Venue, occasion: Occasion) -> Call:
    parameters: dict[str, Any] = {
        "chat_id": occasion.chat_id,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "title": venue.title,
        "address": venue.address,
    }
    return Call("sendVenue", parameters | _reply_parameters(occasion), occasion.chat_id)


def _acknowledgement(press_id: str, toast: Toast | None) -> Call:
    parameters: dict[str, Any] = {"callback_query_id": press_id}
    if toast is not None:
        parameters |= {"text": toast.text[:_TOAST_LENGTH], "show_alert": toast.alert}
    return Call(ACKNOWLEDGEMENT, parameters)


def _reply_parameters(occasion: Occasion) -> dict[str, Any]:
    if occasion.reply_to is None:
        return {}
    return {"reply_parameters": {"message_id": occasion.reply_to, "allow_sending_without_reply": True}}
