"""What becomes of a delivery whose turn has come: asked anew each time, because people leave, mute and unsubscribe."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.telegram.outbox.dispatches import Conditions
from bot.telegram.quiet import quiet_until

LEFT: Final = "no longer in the visit"
SWITCHED_OFF: Final = "switched off"
MUTED: Final = "muted until after its end"
UNREACHABLE: Final = "has blocked the bot or is gone"
NOTHING_TO_CHANGE: Final = "there is no message to change"


@dataclass(frozen=True, slots=True)
class VisitStanding:
    """What decides who may get messages about a visit: whether it is public, and the zone of those who chose none."""

    public: bool
    home_zone: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the store says of a recipient now; `known` is False for groups and for people it has forgotten."""

    known: bool
    reachable: bool
    member: bool
    in_group: bool
    subscribed: bool
    news: bool
    zone: str | None
    quiet_begins: str | None
    quiet_ends: str | None
    muted_until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Go:
    """It goes out now; silently where it would not outlive the recipient's quiet hours."""

    silently: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """It goes out at this moment at the earliest."""

    until: dt.datetime


@dataclass(frozen=True, slots=True)
class End:
    """It does not go out any more."""

    state: Literal["rejected", "cancelled"]
    reason: str


Fate = Go | Wait | End


def fate(
    conditions: Conditions,
    recipient: Recipient,
    visits: Mapping[str, VisitStanding],
    expires_at: dt.datetime | None,
    now: dt.datetime,
) -> Fate:
    """Decide what becomes of a delivery whose turn it is; an expired dispatch does not get here."""
    if recipient.known and not recipient.reachable:
        return End("rejected", UNREACHABLE)
    if conditions.visit_id is None:
        return Go()
    visit = visits.get(conditions.visit_id)
    if not _belongs(conditions, recipient, visit):
        return End("cancelled", LEFT)
    if conditions.urgent:
        return Go()
    if conditions.topic is not None and not recipient.subscribed:
        return End("cancelled", SWITCHED_OFF)
    return _undisturbed(recipient, ZoneInfo(recipient.zone or (visit.home_zone if visit else "UTC")), expires_at, now)


def _undisturbed(recipient: Recipient, zone: ZoneInfo, expires_at: dt.datetime | None, now: dt.datetime) -> Fate:
    """Decide about somebody who may have muted everything, or may not want to be woken."""
    if recipient.muted_until is not None and recipient.muted_until > now:
        outlived = expires_at is not None and expires_at <= recipient.muted_until
        return End("cancelled", MUTED) if outlived else Wait(recipient.muted_until)
    quiet = quiet_until(recipient.quiet_begins, recipient.quiet_ends, zone, now)
    if quiet is None:
        return Go()
    return Go(silently=True) if expires_at is not None and expires_at <= quiet else Wait(quiet)


def _belongs(conditions: Conditions, recipient: Recipient, visit: VisitStanding | None) -> bool:
    if recipient.member:
        return conditions.group_id is None or recipient.in_group
    return (
        recipient.known
        and conditions.guests
        and conditions.group_id is None
        and visit is not None
        and visit.public
        and (conditions.topic != "announcements" or recipient.news)
    )
