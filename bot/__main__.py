"""The command line. Only `run` and `simulate` load aiogram, whose import alone takes seconds."""

import argparse
import gc
import sys
from pathlib import Path

from bot.core.errors import OperatorError


def main() -> int:
    """Run a command; 1 when the operator has to mend something, which is said on stderr."""
    arguments = _parser().parse_args()
    try:
        code: int = arguments.command(arguments)
    except OperatorError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot", description="A Telegram bot that briefs a business delegation.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="serve Telegram, or without BOT_TOKEN the simulator and its chat page")
    run.set_defaults(command=_run)

    simulate = commands.add_parser("simulate", help="the simulated Telegram alone, for another process to talk to")
    simulate.add_argument("--port", type=int, default=8081, help="on the loopback address; 0 takes a free one")
    simulate.set_defaults(command=_simulate)

    publish = commands.add_parser("publish", help="publish a visit's file as a new edition (with the bot stopped)")
    publish.add_argument("file", type=Path)
    publish.set_defaults(command=_publish)

    doctor = commands.add_parser("doctor", help="check the database and say how things stand, also while the bot runs")
    doctor.set_defaults(command=_doctor)

    restore = commands.add_parser("restore", help="put a backup in the database's place (with the bot stopped)")
    restore.add_argument("file", type=Path)
    restore.set_defaults(command=_restore)

    health = commands.add_parser("health", help="exit with 0 while the running bot's heart beats, for HEALTHCHECK")
    health.set_defaults(command=_health)
    return parser


def _run(_: argparse.Namespace) -> int:
    # Half a million objects are made that all stay; until the bot is at work the collector would go through them
    # over and over, for a tenth of the start.
    gc.disable()
    from bot.commands.run import run_bot  # noqa: PLC0415

    return run_bot()


def _simulate(arguments: argparse.Namespace) -> int:
    from bot.commands.run import run_simulator_alone  # noqa: PLC0415

    return run_simulator_alone(arguments.port)


def _publish(arguments: argparse.Namespace) -> int:
    from bot.commands.publish import publish_file  # noqa: PLC0415

    return publish_file(arguments.file)


def _doctor(_: argparse.Namespace) -> int:
    from bot.commands.doctor import doctor  # noqa: PLC0415

    return doctor()


def _restore(arguments: argparse.Namespace) -> int:
    from bot.commands.restore import restore_backup  # noqa: PLC0415

    return restore_backup(arguments.file)


def _health(_: argparse.Namespace) -> int:
    from bot.commands.health import health  # noqa: PLC0415

    return health()


if __name__ == "__main__":
    sys.exit(main())
