"""/questions, and answers: by a reply in the organisers' chat, or from the list."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.content.library import Edition
from bot.core.errors import PersonError
from bot.core.languages import DEFAULT_LANGUAGE, language_of
from bot.core.translation import msg
from bot.features.questions import store
from bot.features.questions.panel import question_number
from bot.features.questions.presses import AnswerQuestion, OpenQuestion, SendAgain, SettleQuestion
from bot.features.questions.store import Place
from bot.features.questions.views import listing as view
from bot.features.questions.views.asking import answer_screen
from bot.telegram import desks, notices, people, prompts, questions, subscriptions
from bot.telegram.calls import content
from bot.telegram.citing import no_visit, not_open
from bot.telegram.outbox.dispatches import Conditions
from bot.telegram.people import User
from bot.telegram.presses import OpenQuestions
from bot.telegram.questions import Question
from bot.telegram.refusals import note_refusal
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers, Dispatched, Screen, Toast

PROMPT: Final = "answer"
_NUMBER: Final = re.compile("[0-9]{1,15}")
ANSWERING: Final = msg("answering a question")
_TEXT_ONLY: Final = msg("Only text is passed on: this was not. Please write the answer as a message.")
_TOO_LONG: Final = msg(
    "This was not passed on: an answer may have up to {most} characters, and this one has {count}. Please shorten it."
)


@dataclass(frozen=True, slots=True)
class Answering:
    """The handlers. `owner_ids` are those who own the bot: they may ask about any visit without being members."""

    owner_ids: Collection[int]

    async def reply(self, request: Request) -> Answers | None:
        """Pass a reply to a question on to whoever asked, if an admin of the visit wrote it."""
        replied = request.message.reply_to_message if request.message is not None else None
        number = question_number(replied) if replied is not None else None
        if replied is None or number is None:
            return None
        if request.person.anonymous:
            return notices.who_are_you(request.tr)
        question = await request.unit.read(questions.by_id, number)
        if question is None:
            return view.gone_screen("", request.tr, way=False)
        edition = request.library.edition(question.visit_id)
        if edition is None or request.role_in(question.visit_id) < Role.ADMIN:
            await note_refusal(request, ANSWERING, question.visit_id)
            return view.not_passed_on(request.tr)
        place = (request.chat_id, replied.message_id)
        await request.unit.write(store.arrived_at, question, *place, request.now)
        return await self._pass_on(request, edition, question, place)

    async def take_answer(self, request: Request, payload: dict[str, Any]) -> Answers:
        """Take what was written as the answer to a question of the list."""
        found = await _found(request, payload["visit"], payload["question"])
        return found if isinstance(found, Screen) else await self._pass_on(request, *found)

    async def _pass_on(
        self, request: Request, edition: Edition, question: Question, place: Place | None = None
    ) -> Answers:
        words = (request.message.text if request.message is not None else None) or ""
        if not words.strip():
            raise PersonError(_TEXT_ONLY)
        if len(words) > view.LONGEST_ANSWER:
            most, count = request.tr.number(view.LONGEST_ANSWER), request.tr.number(len(words))
            raise PersonError(_TOO_LONG, most=most, count=count)
        asker = (await request.unit.read(people.users_by_id, [question.user_id])).get(question.user_id)
        asker = asker or User(question.user_id)
        number = await request.unit.read(store.next_answer, question)
        message = await self._message(request, edition, question, number, words, asker)
        own = question.user_id in self.owner_ids
        # What somebody asked for comes at once, and silently in their quiet hours; whoever was removed gets nothing.
        conditions = Conditions() if own else Conditions(question.visit_id, guests=True, urgent=True)
        actor = request.person.user_id
        await request.unit.write(store.answer, question, number, message, conditions, actor, request.now, place)
        return view.passed_on_screen(question, request.tr, in_group=not request.private), Dispatched()

    async def _message(
        self, request: Request, edition: Edition, question: Question, number: int, words: str, asker: User
    ) -> dict[str, Any]:
        tr = request.translators[asker.language or language_of(asker.telegram_language) or DEFAULT_LANGUAGE]
        message = content(answer_screen(edition, question, number, words, tr), tr)
        quiet = await request.unit.read(subscriptions.quiet, asker.user_id)
        if quiet.until(ZoneInfo(asker.zone or edition.visit.home_zone), request.now) is not None:
            message["disable_notification"] = True
        return message


async def show(request: Request) -> Answers:
    """Show the questions of the visit at hand, else of the first of which the person is an admin."""
    own = request.editions_with(Role.ADMIN)
    return await _list(request, own[0], 0) if own else no_visit(request.tr)


async def open_questions(request: Request, data: OpenQuestions) -> Answers:
    """Show a page of a visit's questions."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else await _list(request, edition, data.page)


async def open_link(request: Request) -> Answers:
    """Open a question by the link that stands under it in the organisers' chat."""
    number = int(request.argument) if _NUMBER.fullmatch(request.argument) else 0
    question = await request.unit.read(questions.by_id, number)
    if question is None or request.role_in(question.visit_id) < Role.ADMIN:
        return await show(request)
    return await open_question(request, OpenQuestion(visit=question.visit_id, question=number))


async def open_question(request: Request, data: OpenQuestion) -> Answers:
    """Show one question."""
    found = await _found(request, data.visit, data.question)
    return found if isinstance(found, Screen) else await _card(request, *found)


async def write_answer(request: Request, data: AnswerQuestion) -> Answers:
    """Ask for the answer."""
    found = await _found(request, data.visit, data.question)
    if isinstance(found, Screen):
        return found
    payload = {"visit": data.visit, "question": data.question}
    await request.unit.write(prompts.ask, request.person.user_id, PROMPT, payload, request.now)
    return view.write_answer_screen(*found, request.tr)


async def settle(request: Request, data: SettleQuestion) -> Answers:
    """Take a question off the list."""
    found = await _found(request, data.visit, data.question)
    if isinstance(found, Screen):
        return found
    edition, question = found
    await request.unit.write(store.settle, question, request.person.user_id, request.now)
    return await _list(request, edition, 0)


async def send_again(request: Request, data: SendAgain) -> Answers:
    """Send again what may or may not have arrived."""
    found = await _found(request, data.visit, data.question)
    if isinstance(found, Screen):
        return found
    edition, question = found
    actor = request.person.user_id
    if not await request.unit.write(store.send_again, question, data.answer, actor, request.now):
        return Toast(request.tr("What became of it is known by now."), alert=True), await _card(request, *found)
    return await _card(request, edition, question), Dispatched()


async def _card(request: Request, edition: Edition, question: Question) -> Screen:
    progress = await request.unit.read(store.progress, question)
    return view.card_screen(edition, question, progress, request.now, request.tr)


async def _list(request: Request, edition: Edition, number: int) -> Screen:
    count = await request.unit.read(questions.count_waiting, edition.visit_id)
    number = min(number, max(0, -(-count // view.ON_A_PAGE) - 1))
    shown = await request.unit.read(questions.waiting, edition.visit_id, view.ON_A_PAGE, number * view.ON_A_PAGE)
    listed = [(question, await request.unit.read(store.progress, question)) for question in shown]
    desk = await request.unit.read(desks.of_visit, edition.visit_id)
    others = [other for other in request.editions_with(Role.ADMIN) if other is not edition]
    return view.list_screen(edition, view.Page(number, listed, count, desk), others, request.now, request.tr)


async def _found(request: Request, visit_id: str, question_id: int) -> tuple[Edition, Question] | Screen:
    """Return a question of a visit of which the person is an admin, or the screen that says that there is none."""
    edition = request.edition(visit_id)
    if edition is None or request.role_in(visit_id) < Role.ADMIN:
        return not_open(request.tr)
    question = await request.unit.read(questions.by_id, question_id)
    if question is None or question.visit_id != visit_id:
        return view.gone_screen(visit_id, request.tr)
    return edition, question
