"""How people choose what they get: buttons under events and under what the bot sends by itself, and their words."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from aiogram.types import InlineKeyboardButton

from bot.core.translation import Translator, msg
from bot.telegram.presses import MuteEvent, StarEvent, StopTopic
from bot.telegram.screens import button
from bot.telegram.subscriptions import Topic

_STOP: Final[Mapping[Topic, str]] = {
    "announcements": msg("Stop announcements"),
    "changes": msg("Stop change notices"),
    "reminders": msg("Stop reminders"),
    "digest": msg("Stop the digest"),
}

# How many minutes ahead reminders are offered.
REMINDERS: Final = (0, 10, 15, 30, 60, 120)


def notice(minutes: int, tr: Translator) -> str:
    """Return how long before something, such as `30 min before`; `at the start` for no time at all."""
    return tr("{length} before", length=tr.duration(dt.timedelta(minutes=minutes))) if minutes else tr("at the start")


def notice_label(minutes: int, tr: Translator) -> str:
    """Return the same as it stands on a button."""
    words = notice(minutes, tr)
    return words[0].upper() + words[1:]


def stop_button(visit_id: str, topic: Topic, tr: Translator) -> InlineKeyboardButton:
    """Return the button that ends messages on a topic; the message above it stays and a way back is offered below."""
    return button(tr(_STOP[topic]), StopTopic(visit=visit_id, topic=topic))


def star_button(
    visit_id: str, event_id: str, tr: Translator, *, starred: bool = False, own: bool = False, card: bool = False
) -> InlineKeyboardButton:
    """Return the button that stars an event, or ends that where it is `starred`.

    One that is the reader's `own` anyway is on their agenda already. On the event's `card` the card shows the outcome;
    elsewhere the message stays as it is and an answer follows.
    """
    label = tr("★ On my agenda") if starred else tr("☆ Star it") if own else tr("☆ To my agenda")
    return button(label, StarEvent(visit=visit_id, event=event_id, on=not starred, card=card))


def mute_button(
    visit_id: str, event_id: str, tr: Translator, *, muted: bool = False, card: bool = False
) -> InlineKeyboardButton:
    """Return the button that mutes an event, or ends that where it is `muted`; `card` as for the star."""
    label = tr("Unmute this event") if muted else tr("Mute this event")
    return button(label, MuteEvent(visit=visit_id, event=event_id, on=not muted, card=card))
