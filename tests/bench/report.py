"""What a benchmark found: rows of a table, each with its bar."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `met` is None where there is no bar."""

    what: str
    ours: str
    stock: str = ""
    compared: str = ""
    bar: str = ""
    met: bool | None = None


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    heads = ("", "ours", "stock aiogram, or as named", "compared", "bar", "")
    verdicts = {True: "met", False: "MISSED", None: ""}
    cells = [heads, *((row.what, row.ours, row.stock, row.compared, row.bar, verdicts[row.met]) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells]
    return "\n".join((lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]))


def machine(folder: Path) -> str:
    """Say on what this was measured, and how busy that was at the time."""
    return (
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; database on {_filesystem(folder)}; load before: {load()}"
    )


def load() -> str:
    """Return how many processes wanted a core in the last 1, 5 and 15 minutes."""
    return ", ".join(f"{number:.1f}" for number in os.getloadavg())


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _filesystem(folder: Path) -> str:
    mounts = Path("/proc/mounts")
    best = ("", "an unknown file system")
    for line in mounts.read_text(encoding="utf-8").splitlines() if mounts.exists() else ():
        _, point, kind, *_ = line.split()
        if folder.resolve().is_relative_to(point) and len(point) > len(best[0]):
            best = (point, kind)
    return best[1]
