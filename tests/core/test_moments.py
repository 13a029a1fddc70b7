"""Moments are aware in the program and milliseconds in the store, and nothing is lost between the two."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.moments import SystemClock, from_milliseconds, to_milliseconds

whole_milliseconds = st.integers(min_value=0, max_value=253_402_300_799_000)


@given(whole_milliseconds)
def test_a_stored_moment_comes_back_as_it_was(milliseconds: int) -> None:
    assert to_milliseconds(from_milliseconds(milliseconds)) == milliseconds


def test_the_zone_in_which_a_moment_is_told_does_not_matter() -> None:
    moment = dt.datetime(2025, 9, 24, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert from_milliseconds(to_milliseconds(moment)) == dt.datetime(2025, 9, 24, 9, 0, tzinfo=dt.UTC)


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_milliseconds(dt.datetime(2025, 9, 24, 9, 0))  # noqa: DTZ001 - that is the point


def test_the_machines_clock_tells_utc_and_only_grows() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is dt.UTC
    assert clock.monotonic() <= clock.monotonic()
