"""Runs one call: faults, pace, validation, the method itself, and the entry in the ledger."""

import inspect
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from bot.simulator.bot_api.parameters import convert
from bot.simulator.bot_api.reading import Received
from bot.simulator.bot_api.uploads import attach, describe
from bot.simulator.bot_api.validation import check
from bot.simulator.errors import ApiError
from bot.simulator.fault_errors import refusal_of
from bot.simulator.faults import Fault, Faults
from bot.simulator.ledger import Ledger
from bot.simulator.methods.registry import Method, registry
from bot.simulator.pacing import Pacing
from bot.simulator.state.world import World

NOT_FOUND = ApiError(404, "Not Found")
_BEFORE_ACCEPTING = frozenset({"5xx", "json500", "reset_before"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram says to a call, and the fault that is to spoil how it is said."""

    status: int
    body: dict[str, Any]
    fault: Fault | None = None


class Calls:
    """Everything between a request that was read and its answer."""

    def __init__(self, world: World, faults: Faults, ledger: Ledger) -> None:
        self._world = world
        self._faults = faults
        self._ledger = ledger
        self._methods = registry()
        self._pacing = Pacing(world.options.limits) if world.options.limits else None

    async def run(self, name: str, received: Received) -> Answer:
        """Run a method by name with what was received; never raises for anything the bot did."""
        started = perf_counter()
        at = self._world.clock()
        method = self._methods.get(name.lower())
        known = method.name if method else name
        arguments: dict[str, Any] = received.parameters
        fault = None
        error: ApiError | None = None
        result: Any = None
        try:
            if method is None:
                raise NOT_FOUND
            try:
                arguments = convert(received.parameters, method.kinds)
                attach(arguments, received.files, method.kinds)
            finally:
                fault = self._faults.draw(known, arguments.get("chat_id"))
            result = await self._accept(method, arguments, fault)
        except ApiError as refused:
            error = refused
        accepted = error is None and not _comes_before(fault)
        self._ledger.record(
            at=at,
            method=known,
            parameters=describe(arguments),
            accepted=accepted,
            ms=round((perf_counter() - started) * 1000, 3),
            error_code=error.code if error else None,
            description=error.description if error else None,
            fault=fault.kind if fault else None,
            message_ids=_message_ids(result) if accepted else (),
        )
        if error is not None:
            return Answer(error.code, error.body(), fault)
        return Answer(200, {"ok": True, "result": result}, fault)

    async def _accept(self, method: Method, arguments: dict[str, Any], fault: Fault | None) -> Any:
        """Do what the method does, unless the fault says otherwise."""
        if fault is not None:
            refused = refusal_of(fault, self._world, arguments.get("chat_id"))
            if refused is not None:
                raise refused
            if _comes_before(fault):
                return None
        check(method.model, arguments)
        if self._pacing is not None and method.paced:
            chat_id = self._world.chat_for_bot(arguments.get("chat_id", 0)).chat_id
            self._pacing.admit(chat_id, self._world.clock(), _messages_in(arguments))
        result = method.run(self._world, arguments)
        return await result if inspect.isawaitable(result) else result


def _messages_in(arguments: dict[str, Any]) -> int:
    """How many messages a call sends: an album's parts count one by one."""
    album = arguments.get("media")
    return max(1, len(album)) if isinstance(album, list) else 1


def _message_ids(result: Any) -> tuple[int, ...]:
    """The ids of the messages a method answered with."""
    messages = result if isinstance(result, list) else [result]
    return tuple(one["message_id"] for one in messages if isinstance(one, dict) and "message_id" in one)


def _comes_before(fault: Fault | None) -> bool:
    """Whether the fault strikes before the call is accepted."""
    if fault is None:
        return False
    return fault.kind in _BEFORE_ACCEPTING or (fault.kind == "silent" and not fault.accepted)
