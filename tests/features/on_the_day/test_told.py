"""From a correction to the notice: told once and as it stands then; undone in time, nobody hears of it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.conditions import Condition
from bot.features.changes.loop import ChangeNotices
from tests.features.on_the_day.control_room import MEMBER, ControlRoom, control_room
from tests.support.translating import translators


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[ControlRoom]:
    async with control_room(tmp_path / "bot.sqlite3") as opened:
        await opened.member(language="en")
        yield opened


async def told(room: ControlRoom, seconds: float) -> list[str]:
    """Let time pass and have told what is due; return the texts of all notices to the member so far."""
    desk = room.bot.desk
    desk.clock.advance(seconds)
    store = Condition("the store", desk.clock)
    await ChangeNotices(desk.database, translators(), desk.clock, store, lambda: None).look()
    rows = await desk.rows(
        "SELECT parameters FROM deliveries JOIN payloads USING (payload_id) "
        f"WHERE recipient = {MEMBER} AND state IN ('queued', 'sent') ORDER BY delivery_id"
    )
    return [json.loads(row[0])["text"] for row in rows]


async def test_corrections_in_a_row_are_told_once_when_they_have_settled(room: ControlRoom) -> None:
    editor = await room.editor()
    await room.confirm(editor, "table", "l10")
    assert await told(room, 5) == []
    await room.confirm(editor, "table", "l15")
    assert await told(room, 6) == []
    [notice] = await told(room, 5)
    assert "11:30" in notice
    assert "11:55" in notice
    assert "11:40" not in notice
    assert await told(room, 600) == [notice]


async def test_undone_in_time_nobody_hears_and_later_they_hear_the_way_back(room: ControlRoom) -> None:
    editor = await room.editor()
    done = await room.confirm(editor, "table", "l30")
    await room.press(editor, done.buttons["Undo"])
    assert await told(room, 600) == []
    done = await room.confirm(editor, "dinner", "x")
    [notice] = await told(room, 600)
    await room.bot.desk.database.run(
        "send", lambda connection: connection.execute("UPDATE deliveries SET state = 'sent', attempts = 1")
    )
    await room.press(editor, done.buttons["Undo"])
    first, second = await told(room, 600)
    assert first == notice
    assert "Dinner" in second


async def test_without_notices_nobody_hears(room: ControlRoom) -> None:
    editor = await room.editor()
    done = await room.confirm(editor, "table", "l30", quietly=True)
    assert await told(room, 600) == []
    await room.press(editor, done.buttons["Undo"])
    assert await told(room, 600) == []
