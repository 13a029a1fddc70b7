"""/editions: the editions of a visit, compared, and published again."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

from bot.content import editions
from bot.content.library import Edition
from bot.core import audit
from bot.core.audit import Entry
from bot.core.translation import msg
from bot.features.editions.presses import AskToPublish, OpenEdition, PublishAgain, PublishSilently
from bot.features.editions.views import comparison, listing, publishing
from bot.telegram.citing import no_visit, not_open
from bot.telegram.hearing import who_hears
from bot.telegram.presses import OpenEditions
from bot.telegram.publishing import Publication, publish_again
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Published, Screen
from bot.telegram.telling import called, names_behind


@dataclass(frozen=True, slots=True)
class _Editions:
    """The handlers. `owner_ids` are those who own the bot."""

    owner_ids: Collection[int]

    async def editions(self, request: Request) -> Answers:
        """List the editions of the visit at hand, else of the first that the person edits."""
        own = request.editions_with(Role.EDITOR)
        return await self._list(request, own[0], 0) if own else no_visit(request.tr)

    async def open_list(self, request: Request, data: OpenEditions) -> Answers:
        """List a page of a visit's editions."""
        held = request.edition(data.visit)
        return not_open(request.tr) if held is None else await self._list(request, held, data.page)

    async def open_edition(self, request: Request, data: OpenEdition) -> Answers:
        """Show an edition compared with the one that holds, or with the one before it."""
        held = request.edition(data.visit)
        if held is None:
            return not_open(request.tr)
        shown = await request.unit.read(_with_the_one_before, data.visit, data.edition)
        if shown is None:
            return publishing.no_such_edition_screen(held, request.tr)
        author = shown.edition.author
        names = await names_behind(request, {author}, (data.visit,), self.owner_ids)
        who = called(author, names, request.tr)
        return comparison.edition_screen(held, shown, data.then, data.page, who, request.tr)

    async def ask(self, request: Request, data: AskToPublish) -> Answers:
        """Show what changes if an edition is published again, and ask."""
        found = await _found(request, data.visit, data.edition)
        if isinstance(found, Screen):
            return found
        held, edition = found
        hearers = await request.unit.read(who_hears, held.visit, edition.visit, request.now)
        return publishing.question_screen(held, edition, hearers, request.tr)

    async def publish(self, request: Request, data: PublishAgain | PublishSilently) -> Answers:
        """Publish an edition again, unless another than the one that was compared holds by now."""
        found = await _found(request, data.visit, data.edition)
        if isinstance(found, Screen):
            return found
        held, edition = found
        done = await request.unit.write(
            publish_again,
            data.visit,
            data.edition,
            author=request.person.user_id,
            now=request.now,
            expected=data.holding,
            notices=isinstance(data, PublishAgain),
        )
        if not isinstance(done, Publication):
            return publishing.moved_on_screen(held, data.edition, request.tr)
        return publishing.published_screen(held, edition, request.tr, told=done.told_at is not None), Published(
            data.visit
        )

    async def _list(self, request: Request, held: Edition, number: int) -> Screen:
        page = await request.unit.read(_page, held.visit_id, number)
        authors = {one.edition.author for one in page.listed}
        actors = set() if page.publication is None else {page.publication.actor}
        names = await names_behind(request, authors | actors, (held.visit_id,), self.owner_ids)
        others = [other for other in request.editions_with(Role.EDITOR) if other.visit_id != held.visit_id]
        shown = listing.Page(page.number, page.count, page.listed, page.publication, names)
        return listing.list_screen(held, shown, others, request.tr)


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    count: int
    listed: list[listing.Listed]
    publication: Entry | None


def _page(connection: sqlite3.Connection, visit_id: str, number: int) -> _Read:
    """Read a page of editions; one that is no more gives the last one."""
    count = editions.count(connection, visit_id)
    number = min(number, max(0, -(-count // listing.ON_A_PAGE) - 1))
    # One more than is shown: the last is compared with it.
    found = editions.newest(connection, visit_id, listing.ON_A_PAGE + 1, number * listing.ON_A_PAGE)
    listed = [listing.Listed(*pair) for pair in zip_longest(found, found[1:])][: listing.ON_A_PAGE]
    return _Read(number, count, listed, audit.latest(connection, visit_id, editions.PUBLISHED))


def _with_the_one_before(connection: sqlite3.Connection, visit_id: str, number: int) -> listing.Listed | None:
    edition = editions.numbered(connection, visit_id, number)
    return None if edition is None else listing.Listed(edition, editions.numbered(connection, visit_id, number - 1))


async def _found(request: Request, visit_id: str, number: int) -> tuple[Edition, Edition] | Screen:
    """Return the edition that holds and the one that is to; or what to say where there is nothing to be done."""
    held = request.edition(visit_id)
    if held is None:
        return not_open(request.tr)
    if held.number == number:
        return publishing.holds_already_screen(held, request.tr)
    edition = await request.unit.read(editions.numbered, visit_id, number)
    return publishing.no_such_edition_screen(held, request.tr) if edition is None else (held, edition)


def routes(owner_ids: Collection[int]) -> Routes:
    """Return the routes of the editions; `owner_ids` are those who own the bot."""
    feature = _Editions(owner_ids)
    editor, again = Role.EDITOR, msg("publishing an edition again")
    return Routes(
        commands=(Command("editions", msg("What changed, and the way back"), feature.editions, editor, personal=True),),
        presses=(
            Press(OpenEditions, feature.open_list, editor, personal=True, says=msg("the editions")),
            Press(OpenEdition, feature.open_edition, editor, personal=True, says=msg("the editions")),
            Press(AskToPublish, feature.ask, editor, personal=True, says=again),
            Press(PublishAgain, feature.publish, editor, personal=True, says=again),
            Press(PublishSilently, feature.publish, editor, personal=True, says=again),
        ),
    )
