"""The organisers' chat of a visit, as messages: chosen, taken back, lost."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.questions.presses import ChooseDesk, CloseDesk, OpenDesk
from bot.telegram.citing import joined, ways_back
from bot.telegram.desks import Desk
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenQuestions
from bot.telegram.screens import Row, Screen, button, shortened


def chosen_in_group_screen(edition: Edition, tr: Translator, *, moved: bool, waiting: int) -> Screen:
    """Say in a group that questions come there now; `moved`: they went elsewhere before; `waiting` are unanswered."""
    lines = [
        Text(tr("Questions about this visit come to this group now, and no longer where they went before."))
        if moved
        else Text(tr("Questions about this visit come to this group now.")),
        Text(_how(tr)),
        Text(tr("Everybody in the group reads them. To undo this, send /desk here again.")),
        Text(_waiting(waiting, tr)),
    ]
    return Screen(joined([_heading(edition, tr), joined(lines)], "\n\n"), sample=edition.visit.sample)


def closed_in_group_screen(edition: Edition, tr: Translator) -> Screen:
    """Say in a group that questions no longer come there."""
    text = tr("Questions no longer come to this group. They are kept in /questions until /desk chooses a chat.")
    return Screen(joined([_heading(edition, tr), Text(text)], "\n\n"), sample=edition.visit.sample)


def send_desk_screen(tr: Translator) -> Screen:
    """Ask whoever came by a link to say what they want: links change nothing."""
    return Screen(Text(tr("Send /desk here yourself, and questions come to this group.")))


def which_visit_screen(tr: Translator) -> Screen:
    """Ask an admin of several visits in a group which one is meant, without naming any."""
    text = tr(
        "You are an admin of several visits. Choose the one you mean with /visit in our private chat, "
        "then send /desk here again."
    )
    return Screen(Text(text))


def desk_screen(
    edition: Edition, desk: Desk | None, chat_id: int, others: Sequence[Edition], waiting: int, tr: Translator
) -> Screen:
    """Show in private which chat is the organisers' chat; `others` are visits that the reader administers as well."""
    visit = edition.visit_id
    here = desk is not None and desk.chat_id == chat_id and desk.lost_at is None
    take = button(tr("Use this chat"), ChooseDesk(visit=visit))
    give = button(tr("Choose no chat"), CloseDesk(visit=visit))
    lines = [Text(_where(desk, tr, here=here)), Text(_how(tr) if here else ""), Text(_waiting(waiting, tr))]
    rows: tuple[Row, ...] = (
        (*(() if here else (take,)), *(() if desk is None else (give,))),
        (button(tr("Questions"), OpenQuestions(visit=visit)),),
        *((button(shortened(title_of(other, tr)), OpenDesk(visit=other.visit_id)),) for other in others),
        ways_back(tr),
    )
    return Screen(joined([_heading(edition, tr), joined(lines)], "\n\n"), rows, sample=edition.visit.sample)


def lost_screen(edition: Edition, desk: Desk, tr: Translator) -> Screen:
    """Tell an admin that the bot was removed from the organisers' chat."""
    text = tr(
        "I was removed from the organisers’ chat “{title}”. Questions are kept in /questions until somebody sends "
        "/desk in another chat, or there again.",
        title=desk.title or "",
    )
    rows = ((button(tr("Questions"), OpenQuestions(visit=edition.visit_id)),), ways_back(tr))
    return Screen(joined([_heading(edition, tr), Text(text)], "\n\n"), rows, sample=edition.visit.sample)


def _heading(edition: Edition, tr: Translator) -> Text:
    return Text(Bold(tr("Organisers’ chat")), "\n", title_of(edition, tr))


def _where(desk: Desk | None, tr: Translator, *, here: bool) -> str:
    if desk is None:
        return tr("No chat is chosen: questions are kept in /questions. Send /desk in the organisers’ group.")
    if here:
        return tr("Questions about this visit come to this chat.")
    if desk.title is None:
        return tr("Questions go to the private chat of another admin.")
    if desk.lost_at is not None:
        return tr("The bot was removed from “{title}”: questions are kept in /questions.", title=desk.title)
    return tr("Questions go to the group “{title}”.", title=desk.title)


def _how(tr: Translator) -> str:
    return tr("An admin’s reply to a question goes to whoever asked; text only.")


def _waiting(count: int, tr: Translator) -> str:
    if not count:
        return ""
    return tr.plural("{count} question waits in /questions.", "{count} questions wait in /questions.", count)
