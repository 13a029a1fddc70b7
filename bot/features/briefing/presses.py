"""Buttons that only the briefing itself carries."""

from aiogram.filters.callback_data import CallbackData


class OpenTopics(CallbackData, prefix="topics"):
    """The topics under which the facts are read."""

    visit: str


class OpenUnstated(CallbackData, prefix="unstated"):
    """What a reader would look for and no source states."""

    visit: str
    page: int = 0


class OpenGlossary(CallbackData, prefix="terms"):
    """The words of the field in three languages."""

    visit: str
    page: int = 0
