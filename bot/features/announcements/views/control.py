"""The panel of an announcement that was confirmed: how far it has come, and what can be done about it."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text
from babel.numbers import format_decimal

from bot.content.library import Edition
from bot.core.translation import Translator, msg
from bot.features.announcements.control_presses import (
    CancelRest,
    CorrectAnnouncement,
    ExportAnnouncement,
    HoldAnnouncement,
    NudgeSilent,
    OpenNotRecalled,
    OpenProblems,
    OpenSilent,
    RecallAnnouncement,
)
from bot.features.announcements.progress import Counted, Progress, Standing
from bot.features.announcements.store import Announcement
from bot.telegram.citing import joined, rows_of, ways_back
from bot.telegram.naming import title_of
from bot.telegram.panels import Subject
from bot.telegram.presses import OpenAnnouncements
from bot.telegram.screens import Row, Screen, button

KIND: Final = "announcement"
_BAR: Final = 10
_EXCERPT: Final = 60
_MINUTE: Final = 60
_SHORT: Final = 10
_WORTH_SAYING: Final = 0.1
STANDINGS: Final[dict[Standing, str]] = {
    "scheduled": msg("scheduled"),
    "sending": msg("sending"),
    "paused": msg("paused"),
    "done": msg("done"),
    "cancelled": msg("cancelled"),
    "recalled": msg("recalled"),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """How an announcement is looked at: when, at which pace messages go out, and by whose clock."""

    now: dt.datetime
    per_second: int
    zone: ZoneInfo


def control_screen(
    edition: Edition, announcement: Announcement, progress: Progress, sight: Sight, tr: Translator
) -> Screen:
    """Show how far an announcement has come, with the buttons for what can be done now."""
    heading = tr(
        "Announcement {number} · {standing}",
        number=announcement.announcement_id,
        standing=_standing(announcement, progress, tr),
    )
    blocks = [
        joined([Text(Bold(heading)), Text(title_of(edition, tr)), Text(excerpt(announcement, tr))]),
        joined(_counts(announcement, progress, sight, edition, tr)),
        joined(_afterwards(announcement, progress, edition, tr)),
    ]
    rows = (*_rows(announcement, progress, tr), ways_back(tr, (tr("Announcements"), OpenAnnouncements())))
    return Screen(
        joined(blocks, "\n\n"),
        rows,
        sample=edition.visit.sample,
        shows=Subject(KIND, announcement.reference),
    )


def excerpt(announcement: Announcement, tr: Translator, width: int = _EXCERPT) -> str:
    """Return how an announcement begins, in one line, in the reader's language where it has that."""
    language = announcement.language_for(tr.language)
    words = " ".join(announcement.texts[language].text.split()) if language is not None else ""
    if not words:
        return tr("no text")
    return words if len(words) <= width else words[: width - 1].rstrip(" .,;:!?。，；：！？—–-") + "…"


def moment(when: dt.datetime, edition: Edition, tr: Translator, *, own: ZoneInfo | None = None) -> str:
    """Return a moment by the clock of the visit's place and, where that differs, by the reader's own clock and day."""
    zone = ZoneInfo(edition.visit.zone)
    local = when.astimezone(zone)
    said = tr("{day}, {time} {city}", day=tr.day(local.date()), time=tr.time(local.time()), city=tr.city(zone.key))
    if own is None or when.astimezone(own).utcoffset() == local.utcoffset():
        return said
    there = when.astimezone(own)
    time = tr.time(there.time())
    if there.date() != local.date():
        time = tr("{day}, {times}", day=tr.short_day(there.date()), times=time)
    return tr("{moment} ({time} {city})", moment=said, time=time, city=tr.city(own.key))


def counted(counts: Counted, tr: Translator) -> str:
    """Return how many copies are in each state that says something about them."""
    named = [
        (tr("sent"), counts["sent"]),
        (tr("rejected"), counts["rejected"]),
        (tr("uncertain"), counts["uncertain"]),
        (tr("expired"), counts["expired"]),
        (tr("cancelled"), counts["cancelled"]),
    ]
    # What is sent is said even when it is none; the rest only where there is any.
    return " · ".join(f"{name} {tr.number(count)}" for place, (name, count) in enumerate(named) if count or not place)


def length(seconds: float, tr: Translator) -> str:
    """Return how long something takes, such as `7.6 s` or `4 min`."""
    if seconds < _SHORT:
        return tr("{seconds} s", seconds=format_decimal(round(seconds, 1), locale=tr.locale))
    if seconds < _MINUTE:
        return tr("{seconds} s", seconds=tr.number(round(seconds)))
    return tr.duration(dt.timedelta(minutes=math.ceil(seconds / _MINUTE)))


def _standing(announcement: Announcement, progress: Progress, tr: Translator) -> str:
    begun = max(filter(None, (progress.starts_at, announcement.confirmed_at)), default=None)
    if progress.standing == "done" and begun is not None and progress.ended_at is not None:
        took = (progress.ended_at - begun).total_seconds()
        # By this clock a handful of messages may have taken no time at all.
        if took >= _WORTH_SAYING:
            return tr("done in {length}", length=length(took, tr))
    return tr(STANDINGS[progress.standing])


def _counts(
    announcement: Announcement, progress: Progress, sight: Sight, edition: Edition, tr: Translator
) -> list[Text]:
    lines = []
    if progress.standing == "scheduled" and progress.starts_at is not None:
        when = moment(progress.starts_at, edition, tr, own=sight.zone)
        lines.append(Text(tr("Goes out {when}", when=when)))
        lines.append(Text(tr.plural("to {count} recipient", "to {count} recipients", progress.total)))
        return lines
    if progress.left:
        done = progress.total - progress.left
        filled = done * _BAR // progress.total
        share = tr("{done} of {total}", done=tr.number(done), total=tr.number(progress.total))
        bar = "▓" * filled + "░" * (_BAR - filled)
        lines.append(Text(f"{bar} {share}", *_time_to_go(progress, sight, tr)))
    lines.append(Text(counted(progress.own, tr)))
    if progress.held:
        lines.append(
            Text(
                tr.plural(
                    "{count} waits for the end of quiet hours",
                    "{count} wait for the end of quiet hours",
                    progress.held,
                )
            )
        )
    if announcement.needs_confirmation:
        confirmed, sent = tr.number(progress.confirmed), tr.number(progress.own["sent"])
        lines.append(Text(tr("confirmed {confirmed} of {sent}", confirmed=confirmed, sent=sent)))
    return lines


def _time_to_go(progress: Progress, sight: Sight, tr: Translator) -> tuple[str, ...]:
    going = progress.left - progress.held
    if progress.standing != "sending" or not going:
        return ()
    seconds = math.ceil(going * progress.messages / sight.per_second)
    return (" · ", tr("{length} left", length=length_in_whole_seconds(seconds, tr)))


def length_in_whole_seconds(seconds: int, tr: Translator) -> str:
    """Return about how long something will take: nobody foresees a tenth of a second."""
    return tr("{seconds} s", seconds=tr.number(seconds)) if seconds < _MINUTE else length(seconds, tr)


def _afterwards(announcement: Announcement, progress: Progress, edition: Edition, tr: Translator) -> list[Text]:
    lines = []
    if announcement.corrected_at is not None:
        when = moment(announcement.corrected_at, edition, tr)
        lines.append(Text(tr("Text corrected {when}", when=when)))
        if sum(progress.correction.values()):
            lines.append(Text(_done_of(progress.correction, tr("copies corrected: {done} of {total}"), tr)))
    if announcement.recalled_at is not None:
        when = moment(announcement.recalled_at, edition, tr)
        lines.append(Text(tr("Recalled {when}", when=when)))
        if sum(progress.recall.values()):
            lines.append(Text(_done_of(progress.recall, tr("copies deleted: {done} of {total}"), tr)))
        if progress.not_recalled:
            lines.append(Text(tr("copies that stay: {count}", count=tr.number(progress.not_recalled))))
    return lines


def _done_of(counts: Counted, text: str, tr: Translator) -> str:
    total = sum(counts.values()) - counts["cancelled"]
    return text.format(done=tr.number(counts["sent"]), total=tr.number(total))


def _rows(announcement: Announcement, progress: Progress, tr: Translator) -> list[Row]:
    return [
        tuple(_while_running(announcement, progress, tr)),
        *rows_of(_about_people(announcement, progress, tr)),
        *rows_of(_about_wording(announcement, progress, tr), 3),
    ]


def _while_running(announcement: Announcement, progress: Progress, tr: Translator) -> Iterator[InlineKeyboardButton]:
    address = announcement.address
    if progress.standing == "paused":
        yield button(tr("Resume"), HoldAnnouncement(**address, on=False))
    elif progress.standing == "sending":
        yield button(tr("Pause"), HoldAnnouncement(**address, on=True))
    if progress.standing in {"paused", "sending", "scheduled"}:
        nothing_out = progress.standing == "scheduled"
        yield button(tr("Cancel it") if nothing_out else tr("Cancel the rest"), CancelRest(**address))


def _about_people(announcement: Announcement, progress: Progress, tr: Translator) -> list[InlineKeyboardButton]:
    address = announcement.address
    found: list[tuple[int, str, CallbackData]] = []
    if announcement.needs_confirmation and announcement.recalled_at is None:
        found.append((progress.silent, tr("Who has not"), OpenSilent(**address)))
        found.append((progress.silent, tr("Nudge {count}", count=tr.number(progress.silent)), NudgeSilent(**address)))
    uncertain, rejected = tr.number(progress.uncertain), tr.number(progress.own["rejected"])
    found.append((progress.uncertain, tr("Settle {count}", count=uncertain), OpenProblems(**address)))
    found.append(
        (progress.own["rejected"], tr("Rejected {count}", count=rejected), OpenProblems(**address, topic="rejected"))
    )
    found.append((progress.not_recalled, tr("Not deleted"), OpenNotRecalled(**address)))
    return [button(label, press) for count, label, press in found if count]


def _about_wording(announcement: Announcement, progress: Progress, tr: Translator) -> list[InlineKeyboardButton]:
    address = announcement.address
    found = []
    if announcement.recalled_at is None and (progress.own["sent"] or progress.own["uncertain"] or progress.left):
        found.append(button(tr("Correct"), CorrectAnnouncement(**address)))
        found.append(button(tr("Recall"), RecallAnnouncement(**address)))
    if progress.standing != "scheduled":
        found.append(button(tr("Report"), ExportAnnouncement(**address)))
    return found
