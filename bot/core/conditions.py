"""One log line when something goes bad and one when it is good again, however many attempts lie between."""

from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.core.moments import Clock


@dataclass(slots=True)
class Condition:
    """The state of something that may fail for hours, such as the way to Telegram."""

    name: str
    clock: Clock
    _since: float | None = field(default=None, init=False)
    _reason: str = field(default="", init=False)
    _failures: int = field(default=0, init=False)

    @property
    def is_bad(self) -> bool:
        """Whether the last thing heard of it was bad."""
        return self._since is not None

    @property
    def reason(self) -> str:
        """Why it is bad; empty while it is good."""
        return self._reason

    def bad(self, reason: str, **context: Any) -> None:
        """Note a failure; it is logged when it is the first or for another reason than the last."""
        self._failures += 1
        if self._since is None:
            self._since = self.clock.monotonic()
        elif reason == self._reason:
            return
        self._reason = reason
        _log().warning(f"{self.name} is in trouble", reason=reason, **context)

    def good(self) -> None:
        """Note a success; it is logged when it ends a time of failures."""
        if self._since is None:
            return
        _log().info(
            f"{self.name} is well again",
            after_seconds=round(self.clock.monotonic() - self._since, 1),
            failures=self._failures,
        )
        self._since, self._failures, self._reason = None, 0, ""


def _log() -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger("bot")
    return logger
