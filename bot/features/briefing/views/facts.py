"""The facts: by topic, a page of one topic, and one fact with everything that is known of where it comes from."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import BlockQuote, Bold, Text

from bot.content.freshness import last_checked
from bot.content.library import Edition
from bot.content.models import Fact, Topic
from bot.core.languages import language_of
from bot.core.translation import Translator
from bot.features.briefing.presses import OpenTopics, OpenUnstated
from bot.features.briefing.views.parts import (
    about_buttons,
    confidence,
    frame,
    heading,
    named,
    numbered,
    overview,
    title_of,
)
from bot.telegram.citing import (
    Footnotes,
    gone,
    in_language,
    joined,
    not_stated,
    page_of,
    pager,
    rows_of,
    said,
    share_out,
    ways_back,
)
from bot.telegram.presses import OpenFact, OpenFacts
from bot.telegram.screens import PAGE_LENGTH, Row, Screen, button


def topics(edition: Edition, tr: Translator) -> Screen:
    """Return the topics, each with the number of its facts."""
    visit = edition.visit
    rows: list[Row] = [
        (named(f"{said(topic.title, tr)} · {tr.number(len(some))}", OpenFacts(visit=visit.id, topic=topic.id)),)
        for topic, some in edition.facts_by_topic()
    ]
    if visit.unstated:
        rows.append((button(tr("Not stated in the sources"), OpenUnstated(visit=visit.id)),))
    count = len(visit.facts)
    lead = tr.plural("{count} fact, with its source.", "{count} facts by topic, each with its source.", count)
    return frame(edition, [heading(tr("All facts"), tr), Text(lead)], [*rows, ways_back(tr, overview(edition, tr))])


def facts(edition: Edition, tr: Translator, topic_id: str, page: int = 0) -> Screen:
    """Return a page of the facts of one topic, numbered throughout the topic."""
    visit = edition.visit
    topic = edition.topic(topic_id)
    if topic is None:
        return gone(edition, tr, _to_topics(edition, tr))
    shared = share_facts(edition, edition.facts_of_topic(topic.id), tr)
    page, shown = page_of(shared, page)
    notes = Footnotes(edition, tr)
    first = 1 + sum(map(len, shared[:page]))
    rows = (
        *fact_buttons(edition, shown, first),
        pager(page, len(shared), lambda to: OpenFacts(visit=visit.id, topic=topic.id, page=to)),
        ways_back(tr, _to_topics(edition, tr)),
    )
    title = heading(said(topic.title, tr), tr, page, len(shared))
    return frame(edition, [title, *fact_blocks(shown, first, notes, tr), notes.notes()], rows)


def fact(edition: Edition, tr: Translator, fact_id: str) -> Screen:
    """Return one fact: said, as the source prints it, by whom, how sure, and what it is about."""
    one = edition.fact(fact_id)
    if one is None:
        return gone(edition, tr, _to_topics(edition, tr))
    notes, checked = Footnotes(edition, tr), last_checked(edition.sources(one.sources))
    blocks = [
        Text(Bold(notes.say(one.text, one.original, one.sources))),
        _wording(one, tr),
        joined(
            [
                Text(tr("According to: {who}", who=said(one.attributed_to, tr))) if one.attributed_to else Text(),
                Text(said(one.note, tr)) if one.note else Text(),
                Text(tr("Background: not about the visit itself")) if one.context else Text(),
                Text(confidence(one.confidence, tr)),
                Text(tr("Last checked in the source: {date}", date=tr.date(checked))) if checked else Text(),
                *notes.caveats(one.id),
            ]
        ),
        not_stated(edition, tr, one.id),
        notes.notes(),
    ]
    topic = edition.topic(one.topic)
    back = (
        (said(topic.title, tr), OpenFacts(visit=edition.visit_id, topic=topic.id, page=_page(edition, tr, one, topic)))
        if topic
        else _to_topics(edition, tr)
    )
    return frame(edition, blocks, [*rows_of(about_buttons(edition, tr, one.about), 1), *rows_of(ways_back(tr, back))])


def unstated(edition: Edition, tr: Translator, page: int = 0) -> Screen:
    """Return what a reader would look for and no source states."""
    groups: dict[str, list[Text]] = {}
    # What is about nothing in particular comes last.
    for item in sorted(edition.visit.unstated, key=lambda item: item.about is None):
        groups.setdefault(_subject(edition, tr, item.about), []).append(Text("• ", said(item.text, tr)))
    blocks = [joined([Bold(subject), *lines]) for subject, lines in groups.items()]
    shared = share_out(blocks, lambda block: block)
    page, shown = page_of(shared, page)
    title = heading(tr("Not stated in the sources"), tr, page, len(shared))
    back = ways_back(tr, _to_topics(edition, tr))
    turn = pager(page, len(shared), lambda to: OpenUnstated(visit=edition.visit_id, page=to))
    return frame(edition, [title, *shown], [turn, back])


def share_facts(edition: Edition, some: Sequence[Fact], tr: Translator, limit: int = PAGE_LENGTH) -> list[list[Fact]]:
    """Share out facts into pages by the length of their blocks."""
    return share_out(some, lambda fact: fact_block(fact, 1, Footnotes(edition, tr), tr), limit)


def fact_blocks(some: Iterable[Fact], first: int, notes: Footnotes, tr: Translator) -> list[Text]:
    """Return a block for each fact, numbered from `first`."""
    return [fact_block(fact, number, notes, tr) for number, fact in enumerate(some, first)]


def fact_block(one: Fact, number: int, notes: Footnotes, tr: Translator) -> Text:
    """Return a fact with its number, its note and its caveats."""
    note = [Text("  ", said(one.note, tr))] if one.note else []
    return joined([Text(f"{number}. ", notes.say(one.text, one.original, one.sources)), *note, *notes.caveats(one.id)])


def fact_buttons(edition: Edition, some: Iterable[Fact], first: int) -> tuple[Row, ...]:
    """Return the buttons to these facts, numbered from `first`."""
    return numbered((n, OpenFact(visit=edition.visit_id, fact=fact.id)) for n, fact in enumerate(some, first))


def _wording(one: Fact, tr: Translator) -> Text:
    if not one.wording:
        return Text()
    language = language_of(one.original[0]) if len(one.original) == 1 else None
    label = in_language(tr("Word for word"), language, tr) if language else tr("Word for word")
    return Text(label, "\n", BlockQuote("\n".join(one.wording)))


def _page(edition: Edition, tr: Translator, one: Fact, topic: Topic) -> int:
    shared = share_facts(edition, edition.facts_of_topic(topic.id), tr)
    return next((number for number, page in enumerate(shared) if one in page), 0)


def _subject(edition: Edition, tr: Translator, about: str | None) -> str:
    if about is None:
        return tr("In general")
    one = edition.fact(about)
    # As a heading it has no full stop.
    return said(one.brief or one.text, tr).rstrip(".。") if one else title_of(edition, tr, about)


def _to_topics(edition: Edition, tr: Translator) -> tuple[str, CallbackData]:
    return tr("All facts"), OpenTopics(visit=edition.visit_id)
