"""Buttons that only questions carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class SendQuestion(CallbackData, prefix="qsend"):
    """Send a draft to the organisers, with the person's name or without."""

    draft: Number
    anonymous: bool = False


class DropQuestion(CallbackData, prefix="qdrop"):
    """Erase a draft."""

    draft: Number


class AskOn(CallbackData, prefix="qon"):
    """Ask something else: stands under an answer and names it, because whoever presses it has got that answer."""

    visit: str
    question: Number
    answer: Number


class OpenQuestion(CallbackData, prefix="q"):
    """One question with all that became of it."""

    visit: str
    question: Number


class AnswerQuestion(CallbackData, prefix="qans"):
    """Write the answer to a question."""

    visit: str
    question: Number


class SettleQuestion(CallbackData, prefix="qdone"):
    """Take a question off the list."""

    visit: str
    question: Number


class SendAgain(CallbackData, prefix="qagain"):
    """Send again what may or may not have arrived: an answer by its number, or with 0 the question to the chat."""

    visit: str
    question: Number
    answer: Number = 0


class OpenDesk(CallbackData, prefix="desk"):
    """The organisers' chat of a visit."""

    visit: str


class ChooseDesk(CallbackData, prefix="deskon"):
    """Make this chat the organisers' chat of a visit."""

    visit: str


class CloseDesk(CallbackData, prefix="deskoff"):
    """Leave a visit without an organisers' chat."""

    visit: str
