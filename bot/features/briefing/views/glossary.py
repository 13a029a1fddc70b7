"""The words of the field in three languages, each form marked as found in a source or as the project's own."""

from aiogram.utils.formatting import Text

from bot.content.library import Edition
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator
from bot.features.briefing.presses import OpenGlossary
from bot.features.briefing.views.parts import frame, heading, overview
from bot.telegram.citing import Footnotes, joined, page_of, pager, share_out, ways_back
from bot.telegram.screens import Screen


def glossary(edition: Edition, tr: Translator, page: int = 0) -> Screen:
    """Return a page of the glossary in the order of the file."""
    visit = edition.visit
    shared = share_out(visit.glossary, lambda term: Footnotes(edition, tr).names(term.names))
    page, shown = page_of(shared, page)
    notes = Footnotes(edition, tr)
    terms = [notes.names(term.names) for term in shown]
    missing = any(term.names.form(language) is None for term in shown for language in LANGUAGES)
    hint = Text(tr("Where a form is missing, no page was found that gives it.")) if missing else Text()
    empty = Text() if visit.glossary else Text(tr("No words are explained here yet."))
    rows = (
        pager(page, len(shared), lambda to: OpenGlossary(visit=visit.id, page=to)),
        ways_back(tr, overview(edition, tr)),
    )
    return frame(
        edition, [heading(tr("Glossary"), tr, page, len(shared)), empty, joined(terms), hint, notes.notes()], rows
    )
