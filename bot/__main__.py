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

    publish = commands.add_parser(
        "publish", help="publish a visit's file, or one of its editions again (with the bot stopped)"
    )
    what = publish.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", type=Path, nargs="?", help=".yaml, .xlsx or .csv; becomes a new edition, and what it changes is printed"
    )
    what.add_argument(
        "--again", nargs=2, metavar=("VISIT", "NUMBER"), help="go back to the edition of the visit with this number"
    )
    publish.add_argument("--visit", help="the visit that a workbook or table changes, where it does not say so itself")
    publish.add_argument("--remove", action="store_true", help="let a workbook or table remove what it does not list")
    publish.add_argument(
        "--without-notices", action="store_true", help="tell nobody what changed in the programme; the audit says so"
    )
    publish.set_defaults(command=_publish)

    editions = commands.add_parser("editions", help="list editions and what changed in each, also while the bot runs")
    editions.add_argument("visit", nargs="?", help="the id of a visit; all of them without one")
    editions.set_defaults(command=_editions)

    export = commands.add_parser("export", help="write a visit as a file to edit, also while the bot runs")
    export.add_argument("visit", help="the id of a visit")
    export.add_argument(
        "file", type=Path, nargs="?", help="a workbook if it ends in .xlsx, else YAML; standard output without one"
    )
    export.add_argument("--edition", type=int, metavar="NUMBER", help="the edition that holds without one")
    export.set_defaults(command=_export)

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
    from bot.commands.publish import publish_edition_again, publish_file  # noqa: PLC0415

    notices = not arguments.without_notices
    if arguments.again:
        return publish_edition_again(*arguments.again, notices=notices)
    return publish_file(arguments.file, notices=notices, visit_id=arguments.visit, remove=arguments.remove)


def _editions(arguments: argparse.Namespace) -> int:
    from bot.commands.editions import list_editions  # noqa: PLC0415

    return list_editions(arguments.visit)


def _export(arguments: argparse.Namespace) -> int:
    from bot.commands.export import export_visit  # noqa: PLC0415

    return export_visit(arguments.visit, arguments.file, arguments.edition)


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
