"""/ask: a question is written, looked at once more, and sent with a name or without."""

from typing import Any, Final

from bot.content.library import Edition
from bot.core.errors import PersonError
from bot.core.translation import msg
from bot.features.questions import store
from bot.features.questions.panel import question_link
from bot.features.questions.presses import AskOn, DropQuestion, SendQuestion
from bot.features.questions.store import Progress
from bot.features.questions.views import asking as view
from bot.features.questions.views.listing import relayed_screen
from bot.telegram import prompts, questions
from bot.telegram.calls import content
from bot.telegram.citing import no_visit, not_open
from bot.telegram.naming import clean_name
from bot.telegram.presses import OpenAsk
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched

PROMPT: Final = "ask"
_TOO_LONG: Final = msg("A question may have up to {most} characters, and this one has {count}. Please shorten it.")
_TEXT_ONLY: Final = msg("A question is passed on as text only. Please write it as a message.")


async def ask(request: Request) -> Answers:
    """Take the question that follows the command, else ask for it; it is about the visit at hand."""
    edition = request.edition()
    if edition is None:
        return no_visit(request.tr)
    if request.argument.strip():
        return await _look_again(request, edition)
    return await _let_write(request, edition)


async def open_ask(request: Request, data: OpenAsk) -> Answers:
    """Ask for a question about this visit."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else await _let_write(request, edition)


async def ask_on(request: Request, data: AskOn) -> Answers:
    """Ask for another question; the answer above stays, and has arrived."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    question = await request.unit.read(questions.by_id, data.question)
    if question is None or question.user_id != request.person.user_id:
        return view.ask_anew_screen(edition, request.tr)
    if request.message is not None:
        await request.unit.write(store.got_answer, question, data.answer, request.message.message_id, request.now)
    return await _let_write(request, edition, fresh=True)


async def take_question(request: Request, payload: dict[str, Any]) -> Answers:
    """Take what was written as the question."""
    edition = request.edition(payload["visit"])
    if edition is None:
        return not_open(request.tr)
    if request.message is None or request.message.text is None:
        raise PersonError(_TEXT_ONLY)
    return await _look_again(request, edition)


async def send(request: Request, data: SendQuestion) -> Answers:
    """Send a draft: to the organisers' chat if there is one, in any case to their list."""
    person = request.person
    draft = await request.unit.read(questions.draft, data.draft, person.user_id)
    if draft is None:
        return view.no_draft(request.tr)
    edition = request.edition(draft.visit_id)
    if edition is None:
        return not_open(request.tr)
    if await _asked_too_much(request):
        return await _too_many(request)
    name = None if data.anonymous else clean_name(person.name)
    question, desk = await request.unit.write(store.ask, draft, name, request.now)
    screen = view.asked_screen(edition, question, request.tr, relayed=desk is not None)
    if desk is None:
        return screen
    tr = request.translators[desk.language]
    relayed = relayed_screen(edition, question, Progress(None), question_link(request.bot_username, question), tr)
    await request.unit.write(store.relay, question, desk, content(relayed, tr), request.now)
    return screen, Dispatched()


async def drop(request: Request, data: DropQuestion) -> Answers:
    """Erase a draft."""
    dropped = await request.unit.write(questions.drop_draft, data.draft, request.person.user_id)
    return view.dropped_screen(request.tr) if dropped else view.no_draft(request.tr)


async def _let_write(request: Request, edition: Edition, *, fresh: bool = False) -> Answers:
    if await _asked_too_much(request):
        return await _too_many(request)
    await request.unit.write(prompts.ask, request.person.user_id, PROMPT, {"visit": edition.visit_id}, request.now)
    return view.write_screen(edition, request.tr, several=len(request.visits()) > 1, fresh=fresh)


async def _look_again(request: Request, edition: Edition) -> Answers:
    words = request.argument.strip()
    if len(words) > view.LONGEST_QUESTION:
        tr = request.tr
        raise PersonError(_TOO_LONG, most=tr.number(view.LONGEST_QUESTION), count=tr.number(len(words)))
    if await _asked_too_much(request):
        return await _too_many(request)
    draft = await request.unit.write(
        questions.write_draft, request.person.user_id, edition.visit_id, words, request.now
    )
    return view.confirm_screen(edition, draft, request.tr)


async def _asked_too_much(request: Request) -> bool:
    lately = await request.unit.read(questions.asked_lately, request.person.user_id, request.now)
    return lately >= questions.MOST_AN_HOUR


async def _too_many(request: Request) -> Answers:
    wait = await request.unit.read(questions.next_in, request.person.user_id, request.now)
    return view.too_many_screen(wait, questions.MOST_AN_HOUR, request.tr)
