"""However long trouble lasts, the log has one line when it begins and one when it ends."""

import pytest
import structlog
from structlog.testing import capture_logs

from bot.core.conditions import Condition
from tests.support.clock import ManualClock


@pytest.fixture(autouse=True)
def _plain_structlog() -> None:
    structlog.reset_defaults()


def test_hours_of_the_same_trouble_are_two_lines() -> None:
    clock = ManualClock()
    way = Condition("the way", clock)
    with capture_logs() as lines:
        for _ in range(100):
            way.bad("refused")
            clock.advance(30)
        way.good()
        way.good()
    assert [line["event"] for line in lines] == ["the way is in trouble", "the way is well again"]
    assert lines[1]["after_seconds"] == 3000.0
    assert lines[1]["failures"] == 100


def test_another_reason_is_another_line() -> None:
    way = Condition("the way", ManualClock())
    with capture_logs() as lines:
        for reason in ("refused", "refused", "no name", "no name"):
            way.bad(reason)
    assert [line["reason"] for line in lines] == ["refused", "no name"]


def test_what_was_never_bad_says_nothing() -> None:
    way = Condition("the way", ManualClock())
    with capture_logs() as lines:
        way.good()
        assert not way.is_bad
    assert lines == []


def test_it_can_be_asked() -> None:
    way = Condition("the way", ManualClock())
    way.bad("refused")
    assert way.is_bad
    way.good()
    assert not way.is_bad
