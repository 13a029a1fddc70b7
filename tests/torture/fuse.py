"""The fuse of a child: tells the trace what the process passes, and kills it where it was ordered to die."""

import os
import signal
import threading
from pathlib import Path

SEEN, HIT, DEADLY, ALONE_ATTEMPT = "seen", "hit", "deadly", "attempt"


class Fuse:
    """Writes the trace, one fact a line; what is written survives the process."""

    def __init__(self, trace: Path, die_at: str | None, die_on: int) -> None:
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._die_at = die_at
        self._left = die_on
        self._seen: set[str] = set()
        self.unit = ""
        # Whether the present unit of work makes an edition hold.
        self.publishes = False

    def reach(self, point: str) -> None:
        """Pass a crash point, or die at it. Called from the event loop and from the store's thread."""
        if point not in self._seen:
            self._seen.add(point)
            self.note(SEEN, point)
        if point == self._die_at:
            self._left -= 1
            if not self._left:
                self.note(HIT, point)
                die()

    def note(self, what: str, of: str) -> None:
        """Add a line to the trace."""
        os.write(self._trace, f"{what}\t{of}\n".encode())


def die() -> None:
    """Kill this process as `kill -9` does: nothing is flushed, closed or told."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_with(lifeline: int) -> None:
    """Die when the other end of this pipe is gone, so that no bot outlives its harness."""

    def wait() -> None:
        os.read(lifeline, 1)
        die()

    threading.Thread(target=wait, daemon=True).start()


def read_trace(path: Path) -> list[tuple[str, str]]:
    """Return what a child noted, in order; a child that died early may have noted nothing."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(what, of) for what, _, of in (line.partition("\t") for line in lines)]
