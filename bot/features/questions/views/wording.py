"""How questions and what became of them are put into words."""

import datetime as dt
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.core.translation import Translator, msg
from bot.features.questions.store import ANSWERED_ALREADY, Progress, Sending
from bot.telegram.desks import NOT_HERE
from bot.telegram.outbox.standing import LEFT, UNREACHABLE
from bot.telegram.questions import Question

_MINUTE: Final = dt.timedelta(minutes=1)
_DAYS: Final = dt.timedelta(days=2)
_BLOCKED: Final = msg("has blocked the bot or is gone")
# What the store and Telegram call the reasons that there mostly are; others stand as Telegram says them.
_REASONS: Final[Mapping[str, str]] = {
    LEFT: msg("no longer in the visit"),
    UNREACHABLE: _BLOCKED,
    "bot was blocked by the user": _BLOCKED,
    "user is deactivated": _BLOCKED,
    NOT_HERE: msg("the organisers’ chat was changed"),
    ANSWERED_ALREADY: msg("it was answered before"),
    "bot was kicked": msg("the bot was removed from the chat"),
    "bot is not a member": msg("the bot was removed from the chat"),
}


def heading(question: Question, tr: Translator) -> Text:
    """Return a question's number and who asked."""
    number = tr("Question {number}", number=question.question_id)
    return Text(Bold(number), " · ", who(question, tr))


def who(question: Question, tr: Translator) -> str:
    """Return who asked, as far as anybody may know."""
    return tr("anonymous") if question.name is None else question.name


def age(question: Question, now: dt.datetime, tr: Translator) -> str:
    """Return how long ago a question was asked."""
    passed = max(dt.timedelta(), now - question.asked_at)
    if passed < _MINUTE:
        return tr("just now")
    if passed >= _DAYS:
        return tr.plural("{count} day ago", "{count} days ago", passed.days)
    return tr("{duration} ago", duration=tr.duration(passed))


def relay_line(progress: Progress, tr: Translator) -> str:
    """Say how a question's way to the organisers' chat stands; empty where all is well."""
    relay = progress.relay
    if relay is None:
        return tr("not shown in a chat: none was chosen then")
    match relay.state:
        case "sent":
            return ""
        case "waiting" | "queued" | "sending":
            return tr("on its way to the organisers’ chat")
        case "uncertain":
            return tr("perhaps not shown in the organisers’ chat: Telegram’s reply was lost")
        case _:
            return tr("not shown in the organisers’ chat: {reason}", reason=_reason(relay, tr))


def answer_line(sending: Sending, zone: ZoneInfo, tr: Translator) -> str:
    """Return an answer's number, when it was given, and whether it arrived."""
    at = sending.at.astimezone(zone)
    when = tr("{day}, {times}", day=tr.short_day(at.date()), times=tr.time(at.time()))
    return " · ".join((tr("Answer {number}", number=sending.number), when, arrival(sending, tr)))


def arrival(sending: Sending, tr: Translator) -> str:
    """Say whether an answer arrived."""
    match sending.state:
        case "waiting" | "queued" | "sending":
            return tr("on its way")
        case "sent":
            return tr("arrived")
        case "uncertain":
            return tr("perhaps not arrived: Telegram’s reply was lost")
        case _:
            return tr("not arrived: {reason}", reason=_reason(sending, tr))


def _reason(sending: Sending, tr: Translator) -> str:
    reason = sending.reason
    if reason is None:
        return tr("no reason is known")
    return next((tr(words) for known, words in _REASONS.items() if known in reason), reason)
