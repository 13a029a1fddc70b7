"""Buttons that only the checking carries.

Where something is vouched for, the button says what was shown, by its mark: what changed meanwhile nobody vouched for.
"""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class StillSaysSo(CallbackData, prefix="still"):
    """Somebody has read a source again, and it still says what rests on it."""

    visit: str
    source: str
    mark: str


class OpenSpellings(CallbackData, prefix="spells"):
    """All names of a visit that can be confirmed, a page at a time."""

    visit: str
    page: Number = 0


class ConfirmSpelling(CallbackData, prefix="spok"):
    """A name is written so in the script of this language; or, without `on`, nobody says that any more."""

    visit: str
    item: str
    language: str
    mark: str
    on: bool = True
