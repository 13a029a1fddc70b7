"""Telegram as the recipients' phones see it: what arrived, how often, and what is written there now."""

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.outbox.claiming import Claimed
from bot.telegram.outcomes import Outcome, Rejected, Sent


@dataclass(slots=True)
class Phones:
    """Every chat with its messages by id. `arrived` counts the messages that each dispatch brought into each chat."""

    chats: dict[int, dict[int, dict[str, Any]]] = field(default_factory=dict)
    arrived: dict[tuple[int, int], int] = field(default_factory=dict)
    issued: set[tuple[int, int]] = field(default_factory=set)
    _ids: Any = field(default_factory=lambda: itertools.count(100))

    def take(self, claimed: Claimed) -> Outcome:
        """Do what a call asks for, as Telegram does, and return its answer."""
        parameters = json.loads(claimed.body)
        chat = self.chats.setdefault(claimed.chat_id, {})
        match claimed.method:
            case "sendMessage":
                message_id = next(self._ids)
                chat[message_id] = parameters
                self.issued.add((claimed.chat_id, message_id))
                key = (claimed.dispatch_id, claimed.chat_id)
                self.arrived[key] = self.arrived.get(key, 0) + 1
                return Sent({"message_id": message_id})
            case "editMessageText":
                return self._edit(chat, parameters)
            case "deleteMessages":
                for message_id in parameters["message_ids"]:
                    chat.pop(message_id, None)
                return Sent(True)
        raise AssertionError(claimed.method)

    def texts(self, chat_id: int) -> list[str]:
        """Return what stands in a chat."""
        return [str(message["text"]) for message in self.chats.get(chat_id, {}).values()]

    @staticmethod
    def _edit(chat: dict[int, dict[str, Any]], parameters: dict[str, Any]) -> Outcome:
        message_id = parameters["message_id"]
        if message_id not in chat:
            return Rejected("message to edit not found", unreachable=False)
        shown = ("text", "entities", "reply_markup")
        if all(chat[message_id].get(name) == parameters.get(name) for name in shown):
            return Rejected("message is not modified", unreachable=False)
        chat[message_id] = parameters
        return Sent({"message_id": message_id})
