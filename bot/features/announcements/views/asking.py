"""Questions before something is done to an announcement that went out, and answers when there is nothing to do."""

import datetime as dt
from collections.abc import Collection

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.announcements.control_presses import (
    CancelRest,
    NudgeSilent,
    OpenAnnouncement,
    RecallAnnouncement,
)
from bot.features.announcements.presses import OpenDraft
from bot.features.announcements.progress import Progress
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.control import excerpt
from bot.telegram.citing import joined, ways_back
from bot.telegram.presses import OpenAnnouncements
from bot.telegram.screens import Row, Screen, button


def gone_screen(edition: Edition, tr: Translator) -> Screen:
    """Say that an announcement is not there (any more)."""
    text = tr("This announcement is no longer there. The list shows those that are.")
    return Screen(Text(text), (_to_list(tr),), sample=edition.visit.sample)


def still_a_draft_screen(edition: Edition, announcement: Announcement, tr: Translator) -> Screen:
    """Say that an announcement has not gone out yet."""
    text = tr("Announcement {number} is still a draft.", number=announcement.announcement_id)
    open_draft = button(tr("Open the draft"), OpenDraft(**announcement.address))
    return Screen(Text(text), ((open_draft,), _to_list(tr)), sample=edition.visit.sample)


def cancel_screen(edition: Edition, announcement: Announcement, progress: Progress, tr: Translator) -> Screen:
    """Ask whether to send it to nobody else."""
    left = tr.plural("{count} person will no longer get it.", "{count} people will no longer get it.", progress.left)
    sent = tr.plural(
        "{count} has it already and keeps it; a recall would delete it.",
        "{count} have it already and keep it; a recall would delete it.",
        progress.own["sent"],
    )
    nothing_out = progress.standing == "scheduled"
    yes = tr("Yes, cancel it") if nothing_out else tr("Yes, cancel the rest")
    return _question(
        edition,
        announcement,
        tr("Cancel this announcement?") if nothing_out else tr("Cancel the rest?"),
        [left, sent] if progress.own["sent"] else [left],
        (button(yes, CancelRest(**announcement.address, sure=True)),),
        tr,
    )


def recall_screen(
    edition: Edition, announcement: Announcement, progress: Progress, reached: int, tr: Translator
) -> Screen:
    """Ask whether to take it back; `reached` is how many copies are young enough to be deleted."""
    lines = [
        tr.plural("{count} copy will be deleted.", "{count} copies will be deleted.", reached),
    ]
    old = progress.own["sent"] - reached
    if old > 0:
        lines.append(
            tr.plural(
                "{count} copy is older than 48 hours and stays: Telegram no longer deletes it.",
                "{count} copies are older than 48 hours and stay: Telegram no longer deletes them.",
                old,
            )
        )
    if progress.left:
        lines.append(
            tr.plural("{count} person will no longer get it.", "{count} people will no longer get it.", progress.left)
        )
    lines.append(tr("This cannot be undone."))
    yes = button(tr("Yes, recall it"), RecallAnnouncement(**announcement.address, sure=True))
    return _question(edition, announcement, tr("Recall this announcement?"), lines, (yes,), tr)


def nudge_screen(edition: Edition, announcement: Announcement, silent: int, tr: Translator) -> Screen:
    """Ask whether to remind those who have not confirmed."""
    lines = [
        tr.plural(
            "{count} person has it and has not confirmed it. They get a short message with the button.",
            "{count} people have it and have not confirmed it. They get a short message with the button.",
            silent,
        )
    ]
    yes = button(tr("Nudge {count}", count=tr.number(silent)), NudgeSilent(**announcement.address, sure=True))
    return _question(edition, announcement, tr("Remind those who have not confirmed?"), lines, (yes,), tr)


def nudged_lately_screen(
    edition: Edition, announcement: Announcement, last: dt.time, again: dt.time, tr: Translator
) -> Screen:
    """Say that a reminder went out a short while ago; both times are by the clock of the visit's place."""
    text = tr(
        "They were reminded at {last}. The next reminder can go out at {again}.",
        last=tr.time(last),
        again=tr.time(again),
    )
    return Screen(Text(text), (_back(announcement, tr),), sample=edition.visit.sample)


def nothing_to_do_screen(edition: Edition, announcement: Announcement, text: str, tr: Translator) -> Screen:
    """Say why there is nothing to do, with the way to how the announcement stands."""
    return Screen(Text(text), (_back(announcement, tr),), sample=edition.visit.sample)


def _question(
    edition: Edition, announcement: Announcement, title: str, lines: Collection[str], yes: Row, tr: Translator
) -> Screen:
    about = tr(
        "Announcement {number}: {beginning}",
        number=announcement.announcement_id,
        beginning=excerpt(announcement, tr),
    )
    body = joined([Text(Bold(title)), Text(about), joined([Text(line) for line in lines])], "\n\n")
    return Screen(body, (yes, _back(announcement, tr)), sample=edition.visit.sample)


def _left(progress: Progress, tr: Translator) -> str:
    return tr.plural("{count} person will no longer get it.", "{count} people will no longer get it.", progress.left)


def _to_list(tr: Translator) -> Row:
    return ways_back(tr, (tr("Announcements"), OpenAnnouncements()))


def _back(announcement: Announcement, tr: Translator) -> Row:
    back = tr("Announcement {number}", number=announcement.announcement_id)
    return ways_back(tr, (back, OpenAnnouncement(**announcement.address)))
