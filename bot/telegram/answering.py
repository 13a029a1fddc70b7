"""Finds who answers: the handler of a command, a button, a question or anything else, and says what may not be done."""

import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import Final

from aiogram.types import Message

from bot.core.errors import PersonError
from bot.telegram import notices, prompts
from bot.telegram.prompts import Prompt
from bot.telegram.refusals import note_refusal
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import CommandHandler, Question, RoutingTable
from bot.telegram.screens import Answers

_COMMAND: Final = re.compile(r"/(\S*)(.*)", re.DOTALL)


class Answering:
    """Answers requests by the table of what can be asked, checking at each what its person may do."""

    def __init__(self, table: RoutingTable) -> None:
        self._table = table

    async def to_message(self, request: Request, message: Message, prompt: Prompt | None) -> Answers:
        """Answer what somebody wrote or sent; `prompt` is the question that they were asked last in private."""
        caption = message.caption or ""
        # A command may come as the caption of what it is about.
        text = caption if message.text is None and caption.startswith("/") else message.text
        name, addressed, argument = _command(text or "", request.bot_username)
        if name is not None and (addressed or request.private):
            if prompt is not None:
                await request.unit.write(prompts.close, request.person.user_id)
                request = replace(request, interrupted=prompt.is_open(request.now))
            return await self._answer_command(request, name, argument)
        if message.reply_to_message is not None:
            answers = await self._answer_reply(request.asking(text or ""), message.reply_to_message)
            if answers is not None:
                return answers
        if not request.private:
            return ()
        question = self._asked(request, prompt)
        if question is not None and prompt is not None:
            return await self._take_answer(request.asking(text or caption), question, prompt)
        if text is None:
            return await self._answer_media(request.asking(caption), message)
        return await _answer(self._table.free_text, request.asking(text), notices.no_such_command(request.tr))

    async def to_edit(self, request: Request) -> Answers:
        """Answer the editing of a message in private: mostly with nothing."""
        return await _answer(self._table.edited, request)

    async def to_removal(self, request: Request) -> Answers:
        """Take note that the bot was removed from a group."""
        return await _answer(self._table.removed, request)

    async def _answer_media(self, request: Request, message: Message) -> Answers:
        """Answer what was sent in private unasked: a file is first offered to whoever may read it."""
        # A moving picture comes as a document as well.
        if message.document is not None and message.animation is None and self._table.file is not None:
            try:
                answers = await self._table.file(request)
            except PersonError as error:
                return notices.sorry(request.tr, request.tr(error.text, **error.values))
            if answers is not None:
                return answers
        return await _answer(self._table.free_media, request, notices.only_text(request.tr))

    async def _answer_reply(self, request: Request, replied: Message) -> Answers | None:
        """Answer a reply to something that the bot wrote; None where there is nothing to say to it."""
        author = replied.from_user
        if self._table.reply is None or author is None or author.username != request.bot_username:
            return None
        try:
            return await self._table.reply(request)
        except PersonError as error:
            return notices.sorry(request.tr, request.tr(error.text, **error.values))

    def _asked(self, request: Request, prompt: Prompt | None) -> Question | None:
        if prompt is None or not prompt.is_open(request.now):
            return None
        question = self._table.questions.get(prompt.kind)
        return question if question is not None and request.person.may(question.role) else None

    async def _take_answer(self, request: Request, question: Question, prompt: Prompt) -> Answers:
        try:
            # Closed first: the answer may lead to the next question.
            await request.unit.write(prompts.close, request.person.user_id)
            return await question.handler(request, prompt.payload)
        except PersonError as error:
            await request.unit.write(prompts.ask, request.person.user_id, prompt.kind, prompt.payload, prompt.asked_at)
            return notices.sorry(request.tr, request.tr(error.text, **error.values))

    async def _answer_command(self, request: Request, name: str, argument: str) -> Answers:
        command = self._table.commands.get(name)
        if command is not None and request.person.anonymous and command.role > Role.GUEST and not command.personal:
            return notices.who_are_you(request.tr)
        if command is not None and not request.person.may(command.role):
            await note_refusal(request, f"/{command.name}")
            command = None
        if command is None:
            return notices.no_such_command(request.tr) if request.private else ()
        if command.personal and not request.private:
            return notices.in_private(request.tr, request.bot_username, command.name)
        return await _kindly(command.handler(request.asking(argument)), request)

    async def to_press(self, request: Request, data: str) -> Answers:
        """Answer a press on the button with this callback data, which anybody may have made up."""
        route = self._table.presses.get(data.partition(":")[0])
        if route is None:
            return notices.old_button(request.tr)
        if not request.person.may(route.role):
            await note_refusal(request, route.says)
            return notices.old_button(request.tr)
        if route.personal and not request.private:
            return notices.not_here(request.tr)
        try:
            address = route.data.unpack(data)
        except (TypeError, ValueError):
            return notices.old_button(request.tr)
        visit_id: str = getattr(address, "visit", "")
        if visit_id and request.role_in(visit_id) < route.role:
            await note_refusal(request, route.says, visit_id)
            return notices.old_button(request.tr)
        return await _kindly(route.handler(request, address), request)


async def _answer(handler: CommandHandler | None, request: Request, otherwise: Answers = ()) -> Answers:
    return otherwise if handler is None else await _kindly(handler(request), request)


async def _kindly(answering: Awaitable[Answers], request: Request) -> Answers:
    """Let a handler answer; what the person can mend becomes a sentence in their language."""
    try:
        return await answering
    except PersonError as error:
        return notices.sorry(request.tr, request.tr(error.text, **error.values))


def _command(text: str, username: str) -> tuple[str | None, bool, str]:
    """Split `/name@bot rest` into the name in lower case, whether it is meant for this bot, and the rest."""
    command = _COMMAND.fullmatch(text)
    if command is None:
        return None, True, text
    head, argument = command.groups()
    name, _, addressee = head.partition("@")
    return name.lower(), not addressee or addressee.lower() == username.lower(), argument.strip()
