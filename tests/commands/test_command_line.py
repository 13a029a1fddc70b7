"""The command line says what it can do, and starts quickly where no aiogram is needed."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


def test_without_a_command_it_says_what_there_is(line: CommandLine) -> None:
    ended = line.bot()
    assert ended.code == 2
    assert "COMMAND" in ended.complained


def test_help_names_every_command(line: CommandLine) -> None:
    said = line.bot("--help").said
    for command in ("run", "simulate", "publish", "editions", "export", "doctor", "restore", "health"):
        assert f"    {command} " in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("doctor",),
        ("health",),
        ("publish", "small.yaml"),
        ("publish", "--again", "small", "1"),
        ("editions",),
        ("export", "small"),
        ("restore", "x"),
        ("--help",),
    ],
)
def test_commands_that_do_not_talk_to_telegram_do_not_load_aiogram(
    line: CommandLine, small_file: Path, arguments: tuple[str, ...]
) -> None:
    assert small_file.exists()
    line.bot("publish", small_file)
    said = line.bot(*arguments, python=("-X", "importtime")).complained
    loaded = {part.rsplit("|", 1)[-1].strip().split(".")[0] for part in said.splitlines() if "|" in part}
    assert "argparse" in loaded
    assert not loaded & {"aiogram", "aiohttp"}


@pytest.mark.parametrize(
    "command", [("run",), ("doctor",), ("health",), ("publish", "x"), ("editions",), ("export", "x"), ("restore", "x")]
)
def test_wrong_settings_are_a_sentence_for_every_command(line: CommandLine, command: tuple[str, ...]) -> None:
    ended = line.bot(*command, BOT_KEEP_DAYS="soon")
    assert ended.code == 1
    assert ended.complained.startswith("The settings are not right:\n  BOT_KEEP_DAYS: ")
    assert "soon" not in ended.complained
    assert "Traceback" not in ended.complained


def test_run_with_what_is_no_token_is_a_sentence(line: CommandLine) -> None:
    ended = line.bot("run", BOT_TOKEN="no-token")
    assert ended.code == 1
    assert "BOT_TOKEN is not a bot token" in ended.complained
    assert "no-token" not in ended.complained.replace("BOT_TOKEN is not a bot token", "")
    assert "Traceback" not in ended.complained


def test_the_simulator_does_not_start_beside_a_real_token(line: CommandLine) -> None:
    ended = line.bot("simulate")
    assert ended.code == 1
    assert "beside a real token" in ended.complained
