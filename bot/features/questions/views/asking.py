"""What whoever asks sees: the request to write, the question before it goes out, and its answer."""

import datetime as dt

from aiogram.utils.formatting import BlockQuote, Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.questions.presses import AskOn, DropQuestion, SendQuestion
from bot.telegram.citing import joined, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenAsk, OpenVisits
from bot.telegram.questions import Draft, Question
from bot.telegram.screens import Row, Screen, Toast, button

LONGEST_QUESTION = 1_000


def write_screen(edition: Edition, tr: Translator, *, several: bool, fresh: bool = False) -> Screen:
    """Ask for the question; `several`: there are other visits to choose. `fresh` keeps the message that was pressed."""
    body = joined(
        [
            Text(Bold(tr("A question to the organisers")), "\n", title_of(edition, tr)),
            Text(
                tr(
                    "Write it as your next message: text only, up to {most} characters. Before it goes out you choose "
                    "whether it carries your name. /cancel drops it.",
                    most=tr.number(LONGEST_QUESTION),
                )
            ),
        ],
        "\n\n",
    )
    other: Row = (button(tr("Other visits"), OpenVisits()),) if several else ()
    return Screen(body, (other, ways_back(tr)), sample=edition.visit.sample, fresh=fresh)


def ask_anew_screen(edition: Edition, tr: Translator) -> Screen:
    """Offer a new question under an answer to one that is erased by now."""
    text = tr("That question is erased by now. You can ask a new one.")
    rows = ((button(tr("Ask the organisers"), OpenAsk(visit=edition.visit_id)),), ways_back(tr))
    return Screen(Text(text), rows, sample=edition.visit.sample, fresh=True)


def confirm_screen(edition: Edition, draft: Draft, tr: Translator) -> Screen:
    """Show a question before it goes out."""
    body = joined(
        [
            Text(Bold(tr("Your question")), "\n", title_of(edition, tr), "\n", BlockQuote(draft.text)),
            Text(
                tr(
                    "Sent anonymously, it does not show the organisers who you are; the answer reaches you all the "
                    "same."
                )
            ),
        ],
        "\n\n",
    )
    number = draft.draft_id
    rows: tuple[Row, ...] = (
        (button(tr("Send"), SendQuestion(draft=number)),),
        (button(tr("Send anonymously"), SendQuestion(draft=number, anonymous=True)),),
        (button(tr("Do not send"), DropQuestion(draft=number)),),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def asked_screen(edition: Edition, question: Question, tr: Translator, *, relayed: bool) -> Screen:
    """Say that a question was taken; `relayed`: there is a chat that it goes to."""
    where = (
        tr("It is on its way to the organisers. Their answer comes here.")
        if relayed
        else tr("The organisers find it in their list of questions. Their answer comes here.")
    )
    unnamed = tr("They do not see who asked.") if question.name is None else ""
    body = joined(
        [
            Text(Bold(tr("Your question")), "\n", title_of(edition, tr), "\n", BlockQuote(question.text)),
            joined([Text(where), Text(unnamed)]),
        ],
        "\n\n",
    )
    rows = ((button(tr("Ask something else"), OpenAsk(visit=edition.visit_id)),), ways_back(tr))
    return Screen(body, rows, sample=edition.visit.sample)


def dropped_screen(tr: Translator) -> Screen:
    """Say that a draft is erased."""
    return Screen(Text(tr("It was not sent, and nothing of it is kept.")), (ways_back(tr),))


def no_draft(tr: Translator) -> Toast:
    """Answer a press under a draft that is sent, erased or replaced by a newer one."""
    return Toast(tr("This was sent or dropped before, or you wrote something newer since."), alert=True)


def too_many_screen(wait: dt.timedelta, most: int, tr: Translator) -> Screen:
    """Say to somebody who asked too much when they can ask again."""
    minutes = max(dt.timedelta(minutes=1), wait)
    said = tr.plural(
        "You have sent {count} question within the hour, which is as many as I pass on.",
        "You have sent {count} questions within the hour, which is as many as I pass on.",
        most,
    )
    text = Text(said, "\n", tr("The next one can go in {wait}.", wait=tr.duration(minutes)))
    return Screen(text, (ways_back(tr),))


def answer_screen(edition: Edition, question: Question, number: int, words: str, tr: Translator) -> Screen:
    """Return an answer of the organisers as it reaches whoever asked."""
    body = joined(
        [
            Text(Bold(tr("The organisers answer")), "\n", title_of(edition, tr), "\n", BlockQuote(question.text)),
            Text(words),
        ],
        "\n\n",
    )
    ask_on = AskOn(visit=question.visit_id, question=question.question_id, answer=number)
    return Screen(body, ((button(tr("Ask something else"), ask_on),),), sample=edition.visit.sample)
