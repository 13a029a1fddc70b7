"""Buttons that only the editions carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class OpenEdition(CallbackData, prefix="edn"):
    """One edition, compared with the one that holds, or with the one before it as it was when `then` it came."""

    visit: str
    edition: Number
    then: bool = False
    page: Number = 0


class AskToPublish(CallbackData, prefix="edask"):
    """Show what changes if an edition is published again, and ask."""

    visit: str
    edition: Number


class PublishAgain(CallbackData, prefix="edpub"):
    """Publish an edition again in place of the one that held when this was asked."""

    visit: str
    edition: Number
    holding: Number


class PublishSilently(CallbackData, prefix="edsil"):
    """The same, and nobody is sent a notice of what changes by it."""

    visit: str
    edition: Number
    holding: Number
