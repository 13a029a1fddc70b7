"""The real process: whoever starred an event hears once of its change, though the bot stops and dies meanwhile."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.content.editions import current_edition
from bot.content.models import Event
from bot.content.writing import written_visit
from bot.core.database import connect_read_only
from bot.simulator import Simulator
from bot.telegram.presses import StarEvent
from tests.end_to_end.process import BotProcess, command
from tests.end_to_end.visitor import Visitor
from tests.end_to_end.visits import SAMPLE
from tests.support.rehearsal import until


def _later(event: Event) -> Event:
    assert event.day is not None
    return event.model_copy(update={"day": event.day + dt.timedelta(days=30), "last_day": None})


async def test_a_change_reaches_whom_it_concerns_once(simulator: Simulator, tmp_path: Path) -> None:
    assert (await command(tmp_path, "publish", str(SAMPLE))).code == 0
    database = tmp_path / "bot.sqlite3"
    with closing(connect_read_only(database)) as connection:
        edition = current_edition(connection, "sample")
    assert edition is not None
    event = next(event for event in edition.visit.events if event.day and event.start)
    bot = await BotProcess.beside(simulator, tmp_path)
    anna, boris = Visitor.new(simulator), Visitor.new(simulator)
    await boris.ask("/programme")
    await anna.ask("/programme")
    await anna.press_invented(StarEvent(visit="sample", event=event.id).pack())
    assert await bot.stop() == 0

    events = tuple(_later(one) if one.id == event.id else one for one in edition.visit.events)
    changed = edition.visit.model_copy(update={"events": events})
    path = tmp_path / "changed.yaml"
    path.write_text(written_visit(changed, "changed"), encoding="utf-8")
    published = await command(tmp_path, "publish", str(path))
    assert "whoever it concerns is told when the bot runs again" in published.out, published.err
    with closing(sqlite3.connect(database)) as connection, connection:
        # A minute has passed.
        connection.execute("UPDATE notice_due SET begun_at = 0, due_at = 0")

    title = event.title.pick("en")[0]

    def notices(visitor: Visitor) -> list[str]:
        return [said["text"] for said in visitor.said() if "Changed: " in said.get("text", "")]

    bot = await BotProcess.beside(simulator, tmp_path)
    await until(lambda: bool(notices(anna)))
    [notice] = notices(anna)
    assert f"Changed: {title}" in notice
    assert "Sample: an invented visit" in notice
    await bot.kill()
    again = await BotProcess.beside(simulator, tmp_path)
    await anna.ask("/programme")
    assert len(notices(anna)) == 1
    assert notices(boris) == []
    assert await again.stop() == 0
