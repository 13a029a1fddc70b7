"""A simulated Telegram: the Bot API over HTTP, and a chat page in the browser.

`Simulator` is the object for tests and for the embedded one, `run_simulator` the separate process. Nothing in here
knows the bot; it only knows Telegram.
"""

from bot.simulator.command import run_simulator, serve
from bot.simulator.errors import ActionError
from bot.simulator.faults import Fault
from bot.simulator.options import DEFAULT_TOKEN, Limits, SimulatorOptions
from bot.simulator.simulator import Simulator

__all__ = [
    "DEFAULT_TOKEN",
    "ActionError",
    "Fault",
    "Limits",
    "Simulator",
    "SimulatorOptions",
    "run_simulator",
    "serve",
]
