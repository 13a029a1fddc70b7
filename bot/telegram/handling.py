"""Handles one update inside a unit of work: dispatches it, tries once more if it fails, and then sets it aside."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.core.database import UnitOfWork
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.translation import Translator
from bot.telegram import notices
from bot.telegram.calls import message
from bot.telegram.failures import is_storage_trouble, whereabouts
from bot.telegram.front_desk import HANDLED_KINDS, Identity
from bot.telegram.inbox import RawUpdate, Waiting, sender_id
from bot.telegram.people import User
from bot.telegram.replies import Call
from bot.telegram.turn import IsolatedUnit, NewJob, Turn

HANDLER_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of an update: calls and jobs to store with it, whether its handler wrote; why, if it is quarantined.

    `withdrawn` are chats that get nothing of what was made for them before it; `dispatched`: deliveries were queued;
    `published` are visits of which another edition holds.
    """

    waiting: Waiting
    calls: tuple[Call, ...] = ()
    jobs: tuple[NewJob, ...] = ()
    quarantined: str | None = None
    wrote: bool = False
    withdrawn: frozenset[int] = frozenset()
    dispatched: bool = False
    published: frozenset[str] = frozenset()


class Handling:
    """Has updates answered by the dispatcher. One that fails twice is set aside and apologised for."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        translators: Mapping[Language, Translator],
        seconds: float = HANDLER_SECONDS,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._translators = translators
        self._seconds = seconds
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.handling")

    async def handle(
        self, waiting: Waiting, unit: UnitOfWork, users: Mapping[int, User], identity: Identity
    ) -> Handled:
        """Return what the update's handler leaves. Raises only the storage's own trouble, which undoes the unit."""
        failure: Exception | None = None
        for _ in range(2):
            turn = Turn(IsolatedUnit(unit), users)
            try:
                await self._answer(waiting.update, turn, identity)
            except Exception as error:
                if is_storage_trouble(error):
                    raise
                turn.unit.undo()
                failure = error
            else:
                wrote = turn.unit.keep()
                return Handled(
                    waiting,
                    tuple(turn.calls),
                    tuple(turn.jobs),
                    wrote=wrote,
                    withdrawn=turn.withdrawn,
                    dispatched=turn.dispatched,
                    published=turn.published,
                )
        reason = whereabouts(failure) if failure is not None else ""
        return self.set_aside(waiting, reason, users)

    def set_aside(self, waiting: Waiting, reason: str, users: Mapping[int, User]) -> Handled:
        """Quarantine an update: its sender gets an apology with a reference, the log says where it failed."""
        reference = f"Q{waiting.arrival}"
        self._log.error("an update is quarantined", reference=reference, kind=_kind(waiting.update), reason=reason)
        chat_id = _private_chat(waiting.update)
        if chat_id is None:
            return Handled(waiting, quarantined=reason)
        tr = self._translators[_language(waiting.update, users)]
        apology = message(notices.apology(tr, reference), chat_id, tr)
        return Handled(waiting, calls=(apology,), quarantined=reason)

    async def _answer(self, update: RawUpdate, turn: Turn, identity: Identity) -> None:
        kind = next((kind for kind in HANDLED_KINDS if update.get(kind) is not None), None)
        if kind is None:
            # Nobody asked for it. aiogram would print a kind it does not know to stderr, with all that it says.
            return
        async with asyncio.timeout(self._seconds):
            parsed = Update.model_validate(update, context={"bot": self._bot})
            # Not `feed_update`: its layers for error observers and the FSM's context, unused here, cost twice as much.
            await self._dispatcher.propagate_event(
                kind, getattr(parsed, kind), bot=self._bot, turn=turn, identity=identity
            )


def _kind(update: RawUpdate) -> str:
    return next((kind for kind in update if kind != "update_id"), "nothing")


def _private_chat(update: RawUpdate) -> int | None:
    """Return the chat to apologise in: a private one, read carefully, since the update may be of any shape."""
    content = update.get("message") or update.get("callback_query")
    if not isinstance(content, dict):
        return None
    carrier = content if "chat" in content else content.get("message")
    chat = carrier.get("chat") if isinstance(carrier, dict) else None
    sender = sender_id(update)
    is_private = isinstance(chat, dict) and chat.get("type") == "private" and chat.get("id") == sender
    return sender if is_private else None


def _language(update: RawUpdate, users: Mapping[int, User]) -> Language:
    user = users.get(sender_id(update) or 0)
    if user is None:
        return DEFAULT_LANGUAGE
    return user.language or language_of(user.telegram_language) or DEFAULT_LANGUAGE
