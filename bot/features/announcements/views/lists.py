"""The recipients of an announcement as lists: who is silent, whose copy was rejected, is uncertain or stays."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator, msg
from bot.features.announcements.control_presses import (
    NudgeSilent,
    OpenAnnouncement,
    OpenNotRecalled,
    OpenProblems,
    OpenSilent,
    OpenUncertain,
    SettleUncertain,
)
from bot.features.announcements.recipients import Copy, Page
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.control import excerpt, moment
from bot.telegram.citing import joined, page_note, pager, rows_of, ways_back
from bot.telegram.outbox import standing
from bot.telegram.screens import Row, Screen, button

ON_A_PAGE: Final = 10
_NUMBERS_IN_A_ROW: Final = 5
# What of the reasons is the bot's own; the others are Telegram's words and stay as they are.
_REASONS: Final[Mapping[str, str]] = {
    standing.LEFT: msg("no longer in the visit"),
    standing.SWITCHED_OFF: msg("switched announcements off"),
    standing.MUTED: msg("muted until after its end"),
    "a backup was restored": msg("a backup was restored"),
    standing.UNREACHABLE: msg("has blocked the bot or is gone"),
    "the bot stopped while it was sent": msg("the bot stopped while it was sent"),
    "forgotten": msg("has erased their data"),
    "recalled": msg("recalled"),
    "cancelled by an organiser": msg("cancelled by an organiser"),
    "uncertain, left so": msg("uncertain, left so"),
    "confirmed meanwhile": msg("has confirmed meanwhile"),
    "corrected again": msg("corrected again"),
}
_FORBIDDEN: Final = "TelegramForbiddenError"
# By which the program knows an error; what follows are Telegram's own words.
_OUR_NAME: Final = re.compile(r"^Telegram\w+: (Bad Request: )?")
_MESSAGES: Final[Mapping[str, str]] = {
    "announcement": msg("the announcement"),
    "announcement text": msg("the text after it"),
    "announcement nudge": msg("the reminder"),
}


def silent_screen(edition: Edition, announcement: Announcement, page: Page, tr: Translator) -> Screen:
    """Show who has an announcement and has not confirmed it."""
    nudge = tr("Nudge {count}", count=tr.number(page.count))
    return _list(
        edition,
        announcement,
        page,
        tr("Have not confirmed: {count}", count=tr.number(page.count)),
        lambda copy: called(copy, tr),
        lambda number: OpenSilent(**announcement.address, page=number),
        tr,
        ((button(nudge, NudgeSilent(**announcement.address)),),) if page.count else (),
    )


def rejected_screen(edition: Edition, announcement: Announcement, page: Page, tr: Translator) -> Screen:
    """Show whom Telegram did not let the bot write to, and why."""
    return _list(
        edition,
        announcement,
        page,
        tr("Rejected: {count}", count=tr.number(page.count)),
        lambda copy: f"{called(copy, tr)} · {reason(copy.reason, tr)}",
        lambda number: OpenProblems(**announcement.address, topic="rejected", page=number),
        tr,
    )


def not_recalled_screen(edition: Edition, announcement: Announcement, page: Page, tr: Translator) -> Screen:
    """Show who still has a copy of a recalled announcement."""
    return _list(
        edition,
        announcement,
        page,
        tr("Still have it: {count}", count=tr.number(page.count)),
        lambda copy: f"{called(copy, tr)} · {moment(copy.at, edition, tr)}",
        lambda number: OpenNotRecalled(**announcement.address, page=number),
        tr,
        note=tr(
            "Their copies were older than 48 hours, or Telegram did not delete them. All that is left is to tell them."
        ),
    )


def uncertain_screen(edition: Edition, announcement: Announcement, page: Page, tr: Translator) -> Screen:
    """Show of whose copies nobody knows whether they arrived, each to be settled by hand."""
    first = page.number * page.size + 1
    numbers = [
        button(str(number), OpenUncertain(**announcement.address, delivery=copy.delivery_id))
        for number, copy in enumerate(page.copies, first)
    ]
    return _list(
        edition,
        announcement,
        page,
        tr("Uncertain: {count}", count=tr.number(page.count)),
        lambda copy: f"{called(copy, tr)} · {tr(_MESSAGES[copy.purpose])}",
        lambda number: OpenProblems(**announcement.address, page=number),
        tr,
        rows_of(numbers, _NUMBERS_IN_A_ROW),
        note=tr("Telegram’s reply was lost: each of them may have it or not. You decide; I repeat nothing by myself."),
    )


def settle_screen(
    edition: Edition, announcement: Announcement, copy: Copy, tr: Translator, *, may_resend: bool
) -> Screen:
    """Ask what to do about one uncertain copy."""
    lines = [
        Text(Bold(called(copy, tr)), f" · {tr(_MESSAGES[copy.purpose])}"),
        Text(moment(copy.at, edition, tr)),
        Text(reason(copy.reason, tr)),
    ]
    ask = tr("If you can, ask whether it has arrived. Sent once more, it may arrive twice.")
    address = {**announcement.address, "delivery": copy.delivery_id}
    again = button(tr("Send once more"), SettleUncertain(**address, again=True))
    leave = button(tr("Leave it"), SettleUncertain(**address, again=False))
    back = ways_back(tr, (tr("Uncertain"), OpenProblems(**announcement.address)))
    body = joined([joined(lines), Text(ask) if may_resend else Text()], "\n\n")
    return Screen(body, ((again, leave) if may_resend else (leave,), back), sample=edition.visit.sample)


def called(copy: Copy, tr: Translator) -> str:
    """Return what to call a recipient."""
    return copy.name or (tr("a guest") if copy.known else tr("somebody who erased their data"))


def reason(words: str | None, tr: Translator) -> str:
    """Return why a copy is in its state, in the reader's language where the words are the bot's own."""
    if words is None:
        return ""
    if words.startswith(_FORBIDDEN):
        return tr(_REASONS[standing.UNREACHABLE])
    return tr(_REASONS[words]) if words in _REASONS else _OUR_NAME.sub("", words)


def _list(
    edition: Edition,
    announcement: Announcement,
    page: Page,
    title: str,
    line: Callable[[Copy], str],
    turn: Callable[[int], CallbackData],
    tr: Translator,
    rows: tuple[Row, ...] = (),
    note: str = "",
) -> Screen:
    about = tr(
        "Announcement {number}: {beginning}",
        number=announcement.announcement_id,
        beginning=excerpt(announcement, tr),
    )
    heading = joined([Text(Bold(title), page_note(page.number, page.pages, tr)), Text(about)])
    first = page.number * page.size + 1
    lines = [Text(f"{number}. {line(copy)}") for number, copy in enumerate(page.copies, first)]
    shown = joined(lines) if lines else Text(tr("There is nobody here."))
    back = tr("Announcement {number}", number=announcement.announcement_id)
    return Screen(
        joined([heading, shown, Text(note) if note and lines else Text()], "\n\n"),
        (
            *rows,
            pager(page.number, page.pages, turn),
            ways_back(tr, (back, OpenAnnouncement(**announcement.address))),
        ),
        sample=edition.visit.sample,
    )
