"""What the front desk itself says: one sentence on what happened, one on what to do, and a button that does it."""

from aiogram.utils.formatting import Text

from bot.core.translation import Translator
from bot.telegram.presses import OpenMenu
from bot.telegram.screens import Screen, Toast, button, link


def sorry(tr: Translator, sentence: str) -> Screen:
    """Say what went wrong, with the way to the menu."""
    return Screen(Text(sentence), rows=((button(tr("Menu"), OpenMenu()),),))


def no_such_command(tr: Translator) -> Screen:
    """Answer a command that does not exist, or not for this person."""
    return sorry(tr, tr("I do not know this command. The menu shows what I can do."))


def only_text(tr: Translator) -> Screen:
    """Answer a photo, a voice message or anything else that is no text."""
    return sorry(tr, tr("I can read text only. Write a word or a name and I will look it up."))


def old_button(tr: Translator) -> Toast:
    """Answer callback data that nobody issued, or that an older version did."""
    return Toast(tr("This button no longer works. Send /start for a fresh menu."), alert=True)


def not_here(tr: Translator) -> Toast:
    """Answer a press in a group on something that is about one person."""
    return Toast(tr("This works in a private chat with me only."), alert=True)


def in_private(tr: Translator, username: str, payload: str) -> Screen:
    """Answer a command in a group that is about one person: show the way to the private chat."""
    return Screen(
        Text(tr("This is between you and me. Open our private chat and I will answer there.")),
        rows=((link(tr("Open private chat"), f"https://t.me/{username}?start={payload}"),),),
    )


def who_are_you(tr: Translator) -> Screen:
    """Answer an administrator who hides behind the group, or a channel that writes: they have no role."""
    return Screen(
        Text(
            tr(
                "You write in the name of the group or a channel, so I cannot tell who you are. "
                "Switch “Remain anonymous” off and send it again as yourself."
            )
        )
    )


def hello_group(tr: Translator) -> Screen:
    """Greet a group that the bot was added to."""
    return Screen(
        Text(
            tr(
                "Hello! Ask me about the visit here: /park, /programme, /now, /people. "
                "What is for members only I show in private chats."
            )
        )
    )


def apology(tr: Translator, reference: str) -> Screen:
    """Tell a person that their message could not be handled."""
    return sorry(
        tr,
        tr(
            "Sorry, something went wrong with your message and the organisers can look it up as {reference}. "
            "Please try again in another way.",
            reference=reference,
        ),
    )
