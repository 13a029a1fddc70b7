"""The corrections of the day: looked at beforehand, made, taken back. For editors of the visit, in private."""

from typing import Any, Final

from bot.content.agenda import zone_of
from bot.content.clash_kinds import TextMissing
from bot.content.clash_words import ClashWords
from bot.content.clashes import clashes, clashes_between
from bot.content.comparing import compare
from bot.content.library import Edition
from bot.content.models import Event, Visit
from bot.content.on_the_day import CANCELLED
from bot.content.refusals import Refusal
from bot.core.errors import PersonError
from bot.core.translation import msg
from bot.features.on_the_day import store
from bot.features.on_the_day.presses import MakeCorrection, UndoCorrection
from bot.features.on_the_day.typed import typed_correction
from bot.features.on_the_day.views.asking import move_screen, places_screen, shift_screen
from bot.features.on_the_day.views.changes import corrected_events
from bot.features.on_the_day.views.outcome import done_screen, moved_on_screen, refused_screen, undone_screen
from bot.features.on_the_day.views.preview import Planned, preview_screen
from bot.telegram import prompts
from bot.telegram.citing import gone, not_open
from bot.telegram.correcting import OpenMove, OpenPlaces, OpenShift, PreviewCorrection
from bot.telegram.corrections import Correction
from bot.telegram.event_times import Reader
from bot.telegram.hearing import who_hears
from bot.telegram.presses import OpenDay
from bot.telegram.publishing import MovedOn
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Press, Question, Routes
from bot.telegram.screens import Answers, Published, Screen

_PROMPT: Final = "move"


async def preview(request: Request, data: PreviewCorrection) -> Answers:
    """Show what a correction would change, and ask."""
    found = _found(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    correction = Correction.read(data.change)
    if correction is None:
        return _gone(request, found[0])
    await _stop_asking(request)
    return await _preview(request, *found, correction)


async def ask_when(request: Request, data: OpenMove) -> Answers:
    """Ask for a new time: what is written next is taken for it."""
    found = _found(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    edition, event = found
    if event.status == "cancelled":
        return refused_screen(edition, event, request.tr(CANCELLED), _reader(request, edition))
    payload = {"visit": data.visit, "event": data.event}
    await request.unit.write(prompts.ask, request.person.user_id, _PROMPT, payload, request.now)
    return move_screen(edition, event, _reader(request, edition))


async def take_time(request: Request, payload: dict[str, Any]) -> Answers:
    """Take what was written as the new time of an event, and show what that would change."""
    if request.role_in(payload["visit"]) < Role.EDITOR:
        return not_open(request.tr)
    found = _found(request, payload["visit"], payload["event"])
    if isinstance(found, Screen):
        return found
    edition, event = found
    today = request.now.astimezone(zone_of(edition.visit, event)).date()
    correction = typed_correction(request.argument, event, today)
    if isinstance(correction, Refusal):
        raise PersonError(correction.text, **correction.shown(request.tr))
    result = correction.carry_out(edition.visit, event.id, request.now)
    if isinstance(result, Refusal):
        raise PersonError(result.text, **result.shown(request.tr))
    return await _preview(request, edition, event, correction)


async def ask_where(request: Request, data: OpenPlaces) -> Answers:
    """Show the places to choose from."""
    found = _found(request, data.visit, data.event)
    return found if isinstance(found, Screen) else places_screen(*found, data.page, _reader(request, found[0]))


async def ask_how_much(request: Request, data: OpenShift) -> Answers:
    """Show the rest of the day, and ask by how much to shift it."""
    found = _found(request, data.visit, data.event)
    return found if isinstance(found, Screen) else shift_screen(*found, _reader(request, found[0]))


async def make(request: Request, data: MakeCorrection) -> Answers:
    """Make a correction as it was shown, unless something else holds by now than what it was shown for."""
    found = _found(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    edition, event = found
    correction = Correction.read(data.change)
    if correction is None:
        return _gone(request, edition)
    if edition.number != data.holding:
        return moved_on_screen(edition, event, correction, _reader(request, edition))
    return await _make(request, edition, event, correction, data)


async def undo(request: Request, data: UndoCorrection) -> Answers:
    """Take a correction back in the edition that holds now, unless the same was changed since."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    person, now = request.person.user_id, request.now
    done = await request.unit.write(store.take_back, data.visit, data.before, data.after, person, now, quiet=data.quiet)
    if done is None:
        return _gone(request, edition)
    if isinstance(done, Refusal):
        return refused_screen(edition, edition.event(data.event), done.said(request.tr), _reader(request, edition))
    screen = undone_screen(done, data.event, _reader(request, edition), quiet=data.quiet)
    return screen, Published(data.visit)


async def _make(
    request: Request, edition: Edition, event: Event, correction: Correction, data: MakeCorrection
) -> Answers:
    result = correction.carry_out(edition.visit, event.id, request.now)
    if isinstance(result, Refusal) or len(corrected_events(edition.visit, result)) != data.events:
        # Since it was shown something of the day was over: it is looked at again.
        return await _preview(request, edition, event, correction)
    person, now = request.person.user_id, request.now
    done = await request.unit.write(store.correct, edition, result, person, now, quiet=data.quiet)
    if isinstance(done, store.Done):
        return done_screen(done, event, _reader(request, edition), quiet=data.quiet), Published(data.visit)
    held = (done.held if isinstance(done, MovedOn) else None) or edition
    stands = held.event(event.id)
    return _gone(request, held) if stands is None else moved_on_screen(held, stands, correction, _reader(request, held))


async def _preview(request: Request, edition: Edition, event: Event, correction: Correction) -> Screen:
    reader = _reader(request, edition)
    result = correction.carry_out(edition.visit, event.id, request.now)
    if isinstance(result, Refusal):
        return refused_screen(edition, event, result.said(request.tr), reader)
    hearers = await request.unit.read(who_hears, edition.visit, result, request.now)
    found = _clashes(edition.visit, result, request)
    return preview_screen(Planned(edition, event, correction, result, hearers, found), reader)


def _clashes(before: Visit, after: Visit, request: Request) -> list[str]:
    """Return what clashes then and did not before."""
    known = set(clashes(before))
    found = clashes_between(before, after, compare(before, after), request.now).leading
    new = (clash for clash in found if clash not in known and not isinstance(clash, TextMissing))
    return ClashWords(before, after, request.tr).lines(new)


def _found(request: Request, visit_id: str, event_id: str) -> tuple[Edition, Event] | Screen:
    edition = request.edition(visit_id)
    if edition is None:
        return not_open(request.tr)
    event = edition.event(event_id)
    return _gone(request, edition) if event is None else (edition, event)


def _gone(request: Request, edition: Edition) -> Screen:
    return gone(edition, request.tr, (request.tr("Programme"), OpenDay(visit=edition.visit_id)))


def _reader(request: Request, edition: Edition) -> Reader:
    return Reader(request.tr, request.own_zone(edition), request.now, may_correct=True)


async def _stop_asking(request: Request) -> None:
    """Whoever chose a button writes no time any more."""
    user_id = request.person.user_id
    asked = (await request.unit.read(prompts.of_people, [user_id])).get(user_id)
    if asked is not None and asked.kind == _PROMPT:
        await request.unit.write(prompts.close, user_id)


_MOVING, _SHIFTING = msg("moving an event"), msg("shifting the rest of the day")
_CORRECTING: Final = msg("correcting an event on the day")
ROUTES: Final = Routes(
    presses=(
        Press(PreviewCorrection, preview, Role.EDITOR, personal=True, says=_CORRECTING),
        Press(OpenMove, ask_when, Role.EDITOR, personal=True, says=_MOVING),
        Press(OpenPlaces, ask_where, Role.EDITOR, personal=True, says=_MOVING),
        Press(OpenShift, ask_how_much, Role.EDITOR, personal=True, says=_SHIFTING),
        Press(MakeCorrection, make, Role.EDITOR, personal=True, says=_CORRECTING),
        Press(UndoCorrection, undo, Role.EDITOR, personal=True, says=_CORRECTING),
    ),
    questions=(Question(_PROMPT, take_time, Role.EDITOR),),
)
