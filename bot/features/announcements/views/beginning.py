"""Before there is a draft: how to begin one, the offer to announce what was sent, and for which visit."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.announcements.pieces import Piece
from bot.features.announcements.presses import MakeDraft
from bot.telegram.citing import joined, ways_back
from bot.telegram.naming import title_of
from bot.telegram.screens import Row, Screen, button


def how_to_screen(tr: Translator) -> Screen:
    """Ask for what is to be announced."""
    lines = [
        Text(Bold(tr("What shall I announce?"))),
        Text(
            tr(
                "Send it now: a text, a photo, a file, a video, a voice message, a place or an album. "
                "You see a preview first; nothing goes out before you confirm."
            )
        ),
        Text(tr("Next time it is quicker to reply to any message with /announce. /cancel leaves it.")),
    ]
    return Screen(joined(lines, "\n\n"), (ways_back(tr),))


def offer_screen(piece: Piece, visits: Sequence[Edition], tr: Translator) -> Screen:
    """Offer to announce something that an organiser sent unasked."""
    count = len(piece.messages)
    text = (
        tr("Send this as an announcement?")
        if count == 1
        else tr.plural(
            "Send this album of {count} as an announcement?", "Send this album of {count} as an announcement?", count
        )
    )
    return Screen(Text(text), (*_for_each(piece, visits, tr), ways_back(tr)))


def which_visit_screen(piece: Piece, visits: Sequence[Edition], tr: Translator) -> Screen:
    """Ask for which visit something is to be announced."""
    return Screen(Text(Bold(tr("An announcement for which visit?"))), (*_for_each(piece, visits, tr), ways_back(tr)))


def gone_screen(tr: Translator) -> Screen:
    """Say that what was sent is not kept any more."""
    text = tr("I keep what you send for a day only. Send it again, or reply to it with /announce.")
    return Screen(Text(text), (ways_back(tr),))


def _for_each(piece: Piece, visits: Sequence[Edition], tr: Translator) -> tuple[Row, ...]:
    if len(visits) == 1:
        [visit] = visits
        return ((button(tr("Make an announcement"), MakeDraft(visit=visit.visit_id, piece=piece.source)),),)
    return tuple(
        (button(title_of(visit, tr), MakeDraft(visit=visit.visit_id, piece=piece.source)),) for visit in visits
    )
