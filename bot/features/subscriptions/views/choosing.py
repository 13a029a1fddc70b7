"""The choices with more than two answers, as messages."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Code, Text

from bot.core.translation import Translator, msg
from bot.features.subscriptions.hours import Hours, written
from bot.features.subscriptions.presses import AskQuietHours, SetQuietHours, Subscribe
from bot.features.subscriptions.views.choices import Choices, span
from bot.telegram.choosing import REMINDERS, notice
from bot.telegram.citing import joined, rows_of, ways_back
from bot.telegram.presses import OpenSubscriptions, OpenTimeZone
from bot.telegram.screens import Row, Screen, button
from bot.telegram.subscriptions import Changes

CHANGES: Final[Mapping[Changes, str]] = {"mine": msg("my events"), "all": msg("all events"), "off": msg("off")}
_QUIET_HOURS: Final[tuple[Hours, ...]] = (
    (dt.time(21), dt.time(7)),
    (dt.time(22), dt.time(7)),
    (dt.time(23), dt.time(8)),
    (dt.time(0), dt.time(9)),
)


def changes_screen(choices: Choices, tr: Translator) -> Screen:
    """Return the choice of which changes of the programme somebody hears of."""
    body = joined(
        [
            Text(Bold(tr("Programme changes"))),
            Text(tr("I tell you of each change once: what it was and what it is now.")),
            Text(tr("Your events are those for everybody, for your groups and with your ★, except those you muted.")),
        ],
        "\n\n",
    )
    offered = [
        _choice(tr(words), _subscribe(choices, "changes", value), chosen=value == choices.wanted.changes)
        for value, words in CHANGES.items()
    ]
    return _screen(body, rows_of(offered), choices, tr)


def reminders_screen(choices: Choices, tr: Translator) -> Screen:
    """Return the choice of how long before an event somebody is reminded."""
    whose = (
        tr("I remind you of each of your events, with the place and what to bring.")
        if choices.standing == "member"
        else tr("I remind you of each event with your ★, with the place and what to bring.")
    )
    body = joined(
        [
            Text(Bold(tr("Reminders"))),
            Text(whose),
            Text(tr("A single event can have a time of its own: choose it on its card in the programme.")),
        ],
        "\n\n",
    )
    current = choices.wanted.reminder_minutes
    offered = [
        _choice(notice(minutes, tr), _subscribe(choices, "reminders", str(minutes)), chosen=minutes == current)
        for minutes in REMINDERS
    ]
    off = _choice(tr("off"), _subscribe(choices, "reminders", "off"), chosen=current is None)
    return _screen(body, (*rows_of(offered), (off,)), choices, tr)


def quiet_hours_screen(choices: Choices, tr: Translator) -> Screen:
    """Return the choice of the hours in which somebody is left alone every day."""
    clock = tr.time(choices.now.astimezone(choices.zone).time())
    body = joined(
        [
            Text(Bold(tr("Quiet hours"))),
            Text(
                tr("Every day between these times nothing comes that can wait; what cannot wait comes without a sound.")
            ),
            Text(tr("By your own clock: {city}, {time} now.", city=tr.city(choices.zone.key), time=clock)),
        ],
        "\n\n",
    )
    visit, current = choices.visit_id, choices.quiet_hours
    offered = [
        _choice(span(hours, tr), SetQuietHours(visit=visit, hours=written(hours)), chosen=hours == current)
        for hours in dict.fromkeys((*_QUIET_HOURS, *([current] if current else [])))
    ]
    off = _choice(tr("off"), SetQuietHours(visit=visit, hours="off"), chosen=current is None)
    rows = (
        *rows_of([*offered, off, button(tr("Other hours…"), AskQuietHours(visit=visit))]),
        (button(tr("Time zone"), OpenTimeZone()),),
    )
    return _screen(body, rows, choices, tr)


def ask_quiet_hours_screen(choices: Choices, tr: Translator) -> Screen:
    """Return the question between which times somebody wants to be left alone."""
    question = tr(
        "From when to when shall I leave you alone? Write both times by your own clock ({city}), like this:",
        city=tr.city(choices.zone.key),
    )
    return _screen(Text(question, "\n\n", Code("21:30–06:45")), (), choices, tr)


def _screen(body: Text, rows: tuple[Row, ...], choices: Choices, tr: Translator) -> Screen:
    back = (tr("Subscriptions"), OpenSubscriptions(visit=choices.visit_id))
    return Screen(body, (*rows, ways_back(tr, back)), sample=choices.edition.visit.sample)


def _subscribe(choices: Choices, what: str, value: str) -> Subscribe:
    return Subscribe(visit=choices.visit_id, what=what, value=value)


def _choice(words: str, press: CallbackData, *, chosen: bool) -> InlineKeyboardButton:
    label = words[0].upper() + words[1:]
    return button(f"✓ {label}" if chosen else label, press)
