"""Buttons that only the corrections of the day carry; those on an event's card stand in `bot.telegram.correcting`."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class MakeCorrection(CallbackData, prefix="cm"):
    """Do what was shown: to the edition that held then, and to so many events. `quiet` tells nobody."""

    visit: str
    event: str
    change: str
    holding: Number
    events: Number = 1
    quiet: bool = False


class UndoCorrection(CallbackData, prefix="cu"):
    """Take back what led from one edition to another; `quiet` tells nobody, as nobody was told of it."""

    visit: str
    event: str
    before: Number
    after: Number
    quiet: bool = False
