"""What organisers see of questions: in their chat, in the list, and one by one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import BlockQuote, Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.questions.presses import AnswerQuestion, OpenDesk, OpenQuestion, SendAgain, SettleQuestion
from bot.features.questions.store import Progress
from bot.features.questions.views.wording import age, answer_line, arrival, heading, relay_line, who
from bot.telegram.citing import joined, page_note, pager, rows_of, ways_back
from bot.telegram.desks import Desk
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenQuestions
from bot.telegram.questions import Question
from bot.telegram.screens import Row, Screen, button, link, shortened

ON_A_PAGE: Final = 5
LONGEST_ANSWER: Final = 2_500
_GLANCE: Final = 120


@dataclass(frozen=True, slots=True)
class Page:
    """A page of questions, numbered from 0, with what became of each, and how many there are."""

    number: int
    questions: Sequence[tuple[Question, Progress]]
    count: int
    desk: Desk | None


def relayed_screen(edition: Edition, question: Question, progress: Progress, url: str, tr: Translator) -> Screen:
    """Return a question as it stands in the organisers' chat; `url` opens it in private, and names it in replies."""
    zone = ZoneInfo(edition.visit.zone)
    state = {
        "open": tr("Reply to this message, and your reply goes to whoever asked."),
        "answered": "✓ " + tr("Answered"),
        "settled": "✓ " + tr("Settled"),
    }[question.state]
    body = joined(
        [
            joined([heading(question, tr), Text(title_of(edition, tr)), BlockQuote(question.text)]),
            joined([Text(state), *_answers(progress, zone, tr)]),
        ],
        "\n\n",
    )
    return Screen(body, ((link(tr("Open in private"), url),),), sample=edition.visit.sample)


def list_screen(edition: Edition, page: Page, others: Sequence[Edition], now: dt.datetime, tr: Translator) -> Screen:
    """Show questions that wait, oldest first; `others` are visits of which the reader is an admin as well."""
    pages = max(1, -(-page.count // ON_A_PAGE))
    top = joined([Text(Bold(tr("Questions"), page_note(page.number, pages, tr))), Text(title_of(edition, tr))])
    blocks = [_glance(question, progress, now, tr) for question, progress in page.questions] or [
        Text(tr("No question waits for an answer."))
    ]
    numbers = [
        button(str(question.question_id), OpenQuestion(visit=edition.visit_id, question=question.question_id))
        for question, _ in page.questions
    ]
    rows: tuple[Row, ...] = (
        *rows_of(numbers, ON_A_PAGE),
        pager(page.number, pages, lambda number: OpenQuestions(visit=edition.visit_id, page=number)),
        (button(tr("Organisers’ chat"), OpenDesk(visit=edition.visit_id)),),
        *((button(shortened(title_of(other, tr)), OpenQuestions(visit=other.visit_id)),) for other in others),
        ways_back(tr),
    )
    return Screen(joined([top, _desk_note(page.desk, tr), *blocks], "\n\n"), rows, sample=edition.visit.sample)


def card_screen(edition: Edition, question: Question, progress: Progress, now: dt.datetime, tr: Translator) -> Screen:
    """Show one question with all that became of it."""
    zone, visit, number = ZoneInfo(edition.visit.zone), edition.visit_id, question.question_id
    lines = _answers(progress, zone, tr)
    if question.state == "settled":
        lines.append(Text("✓ ", tr("Settled")))
    body = joined(
        [
            joined(
                [
                    Text(heading(question, tr), " · ", age(question, now, tr)),
                    Text(title_of(edition, tr)),
                    BlockQuote(question.text),
                ]
            ),
            joined([Text(_sentence(relay_line(progress, tr), tr)), *lines]),
        ],
        "\n\n",
    )
    again = [
        (
            button(
                tr("Send answer {number} again", number=one.number), SendAgain(**_address(question), answer=one.number)
            ),
        )
        for one in progress.answers
        if one.state == "uncertain"
    ]
    if progress.relay is not None and progress.relay.state == "uncertain" and question.state == "open":
        again.append((button(tr("Send it to the chat again"), SendAgain(visit=visit, question=number)),))
    settle = (
        () if question.state == "settled" else (button(tr("Mark as settled"), SettleQuestion(**_address(question))),)
    )
    rows: tuple[Row, ...] = (
        (button(tr("Answer"), AnswerQuestion(**_address(question))), *settle),
        *again,
        ways_back(tr, (tr("Questions"), OpenQuestions(visit=visit))),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def write_answer_screen(edition: Edition, question: Question, tr: Translator) -> Screen:
    """Ask an admin for the answer to a question."""
    body = joined(
        [
            joined([heading(question, tr), Text(title_of(edition, tr)), BlockQuote(question.text)]),
            Text(
                tr(
                    "Write the answer as your next message: text only, up to {most} characters. /cancel drops it.",
                    most=tr.number(LONGEST_ANSWER),
                )
            ),
        ],
        "\n\n",
    )
    back = ways_back(tr, (tr("Question"), OpenQuestion(**_address(question))))
    return Screen(body, (back,), sample=edition.visit.sample)


def passed_on_screen(question: Question, tr: Translator, *, in_group: bool) -> Screen:
    """Say that an answer is on its way."""
    text = (
        tr("It is on its way to whoever asked.")
        if question.name is None
        else tr("It is on its way to {name}.", name=question.name)
    )
    if in_group:
        return Screen(Text(text), silent=True)
    card = button(tr("Question {number}", number=question.question_id), OpenQuestion(**_address(question)))
    return Screen(Text(text), ((card,), ways_back(tr, (tr("Questions"), OpenQuestions(visit=question.visit_id)))))


def not_passed_on(tr: Translator) -> Screen:
    """Say to somebody who replied to a question that they may not answer it."""
    return Screen(Text(tr("This was not passed on: only admins of the visit answer questions here.")))


def gone_screen(visit_id: str, tr: Translator, *, way: bool = True) -> Screen:
    """Say that a question is erased; `way`: the list can be opened here."""
    text = tr("This question is no longer there: whoever asked has erased it, or its time was over.")
    return Screen(Text(text), (ways_back(tr, (tr("Questions"), OpenQuestions(visit=visit_id))),) if way else ())


def _answers(progress: Progress, zone: ZoneInfo, tr: Translator) -> list[Text]:
    """Return a line for each answer, and by which clock they are."""
    lines = [Text(answer_line(one, zone, tr)) for one in progress.answers]
    return [*lines, Text(tr("{city} time", city=tr.city(zone.key)))] if lines else []


def _glance(question: Question, progress: Progress, now: dt.datetime, tr: Translator) -> Text:
    words = shortened(" ".join(question.text.split()), _GLANCE)
    first = Text(f"{question.question_id}. ", Bold(who(question, tr)), f" · {age(question, now, tr)}")
    notes = [tr("answer {state}", state=arrival(one, tr)) for one in progress.answers[-1:]]
    notes = notes or [relay_line(progress, tr)]
    return joined([first, Text(words), *(Text(tr("({note})", note=note)) for note in notes if note)])


def _desk_note(desk: Desk | None, tr: Translator) -> Text:
    if desk is None:
        return Text(tr("No chat is chosen that questions go to: send /desk in one."))
    if desk.lost_at is not None:
        return Text(tr("The bot was removed from the organisers’ chat: send /desk in another, or there again."))
    return Text()


def _sentence(line: str, tr: Translator) -> str:
    return tr("{sentence}.", sentence=f"{line[:1].upper()}{line[1:]}") if line else ""


def _address(question: Question) -> dict[str, object]:
    return {"visit": question.visit_id, "question": question.question_id}
