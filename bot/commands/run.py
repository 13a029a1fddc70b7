"""`bot run` and `bot simulate`."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress

import structlog

from bot.app import run
from bot.core.errors import OperatorError
from bot.core.logs import configure_logs
from bot.settings import load_settings
from bot.telegram.failures import is_storage_trouble, whereabouts


def run_bot() -> int:
    """Serve until SIGTERM or SIGINT. Raises OperatorError for what the operator has to mend."""
    settings = load_settings()
    configure_logs(settings.secrets())
    try:
        with asyncio.Runner(loop_factory=_faster_loop()) as runner:
            runner.run(run(settings))
    except* OperatorError as group:
        raise _first(group) from None
    except* Exception as group:  # noqa: BLE001 - the last word before the process ends
        # A fault of the bot's own: nothing is lost, and whoever supervises the process starts it again.
        error = _first(group)
        if is_storage_trouble(error):
            raise OperatorError(f"{settings.database} cannot be used: {error}. Check the disk.") from None
        structlog.get_logger("bot").critical("the bot dies of a fault", reason=whereabouts(error))
        sys.exit(70)
    return 0


def run_simulator_alone(port: int) -> int:
    """Run the simulated Telegram until interrupted. It does not start beside a real token."""
    from bot.simulator import DEFAULT_TOKEN, run_simulator  # noqa: PLC0415

    if not load_settings().simulated:
        raise OperatorError("BOT_TOKEN is set: the simulator does not start beside a real token.")
    with suppress(KeyboardInterrupt):
        asyncio.run(run_simulator(port, DEFAULT_TOKEN))
    return 0


def _faster_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes uvloop's event loop; None, for asyncio's own, where there is no uvloop."""
    try:
        import uvloop  # noqa: PLC0415 - no other command needs a loop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
