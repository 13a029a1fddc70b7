"""The sources: their list, and a card of one with what rests on it."""

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text, TextLink

from bot.content.library import Edition
from bot.content.models import Fact, Organisation, Person, Place, Source
from bot.core.languages import language_of
from bot.core.translation import Translator
from bot.features.briefing.views.parts import (
    confidence,
    frame,
    heading,
    name,
    numbered,
    overview,
    press_to,
    speaker_name,
)
from bot.telegram.citing import gone, joined, not_stated, page_of, pager, said, share_out, source_line, ways_back
from bot.telegram.presses import OpenSource, OpenSources
from bot.telegram.presses_of_editors import OpenCheck, OpenChecks
from bot.telegram.screens import Row, Screen, button


@dataclass(frozen=True, slots=True)
class _Resting:
    """A line about something that a source says, and the screen that shows it, if it has one."""

    line: str
    press: CallbackData | None
    ours: bool = False


def sources(edition: Edition, tr: Translator, page: int = 0, *, overdue: int | None = None) -> Screen:
    """Return a page of the sources: publisher, title, day, and a button to each.

    `overdue` is how many facts are to be looked at again, for whoever edits the visit; None for everybody else.
    """
    visit = edition.visit
    every = list(enumerate(visit.sources, 1))
    shared = share_out(every, lambda one: _line(*one, tr))
    page, shown = page_of(shared, page)
    rows = (
        *numbered((number, OpenSource(visit=visit.id, source=source.id)) for number, source in shown),
        pager(page, len(shared), lambda to: OpenSources(visit=visit.id, page=to)),
        *_to_checks(visit.id, overdue, tr),
        ways_back(tr, overview(edition, tr)),
    )
    title = heading(tr("Sources"), tr, page, len(shared))
    return frame(edition, [title, joined(_line(number, source, tr) for number, source in shown)], rows)


def source(edition: Edition, tr: Translator, source_id: str, page: int = 0, *, edits: bool = False) -> Screen:
    """Return a source's card: what it is, when it was published and read, and what rests on it.

    Whoever `edits` the visit is offered to compare it with its page again.
    """
    visit, one = edition.visit, edition.source(source_id)
    if one is None:
        return gone(edition, tr, _to_list(edition, tr))
    resting = list(enumerate(_resting_on(edition, tr, one), 1))
    shared = share_out(resting, lambda item: Text(item[1].line))
    page, shown = page_of(shared, page)
    ours = any(item.ours for _, item in shown)
    lead = tr.plural("{count} entry rests on it:", "{count} entries rest on it:", len(resting))
    rows = (
        *numbered((number, item.press) for number, item in shown if item.press),
        pager(page, len(shared), lambda to: OpenSource(visit=visit.id, source=one.id, page=to)),
        (button(tr("Read it again…"), OpenCheck(visit=visit.id, source=one.id)),) if edits else (),
        ways_back(tr, _to_list(edition, tr)),
    )
    blocks = [
        _card(edition, one, tr),
        Text(lead) if resting else Text(tr("Nothing on file rests on it.")),
        joined(Text(f"{number}. {item.line}") for number, item in shown),
        Text(tr("our translation")) if ours else Text(),
    ]
    return frame(edition, blocks, rows)


def _to_checks(visit_id: str, overdue: int | None, tr: Translator) -> tuple[Row, ...]:
    if overdue is None:
        return ()
    return ((button(tr("To look at again: {count}", count=tr.number(overdue)), OpenChecks(visit=visit_id)),),)


def _line(number: int, one: Source, tr: Translator) -> Text:
    title = [Text("  ", one.title)] if one.title else []
    return joined([Text(f"{number}. ", source_line(one, tr)), *title])


def _card(edition: Edition, one: Source, tr: Translator) -> Text:
    code = language_of(one.language) or one.language
    language = tr.locale.languages.get(code, code)
    lines = [
        Text(Bold(TextLink(f"{said(one.publisher, tr)} ↗", url=str(one.url)))),
        Text(one.title) if one.title else Text(),
        Text(tr("Language: {language}", language=language)),
        *_published(one, tr),
        Text(tr("Seen: {date}", date=tr.date(one.seen_on))),
        Text(tr("Checked: {date}", date=tr.date(one.checked_on))) if one.checked_on else Text(),
        Text(confidence(one.confidence, tr)),
        Text("  ", said(one.note, tr)) if one.note else Text(),
        *(Text("  ", said(caveat.text, tr)) for caveat in edition.caveats_about(one.id)),
        not_stated(edition, tr, one.id),
    ]
    return joined(lines)


def _published(one: Source, tr: Translator) -> list[Text]:
    """Say the day, and how it is known; where there is none, why not, as far as the visit says it."""
    note = said(one.date_note, tr) if one.date_note else ""
    if one.published_on is None:
        return [Text(tr("Published: {date}", date=note) if note else tr("Published: not stated"))]
    day = Text(tr("Published: {date}", date=tr.date(one.published_on)))
    return [day, Text("  ", note)] if note else [day]


def _resting_on(edition: Edition, tr: Translator, one: Source) -> list[_Resting]:
    """Return a line for everything that names this source."""
    found = edition.resting_on(one.id)
    return [
        *(_fact(edition, tr, fact) for fact in found.facts),
        *(
            _Resting(tr("Quote: {speaker}", speaker=speaker_name(edition, tr, quote)), press_to(edition, quote.id))
            for quote in found.quotes
        ),
        *(_named(edition, tr("Person: {name}"), person, tr) for person in found.people),
        *(_named(edition, tr("Organisation: {name}"), organisation, tr) for organisation in found.organisations),
        *(_named(edition, tr("Place: {name}"), place, tr) for place in found.places),
        *(
            _Resting(tr("Event: {title}", title=said(event.title, tr)), press_to(edition, event.id))
            for event in found.events
        ),
        *(
            _Resting(tr("Caveat: {text}", text=said(caveat.text, tr)), press_to(edition, caveat.about[0]))
            for caveat in found.caveats
        ),
    ]


def _named(edition: Edition, label: str, one: Person | Organisation | Place, tr: Translator) -> _Resting:
    return _Resting(label.format(name=name(one.names, tr)), press_to(edition, one.id))


def _fact(edition: Edition, tr: Translator, fact: Fact) -> _Resting:
    _, language = fact.text.pick(tr.language)
    return _Resting(said(fact.text, tr), press_to(edition, fact.id), ours=language not in fact.original)


def _to_list(edition: Edition, tr: Translator) -> tuple[str, CallbackData]:
    return tr("Sources"), OpenSources(visit=edition.visit_id)
