"""The editions of a visit as a list, with what changed in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.audit import Entry
from bot.core.translation import Translator
from bot.features.editions.presses import OpenEdition
from bot.features.editions.views.words import differences, title_line
from bot.telegram.citing import joined, page_note, pager, rows_of, ways_back
from bot.telegram.edition_words import moment, some, zone_line
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenEditions
from bot.telegram.presses_of_editors import OpenPublish
from bot.telegram.screens import Row, Screen, button
from bot.telegram.telling import called

ON_A_PAGE: Final = 5
_NUMBERS_IN_A_ROW: Final = 5
# Of each edition the list shows the main changes.
_CHANGES: Final = 3
_ROOM: Final = 400


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
            Text(zone_line(held.visit, tr)),
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
        (button(tr("Publish from a file"), OpenPublish(visit=visit)),),
        ways_back(tr),
    )
    return Screen(joined([heading, *blocks], "\n\n"), rows, sample=held.visit.sample)


def _entry(one: Listed, held: Edition, names: Mapping[str, str], tr: Translator) -> Text:
    edition = one.edition
    heading = Text(
        Bold(title_line(edition, held, tr)),
        f"\n{moment(edition.published_at, held, tr)} · {called(edition.author, names, tr)}",
    )
    if one.before is None:
        return joined([heading, Text(tr("the first one"))])
    headlines = differences(one.before, edition, tr).headlines()
    return joined([heading, *some(headlines, _CHANGES, _ROOM, tr)])


def _published_again(held: Edition, page: Page, tr: Translator) -> Text:
    entry = page.publication
    if entry is None or not entry.after.get("again") or entry.after.get("edition") != held.number:
        return Text()
    when, who = moment(entry.at, held, tr), called(entry.actor, page.names, tr)
    return Text(tr("Edition {number} holds again since {when}: {who}", number=held.number, when=when, who=who))
