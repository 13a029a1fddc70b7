"""What moved lately says so, on the event's card and in lists, by the event's own clock."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.content.library import Edition
from bot.content.moves import Move
from bot.core.languages import Language
from bot.features.programme.handlers import ROUTES
from tests.features.programme.three_days import DURING, EVENTS, three_days
from tests.features.visitor import Visitor, text

# 08:12 in Shanghai on the day of the round table.
AT = dt.datetime(2026, 9, 24, 0, 12, tzinfo=dt.UTC)
ELEVEN = dt.datetime(2026, 9, 24, 3, 0, tzinfo=dt.UTC)
CARD, LIST = "event:small:table", "day:small:2026-09-24:0"


def moved(edition: Edition, **moves: Move) -> Edition:
    return replace(edition, moves={event_id: (move,) for event_id, move in moves.items()})


@pytest.mark.parametrize(
    ("language", "card", "listed"),
    [
        (
            "en",
            "\nMoved from 11:00 · today at 08:12\n",
            "11:30–13:00 Round table: synthetic biology ¹ · moved from 11:00\n",
        ),
        ("ru", "\nБыло в 11:00 · перенесено сегодня в 08:12\n", " · было в 11:00\n"),
        ("zh", "\n原定11:00 · 今天08:12改期\n", " · 原定11:00\n"),
    ],
)
async def test_the_card_and_the_day_tell_the_old_time(language: Language, card: str, listed: str) -> None:
    visitor = Visitor([ROUTES], moved(three_days(), table=Move(AT, ELEVEN)), language=language, now=DURING)
    assert card in text(await visitor.presses(CARD))
    assert listed in text(await visitor.presses(LIST)).replace("\u00a0", " ")
    assert {"en": "moved from 11:00", "ru": "было в 11:00", "zh": "原定11:00"}[language] in text(
        await visitor.asks("now")
    )


async def test_another_day_is_named_and_a_day_later_nothing_is_said() -> None:
    wednesday = ELEVEN - dt.timedelta(days=1)
    visitor = Visitor([ROUTES], moved(three_days(), table=Move(AT, wednesday)), now=AT + dt.timedelta(hours=20))
    assert "Moved from Wed 23, 11:00 · yesterday at 08:12" in text(await visitor.presses(CARD))
    assert "moved from Wed 23, 11:00" in text(await visitor.presses(LIST))
    visitor.now = AT + dt.timedelta(days=1)
    assert "oved from" not in text(await visitor.presses(CARD)) + text(await visitor.presses(LIST))


async def test_a_call_from_elsewhere_tells_its_own_clock() -> None:
    was = dt.datetime(2026, 9, 24, 16, 0, tzinfo=dt.UTC)
    visitor = Visitor([ROUTES], moved(three_days(), call=Move(AT, was)), now=DURING)
    assert "Moved from 19:00 · today at 03:12" in text(await visitor.presses("event:small:call"))


async def test_what_is_cancelled_is_only_that() -> None:
    events = [{**one, "status": "cancelled"} if one["id"] == "table" else one for one in EVENTS]
    visitor = Visitor([ROUTES], moved(three_days(events=events), table=Move(AT, ELEVEN)), now=DURING)
    card = text(await visitor.presses(CARD))
    assert "Cancelled" in card
    assert "oved from" not in card + text(await visitor.presses(LIST))
