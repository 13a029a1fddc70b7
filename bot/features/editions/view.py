"""The editions of a visit as messages. All times are by the visit's clock."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.differences import Detail, Differences
from bot.content.library import Edition
from bot.core.audit import Entry
from bot.core.translation import Translator
from bot.features.editions.presses import AskToPublish, OpenEdition, OpenEditions, PublishAgain
from bot.telegram.citing import joined, page_note, page_of, pager, rows_of, share_out, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenDay
from bot.telegram.screens import Row, Screen, button
from bot.telegram.telling import called

ON_A_PAGE: Final = 5
_NUMBERS_IN_A_ROW: Final = 5
# In the list an edition shows its main changes; a question shows what fits one glance.
_IN_THE_LIST: Final = 3
_IN_A_QUESTION: Final = 12
_ROOM_IN_THE_LIST: Final = 400
_ROOM_IN_A_QUESTION: Final = 1600
# Of one thing in which very much changed, so many lines stand together.
_LINES_TOGETHER: Final = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition and the one numbered before it, None before the first."""

    edition: Edition
    before: Edition | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a visit's editions, numbered from 0, the newest first, out of so many editions.

    `publication` is the audit's entry of when the one that holds came to do so, None where it is not known. `names`
    are those of the people in it and of the authors, by reference.
    """

    number: int
    count: int
    listed: Sequence[Listed]
    publication: Entry | None
    names: Mapping[str, str]


def list_screen(held: Edition, page: Page, others: Sequence[Edition], tr: Translator) -> Screen:
    """List editions with what changed in each; `others` are visits of which the reader may see the editions as well."""
    visit, pages = held.visit_id, max(1, -(-page.count // ON_A_PAGE))
    heading = joined(
        [
            Text(Bold(tr("Editions")), page_note(page.number, pages, tr)),
            Text(title_of(held, tr)),
            Text(_zone(held, tr)),
            _published_again(held, page, tr),
        ]
    )
    blocks = [_entry(one, held, page.names, tr) for one in page.listed]
    numbers = [
        button(str(one.edition.number), OpenEdition(visit=visit, edition=one.edition.number)) for one in page.listed
    ]
    rows: tuple[Row, ...] = (
        *rows_of(numbers, _NUMBERS_IN_A_ROW),
        pager(page.number, pages, lambda number: OpenEditions(visit=visit, page=number)),
        *((button(title_of(other, tr), OpenEditions(visit=other.visit_id)),) for other in others),
        ways_back(tr),
    )
    return Screen(joined([heading, *blocks], "\n\n"), rows, sample=held.visit.sample)


def edition_screen(held: Edition, shown: Listed, then: bool, number: int, author: str, tr: Translator) -> Screen:
    """Show an edition compared field by field: with the one that holds, or what it changed `then`, when it came."""
    edition, visit = shown.edition, held.visit_id
    holds = edition.number == held.number
    against = shown.before if then or holds else held
    blocks = [] if against is None else _pieces(_differences(against, edition, tr).details())
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
            Text(Bold(_title(edition, held, tr)), page_note(page, len(shared), tr)),
            Text(title_of(edition, tr)),
            Text(f"{_moment(edition.published_at, held, tr)} · {author}"),
            Text(_zone(held, tr)),
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
        _back(held, tr),
    )
    nothing = Text(tr("Nothing differs.")) if against is not None and not blocks else Text()
    return Screen(joined([heading, Text(compared), *here, nothing], "\n\n"), rows, sample=edition.visit.sample)


def question_screen(held: Edition, edition: Edition, tr: Translator) -> Screen:
    """Show what changes if the edition is published again, and ask whether to do so."""
    differences, visit = _differences(held, edition, tr), held.visit_id
    heading = joined(
        [
            Text(Bold(tr("Publish edition {number} again?", number=edition.number))),
            Text(title_of(held, tr)),
            Text(_zone(held, tr)) if differences.tells_times else Text(),
        ]
    )
    changes = joined([Text(tr("In place of edition {number}:", number=held.number)), *_lines(differences.counts())])
    named = joined(_some(differences.headlines(), _IN_A_QUESTION, _ROOM_IN_A_QUESTION, tr))
    consequence = tr("It holds at once and for everybody. No notices are sent.")
    rows = (
        (
            button(
                tr("Yes, publish {number} again", number=edition.number),
                PublishAgain(visit=visit, edition=edition.number, holding=held.number),
            ),
        ),
        (button(tr("Field by field"), OpenEdition(visit=visit, edition=edition.number)),),
        _back(held, tr),
    )
    body = joined([heading, changes, named, Text(consequence)], "\n\n")
    return Screen(body, rows, sample=held.visit.sample)


def published_screen(replaced: Edition, edition: Edition, tr: Translator) -> Screen:
    """Say that an edition holds again, in place of another, with a way back to that."""
    visit = edition.visit_id
    text = tr("Edition {number} holds now, in place of {before}.", number=edition.number, before=replaced.number)
    rows = (
        (button(tr("Programme"), OpenDay(visit=visit)),),
        (
            button(
                tr("Undo: back to {number}…", number=replaced.number),
                AskToPublish(visit=visit, edition=replaced.number),
            ),
        ),
        _back(edition, tr),
    )
    return Screen(joined([Text(Bold(text)), Text(title_of(edition, tr))]), rows, sample=edition.visit.sample)


def moved_on_screen(held: Edition, wanted: int, tr: Translator) -> Screen:
    """Say that another edition was published meanwhile, so that nothing was done."""
    text = tr(
        "Meanwhile another edition was published: now {number} holds. Nothing was changed by your press. "
        "Look at what would change now, and decide again.",
        number=held.number,
    )
    rows = (
        (button(tr("What would change now"), AskToPublish(visit=held.visit_id, edition=wanted)),),
        _back(held, tr),
    )
    return Screen(Text(text), rows, sample=held.visit.sample)


def holds_already_screen(held: Edition, tr: Translator) -> Screen:
    """Say that the edition to publish is the one that holds."""
    text = tr("Edition {number} holds already: nothing is to be done.", number=held.number)
    return Screen(Text(text), (_back(held, tr),), sample=held.visit.sample)


def no_such_edition_screen(held: Edition, tr: Translator) -> Screen:
    """Say that the visit has no edition with this number."""
    text = tr("The visit has no such edition. The list shows those that it has.")
    return Screen(Text(text), (_back(held, tr),), sample=held.visit.sample)


def _entry(one: Listed, held: Edition, names: Mapping[str, str], tr: Translator) -> Text:
    edition = one.edition
    heading = Text(
        Bold(_title(edition, held, tr)),
        f"\n{_moment(edition.published_at, held, tr)} · {called(edition.author, names, tr)}",
    )
    if one.before is None:
        return joined([heading, Text(tr("the first one"))])
    headlines = _differences(one.before, edition, tr).headlines()
    return joined([heading, *_some(headlines, _IN_THE_LIST, _ROOM_IN_THE_LIST, tr)])


def _published_again(held: Edition, page: Page, tr: Translator) -> Text:
    entry = page.publication
    if entry is None or not entry.after.get("again") or entry.after.get("edition") != held.number:
        return Text()
    when, who = _moment(entry.at, held, tr), called(entry.actor, page.names, tr)
    return Text(tr("Edition {number} holds again since {when}: {who}", number=held.number, when=when, who=who))


def _title(edition: Edition, held: Edition, tr: Translator) -> str:
    title = tr("Edition {number}", number=edition.number)
    return tr("{edition} · holds now", edition=title) if edition.number == held.number else title


def _differences(before: Edition, after: Edition, tr: Translator) -> Differences:
    return Differences(before.visit, after.visit, tr)


def _some(lines: Sequence[str], most: int, room: int, tr: Translator) -> list[Text]:
    """Return the first of these lines, as many as there is room for, and how many more there are."""
    shown: list[str] = []
    for line in lines[:most]:
        room -= len(line)
        if shown and room < 0:
            break
        shown.append(line)
    more = len(lines) - len(shown)
    rest = [Text(tr("and {count} more", count=tr.number(more)))] if more else []
    return [*_lines(shown), *rest]


def _lines(lines: Sequence[str]) -> list[Text]:
    return [Text("• ", line) if line[:1] not in "+−" else Text(line) for line in lines]


def _pieces(details: Sequence[Detail]) -> list[Text]:
    """Return each detail as a block, those of very many lines as several."""
    blocks = []
    for detail in details:
        for start in range(0, max(1, len(detail.lines)), _LINES_TOGETHER):
            lines = detail.lines[start : start + _LINES_TOGETHER]
            blocks.append(joined([Text(Bold(detail.heading), " …" if start else ""), *(Text("  ", x) for x in lines)]))
    return blocks


def _moment(moment: dt.datetime, held: Edition, tr: Translator) -> str:
    local = moment.astimezone(ZoneInfo(held.visit.zone))
    return f"{tr.date(local.date())}, {tr.time(local.time())}"


def _zone(held: Edition, tr: Translator) -> str:
    return tr("{city} time", city=tr.city(held.visit.zone))


def _back(held: Edition, tr: Translator) -> Row:
    return ways_back(tr, (tr("Editions"), OpenEditions(visit=held.visit_id)))
