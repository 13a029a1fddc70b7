"""The sources to be read again, and one of them beside what rests on it."""

import datetime as dt
from typing import Final

from aiogram.utils.formatting import BlockQuote, Bold, Text, TextLink

from bot.content.freshness import Overdue, last_read, lies_ahead, overdue
from bot.content.library import Edition
from bot.content.models import Fact, Source
from bot.core.translation import Translator
from bot.features.checking.marks import mark_of_source
from bot.features.checking.presses import OpenSpellings, StillSaysSo
from bot.telegram.citing import joined, page_note, page_of, pager, rows_of, said, share_out, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenEditions, OpenSource, OpenSources
from bot.telegram.presses_of_editors import OpenCheck, OpenChecks
from bot.telegram.screens import Row, Screen, button, link

_NUMBERS_IN_A_ROW: Final = 5
# Of a long row of ids the first are enough: the next screen has them all.
_IDS: Final = 8


def checks_screen(edition: Edition, today: dt.date, page: int, tr: Translator) -> Screen:
    """Return a page of the sources to be read again, the one read longest ago first."""
    visit, found = edition.visit, list(enumerate(overdue(edition.visit, today), 1))
    shared = share_out(found, lambda one: _entry(*one, today, tr))
    number, here = page_of(shared, page)
    heading = joined(
        [
            Text(Bold(tr("To look at again")), page_note(number, len(shared), tr)),
            Text(title_of(edition, tr)),
        ]
    )
    body = [heading, _lead(edition, [one for _, one in found], tr), *(_entry(*one, today, tr) for one in here)]
    numbers = [button(str(place), OpenCheck(visit=visit.id, source=one.source.id)) for place, one in here]
    rows = (
        *rows_of(numbers, _NUMBERS_IN_A_ROW),
        pager(number, len(shared), lambda other: OpenChecks(visit=visit.id, page=other)),
        *rows_of(
            [
                button(tr("Spelling of names"), OpenSpellings(visit=visit.id)),
                button(tr("Editions"), OpenEditions(visit=visit.id)),
            ]
        ),
        ways_back(tr, (tr("Sources"), OpenSources(visit=visit.id))),
    )
    return Screen(joined(body, "\n\n"), rows, sample=visit.sample)


def check_screen(edition: Edition, source: Source, today: dt.date, page: int, tr: Translator) -> Screen:
    """Return a source beside the facts that rest on it, a page of them, with the way to say that it still says so."""
    visit, facts = edition.visit, list(enumerate(edition.resting_on(source.id).facts, 1))
    shared = share_out(facts, lambda one: _fact(*one, tr))
    number, here = page_of(shared, page)
    heading = joined(
        [
            Text(
                Bold(TextLink(f"{said(source.publisher, tr)} ↗", url=str(source.url))),
                page_note(number, len(shared), tr),
            ),
            Text(source.title) if source.title else Text(),
            *_readings(source, tr),
        ]
    )
    asked, answers = _asked(edition, source, today, tr)
    rows = (
        *answers,
        pager(number, len(shared), lambda other: OpenCheck(visit=visit.id, source=source.id, page=other)),
        (button(tr("The source’s card"), OpenSource(visit=visit.id, source=source.id)),),
        *rows_of(ways_back(tr, (tr("To look at again"), OpenChecks(visit=visit.id)))),
    )
    lead = tr("On file it says:") if facts else tr("No fact on file rests on it.")
    body = joined([heading, Text(asked), Text(Bold(lead)), *(_fact(*one, tr) for one in here)], "\n\n")
    return Screen(body, rows, sample=visit.sample)


def _lead(edition: Edition, found: list[Overdue], tr: Translator) -> Text:
    limit = edition.visit.recheck_after_days
    if limit is None:
        return Text(
            tr("This visit sets no limit: nothing is listed here by itself. Its file sets one as recheck_after_days.")
        )
    if not found:
        fresh = tr.plural(
            "Every fact rests on a source that was read within the last day.",
            "Every fact rests on a source that was read within the last {count} days.",
            limit,
        )
        return Text(fresh)
    count = len({fact.id for one in found for fact in one.facts})
    many = tr.plural(
        "{count} fact rests on sources that were last read more than {limit} days ago.",
        "{count} facts rest on sources that were last read more than {limit} days ago.",
        count,
        limit=tr.number(limit),
    )
    return joined([Text(many), Text(tr("Open a source, read its page, and say whether it still says so."))])


def _entry(place: int, one: Overdue, today: dt.date, tr: Translator) -> Text:
    day = last_read(one.source)
    ids = [fact.id for fact in one.facts]
    named = tr(", ").join(ids[:_IDS]) + ("…" if len(ids) > _IDS else "")
    count = tr.plural("{count} fact: {ids}", "{count} facts: {ids}", len(ids), ids=named)
    ahead = tr("{date} lies ahead", date=tr.date(day))
    read = ahead if lies_ahead(day, today) else tr("last read {date}", date=tr.date(day))
    name = TextLink(f"{said(one.source.publisher, tr)} ↗", url=str(one.source.url))
    return joined([Text(f"{place}. ", name), Text(f"  {read}"), Text(f"  {count}")])


def _readings(source: Source, tr: Translator) -> list[Text]:
    checked = source.checked_on
    return [
        Text(tr("Seen: {date}", date=tr.date(source.seen_on))),
        Text(tr("Checked: {date}", date=tr.date(checked))) if checked else Text(),
    ]


def _asked(edition: Edition, source: Source, today: dt.date, tr: Translator) -> tuple[str, tuple[Row, ...]]:
    """Return what the editor is asked to do, and the buttons to answer with."""
    page = link(tr("Open the page ↗"), str(source.url))
    if lies_ahead(source.seen_on, today):
        asked = tr("The day of the first reading lies ahead: correct seen_on in the visit’s file first.")
        return asked, ((page,),)
    if source.checked_on is not None and source.checked_on >= today and not lies_ahead(source.checked_on, today):
        return tr("Read again today: it still says so."), ((page,),)
    asked = tr(
        "Read the page and compare. If it says anything else by now, press nothing and correct the fact in the "
        "visit’s file."
    )
    still = StillSaysSo(visit=edition.visit_id, source=source.id, mark=mark_of_source(edition, source))
    return asked, ((page,), (button(tr("It still says so"), still),))


def _fact(place: int, fact: Fact, tr: Translator) -> Text:
    words = [BlockQuote("\n".join(fact.wording))] if fact.wording else []
    return joined([Text(f"{place}. {said(fact.text, tr)} ({fact.id})"), *words])
