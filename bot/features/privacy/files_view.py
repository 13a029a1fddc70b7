"""What is stored of the files that somebody sent to be published, in words."""

from aiogram.utils.formatting import Text

from bot.core.translation import Translator
from bot.features.privacy.store import Kept


def files_to_publish(tr: Translator, kept: Kept, keep_days: int) -> list[Text]:
    """Return what to say of them, a line each; nothing where there are none."""
    if not kept.proposed:
        return []
    how_long = tr.plural(
        "What a file that you sent would publish is kept until you decide, for {count} day at most.",
        "What a file that you sent would publish is kept until you decide, for {count} days at most.",
        keep_days,
    )
    return [Text(how_long), *(Text("• ", line) for line in files_erased(tr, kept))]


def files_erased(tr: Translator, kept: Kept) -> list[str]:
    """Return how many there are, as a line; none where there are none."""
    return [tr("files to be published: {count}", count=tr.number(kept.proposed))] if kept.proposed else []
