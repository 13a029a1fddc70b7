"""Editors correct an event: looked at beforehand, made once, taken back; nobody else may, nothing is overwritten."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core import audit
from bot.telegram import agenda, corrections, due_notices
from bot.telegram.roles import Role
from tests.features.on_the_day.control_room import (
    COLLEAGUE,
    EDITOR,
    GUEST,
    VISIT,
    ControlRoom,
    control_room,
    made,
)
from tests.features.programme.three_days import DURING, EVENTS

CARD = f"event:{VISIT}:table"
LUNCH = dt.datetime.combine(dt.date(2026, 9, 24), dt.time(12, 30))
STEPS = ["+10 min", "+15 min", "+30 min", "Move…", "Place…", "Call off…", "Shift the rest of the day…"]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[ControlRoom]:
    async with control_room(tmp_path / "bot.sqlite3") as opened:
        yield opened


def _shown(labels: Any) -> list[str]:
    return [label for label in labels if label in {*STEPS, "Restore the event…"}]


async def test_only_editors_see_the_buttons_and_in_private_only(room: ControlRoom) -> None:
    editor = await room.editor()
    assert _shown((await editor.presses(CARD)).buttons) == STEPS
    assert _shown((await editor.presses(CARD, in_group=True)).buttons) == []
    member, guest = await room.member(), await room.bot.somebody(GUEST)
    for other in (member, guest, await room.bot.somebody(COLLEAGUE, {"closed": Role.EDITOR})):
        assert _shown((await other.presses(CARD)).buttons) == []
    # A card that is drawn anew after a star still has them.
    assert _shown((await editor.presses(f"star:{VISIT}:table:1:1")).buttons) == STEPS


async def test_an_event_has_the_buttons_that_make_sense_for_it(room: ControlRoom) -> None:
    editor = await room.editor()
    without_time = ["Move…", "Place…", "Call off…"]
    for event, labels in {
        "visit": without_time,
        "someday": without_time,
        "press": ["Restore the event…"],
        # It is over.
        "tour": without_time,
        # Nothing comes after it that day.
        "dinner": STEPS[:-1],
    }.items():
        assert _shown((await editor.presses(f"event:{VISIT}:{event}")).buttons) == labels


async def test_rights_are_checked_at_every_press(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.bot.desk.database.run(
        "demote", lambda connection: connection.execute("UPDATE members SET role = 'member'")
    )
    for data in (f"cor:{VISIT}:table:l10", f"cm:{VISIT}:table:l10:1:1:0", f"cu:{VISIT}:table:1:2:0"):
        assert (await editor.presses(data)).toast == "This button no longer works. Send /start for a fresh menu."
    assert room.held.number == 1


async def test_a_preview_changes_nothing_and_tells_what_would_change_and_who_hears(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    before = await room.bot.dump()
    seen = await editor.presses((await editor.presses(CARD)).buttons["+30 min"])
    assert seen.text.split("\n") == [
        "Move this event?",
        "",
        "Round table: synthetic biology",
        "Thu 24 September",
        "11:30–13:00 → 12:00–13:30 Shanghai",
        "06:30–08:00 → 07:00–08:30 Moscow",
        "",
        "1 person will be told of it.",
    ]
    assert list(seen.buttons) == ["Yes, move", "Without notices", "‹ Round table: synthetic biology", "Menu"]
    assert await room.bot.dump() == before


async def test_made_it_holds_and_the_card_tells_where_it_stood(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    done = await room.confirm(editor, "table", "l30")
    assert "Done." in done.text
    assert "1 person hears of it in 10 s, at 11:45:10." in done.text
    assert done.handled.published == {VISIT}
    assert (room.event().start, room.event().end) == (dt.time(12), dt.time(13, 30))
    card = await editor.presses(done.buttons["Open the event"])
    assert "\nMoved from 11:30 · today at 11:45\n" in card.text
    assert "· moved from 11:30" in (await editor.presses(f"day:{VISIT}:2026-09-24:0")).text
    [entry] = await room.bot.desk.database.run("look", audit.entries, [VISIT], 1)
    assert (entry.before, entry.after) == ({"edition": 1}, {"edition": 2})
    assert entry.actor == await room.bot.desk.database.run("refer", audit.reference, EDITOR)
    due = await room.bot.desk.database.run("due", due_notices.due, VISIT)
    assert due is not None
    assert due.due_at == DURING + dt.timedelta(seconds=10)


async def test_a_second_press_on_the_same_button_changes_nothing(room: ControlRoom) -> None:
    editor = await room.editor()
    seen = await editor.presses(f"cor:{VISIT}:table:l30")
    await room.press(editor, made(seen))
    before = await room.bot.dump()
    again = await room.press(editor, made(seen))
    assert "Meanwhile edition 2 was published. Nothing was changed by your press." in again.text
    assert "12:00–13:30 Shanghai" in again.text
    assert await room.bot.dump() == before
    # Looked at again it would be a further half hour.
    assert "12:00–13:30 → 12:30–14:00 Shanghai" in (await editor.presses(again.buttons["Look again"])).text


async def test_of_two_editors_the_second_is_shown_how_it_stands(room: ControlRoom) -> None:
    first, second = await room.editor(), await room.editor(user_id=COLLEAGUE)
    theirs = await second.presses(f"cor:{VISIT}:table:l10")
    await room.confirm(first, "dinner", "x")
    refused = await room.press(second, made(theirs))
    assert "Meanwhile edition 2 was published." in refused.text
    assert room.held.number == 2
    await room.press(second, made(await room.press(second, refused.buttons["Look again"])))
    assert (room.held.number, room.event().start, room.event("dinner").status) == (3, dt.time(11, 40), "cancelled")


async def test_of_two_in_the_same_moment_only_the_first_is_made(room: ControlRoom) -> None:
    """The second press is handled before what the first one published is in memory."""
    first, second = await room.editor(), await room.editor(user_id=COLLEAGUE)
    mine = await first.presses(f"cor:{VISIT}:table:l10")
    theirs = await second.presses(f"cor:{VISIT}:table:l15")
    await first.presses(made(mine))
    refused = await second.presses(made(theirs))
    assert "Meanwhile edition 2 was published." in refused.text
    assert "11:40–13:10 Shanghai" in refused.text
    await room.load()
    assert (room.held.number, room.event().start) == (2, dt.time(11, 40))


async def test_an_event_that_went_meanwhile_is_said_to_be_gone(room: ControlRoom) -> None:
    editor = await room.editor()
    seen = await editor.presses(f"cor:{VISIT}:dinner:l10")
    await room.publish(events=[one for one in EVENTS if one["id"] != "dinner"])
    for data in (made(seen), f"cor:{VISIT}:dinner:l10", f"corpl:{VISIT}:dinner:0", f"cormv:{VISIT}:dinner"):
        gone = await room.press(editor, data)
        assert "This page is no longer there" in gone.text
        assert "‹ Programme" in gone.buttons


async def test_undone_at_once_nobody_is_disturbed(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    before = room.held.visit
    done = await room.confirm(editor, "table", "l30")
    room.bot.desk.clock.advance(5)
    undone = await room.press(editor, done.buttons["Undo"])
    assert "Undone." in undone.text
    assert "12:00–13:30 → 11:30–13:00 Shanghai" in undone.text
    assert "Nobody had heard of it yet, and nobody is disturbed." in undone.text
    assert room.held.visit == before
    assert "oved from" not in (await editor.presses(CARD)).text
    again = await room.press(editor, done.buttons["Undo"])
    assert "This is taken back already: it stands as before." in again.text
    assert room.held.number == 3


async def test_undone_after_people_heard_they_hear_that_too(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    done = await room.confirm(editor, "table", "l30")
    await room.bot.desk.database.run("told", due_notices.drop, VISIT)
    room.bot.desk.clock.advance(60)
    undone = await room.press(editor, done.buttons["Undo"])
    assert "1 person hears of it in 10 s, at 11:46:10." in undone.text


async def test_undo_leaves_what_others_did_since_and_is_refused_where_the_same_changed(room: ControlRoom) -> None:
    editor = await room.editor()
    done = await room.confirm(editor, "table", "l30")
    await room.confirm(editor, "dinner", "x")
    await room.press(editor, done.buttons["Undo"])
    assert (room.event().start, room.event("dinner").status) == (dt.time(11, 30), "cancelled")
    done = await room.confirm(editor, "table", "l30")
    await room.confirm(editor, "table", "l10")
    refused = await room.press(editor, done.buttons["Undo"])
    assert "This was changed again since" in refused.text
    assert "12:10–13:40 Shanghai" in refused.text
    assert room.event().start == dt.time(12, 10)


async def test_without_notices_nobody_is_told_neither_then_nor_when_it_is_undone(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    done = await room.confirm(editor, "table", "x", quietly=True)
    assert "Published without notices: nobody is told." in done.text
    [entry] = await room.bot.desk.database.run("look", audit.entries, [VISIT], 1)
    assert entry.after["notices"] is False
    undone = await room.press(editor, done.buttons["Undo"])
    assert "Published without notices: nobody is told." in undone.text
    assert room.event().status == "planned"


async def test_without_notices_what_is_to_be_told_already_is_told_as_it_stands_now(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    await room.confirm(editor, "table", "l30")
    elsewhere = await room.confirm(editor, "dinner", "l30", quietly=True)
    assert "nobody is told" in elsewhere.text
    again = await room.confirm(editor, "table", "l10", quietly=True)
    assert "What was changed of it before is still told, as it stands now." in again.text
    back = await room.confirm(editor, "table", "l-40", quietly=True)
    assert "nobody is told" in back.text


async def test_cancelled_and_restored(room: ControlRoom) -> None:
    editor = await room.editor()
    seen = await editor.presses((await editor.presses(CARD)).buttons["Call off…"])
    assert "Call this event off?" in seen.text
    await room.press(editor, made(seen))
    card = await editor.presses(CARD)
    assert "Cancelled" in card.text
    assert _shown(card.buttons) == ["Restore the event…"]
    refused = await room.press(editor, f"cor:{VISIT}:table:l10")
    assert "This event is cancelled. Restore it first." in refused.text
    await room.press(editor, made(await room.press(editor, card.buttons["Restore the event…"])))
    assert room.event().status == "planned"


async def test_elsewhere(room: ControlRoom) -> None:
    editor = await room.editor()
    places = await editor.presses((await editor.presses(CARD)).buttons["Place…"])
    assert "The room is dropped with the old place: Hall 2, third floor" in places.text
    seen = await room.press(editor, places.buttons["Pilot plant"])
    assert "Exhibition Centre → Pilot plant" in seen.text
    assert "Room: Hall 2, third floor → not stated" in seen.text
    done = await room.press(editor, made(seen))
    assert (room.event().place, room.event().room) == ("plant", None)
    await room.press(editor, done.buttons["Undo"])
    assert room.event().room is not None


async def test_many_places_are_paged(room: ControlRoom) -> None:
    names = {"en": {"text": "Place", "status": "ours"}}
    extra = [{"id": f"P-{n}", "names": names, "sources": ["S2"]} for n in range(17)]
    known = room.held.visit.model_dump(mode="json", exclude_defaults=True)["places"]
    await room.publish(places=[*known, *extra])
    editor = await room.editor()
    last = await editor.presses(f"corpl:{VISIT}:table:99")
    assert "Where to? · page 3 of 3" in last.text
    assert "‹ 2" in last.buttons


async def test_the_rest_of_the_day_is_shown_and_shifted_together(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.member()
    asked = await editor.presses((await editor.presses(CARD)).buttons["Shift the rest of the day…"])
    assert "• 11:30–13:00 Round table: synthetic biology · group A\n• 19:00 Dinner · group A" in asked.text
    seen = await room.press(editor, asked.buttons["+45 min"])
    assert "• 11:30 → 12:15 Round table: synthetic biology · 1 person\n• 19:00 → 19:45 Dinner · 1 person" in seen.text
    done = await room.press(editor, made(seen))
    assert (room.event().start, room.event("dinner").start) == (dt.time(12, 15), dt.time(19, 45))
    await room.press(editor, done.buttons["Undo"])
    assert (room.event().start, room.event("dinner").start) == (dt.time(11, 30), dt.time(19))


async def test_where_something_of_the_rest_is_over_by_then_it_is_shown_anew(room: ControlRoom) -> None:
    events = [*EVENTS, {**EVENTS[2], "id": "short", "start": "11:40", "end": "11:50"}]
    await room.publish(events=events)
    editor = await room.editor()
    seen = await editor.presses(f"cor:{VISIT}:table:s30")
    assert "11:40 → 12:10" in seen.text
    room.bot.desk.clock.advance(600)
    anew = await room.press(editor, made(seen))
    assert "Shift the rest of the day?" in anew.text
    assert "11:40" not in anew.text
    assert room.held.number == 2
    await room.press(editor, made(anew))
    assert (room.event().start, room.event("short").start) == (dt.time(12), dt.time(11, 40))


async def test_what_clashes_then_is_said_and_not_what_did_before(room: ControlRoom) -> None:
    editor = await room.editor()
    seen = await editor.presses(f"cor:{VISIT}:dinner:{corrections.move(LUNCH).code}")
    assert "What clashes then:\n• At once for group A: Round table: synthetic biology and Dinner" in seen.text
    assert "Text missing" not in seen.text
    await room.press(editor, made(seen))
    assert "What clashes then" not in (await editor.presses(f"cor:{VISIT}:dinner:l10")).text


async def test_a_typed_time_is_shown_before_it_is_taken(room: ControlRoom) -> None:
    editor = await room.editor()
    for event, typed, shown in (
        ("table", "12:00", "11:30–13:00 → 12:00–13:30 Shanghai"),
        ("table", "завтра 9.30", "→ Fri 25 September, 09:30–11:00 Shanghai"),
        (
            "call",
            "20:30",
            "20:00–21:00 → 20:30–21:30 Moscow\nFri 25 September, 01:00–02:00 → 01:30–02:30 Shanghai",
        ),
        ("visit", "15:00", "→ Thu 24 September, 15:00 Shanghai"),
        ("someday", "25.09 15:00", "day not stated\n→ Fri 25 September, 15:00 Shanghai"),
        ("fair", "24.09", "→ Thu 24 September – Sat 26 September"),
    ):
        await editor.presses(f"cormv:{VISIT}:{event}")
        seen = await editor.says(typed)
        assert "Move this event?" in seen.text
        assert shown in seen.text
    await room.press(editor, made(seen))
    assert room.event("fair").day == dt.date(2026, 9, 24)


async def test_what_cannot_be_is_said_and_the_question_stays_open(room: ControlRoom) -> None:
    editor = await room.editor()
    for event, typed, why in (
        ("table", "soon", "I cannot read this time."),
        ("table", "11:30", "It stands so already."),
        ("someday", "12:00", "This event has no day yet."),
        ("visit", "+10", "This event has no time yet."),
        ("table", "24.09.2036 12:00", "more than a year away"),
    ):
        await editor.presses(f"cormv:{VISIT}:{event}")
        assert why in (await editor.says(typed)).text
        assert "Move this event?" in (await editor.says("25.09 12:00")).text


async def test_after_a_button_nothing_written_is_taken_for_a_time(room: ControlRoom) -> None:
    editor = await room.editor()
    asked = await editor.presses(f"cormv:{VISIT}:table")
    assert list(asked.buttons)[:6] == ["12:00", "12:30", "13:00", "−15 min", "+20 min", "+60 min"]
    assert "→ 12:30–14:00 Shanghai" in (await editor.presses(asked.buttons["12:30"])).text
    assert "Move this event?" not in (await editor.says("15:00")).text


async def test_who_may_no_more_moves_nothing_by_writing(room: ControlRoom) -> None:
    editor = await room.bot.somebody(EDITOR, {VISIT: Role.EDITOR, "closed": Role.EDITOR})
    await editor.presses(f"cormv:{VISIT}:table")
    await room.bot.desk.database.run(
        "demote",
        lambda connection: connection.execute("UPDATE members SET role = 'member' WHERE visit_id = ?", (VISIT,)),
    )
    assert "Move this event?" not in (await editor.says("15:00")).text


async def test_whoever_starred_it_counts_among_those_who_hear(room: ControlRoom) -> None:
    editor = await room.editor()
    assert "There is nobody to be told of it." in (await editor.presses(f"cor:{VISIT}:table:l10")).text
    guest = await room.bot.somebody(GUEST)
    await room.bot.desk.database.run("star", agenda.star, guest.user_id, VISIT, "table", on=True)
    seen = await editor.presses(f"cor:{VISIT}:table:l10")
    assert "1 person will be told of it." in seen.text
    assert "Without notices" in seen.buttons


async def test_a_made_up_code_is_nothing(room: ControlRoom) -> None:
    editor = await room.editor()
    for change in ("", "z", "l", "l0", "l99999", "lx", "m", "m!", "mzzzzzzz", "p1", "pzzzzzz", "x1", "mzzzzzz"):
        for data in (f"cor:{VISIT}:table:{change}", f"cm:{VISIT}:table:{change}:1:1:0"):
            answered = await room.press(editor, data)
            assert not any(one.startswith("cm:") for one in answered.buttons.values())
    assert room.held.number == 1
