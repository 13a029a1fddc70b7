"""/desk: a chat becomes the organisers' chat of a visit, or no longer is; and what happens when the bot is removed."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.content.library import Edition
from bot.core.languages import DEFAULT_LANGUAGE, language_of
from bot.features.questions import store
from bot.features.questions.presses import ChooseDesk, CloseDesk, OpenDesk
from bot.features.questions.views import desks as view
from bot.telegram import desks, people, questions
from bot.telegram.calls import content
from bot.telegram.citing import no_visit, not_open
from bot.telegram.desks import Desk
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers, Dispatched, Screen


async def desk(request: Request) -> Answers:
    """Make this chat the organisers' chat, or in a group take it back; in private nothing that stands is replaced."""
    if not request.private:
        return view.send_desk_screen(request.tr) if _by_link(request) else await _in_group(request)
    own = request.editions_with(Role.ADMIN)
    if not own:
        return no_visit(request.tr)
    known = await request.unit.read(desks.of_visit, own[0].visit_id)
    if (known is None or known.lost_at is not None) and not _by_link(request):
        await _choose(request, own[0])
    return await _show(request, own[0])


async def open_desk(request: Request, data: OpenDesk) -> Answers:
    """Show which chat is the organisers' chat of a visit."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else await _show(request, edition)


async def choose_desk(request: Request, data: ChooseDesk) -> Answers:
    """Make this private chat the organisers' chat."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    await _choose(request, edition)
    return await _show(request, edition)


async def close_desk(request: Request, data: CloseDesk) -> Answers:
    """Leave a visit without an organisers' chat."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    known = await request.unit.read(desks.of_visit, edition.visit_id)
    if known is not None:
        await request.unit.write(store.close_desk, known, request.person.user_id, request.now)
    return await _show(request, edition)


@dataclass(frozen=True, slots=True)
class Removal:
    """What happens when the bot is removed from a group. `owner_ids` are those who own the bot."""

    owner_ids: Collection[int]

    async def removed(self, request: Request) -> Answers:
        """Tell the admins of the visits whose questions went there."""
        lost = await request.unit.write(desks.lose, request.chat_id, request.now)
        for visit_id in lost:
            await self._tell(request, visit_id)
        return Dispatched() if lost else ()

    async def _tell(self, request: Request, visit_id: str) -> None:
        edition, known = request.library.edition(visit_id), await request.unit.read(desks.of_visit, visit_id)
        if edition is None or known is None:
            return
        admins = await request.unit.read(store.admins, visit_id, self.owner_ids)
        users = await request.unit.read(people.users_by_id, admins)
        languages = {
            user.user_id: user.language or language_of(user.telegram_language) or DEFAULT_LANGUAGE
            for user in users.values()
        }
        messages = {
            language: content(view.lost_screen(edition, known, tr), tr) for language, tr in request.translators.items()
        }
        await request.unit.write(store.tell_of_loss, visit_id, languages, messages, request.now)


def _by_link(request: Request) -> bool:
    """Tell whether it was not said but opened by a link, which anybody may have made: that changes nothing."""
    return request.message is not None and (request.message.text or "").startswith("/start")


async def _in_group(request: Request) -> Answers:
    own = [one for one in request.library.visits() if request.role_in(one.visit_id) >= Role.ADMIN]
    # Which visits there are is nobody else's business in a group: with several only the person's choice counts.
    meant = [one for one in own if one.visit_id == request.person.visit_id] or own
    if len(meant) != 1:
        return view.which_visit_screen(request.tr)
    [edition] = meant
    known = await request.unit.read(desks.of_visit, edition.visit_id)
    if known is not None and known.chat_id == request.chat_id and known.lost_at is None:
        await request.unit.write(store.close_desk, known, request.person.user_id, request.now)
        return view.closed_in_group_screen(edition, request.tr)
    await _choose(request, edition)
    waiting = await request.unit.read(questions.count_waiting, edition.visit_id)
    moved = known is not None and known.lost_at is None
    return view.chosen_in_group_screen(edition, request.tr, moved=moved, waiting=waiting)


async def _choose(request: Request, edition: Edition) -> None:
    title = None
    if not request.private:
        title = (request.message.chat.title if request.message is not None else None) or "?"
    chosen = Desk(edition.visit_id, request.chat_id, title, request.tr.language, request.now)
    await request.unit.write(store.choose_desk, chosen, request.person.user_id, request.now)


async def _show(request: Request, edition: Edition) -> Screen:
    known = await request.unit.read(desks.of_visit, edition.visit_id)
    waiting = await request.unit.read(questions.count_waiting, edition.visit_id)
    others = [other for other in request.editions_with(Role.ADMIN) if other is not edition]
    return view.desk_screen(edition, known, request.chat_id, others, waiting, request.tr)
