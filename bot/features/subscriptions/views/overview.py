"""What somebody gets of a visit and when they are left alone, as one message."""

import datetime as dt

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.core.translation import Translator
from bot.features.subscriptions.hours import tomorrow_morning
from bot.features.subscriptions.presses import MuteAll, OpenChoice, Subscribe
from bot.features.subscriptions.views.choices import Choices, span
from bot.features.subscriptions.views.choosing import CHANGES
from bot.telegram.choosing import notice
from bot.telegram.citing import joined, rows_of, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenAgenda, OpenSubscriptions
from bot.telegram.screens import Screen, button, shortened


def subscriptions_screen(choices: Choices, tr: Translator) -> Screen:
    """Return what somebody gets of a visit, each of it with the button that changes it."""
    visit = choices.visit_id
    title = joined([Text(Bold(tr("What I send you"))), Text(title_of(choices.edition, tr))])
    body = joined([title, joined([*_states(choices, tr), *_quiet(choices, tr)]), _in_any_case(choices, tr)], "\n\n")
    rows = (
        *rows_of([*_switches(choices, tr), button(tr("Quiet hours…"), OpenChoice(visit=visit, what="quiet"))]),
        (_mute_button(choices, tr),),
        (button(tr("My agenda"), OpenAgenda(visit=visit)),),
        *(
            (button(shortened(title_of(other, tr)), OpenSubscriptions(visit=other.visit_id)),)
            for other in choices.others
        ),
        ways_back(tr),
    )
    return Screen(body, rows, sample=choices.edition.visit.sample)


def _states(choices: Choices, tr: Translator) -> list[Text]:
    wanted = choices.wanted
    reminders = tr("off") if wanted.reminder_minutes is None else notice(wanted.reminder_minutes, tr)
    match choices.standing:
        case "member":
            lines = [
                tr("Announcements: {state}", state=_state(wanted.announcements, tr)),
                tr("Programme changes: {state}", state=tr(CHANGES[wanted.changes])),
                tr("Reminders: {state}", state=reminders),
                tr("Morning digest: {state}", state=_state(wanted.digest, tr)),
            ]
        case "guest":
            lines = [
                tr("News of the visit: {state}", state=_state(wanted.news, tr)),
                tr("Reminders of events with your ★: {state}", state=reminders),
            ]
        case "stranger":
            lines = [tr("You are not a member of this visit, so nothing of it comes by itself.")]
    return [Text(line) for line in lines]


def _switches(choices: Choices, tr: Translator) -> list[InlineKeyboardButton]:
    wanted, visit = choices.wanted, choices.visit_id
    reminders = button(tr("Reminders…"), OpenChoice(visit=visit, what="reminders"))
    match choices.standing:
        case "member":
            return [
                _toggle(tr("Announcements"), choices, "announcements", on=wanted.announcements),
                _toggle(tr("Morning digest"), choices, "digest", on=wanted.digest),
                button(tr("Changes…"), OpenChoice(visit=visit, what="changes")),
                reminders,
            ]
        case "guest":
            return [_toggle(tr("News of the visit"), choices, "news", on=wanted.news), reminders]
        case "stranger":
            return []


def _quiet(choices: Choices, tr: Translator) -> list[Text]:
    hours, city = choices.quiet_hours, tr.city(choices.zone.key)
    state = tr("{times} {city}", times=span(hours, tr), city=city) if hours else tr("off")
    lines = [Text(tr("Quiet hours: {state}", state=state))]
    if choices.muted_until is not None:
        lines.append(Text(Bold(tr("Muted until {moment}", moment=_moment(choices.muted_until, choices, tr)))))
    return lines


def _in_any_case(choices: Choices, tr: Translator) -> Text:
    match choices.standing:
        case "member":
            return Text(tr("Urgent announcements and urgent changes to your events come in any case."))
        case "guest":
            return Text(tr("News is what the organisers announce to everybody."))
        case "stranger":
            return Text()


def _mute_button(choices: Choices, tr: Translator) -> InlineKeyboardButton:
    if choices.muted_until is not None:
        return button(tr("End the mute"), MuteAll(visit=choices.visit_id, until="off"))
    moment = _moment(tomorrow_morning(choices.zone, choices.now), choices, tr)
    return button(tr("Mute until {moment}", moment=moment), MuteAll(visit=choices.visit_id, until="tomorrow"))


def _moment(moment: dt.datetime, choices: Choices, tr: Translator) -> str:
    local = moment.astimezone(choices.zone)
    return tr("{short_day}, {time}", short_day=tr.short_day(local.date()), time=tr.time(local.time()))


def _toggle(label: str, choices: Choices, what: str, *, on: bool) -> InlineKeyboardButton:
    press = Subscribe(visit=choices.visit_id, what=what, value="off" if on else "on")
    return button(f"✓ {label}" if on else label, press)


def _state(on: bool, tr: Translator) -> str:
    return tr("on") if on else tr("off")
