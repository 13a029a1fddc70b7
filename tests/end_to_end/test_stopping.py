"""Stopping: what is under way ends, what is owed goes out, and the next start goes on where this one ended."""

import signal
from pathlib import Path

from bot.simulator import Simulator
from tests.end_to_end.process import TOKEN, BotProcess, command, names_in
from tests.end_to_end.visitor import Visitor


async def test_answers_under_way_still_arrive_after_sigterm(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    simulator.faults.add("slow", "sendMessage", seconds=1.0)
    visitor = Visitor.new(simulator)
    for text in ("/start", "/park", "/help"):
        simulator.send_text(visitor.user_id, text)
    await simulator.wait_for(lambda: len(visitor.said()) == 1)
    bot.terminate()
    assert await bot.ended() == 0
    assert len(visitor.said()) == 3
    assert bot.events("stopped")
    assert bot.stored("SELECT count(*) FROM replies") == [(0,)]
    assert bot.stored("SELECT count(*) FROM updates WHERE state <> 'handled'") == [(0,)]


async def test_what_cannot_go_out_before_the_stop_goes_out_after_the_next_start(
    simulator: Simulator, tmp_path: Path
) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    visitor = Visitor.new(simulator)
    simulator.faults.add("429", "sendMessage", retry_after=12)
    simulator.send_text(visitor.user_id, "/start")
    await bot.logged("Telegram asks for a pause in sending")
    bot.terminate()
    assert await bot.ended() == 0
    assert bot.events("answers not sent yet go out after the next start")
    assert visitor.said() == []
    again = await BotProcess.beside(simulator, tmp_path)
    await simulator.wait_for(lambda: len(visitor.said()) == 1, 20)
    await visitor.ask("/help")
    assert len(visitor.said()) == 2
    assert again.complaints == []
    await again.stop()


async def test_a_killed_process_loses_nothing_and_says_so(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    visitor = Visitor.new(simulator)
    simulator.faults.add("429", "sendMessage", retry_after=1)
    simulator.send_text(visitor.user_id, "/start")
    await bot.logged("Telegram asks for a pause in sending")
    await bot.kill()
    again = await BotProcess.beside(simulator, tmp_path)
    await simulator.wait_for(lambda: len(visitor.said()) == 1)
    assert [line["event"] for line in again.complaints] == [
        "the last run did not stop cleanly; what it left is taken up with care"
    ]
    assert await again.stop() == 0


async def test_ctrl_c_stops_cleanly_and_health_tells_running_from_stopped(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    assert (await command(tmp_path, "health")).code == 0
    bot.process.send_signal(signal.SIGINT)
    assert await bot.ended() == 0
    assert bot.events("stopped")
    assert bot.complaints == []
    # A stop as soon as this may come before the first copy is made.
    assert names_in(tmp_path) - {"backups"} == {"bot.sqlite3", "bot.sqlite3.lock"}
    assert (await command(tmp_path, "health")).code == 1


async def test_a_wrong_token_ends_the_start_with_a_sentence(simulator: Simulator, tmp_path: Path) -> None:
    wrong = "4242:not-the-token-of-this-bot"
    ended = await command(tmp_path, "run", BOT_TOKEN=wrong, BOT_API_URL=simulator.base_url)
    assert ended.code == 1
    assert "Telegram refuses BOT_TOKEN" in ended.err
    assert "not-the-token" not in ended.err + ended.out


async def test_what_is_no_token_at_all_is_said_to_be_none(simulator: Simulator, tmp_path: Path) -> None:
    ended = await command(tmp_path, "run", BOT_TOKEN="my secret", BOT_API_URL=simulator.base_url)
    assert ended.code == 1
    assert "BOT_TOKEN is not a bot token" in ended.err
    assert "my secret" not in ended.err + ended.out


async def test_a_token_revoked_while_the_bot_runs_ends_it(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    simulator.faults.add("401", "getUpdates")
    simulator.send_text(1001, "/start")
    assert await bot.ended() == 1
    assert "Telegram refuses BOT_TOKEN" in bot.err[-1]


async def test_every_wrong_setting_is_named_without_its_value(tmp_path: Path) -> None:
    ended = await command(
        tmp_path, "run", BOT_TOKEN=TOKEN, BOT_API_URL="ftp://x", BOT_KEEP_DAYS="soon", BOT_IN_FLIGHT="0"
    )
    assert ended.code == 1
    for name in ("BOT_API_URL", "BOT_KEEP_DAYS", "BOT_IN_FLIGHT"):
        assert name in ended.err
    assert "soon" not in ended.err


async def test_a_second_process_is_refused_and_the_first_goes_on(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    second = await command(tmp_path, "run", BOT_TOKEN=TOKEN, BOT_API_URL=simulator.base_url)
    assert second.code == 1
    assert f"already running on {tmp_path / 'bot.sqlite3'} (process {bot.process.pid})" in second.err
    assert (await Visitor.new(simulator).ask("/start")).buttons
    assert await bot.stop() == 0


async def test_another_bots_database_is_refused(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    await bot.stop()
    ended = await command(tmp_path, "run", BOT_TOKEN="77:another-bots-token", BOT_API_URL=simulator.base_url)
    assert ended.code == 1
    assert "This database belongs to the bot 4242, the token to 77." in ended.err
