"""/ask, /questions and /desk: the way of a question to the organisers and of the answer back."""

from collections.abc import Collection

from bot.core.translation import msg
from bot.features.questions import answering, asking, desk, presses
from bot.features.questions.answering import ANSWERING, Answering
from bot.features.questions.desk import Removal
from bot.features.questions.panel import LINK
from bot.telegram.presses import OpenAsk, OpenQuestions
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Link, Press, Question, Routes


def routes(owner_ids: Collection[int]) -> Routes:
    """Return the routes of questions; `owner_ids` are those who own the bot."""
    answers, removal, admin = Answering(owner_ids), Removal(owner_ids), Role.ADMIN
    listing, chat = msg("the list of questions"), msg("the organisers’ chat")
    return Routes(
        commands=(
            Command("ask", msg("Ask the organisers"), asking.ask, Role.GUEST, personal=True),
            Command("questions", msg("Questions that wait for an answer"), answering.show, admin, personal=True),
            Command("desk", msg("Have questions come to this chat"), desk.desk, admin),
        ),
        presses=(
            Press(OpenAsk, asking.open_ask, Role.GUEST, personal=True),
            Press(presses.AskOn, asking.ask_on, Role.GUEST, personal=True),
            Press(presses.SendQuestion, asking.send, Role.GUEST, personal=True),
            Press(presses.DropQuestion, asking.drop, Role.GUEST, personal=True),
            Press(OpenQuestions, answering.open_questions, admin, personal=True, says=listing),
            Press(presses.OpenQuestion, answering.open_question, admin, personal=True, says=listing),
            Press(presses.AnswerQuestion, answering.write_answer, admin, personal=True, says=ANSWERING),
            Press(presses.SettleQuestion, answering.settle, admin, personal=True, says=ANSWERING),
            Press(presses.SendAgain, answering.send_again, admin, personal=True, says=ANSWERING),
            Press(presses.OpenDesk, desk.open_desk, admin, personal=True, says=chat),
            Press(presses.ChooseDesk, desk.choose_desk, admin, personal=True, says=chat),
            Press(presses.CloseDesk, desk.close_desk, admin, personal=True, says=chat),
        ),
        links=(Link(LINK, answering.open_link, admin),),
        questions=(
            Question(asking.PROMPT, asking.take_question, Role.GUEST),
            Question(answering.PROMPT, answers.take_answer, admin),
        ),
        reply=answers.reply,
        removed=removal.removed,
    )
