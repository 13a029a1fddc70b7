"""The real process: going back to an earlier edition changes what everybody reads, at once and after a restart."""

from pathlib import Path

from bot.simulator import Simulator
from tests.end_to_end.process import BotProcess, command
from tests.end_to_end.visitor import Visitor
from tests.end_to_end.visits import SAMPLE

ORGANISER = 7_500_000
TITLE = "Opening briefing"
NEW = "A briefing that was renamed"


async def _says(simulator: Simulator, words: str) -> bool:
    """Whether the programme says this to somebody who never wrote before."""
    return words in (await Visitor.new(simulator).ask("/programme")).text


async def test_going_back_changes_the_programme_at_once_and_after_a_restart(
    simulator: Simulator, tmp_path: Path
) -> None:
    path = tmp_path / "visits" / "sample.yaml"
    path.parent.mkdir()
    text = SAMPLE.read_text(encoding="utf-8")
    for words in (TITLE, NEW):
        path.write_text(text.replace(TITLE, words), encoding="utf-8")
        assert (await command(tmp_path, "publish", str(path))).code == 0
    settings = {"BOT_OWNER_IDS": str(ORGANISER), "BOT_CONTENT": str(path.parent)}
    bot = await BotProcess.beside(simulator, tmp_path, **settings)
    assert await _says(simulator, NEW)

    simulator.add_user(ORGANISER, language_code="en")
    organiser = Visitor(simulator, ORGANISER, ORGANISER)
    opened = await organiser.press(await organiser.ask("/editions"), "edn:sample:1:0:0")
    assert opened.edited is not None
    assert f"{NEW} → {TITLE}" in opened.edited.text
    asked = await organiser.press(opened.edited, "edask:sample:1")
    assert asked.edited is not None
    done = await organiser.press(asked.edited, "edpub:sample:1:2")
    assert done.edited is not None
    assert "Edition 1 holds now, in place of 2." in done.edited.text
    assert await _says(simulator, TITLE)
    assert not await _says(simulator, NEW)

    # While the bot runs, the command line shows the same, and changes nothing.
    listed = await command(tmp_path, "editions", "sample")
    assert "*   1  " in listed.out
    exported = await command(tmp_path, "export", "sample")
    assert TITLE in exported.out
    refused = await command(tmp_path, "publish", "--again", "sample", "2")
    assert (refused.code, "already running" in refused.err) == (1, True)

    assert await bot.stop() == 0
    again = await BotProcess.beside(simulator, tmp_path, **settings)
    assert await _says(simulator, TITLE)
    audited = (await organiser.ask("/audit")).text
    assert "you: published edition 1 again, in place of 2" in audited
    assert "the command line: published edition 2" in audited
    assert again.complaints == []
    assert await again.stop() == 0
    back = await command(tmp_path, "publish", "--again", "sample", "2")
    assert "edition 2 holds again, in place of 1" in back.out
