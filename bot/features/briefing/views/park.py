"""The overview of the host: what and where it is, and what is known of it in a few lines."""

from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Text

from bot.content.library import Edition
from bot.content.models import Fact
from bot.core.translation import Translator
from bot.features.briefing.presses import OpenGlossary, OpenTopics
from bot.features.briefing.views.parts import frame
from bot.telegram.citing import Footnotes, joined, rows_of, said, share_out, ways_back
from bot.telegram.presses import OpenCompanies, OpenDay, OpenPeople, OpenQuotes, OpenSources
from bot.telegram.screens import Screen, button

# Beyond this the overview is none; the rest stands under "All facts".
OVERVIEW_LENGTH: Final = 2000


def park(edition: Edition, tr: Translator) -> Screen:
    """Return the host's overview with ways to everything else there is."""
    visit, notes = edition.visit, Footnotes(edition, tr)
    host = edition.host
    head = [
        notes.names(host.names),
        notes.say(host.summary, host.original, host.sources) if host.summary else Text(),
        Text("  ", said(host.note, tr)) if host.note else Text(),
    ]
    briefs = [fact for fact in visit.facts if fact.brief]
    fitting = share_out(briefs, lambda fact: _line(fact, Footnotes(edition, tr)), OVERVIEW_LENGTH)[0]
    lines = [_line(fact, notes) for fact in fitting]
    return frame(
        edition, [joined(head), joined(lines), notes.notes()], rows_of([*ways_on(edition, tr), *ways_back(tr)])
    )


def _line(fact: Fact, notes: Footnotes) -> Text:
    said = notes.say(fact.brief or fact.text, fact.original, fact.sources)
    return joined([Text("• ", said), *notes.caveats(fact.id, most=1)])


def ways_on(edition: Edition, tr: Translator) -> list[InlineKeyboardButton]:
    """Return buttons to all that a visit has, without those to nothing."""
    visit = edition.visit
    ways = [
        (visit.facts, tr("All facts"), OpenTopics(visit=visit.id)),
        (visit.organisations, tr("Companies"), OpenCompanies(visit=visit.id)),
        (visit.people, tr("People"), OpenPeople(visit=visit.id)),
        (visit.quotes, tr("Quotes"), OpenQuotes(visit=visit.id)),
        (visit.events, tr("Programme"), OpenDay(visit=visit.id)),
        (visit.glossary, tr("Glossary"), OpenGlossary(visit=visit.id)),
        (visit.sources, tr("Sources"), OpenSources(visit=visit.id)),
    ]
    return [button(label, press) for items, label, press in ways if items]
