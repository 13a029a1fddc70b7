"""Faults to order: what can go wrong between a bot and Telegram, switched on call by call."""

from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Literal, get_args

FaultKind = Literal[
    "429",
    "403",
    "400",
    "migrate",
    "5xx",
    "json500",
    "reset_before",
    "reset_after",
    "slow",
    "truncated",
    "401",
    "409",
    "silent",
]
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
EVERY_METHOD = "*"


@dataclass(slots=True)
class Fault:
    """One fault.

    Which calls: those of `method` ("*" for every one), in `chat_id` if given, the next `times` of them (None: until
    cleared), each with the probability `chance` (None: always).

    What happens, by kind: "429" with `retry_after` seconds; "403", "400" with `description`; "401"; "409";
    "migrate" answers that the group moved to `migrate_to`, and moves it; "5xx" answers `status` with HTML; "json500"
    is JSON without a description; "reset_before" resets the connection and does nothing; "reset_after" does what was
    asked, then resets; "truncated" does it and sends half the answer; "slow" does it and answers after `seconds`;
    "silent" never answers, having done it if `accepted`.
    """

    kind: FaultKind
    method: str = EVERY_METHOD
    times: int | None = 1
    chance: float | None = None
    chat_id: int | None = None
    retry_after: int = 5
    description: str | None = None
    migrate_to: int | None = None
    status: int = 502
    seconds: float = 3.0
    accepted: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault is called {self.kind!r}; there are {', '.join(KINDS)}")
        if self.times is not None and self.times < 1:
            raise ValueError("a fault applies at least once")
        if self.chance is not None and not 0 < self.chance <= 1:
            raise ValueError("chance is a probability above 0, at most 1")

    def concerns(self, method: str, chat_id: Any) -> bool:
        """Whether a call of this method in this chat is one of those it is for."""
        if self.method != EVERY_METHOD and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id

    def as_json(self) -> dict[str, Any]:
        """The fault as the page API shows it."""
        return asdict(self)


class Faults:
    """The faults that are switched on; the first that fits a call is applied to it."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._active: list[Fault] = []

    def add(self, kind: FaultKind, method: str = EVERY_METHOD, **parameters: Any) -> Fault:
        """Switch a fault on; raises ValueError or TypeError when it makes no sense. See Fault for what there is."""
        fault = Fault(kind, method, **parameters)
        self._active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off."""
        self._active.clear()

    def active(self) -> list[Fault]:
        """The faults that are still on, in order."""
        return list(self._active)

    def draw(self, method: str, chat_id: Any) -> Fault | None:
        """The fault to apply to this call, counted as applied."""
        for fault in self._active:
            if not fault.concerns(method, chat_id):
                continue
            if fault.chance is not None and self._random.random() >= fault.chance:
                continue
            if fault.times is not None:
                fault.times -= 1
                if not fault.times:
                    self._active.remove(fault)
            return fault
        return None
