"""Sources read again and spellings confirmed, by editors and in private only; each is an edition of its own."""

from bot.content.confirming import named
from bot.content.freshness import overdue, today_at
from bot.content.library import Edition
from bot.core.languages import LANGUAGES
from bot.core.translation import msg
from bot.features.checking import store
from bot.features.checking.presses import ConfirmSpelling, OpenSpellings, StillSaysSo
from bot.features.checking.views.checks import check_screen, checks_screen
from bot.features.checking.views.spellings import spelling_screen, spellings_screen
from bot.telegram.citing import gone, not_open
from bot.telegram.presses_of_editors import OpenCheck, OpenChecks, OpenSpelling
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Press, Routes
from bot.telegram.screens import Answers, Published, Screen, Toast


async def open_checks(request: Request, data: OpenChecks) -> Answers:
    """List the sources that are to be read again."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    return checks_screen(edition, today_at(edition.visit, request.now), data.page, request.tr)


async def open_check(request: Request, data: OpenCheck) -> Answers:
    """Show a source beside the facts that rest on it."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else _check(request, edition, data.source, data.page)


async def still_says_so(request: Request, data: StillSaysSo) -> Answers:
    """Note that a source was read again, unless something else than what was shown rests on it by now."""
    shown = request.edition(data.visit)
    if shown is None:
        return not_open(request.tr)
    vouched = await request.unit.write(
        store.still_says_so, data.visit, data.source, data.mark, request.person.user_id, request.now
    )
    if vouched is None:
        return _no_source(request, shown)
    held, tr = vouched.held, request.tr
    if not vouched.stands:
        changed = tr("What rests on this source was changed meanwhile. Compare once more: nothing was noted.")
        return Toast(changed, alert=True), _check(request, held, data.source), Published(data.visit)
    today = today_at(held.visit, request.now)
    was_due = any(one.source.id == data.source for one in overdue(shown.visit, today))
    # Whoever works through the list goes on with it; whoever came from the source's card stays there.
    screen = checks_screen(held, today, 0, tr) if was_due else _check(request, held, data.source)
    return Toast(tr("Noted. The editions have the way back.")), screen, Published(data.visit)


async def open_spellings(request: Request, data: OpenSpellings) -> Answers:
    """List the names whose spelling can be confirmed."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else spellings_screen(edition, data.page, request.tr)


async def open_spelling(request: Request, data: OpenSpelling) -> Answers:
    """Show the spellings of one name."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else _spelling(request, edition, data.item)


async def confirm_spelling(request: Request, data: ConfirmSpelling) -> Answers:
    """Note that a name is written so, or take that back, unless it is written otherwise by now."""
    shown = request.edition(data.visit)
    if shown is None:
        return not_open(request.tr)
    language = next((known for known in LANGUAGES if known == data.language), None)
    if language is None:
        return _no_name(request, shown)
    who, now = request.person.user_id, request.now
    vouched = await request.unit.write(
        store.confirm_spelling, data.visit, data.item, language, data.mark, who, now, confirmed=data.on
    )
    if vouched is None:
        return _no_name(request, shown)
    tr = request.tr
    if vouched.stands:
        toast = Toast(tr("Confirmed.") if data.on else tr("Taken back."))
    else:
        toast = Toast(tr("The name was changed meanwhile. Compare once more: nothing was noted."), alert=True)
    return toast, _spelling(request, vouched.held, data.item), Published(data.visit)


def _check(request: Request, edition: Edition, source_id: str, page: int = 0) -> Screen:
    source = edition.source(source_id)
    if source is None:
        return _no_source(request, edition)
    return check_screen(edition, source, today_at(edition.visit, request.now), page, request.tr)


def _spelling(request: Request, edition: Edition, item_id: str) -> Screen:
    found = next((item for item in named(edition.visit) if item.id == item_id), None)
    return _no_name(request, edition) if found is None else spelling_screen(edition, found, request.tr)


def _no_source(request: Request, edition: Edition) -> Screen:
    return gone(edition, request.tr, (request.tr("To look at again"), OpenChecks(visit=edition.visit_id)))


def _no_name(request: Request, edition: Edition) -> Screen:
    return gone(edition, request.tr, (request.tr("Names"), OpenSpellings(visit=edition.visit_id)))


_READING, _SPELLING = msg("reading sources again"), msg("confirming the spelling of names")

ROUTES = Routes(
    presses=(
        Press(OpenChecks, open_checks, Role.EDITOR, personal=True, says=_READING),
        Press(OpenCheck, open_check, Role.EDITOR, personal=True, says=_READING),
        Press(StillSaysSo, still_says_so, Role.EDITOR, personal=True, says=_READING),
        Press(OpenSpellings, open_spellings, Role.EDITOR, personal=True, says=_SPELLING),
        Press(OpenSpelling, open_spelling, Role.EDITOR, personal=True, says=_SPELLING),
        Press(ConfirmSpelling, confirm_spelling, Role.EDITOR, personal=True, says=_SPELLING),
    ),
)
