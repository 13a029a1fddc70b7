"""/subscriptions with its buttons, and the one that stops a topic from any message about it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.content.library import Edition
from bot.core.errors import PersonError
from bot.core.translation import Translator, msg
from bot.features.subscriptions.hours import Hours, read_hours, tomorrow_morning
from bot.features.subscriptions.presses import AskQuietHours, MuteAll, OpenChoice, SetQuietHours, Subscribe
from bot.features.subscriptions.views.choices import Choices, Standing
from bot.features.subscriptions.views.choosing import (
    ask_quiet_hours_screen,
    changes_screen,
    quiet_hours_screen,
    reminders_screen,
)
from bot.features.subscriptions.views.overview import subscriptions_screen
from bot.features.subscriptions.views.stopped import stopped_screen
from bot.telegram import members, prompts, subscriptions
from bot.telegram.choosing import REMINDERS
from bot.telegram.citing import not_open
from bot.telegram.notices import old_button
from bot.telegram.presses import OpenSubscriptions, StopTopic
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Question, Routes
from bot.telegram.screens import Answers, Screen
from bot.telegram.subscriptions import CHANGES, TOPICS, Subscription

QUIET_HOURS: Final = "quiet hours"
_CHOICES: Final[Mapping[str, Callable[[Choices, Translator], Screen]]] = {
    "changes": changes_screen,
    "reminders": reminders_screen,
    "quiet": quiet_hours_screen,
}
_SWITCH: Final = ("on", "off")


async def show(request: Request, data: OpenSubscriptions | None = None) -> Answers:
    """Show what the person gets of a visit."""
    edition = request.edition(data.visit if data and data.visit else None)
    return not_open(request.tr) if edition is None else await _overview(request, edition)


async def open_choice(request: Request, data: OpenChoice) -> Answers:
    """Show a choice with more than two answers."""
    edition, choice = request.edition(data.visit), _CHOICES.get(data.what)
    if edition is None:
        return not_open(request.tr)
    await _drop_question(request)
    return old_button(request.tr) if choice is None else choice(await _choices(request, edition), request.tr)


async def subscribe(request: Request, data: Subscribe) -> Answers:
    """Note a choice."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    person, visit = request.person.user_id, edition.visit_id
    before = await request.unit.read(subscriptions.subscription, person, visit)
    wanted = _changed(before, data.what, data.value)
    if wanted is None:
        return old_button(request.tr)
    if data.what == "reminders" and wanted.reminder_minutes is None:
        # Off is off for single events as well.
        await request.unit.write(subscriptions.stop, person, visit, "reminders")
    else:
        await request.unit.write(subscriptions.subscribe, person, visit, wanted)
    return await _overview(request, edition)


async def set_quiet_hours(request: Request, data: SetQuietHours) -> Answers:
    """Note from when to when the person is left alone every day."""
    edition, hours = request.edition(data.visit), read_hours(data.hours)
    if edition is None:
        return not_open(request.tr)
    if hours is None and data.hours != "off":
        return old_button(request.tr)
    await _drop_question(request)
    return await _keep_quiet(request, edition, hours)


async def ask_quiet_hours(request: Request, data: AskQuietHours) -> Answers:
    """Ask for the hours in writing."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    payload = {"visit": edition.visit_id}
    await request.unit.write(prompts.ask, request.person.user_id, QUIET_HOURS, payload, request.now)
    return ask_quiet_hours_screen(await _choices(request, edition), request.tr)


async def take_quiet_hours(request: Request, payload: Mapping[str, Any]) -> Answers:
    """Note the hours that the person wrote."""
    hours = read_hours(request.argument)
    if hours is None:
        raise PersonError(msg("I need two times, such as 21:30–06:45. Write them again, or /cancel."))
    edition = request.edition(payload["visit"])
    return not_open(request.tr) if edition is None else await _keep_quiet(request, edition, hours)


async def mute_all(request: Request, data: MuteAll) -> Answers:
    """Leave the person alone until tomorrow morning by their own clock, or no longer."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    if data.until not in {"tomorrow", "off"}:
        return old_button(request.tr)
    until = tomorrow_morning(request.own_zone(edition), request.now) if data.until == "tomorrow" else None
    await request.unit.write(subscriptions.mute, request.person.user_id, until)
    return await _overview(request, edition)


async def stop_topic(request: Request, data: StopTopic) -> Answers:
    """Switch a topic off and say so below the message about it, which stays."""
    edition = request.edition(data.visit)
    topic = next((topic for topic in TOPICS if topic == data.topic), None)
    if topic is None:
        return old_button(request.tr)
    if edition is None:
        return replace(not_open(request.tr), fresh=True)
    before = await request.unit.write(subscriptions.stop, request.person.user_id, edition.visit_id, topic)
    return stopped_screen(await _choices(request, edition), topic, before, request.tr)


async def _overview(request: Request, edition: Edition) -> Screen:
    return subscriptions_screen(await _choices(request, edition), request.tr)


async def _choices(request: Request, edition: Edition) -> Choices:
    person, visit = request.person.user_id, edition.visit_id
    member = await request.unit.read(members.member, visit, person)
    standing: Standing = "guest" if edition.visit.audience == "public" else "stranger"
    return Choices(
        edition=edition,
        standing="member" if member is not None else standing,
        wanted=await request.unit.read(subscriptions.subscription, person, visit),
        quiet=await request.unit.read(subscriptions.quiet, person),
        zone=request.own_zone(edition),
        now=request.now,
        others=[other for other in request.visits() if other is not edition],
    )


async def _keep_quiet(request: Request, edition: Edition, hours: Hours | None) -> Screen:
    if hours is not None and hours[0] == hours[1]:
        raise PersonError(msg("Quiet hours need two different times: when they begin and when they end."))
    await request.unit.write(subscriptions.set_quiet_hours, request.person.user_id, hours)
    return await _overview(request, edition)


async def _drop_question(request: Request) -> None:
    """End the question for hours in writing, where it is open: a button has answered it."""
    person = request.person.user_id
    asked = (await request.unit.read(prompts.of_people, [person])).get(person)
    if asked is not None and asked.kind == QUIET_HOURS:
        await request.unit.write(prompts.close, person)


def _changed(before: Subscription, what: str, value: str) -> Subscription | None:
    """Return the choices with this one made; None where no button offers it."""
    on = value == "on"
    minutes = next((minutes for minutes in REMINDERS if value == str(minutes)), None)
    changes = next((changes for changes in CHANGES if value == changes), None)
    match what:
        case "announcements" if value in _SWITCH:
            return replace(before, announcements=on)
        case "news" if value in _SWITCH:
            return replace(before, news=on)
        case "digest" if value in _SWITCH:
            return replace(before, digest=on)
        case "changes" if changes is not None:
            return replace(before, changes=changes)
        case "reminders" if minutes is not None or value == "off":
            return replace(before, reminder_minutes=minutes)
    return None


ROUTES = Routes(
    commands=(Command("subscriptions", msg("What I send you, and when not"), show, Role.GUEST, personal=True),),
    presses=(
        Press(OpenSubscriptions, show, Role.GUEST, personal=True),
        Press(OpenChoice, open_choice, Role.GUEST, personal=True),
        Press(Subscribe, subscribe, Role.GUEST, personal=True),
        Press(SetQuietHours, set_quiet_hours, Role.GUEST, personal=True),
        Press(AskQuietHours, ask_quiet_hours, Role.GUEST, personal=True),
        Press(MuteAll, mute_all, Role.GUEST, personal=True),
        Press(StopTopic, stop_topic, Role.GUEST, personal=True),
    ),
    questions=(Question(QUIET_HOURS, take_quiet_hours, Role.GUEST),),
)
