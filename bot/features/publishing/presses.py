"""Buttons that only publishing from a file carries."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class SendWorkbook(CallbackData, prefix="pubbook"):
    """Send the visit as a workbook."""

    visit: str


class ChooseVisit(CallbackData, prefix="pubfor"):
    """The visit of which a file is that does not say so itself."""

    visit: str
    proposal: Number


class OpenProposal(CallbackData, prefix="prop"):
    """What would change if a proposal was published; `quiet`: without notices."""

    visit: str
    proposal: Number
    quiet: bool = False


class OpenChanges(CallbackData, prefix="propch"):
    """Field by field, a page at a time."""

    visit: str
    proposal: Number
    page: Number = 0
    quiet: bool = False


class OpenClashes(CallbackData, prefix="propcl"):
    """What does not fit, a page at a time."""

    visit: str
    proposal: Number
    page: Number = 0
    quiet: bool = False


class PutOnTop(CallbackData, prefix="proptop"):
    """Carry a proposal's changes over to the edition that holds, which is a later one than it was made from."""

    visit: str
    proposal: Number
    holding: Number


class PublishProposal(CallbackData, prefix="proppub"):
    """Publish a proposal in place of the edition that held when it was shown, 0 for a visit that is new."""

    visit: str
    proposal: Number
    holding: Number
    quiet: bool = False


class DiscardProposal(CallbackData, prefix="propdis"):
    """Let a proposal be."""

    visit: str
    proposal: Number
