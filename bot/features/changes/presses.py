"""The button that only notices of changes carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class OpenTold(CallbackData, prefix="told"):
    """An event, from a notice of this round: whoever presses it has got that notice."""

    visit: str
    event: str
    notice: Number
