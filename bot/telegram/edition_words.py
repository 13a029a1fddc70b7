"""What screens about editions of a visit have in common. All times are by the visit's clock."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.differences import Detail
from bot.content.library import Edition
from bot.content.models import Visit
from bot.core.translation import Translator
from bot.telegram.citing import joined

# Of one thing in which very much changed, so many lines stand together.
_LINES_TOGETHER: Final = 6


def some(lines: Sequence[str], most: int, room: int, tr: Translator) -> list[Text]:
    """Return the first of these lines, as many as there is room for, and how many more there are."""
    shown: list[str] = []
    for line in lines[:most]:
        room -= len(line)
        if shown and room < 0:
            break
        shown.append(line)
    more = len(lines) - len(shown)
    rest = [Text(tr("and {count} more", count=tr.number(more)))] if more else []
    return [*lines_of(shown), *rest]


def lines_of(lines: Sequence[str]) -> list[Text]:
    """Return lines of changes; those that neither add nor remove get a bullet."""
    return [Text("• ", line) if line[:1] not in "+−" else Text(line) for line in lines]


def pieces(details: Sequence[Detail]) -> list[Text]:
    """Return each detail as a block, those of very many lines as several."""
    blocks = []
    for detail in details:
        for start in range(0, max(1, len(detail.lines)), _LINES_TOGETHER):
            lines = detail.lines[start : start + _LINES_TOGETHER]
            blocks.append(joined([Text(Bold(detail.heading), " …" if start else ""), *(Text("  ", x) for x in lines)]))
    return blocks


def moment(instant: dt.datetime, held: Edition, tr: Translator) -> str:
    """Return an instant by the visit’s clock."""
    local = instant.astimezone(ZoneInfo(held.visit.zone))
    return tr("{day}, {times}", day=tr.date(local.date()), times=tr.time(local.time()))


def zone_line(visit: Visit, tr: Translator) -> str:
    """Return whose clock the screen shows."""
    return tr("{city} time", city=tr.city(visit.zone))
