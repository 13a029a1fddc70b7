"""The audit as a message: readable sentences, by the reader's clock.

Sentences begin with who it was and avoid words that would have to agree with it, so that they hold for everybody.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.audit import REFUSED, Entry
from bot.core.translation import Translator, msg
from bot.telegram.citing import joined, ways_back
from bot.telegram.naming import group_name, group_names, role_name, title_of
from bot.telegram.presses import OpenAudit
from bot.telegram.roles import Role
from bot.telegram.screens import Screen, button
from bot.telegram.telling import called

ON_A_PAGE: Final = 10
_LINK: Final = "link "
_REASONS: Final[Mapping[str, str]] = {
    "too many tries": msg("too many tries"),
    "unknown": msg("unknown"),
    "expired": msg("expired"),
    "used up": msg("used up"),
    "revoked": msg("closed"),
    "removed": msg("the person was removed"),
    "unbacked": msg("whoever made it may no longer invite"),
}
# What needs no more than the number of what it was done to, if that.
_DONE: Final[Mapping[str, str]] = {
    "checked": msg("read source {number} again: it still says so"),
    "spelling confirmed": msg("confirmed the spelling of {number}"),
    "spelling taken back": msg("took back that the spelling of {number} is confirmed"),
    "desk": msg("set the organisers’ chat"),
    "no desk": msg("took the organisers’ chat back"),
    "answered": msg("answered question {number}"),
    "settled": msg("settled question {number}"),
    "resent": msg("sent question {number} or its answer again"),
    "drafted": msg("drafted announcement {number}"),
    "draft changed": msg("changed draft {number}"),
    "draft discarded": msg("discarded draft {number}"),
    "announcement tested": msg("tested announcement {number}"),
    "announced": msg("sent announcement {number}"),
    "paused": msg("paused announcement {number}"),
    "resumed": msg("let announcement {number} go on"),
    "cancelled": msg("cancelled the rest of announcement {number}"),
    "corrected": msg("corrected announcement {number}"),
    "recalled": msg("recalled announcement {number}"),
    "nudged": msg("reminded of announcement {number}"),
    "copy settled": msg("settled an uncertain copy of announcement {number}"),
    "report exported": msg("exported the report on announcement {number}"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, what to call the people in them by reference, and the visits that the reader may see."""

    entries: Sequence[Entry]
    names: Mapping[str, str]
    titles: Mapping[str, Edition]
    has_older: bool
    is_newest: bool


def audit_screen(page: Page, zone: ZoneInfo, tr: Translator) -> Screen:
    """Return a page of the audit."""
    heading = joined([Text(Bold(tr("Audit"))), Text(tr("{city} time", city=tr.city(zone.key)))])
    blocks = [
        joined([Text(Bold(tr.date(day))), *(_line(entry, page, zone, tr) for entry in entries)])
        for day, entries in groupby(page.entries, key=lambda entry: entry.at.astimezone(zone).date())
    ] or [Text(tr("Nothing is noted yet."))]
    older = (button(tr("Older ›"), OpenAudit(older_than=page.entries[-1].entry_id)),) if page.has_older else ()
    newest = () if page.is_newest else (button(tr("‹ Newest"), OpenAudit()),)
    return Screen(joined([heading, *blocks], "\n\n"), (newest + older, ways_back(tr)))


def _line(entry: Entry, page: Page, zone: ZoneInfo, tr: Translator) -> Text:
    edition = page.titles.get(entry.visit_id or "")
    time = tr.time(entry.at.astimezone(zone).time())
    where = f" · {title_of(edition, tr)}" if edition is not None and len(page.titles) > 1 else ""
    return Text(f"{time} ", Bold(called(entry.actor, page.names, tr)), f": {_what(entry, page, edition, tr)}{where}")


def _what(entry: Entry, page: Page, edition: Edition | None, tr: Translator) -> str:  # noqa: C901, PLR0911 - a table
    """Say what was done, with what was before and what is after."""
    subject = entry.subject or ""
    whom = called(subject, page.names, tr)
    before, after = _rights(entry.before, edition, tr), _rights(entry.after, edition, tr)
    match entry.action:
        case "joined" if entry.before:
            return tr("used link {number}: {before} → {after}", number=subject, before=before, after=after)
        case "joined":
            return tr("joined by link {number} as {rights}", number=subject, rights=after)
        case "left":
            return tr("left, was {rights}", rights=before)
        case "removed":
            return tr("removed {name}, was {rights}", name=whom, rights=before)
        case "role" | "group":
            return tr("changed {name}: {before} → {after}", name=whom, before=before, after=after)
        case "invited":
            return tr("made link {number}: {what}", number=subject, what=_offer(entry.after, edition, tr))
        case "revoked":
            left = tr.number(entry.before.get("uses_left", 0))
            return tr("closed link {number}, places left: {left}", number=subject, left=left)
        case "published":
            return _publication(entry, subject, tr)
        case "exported":
            return tr("exported the list of members")
        case _ if entry.action in _DONE:
            return tr(_DONE[entry.action], number=subject)
        case _ if entry.action == REFUSED:
            return _refusal(subject, tr)
        case action:
            return f"{action} {subject}".strip()


def _publication(entry: Entry, number: str, tr: Translator) -> str:
    if entry.after.get("again"):
        held = entry.before.get("edition", "")
        said = tr("published edition {number} again, in place of {before}", number=number, before=held)
    else:
        said = tr("published edition {number}", number=number)
    return said if entry.after.get("notices", True) else tr("{what}, without notices", what=said)


def _refusal(subject: str, tr: Translator) -> str:
    if subject.startswith(_LINK):
        reason = subject.removeprefix(_LINK)
        return tr("a link was refused: {reason}", reason=tr(_REASONS[reason]) if reason in _REASONS else reason)
    if subject.startswith("/"):
        return tr("{command} was refused", command=subject)
    return tr("a button was refused: {what}", what=tr(subject))


def _rights(rights: Mapping[str, Any], edition: Edition | None, tr: Translator) -> str:
    if "role" not in rights:
        return ""
    groups = rights.get("groups", [])
    named = group_names(edition, groups, tr) if edition is not None else tr(", ").join(groups)
    return role_name(Role.named(rights["role"]), tr) + (f" ({named})" if named else "")


def _offer(offer: Mapping[str, Any], edition: Edition | None, tr: Translator) -> str:
    parts = [role_name(Role.named(offer["role"]), tr)]
    if group := offer.get("group"):
        parts.append(group_name(edition, group, tr) if edition is not None else group)
    parts.append(tr.plural("{count} place", "{count} places", offer["uses"]))
    parts.append(tr("until {when}", when=tr.date(dt.datetime.fromisoformat(offer["until"]).date())))
    return ", ".join(parts)
