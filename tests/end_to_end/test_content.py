"""Content comes from files at the first start only; after that what is stored is what is answered."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.simulator import Simulator
from tests.end_to_end.process import BotProcess, command
from tests.end_to_end.visitor import Visitor
from tests.end_to_end.visits import REAL, SAMPLE

BROKEN = """\
format: 1
id: broken
audience: everybody
title: {en: Broken}
colour: blue
zone: Mars/Olympus
facts:
  - id: F1
    text: {en: Nothing that anybody said}
"""


async def test_a_stored_edition_that_is_altered_changes_the_answer(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    assert "More than 903,000 m²" in (await Visitor.new(simulator).ask("/park")).text
    assert await bot.stop() == 0
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as store, store:
        store.execute("UPDATE editions SET document = replace(document, 'More than 903,000', 'More than 904,000')")
    again = await BotProcess.beside(simulator, tmp_path)
    seen = await Visitor.new(simulator).ask("/park")
    assert "More than 904,000 m²" in seen.text
    assert "903,000" not in seen.text
    assert await again.stop() == 0


async def test_a_file_with_errors_is_named_with_each_of_them_and_the_others_are_published(
    simulator: Simulator, tmp_path: Path
) -> None:
    folder = tmp_path / "visits"
    folder.mkdir()
    shutil.copy(REAL, folder)
    (folder / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    (folder / "torn.yaml").write_text("format: 1\nid: [torn", encoding="utf-8")
    (folder / "binary.yaml").write_bytes(b"\x00\xff\xfe")
    (folder / "notes.txt").write_text("not content", encoding="utf-8")
    bot = await BotProcess.beside(simulator, tmp_path, BOT_CONTENT=str(folder))
    assert "More than 903,000 m²" in (await Visitor.new(simulator).ask("/park")).text
    refused = {Path(line["file"]).name: line["errors"] for line in bot.events("a visit cannot be published")}
    assert refused.keys() == {"broken.yaml", "torn.yaml", "binary.yaml"}
    errors = "\n".join(refused["broken.yaml"])
    for part in ("broken.yaml:3: audience", "broken.yaml:5: colour", "broken.yaml:6: zone"):
        assert part in errors
    assert bot.complaints == bot.events("a visit cannot be published")
    assert await bot.stop() == 0


async def test_without_its_folder_the_bot_says_so_and_tells_people_that_nothing_is_open(
    simulator: Simulator, tmp_path: Path
) -> None:
    bot = await BotProcess.beside(simulator, tmp_path, BOT_CONTENT=str(tmp_path / "nowhere"))
    seen = await Visitor.new(simulator).ask("/start")
    assert "No visit is open to you yet" in seen.text
    for name in ("park", "programme", "now", "people", "quotes", "sources", "companies", "visit", "timezone"):
        answer = await Visitor.new(simulator).ask(f"/{name}")
        assert answer.buttons
    assert [line["event"] for line in bot.complaints] == ["the folder of visits cannot be read"]
    assert await bot.stop() == 0
    mended = await BotProcess.beside(simulator, tmp_path)
    assert "903,000" in (await Visitor.new(simulator).ask("/park")).text
    assert await mended.stop() == 0


async def test_a_visit_is_published_with_the_bot_stopped_and_shows_at_the_next_start(
    simulator: Simulator, tmp_path: Path
) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    refused = await command(tmp_path, "publish", str(SAMPLE))
    assert refused.code == 1
    assert "already running" in refused.err
    assert not any(button.prefix == "setvisit" for button in (await Visitor.new(simulator).ask("/visit")).buttons)
    await bot.stop()
    published = await command(tmp_path, "publish", str(SAMPLE))
    assert (published.code, published.out) == (0, "sample: edition 1 is published; it shows at the bot's next start\n")
    unchanged = await command(tmp_path, "publish", str(SAMPLE))
    assert unchanged.out == "sample: nothing differs from the edition that holds\n"
    again = await BotProcess.beside(simulator, tmp_path)
    chosen = [button.data for button in (await Visitor.new(simulator).ask("/visit")).buttons]
    assert "setvisit:sample" in chosen
    assert await again.stop() == 0


async def test_a_file_with_errors_is_not_published_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    refused = await command(tmp_path, "publish", str(path))
    assert refused.code == 1
    assert len([line for line in refused.err.splitlines() if "broken.yaml:" in line]) >= 3
    assert "Traceback" not in refused.err
    missing = await command(tmp_path, "publish", str(tmp_path / "missing.yaml"))
    assert missing.code == 1
    assert "is not there" in missing.err
