"""Buttons that only announcements carry. Those that change a draft name the revision that they were shown with."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number


class Confirm(CallbackData, prefix="anread"):
    """A recipient has read it: stands under announcements that ask for it."""

    visit: str
    announcement: Number


class InPreview(CallbackData, prefix="anpv"):
    """A button of a preview or a test: it shows what recipients see, and does nothing."""


class MakeDraft(CallbackData, prefix="anmake"):
    """Make a draft of something that the person sent: the `piece` of `announcement_sources`, for this visit."""

    visit: str
    piece: str


class OpenDraft(CallbackData, prefix="an"):
    """A draft as it stands, or what became of it."""

    visit: str
    announcement: Number


class OpenAudience(CallbackData, prefix="anaud"):
    """The choice of the audience: its kinds, or a page of the choices within a `kind` (its letter)."""

    visit: str
    announcement: Number
    kind: str = ""
    page: Number = 0


class SetAudience(CallbackData, prefix="anto"):
    """Choose the audience: the letter of its kind, and which of that kind."""

    visit: str
    announcement: Number
    revision: Number
    kind: str
    value: str = ""


class OpenTexts(CallbackData, prefix="antx"):
    """The texts by language."""

    visit: str
    announcement: Number


class AskText(CallbackData, prefix="anask"):
    """Ask for the text in a language."""

    visit: str
    announcement: Number
    language: str


class RemoveText(CallbackData, prefix="anrm"):
    """Remove the text in a language."""

    visit: str
    announcement: Number
    revision: Number
    language: str


class ShowPreview(CallbackData, prefix="ansee"):
    """Show what readers of a language get."""

    visit: str
    announcement: Number
    language: str


class OpenWhen(CallbackData, prefix="anwhen"):
    """The choice of when it goes out, or of when it `ends`."""

    visit: str
    announcement: Number
    ends: bool = False


class SetWhen(CallbackData, prefix="anat"):
    """Choose when it goes out, or when it `ends`, by one of the offered choices."""

    visit: str
    announcement: Number
    revision: Number
    choice: str
    ends: bool = False


class AskWhen(CallbackData, prefix="anhour"):
    """Ask for a time to be typed."""

    visit: str
    announcement: Number
    ends: bool = False


class OpenOptions(CallbackData, prefix="anopts"):
    """The options."""

    visit: str
    announcement: Number


class SetOption(CallbackData, prefix="anopt"):
    """Switch an option on or off."""

    visit: str
    announcement: Number
    revision: Number
    option: str
    on: bool = True


class TestToMe(CallbackData, prefix="antest"):
    """Send it to the person who presses, and to nobody else."""

    visit: str
    announcement: Number


class AskToDiscard(CallbackData, prefix="androp"):
    """Ask whether to discard the draft."""

    visit: str
    announcement: Number


class Discard(CallbackData, prefix="androp2"):
    """Discard the draft."""

    visit: str
    announcement: Number
    revision: Number


class AskToSend(CallbackData, prefix="ango"):
    """Show whom it would reach and ask whether to send it; `again` asks the second time that urgent ones take."""

    visit: str
    announcement: Number
    revision: Number
    again: bool = False


class Send(CallbackData, prefix="ango2"):
    """Send it; `sure` when the person was asked twice."""

    visit: str
    announcement: Number
    revision: Number
    sure: bool = False
