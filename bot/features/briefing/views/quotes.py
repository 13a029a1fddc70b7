"""What people said: one quote on a screen, leafed through, of everybody or of one speaker."""

from collections.abc import Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import BlockQuote, Text

from bot.content.library import Edition
from bot.content.models import Quote
from bot.content.texts import Localized
from bot.core.languages import LANGUAGES, Language
from bot.core.translation import Translator, msg
from bot.features.briefing.views.parts import about_buttons, frame, heading, overview
from bot.telegram.citing import Footnotes, gone, joined, page_of, pager, rows_of, said, ways_back
from bot.telegram.presses import OpenQuote, OpenQuotes
from bot.telegram.screens import Screen, button

_MARKS: Final[dict[Language, str]] = {"ru": "«{}»", "en": "“{}”", "zh": "“{}”"}
_NESTED: Final[dict[Language, dict[int, int]]] = {
    "ru": str.maketrans("«»", "„“"),
    "en": str.maketrans("“”", "‘’"),
    "zh": str.maketrans("“”", "‘’"),
}
_QUOTED: Final[dict[Language, str]] = {
    "ru": msg("quoted in Russian by {publisher}"),
    "en": msg("quoted in English by {publisher}"),
    "zh": msg("quoted in Chinese by {publisher}"),
}
_REPORTED: Final[dict[Language, str]] = {
    "ru": msg("reported speech, in Russian, by {publisher}"),
    "en": msg("reported speech, in English, by {publisher}"),
    "zh": msg("reported speech, in Chinese, by {publisher}"),
}


def quotes(edition: Edition, tr: Translator, speaker: str = "", page: int = 0) -> Screen:
    """Return one quote of all, or of one speaker, with ways to the next and to the one before."""
    some = _quotes_of(edition, speaker)
    if not some:
        text = tr("The sources quote nobody here.")
        return frame(edition, [heading(tr("Quotes"), tr), Text(text)], [ways_back(tr, overview(edition, tr))])
    page, (one,) = page_of([[quote] for quote in some], page)
    notes = Footnotes(edition, tr)
    rows = (
        pager(page, len(some), lambda to: OpenQuotes(visit=edition.visit_id, speaker=speaker, page=to)),
        *rows_of(_ways(edition, tr, one, filtered=bool(speaker))),
        ways_back(tr, overview(edition, tr)),
    )
    blocks = [heading(tr("Quotes"), tr, page, len(some)), *_quoted(edition, tr, one, notes), notes.notes()]
    return frame(edition, blocks, rows)


def quote(edition: Edition, tr: Translator, quote_id: str, *, original: bool = False) -> Screen:
    """Return one quote for the reader, or in its original words with what the source says beside it."""
    one = edition.quote(quote_id)
    if one is None:
        return gone(edition, tr, (tr("Quotes"), OpenQuotes(visit=edition.visit_id)))
    notes = Footnotes(edition, tr)
    blocks = [*_quoted(edition, tr, one, notes, original=original)]
    if original and one.lead_in:
        blocks.append(Text(tr("Beside it in the source: {words}", words=one.lead_in)))
    if one.language != tr.language:
        label = tr("Translation") if original else tr("Original words")
        turn = [button(label, OpenQuote(visit=edition.visit_id, quote=one.id, original=not original))]
    else:
        turn = []
    ways = [*turn, *_to_speaker(edition, tr, one)]
    back = tr("Quotes"), OpenQuotes(visit=edition.visit_id, page=edition.visit.quotes.index(one))
    return frame(
        edition,
        [*blocks, notes.notes()],
        [*rows_of(ways), *rows_of(about_buttons(edition, tr, one.about)), ways_back(tr, back)],
    )


def _quotes_of(edition: Edition, speaker: str) -> Sequence[Quote]:
    return edition.quotes_by(speaker) if speaker else edition.visit.quotes


def _quoted(edition: Edition, tr: Translator, one: Quote, notes: Footnotes, *, original: bool = False) -> list[Text]:
    """Return the speaker with their role, and the words with where they were printed."""
    speaker, person = edition.speaker(one), edition.person(one.speaker)
    head = [notes.name(speaker.names) if speaker else Text(one.speaker)]
    # Beside the original words no translation stands, so that none is taken for the other.
    if person and not original:
        head.append(notes.say(person.role, person.original, person.sources))
    publishers = dict.fromkeys(said(source.publisher, tr) for source in edition.sources(one.sources))
    where = (_QUOTED if one.kind == "direct" else _REPORTED)[one.language]
    words = (
        Text(_marked(one, one.words, one.language), notes.mark(one.sources))
        if original
        else notes.say(_for_reader(one), [one.language], one.sources)
    )
    return [joined(head), joined([BlockQuote(words), Text(tr(where, publisher=", ".join(publishers)))])]


def _for_reader(one: Quote) -> Localized:
    """Return the words in all the languages there are."""
    translations = {language: one.translations.in_language(language) for language in LANGUAGES if one.translations}
    words = {language: _nested(text, language) for language, text in translations.items() if text}
    words[one.language] = one.words
    return Localized(**{language: _marked(one, text, language) for language, text in words.items()})


def _marked(one: Quote, text: str, language: Language) -> str:
    """Put direct speech between quotation marks; reported speech has none."""
    return _MARKS[language].format(text) if one.kind == "direct" else text


def _nested(text: str, language: Language) -> str:
    """Return our translation with the marks that a quotation has within a quotation."""
    return text.translate(_NESTED[language])


def _ways(edition: Edition, tr: Translator, one: Quote, *, filtered: bool) -> list[InlineKeyboardButton]:
    visit, ways = edition.visit_id, []
    if one.language != tr.language:
        ways.append(button(tr("Original words"), OpenQuote(visit=visit, quote=one.id, original=True)))
    ways += _to_speaker(edition, tr, one)
    if filtered:
        ways.append(button(tr("All quotes"), OpenQuotes(visit=visit)))
    elif len(edition.quotes_by(one.speaker)) > 1:
        ways.append(button(tr("Only this speaker"), OpenQuotes(visit=visit, speaker=one.speaker)))
    return ways


def _to_speaker(edition: Edition, tr: Translator, one: Quote) -> list[InlineKeyboardButton]:
    return about_buttons(edition, tr, [one.speaker])
