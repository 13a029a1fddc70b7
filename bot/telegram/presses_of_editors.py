"""The addresses of screens on which editors keep the content true, as `presses` has those of everybody."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class OpenPublish(CallbackData, prefix="pub"):
    """How to publish a visit from a file."""

    visit: str


class OpenChecks(CallbackData, prefix="chks"):
    """The sources of a visit that are to be read again, a page at a time."""

    visit: str
    page: Number = 0


class OpenCheck(CallbackData, prefix="chk"):
    """One source beside the facts that rest on it, to be compared with its page."""

    visit: str
    source: str
    page: Number = 0


class OpenSpelling(CallbackData, prefix="spell"):
    """The spellings of the name of a person, an organisation or a place, to be confirmed."""

    visit: str
    item: str
