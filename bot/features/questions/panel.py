"""A question's message in the organisers' chat: how replies to it find the question, and how it is drawn anew."""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiogram.types import Message

from bot.content.library import Library
from bot.core.languages import Language
from bot.core.translation import Translator
from bot.features.questions import store
from bot.features.questions.views.listing import relayed_screen
from bot.telegram import desks, questions
from bot.telegram.panel_keeper import Viewer
from bot.telegram.questions import Question
from bot.telegram.screens import Screen

# What the payload of a link to a question begins with: t.me/<bot>?start=question_…
LINK: Final = "question"
_NUMBER: Final = re.compile(rf"\?start={LINK}_([0-9]{{1,15}})$")


def question_link(bot_username: str, question: Question) -> str:
    """Return the link that opens a question in private; its message in the organisers' chat carries it."""
    return f"https://t.me/{bot_username}?start={LINK}_{question.question_id}"


def question_number(message: Message) -> int | None:
    """Return which question the bot's own message shows; None where it shows none.

    The link under it tells, since nobody else can write in the bot's name: also where the answer to sending it was
    lost, and in a group that has another id now.
    """
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else []
    found = (_NUMBER.search(button.url or "") for row in rows for button in row)
    return next((int(match[1]) for match in found if match is not None), None)


@dataclass(frozen=True, slots=True)
class QuestionPanel:
    """Draws a question's message in the organisers' chat, in the language that is spoken there."""

    library: Library
    translators: Mapping[Language, Translator]

    def draw(self, connection: sqlite3.Connection, reference: str, viewer: Viewer) -> Screen | None:
        """Return the question as it stands now; None once it is erased."""
        question = questions.by_id(connection, int(reference.partition(":")[2]))
        edition = self.library.edition(question.visit_id) if question is not None else None
        url = store.link_in_chat(connection, question) if question is not None else None
        if question is None or edition is None or url is None:
            return None
        desk = desks.of_visit(connection, question.visit_id)
        tr = viewer.tr if desk is None else self.translators[desk.language]
        return relayed_screen(edition, question, store.progress(connection, question), url, tr)
