"""The answer to a free question: what of the visit fits best, a line each, and a button to it."""

from collections.abc import Sequence
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Event, Organisation, Person, Quote
from bot.content.search import Hit
from bot.core.translation import Translator
from bot.features.briefing.views.facts import fact_block
from bot.features.briefing.views.park import ways_on
from bot.features.briefing.views.parts import frame, numbered, overview, press_to, speaker_name
from bot.telegram.citing import Footnotes, joined, rows_of, ways_back
from bot.telegram.presses import OpenPark
from bot.telegram.rendering import plain
from bot.telegram.screens import PAGE_LENGTH, Screen, button, shortened

BEST: Final = 5


def found(edition: Edition, tr: Translator, question: str) -> Screen:
    """Return the best matches for a question in any of the three languages, or a way on when there is none."""
    hits = edition.find(question, tr.language, BEST)
    if not hits:
        return _nothing(edition, tr, question)
    shown = _fitting(edition, hits, tr)
    notes = Footnotes(edition, tr)
    lines = [_line(edition, hit, number, notes, tr) for number, hit in enumerate(shown, 1)]
    presses = [(number, press_to(edition, hit.id)) for number, hit in enumerate(shown, 1)]
    title = Text(Bold(tr("Found: {words}", words=shortened(question))))
    return frame(
        edition,
        [title, *lines, notes.notes()],
        [*numbered((number, press) for number, press in presses if press), ways_back(tr, overview(edition, tr))],
    )


def _nothing(edition: Edition, tr: Translator, question: str) -> Screen:
    said = tr("Nothing on file fits “{words}”.", words=shortened(question)) if question.strip() else ""
    hint = tr("Try one or two other words, in Russian, English or Chinese, or look here:")
    here = button(tr("Overview"), OpenPark(visit=edition.visit_id))
    return frame(edition, [joined([Text(said), Text(hint)])], [*rows_of([here, *ways_on(edition, tr)]), ways_back(tr)])


def _fitting(edition: Edition, hits: Sequence[Hit], tr: Translator) -> Sequence[Hit]:
    """Return the best hits that stand on one screen; at least one."""
    length, count = 0, 0
    for hit in hits:
        length += len(plain(_line(edition, hit, 1, Footnotes(edition, tr), tr)))
        if count and length > PAGE_LENGTH:
            break
        count += 1
    return hits[:count]


def _line(edition: Edition, hit: Hit, number: int, notes: Footnotes, tr: Translator) -> Text:
    if fact := edition.fact(hit.id):
        return fact_block(fact, number, notes, tr)
    if person := edition.person(hit.id):
        return Text(f"{number}. ", _person(person, notes))
    if organisation := edition.organisation(hit.id):
        return Text(f"{number}. ", _organisation(organisation, notes))
    if event := edition.event(hit.id):
        return Text(f"{number}. ", _event(event, notes, tr))
    if quote := edition.quote(hit.id):
        return Text(f"{number}. ", _quote(edition, quote, notes, tr))
    return Text()


def _person(one: Person, notes: Footnotes) -> Text:
    return joined([notes.name(one.names), notes.say(one.role, one.original, one.sources)])


def _organisation(one: Organisation, notes: Footnotes) -> Text:
    if one.summary is None:
        return Text(notes.name(one.names), notes.mark(one.sources))
    return joined([notes.name(one.names), notes.say(one.summary, one.original, one.sources)])


def _event(one: Event, notes: Footnotes, tr: Translator) -> Text:
    day = Text(tr.day(one.day)) if one.day else Text()
    return joined([Bold(notes.say(one.title, one.original, one.sources)), day])


def _quote(edition: Edition, one: Quote, notes: Footnotes, tr: Translator) -> Text:
    speaker = tr("Quote: {speaker}", speaker=speaker_name(edition, tr, one))
    return Text(speaker, notes.mark(one.sources))
