"""One edition compared with another, field by field."""

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.editions.presses import AskToPublish, OpenEdition
from bot.features.editions.views.listing import Listed
from bot.features.editions.views.words import back, differences, title_line
from bot.telegram.citing import joined, page_note, page_of, pager, share_out
from bot.telegram.edition_words import moment, pieces, zone_line
from bot.telegram.naming import title_of
from bot.telegram.screens import Screen, button


def edition_screen(held: Edition, shown: Listed, then: bool, number: int, author: str, tr: Translator) -> Screen:
    """Show an edition compared field by field: with the one that holds, or what it changed `then`, when it came."""
    edition, visit = shown.edition, held.visit_id
    holds = edition.number == held.number
    against = shown.before if then or holds else held
    blocks = [] if against is None else pieces(differences(against, edition, tr).details())
    shared = share_out(blocks, lambda block: block)
    page, here = page_of(shared, number)
    if against is None:
        compared = tr("It is the first edition: there is nothing before it to compare it with.")
    elif then or holds:
        compared = tr("Compared with edition {number}, the one before it:", number=against.number)
    else:
        compared = tr("From edition {number}, which holds now, to this one:", number=against.number)
    heading = joined(
        [
            Text(Bold(title_line(edition, held, tr)), page_note(page, len(shared), tr)),
            Text(title_of(edition, tr)),
            Text(f"{moment(edition.published_at, held, tr)} · {author}"),
            Text(zone_line(held.visit, tr)),
        ]
    )
    other_way = (
        (button(tr("Compare with {number}", number=held.number), OpenEdition(visit=visit, edition=edition.number)),)
        if then
        else (button(tr("What it changed"), OpenEdition(visit=visit, edition=edition.number, then=True)),)
    )
    rows = (
        pager(page, len(shared), lambda n: OpenEdition(visit=visit, edition=edition.number, then=then, page=n)),
        () if holds else other_way,
        () if holds else (button(tr("Publish again…"), AskToPublish(visit=visit, edition=edition.number)),),
        back(held, tr),
    )
    nothing = Text(tr("Nothing differs.")) if against is not None and not blocks else Text()
    return Screen(joined([heading, Text(compared), *here, nothing], "\n\n"), rows, sample=edition.visit.sample)
