"""What organisers have to do so that a crash point of what the bot sends by itself is reached."""

from typing import Final

from bot.simulator import Simulator
from tests.torture.outbox.crowd import ADMINS
from tests.torture.outbox.office import Office
from tests.torture.outbox.wishes import CONFIRM, RECALL, REWORD, Wish
from tests.torture.points import OUTBOX_CALLS, OUTBOX_UNITS, REFUSAL

OUTBOX_SUBJECTS: Final = frozenset({*OUTBOX_UNITS, *OUTBOX_CALLS})
# More than an organiser has messages waiting, so that the panel is refused as well.
_MANY: Final = 50


def bring_about_in_office(  # noqa: C901, PLR0912 - a table, one case a point
    subject: str, office: Office, simulator: Simulator
) -> None:
    """Do, before a start, what leads to this unit or call."""
    match subject:
        case "sendPhoto":
            office.announce(Wish("photo"))
        case "sendMediaGroup":
            office.announce(Wish("album"))
        case "sendVenue":
            office.announce(Wish("venue"))
        case "pinChatMessage":
            office.announce(Wish(pin=True))
        case "editMessageText":
            office.about(REWORD, office.some("text"))
        case "editMessageCaption":
            office.about(REWORD, office.some("photo"))
        case "deleteMessages":
            office.about(RECALL, office.some("text"))
        case "editMessageReplyMarkup":
            for _ in range(10):
                office.push_one(CONFIRM)
        case "drop panel":
            for admin in ADMINS:
                simulator.faults.add("400", "editMessageText", chat_id=admin)
            office.announce(Wish())
        case "no panel":
            for admin in ADMINS:
                simulator.faults.add("400", "sendMessage", times=_MANY, chat_id=admin)
            office.announce(Wish())
        case unit if unit == REFUSAL:
            simulator.faults.add("401", "getUpdates")
        case _:
            office.announce(Wish())
