"""Buttons of announcements that were confirmed, and of the lists of all of them."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class OpenAnnouncement(CallbackData, prefix="ann"):
    """How an announcement stands that was confirmed."""

    visit: str
    announcement: Number


class HoldAnnouncement(CallbackData, prefix="annhold"):
    """Hold the sending back, or let it go on."""

    visit: str
    announcement: Number
    on: bool


class CancelRest(CallbackData, prefix="annstop"):
    """Send it to nobody else: asked first, then done when `sure`."""

    visit: str
    announcement: Number
    sure: bool = False


class CorrectAnnouncement(CallbackData, prefix="anncorr"):
    """Correct the text: choose the language, then write it."""

    visit: str
    announcement: Number
    language: str = ""


class SendCorrection(CallbackData, prefix="anncorrgo"):
    """Have every copy corrected with the texts as they were written; `edition` is the wording that they replace."""

    visit: str
    announcement: Number
    edition: Number


class DropCorrection(CallbackData, prefix="anncorrno"):
    """Leave the text as it is."""

    visit: str
    announcement: Number


class RecallAnnouncement(CallbackData, prefix="annback"):
    """Take it back: asked first, then done when `sure`."""

    visit: str
    announcement: Number
    sure: bool = False


class OpenNotRecalled(CallbackData, prefix="annkept"):
    """Who still has a copy of a recalled announcement, a page at a time."""

    visit: str
    announcement: Number
    page: Number = 0


class OpenSilent(CallbackData, prefix="annmute"):
    """Who has not confirmed an announcement, a page at a time."""

    visit: str
    announcement: Number
    page: Number = 0


class NudgeSilent(CallbackData, prefix="annnudge"):
    """Remind those who have not confirmed: asked first, then done when `sure`."""

    visit: str
    announcement: Number
    sure: bool = False


class OpenProblems(CallbackData, prefix="annprob"):
    """Whose copies were rejected or are uncertain (`topic`), a page at a time."""

    visit: str
    announcement: Number
    topic: str = "uncertain"
    page: Number = 0


class OpenUncertain(CallbackData, prefix="annunc"):
    """One copy of which nobody knows whether it arrived."""

    visit: str
    announcement: Number
    delivery: Number


class SettleUncertain(CallbackData, prefix="annset"):
    """Settle one uncertain copy: `again` sends it once more, else it is left as it is."""

    visit: str
    announcement: Number
    delivery: Number
    again: bool


class ExportAnnouncement(CallbackData, prefix="annxlsx"):
    """What became of each copy, as an Excel file."""

    visit: str
    announcement: Number


class OpenNewsItem(CallbackData, prefix="newsitem"):
    """One of them in full; what came with it, too, when `original`."""

    visit: str
    announcement: Number
    original: bool = False
