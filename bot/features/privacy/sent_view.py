"""What is stored of the messages that the bot sent somebody by itself, in words."""

from aiogram.utils.formatting import Bold, Text

from bot.core.translation import Translator
from bot.features.privacy.store import Kept
from bot.telegram.citing import joined


def sent_to_them(tr: Translator, kept: Kept) -> Text:
    """Say what is stored of announcements, reminders and the like; nothing where there is none."""
    lines = sent_lines(tr, kept)
    if not lines:
        return Text()
    explained = tr(
        "The organisers see of each announcement whether it reached you, and whether you confirmed it. "
        "After erasing, only the numbers stay."
    )
    return joined([Text(Bold(tr("What I sent you by myself"))), *(Text("• ", one) for one in lines), Text(explained)])


def sent_lines(tr: Translator, kept: Kept) -> list[str]:
    """Return what there is of it, an item a line."""
    return [
        *([tr("messages that I sent by myself: {count}", count=tr.number(kept.sent))] if kept.sent else []),
        *([tr("announcements that you confirmed: {count}", count=tr.number(kept.confirmed))] if kept.confirmed else []),
        *([tr("your name on what you announced: {count}", count=tr.number(kept.announced))] if kept.announced else []),
    ]
