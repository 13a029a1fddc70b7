"""Never more than N messages in any one second, 20 a minute in a group; and no slower than that."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pace import Pace
from tests.support.clock import ManualClock

chats = st.none() | st.integers(min_value=1, max_value=6) | st.integers(min_value=-3, max_value=-1)
# A moment that passes before somebody wants to send to a chat; most come at once, as in a burst.
schedules = st.lists(st.tuples(st.one_of(st.just(0.0), st.floats(min_value=0, max_value=3)), chats), max_size=200)


def send(pace: Pace, clock: ManualClock, chat: int | None) -> float:
    """Send when the pace allows it and return when that was."""
    while (wait := pace.wait(chat)) > 0:
        clock.advance(wait)
    pace.note(chat)
    return clock.monotonic()


def most_in_any(window: float, times: list[float]) -> int:
    return max((sum(1 for time in times if start <= time < start + window) for start in times), default=0)


@given(schedules, st.integers(min_value=1, max_value=30))
def test_there_are_never_more_than_allowed_in_any_second(
    schedule: list[tuple[float, int | None]], per_second: int
) -> None:
    clock = ManualClock()
    pace = Pace(clock, per_second)
    times = []
    for pause, chat in schedule:
        clock.advance(pause)
        times.append(send(pace, clock, chat))
    assert most_in_any(1.0, times) <= per_second


@given(schedules)
def test_a_group_gets_at_most_20_in_any_minute_and_a_person_5_in_5_seconds(
    schedule: list[tuple[float, int | None]],
) -> None:
    clock = ManualClock()
    pace = Pace(clock, 1000)
    times: dict[int, list[float]] = {}
    for pause, chat in schedule:
        clock.advance(pause)
        moment = send(pace, clock, chat)
        if chat is not None:
            times.setdefault(chat, []).append(moment)
    for chat, sent in times.items():
        assert most_in_any(60.0 if chat < 0 else 5.0, sent) <= (20 if chat < 0 else 5)


def test_nearly_all_of_what_is_allowed_is_used() -> None:
    clock = ManualClock()
    pace = Pace(clock, 30)
    start = clock.monotonic()
    for number in range(3000):
        send(pace, clock, number + 1)
    assert 3000 / (clock.monotonic() - start) > 30 * 0.985


def test_a_first_burst_waits_for_nothing() -> None:
    pace = Pace(ManualClock(), 28)
    for number in range(28):
        assert pace.wait(number + 1) == 0
        pace.note(number + 1)
    assert pace.wait(99) > 1.0


def test_a_pause_holds_everything_and_a_shorter_one_does_not_end_it() -> None:
    clock = ManualClock()
    pace = Pace(clock, 28)
    pace.pause(100)
    pace.pause(5)
    assert pace.wait(None) == pace.wait(7) == pace.wait(-7) == 100
    clock.advance(100)
    assert pace.wait(7) == 0


def test_a_chats_own_wait_does_not_look_at_the_others() -> None:
    clock = ManualClock()
    pace = Pace(clock, 1)
    pace.note(7)
    assert pace.wait(8) > 0
    assert pace.wait_in_chat(8) == 0
    for _ in range(4):
        pace.note(7)
    assert pace.wait_in_chat(7) > 5.0
    assert pace.wait_in_chat(None) == 0


def test_memory_does_not_grow_with_the_audience() -> None:
    clock = ManualClock()
    pace = Pace(clock, 1000)
    largest = 0
    for number in range(100_000):
        clock.advance(0.001)
        pace.note(number + 1)
        largest = max(largest, len(pace._chats))
    assert largest < 25_000


def test_forgetting_idle_chats_forgets_no_busy_one() -> None:
    clock = ManualClock()
    pace = Pace(clock, 10**6)
    for _ in range(20):
        pace.note(-1)
    clock.advance(30)
    for number in range(10_000):
        pace.note(number + 1)
    assert pace.wait_in_chat(-1) > 30


def test_deliveries_are_spread_evenly_and_answers_need_not_be() -> None:
    clock = ManualClock()
    pace = Pace(clock, 10)
    times = []
    for chat in range(10, 40):
        clock.advance(pace.wait_for_delivery(chat))
        pace.note_delivery(chat)
        times.append(clock.monotonic())
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps == pytest.approx([0.101] * len(gaps))
    assert (pace.room(0.05), pace.room(0.102), pace.room(0.31)) == (0, 1, 3)
    clock.advance(2)
    for _ in range(5):
        assert pace.wait(1) == 0
        pace.note(1)


def test_deliveries_catch_up_after_a_stall_but_not_for_long() -> None:
    clock = ManualClock()
    pace = Pace(clock, 10)
    for chat in (1, 2, 3):
        clock.advance(pace.wait_for_delivery(chat))
        pace.note_delivery(chat)
    clock.advance(0.151)
    pace.note_delivery(4)
    assert pace.wait_for_delivery(5) == pytest.approx(0.051)
    clock.advance(60)
    pace.note_delivery(6)
    assert pace.wait_for_delivery(7) == pytest.approx(0.101)


def test_an_album_counts_as_its_number_of_messages() -> None:
    clock = ManualClock()
    pace = Pace(clock, 10)
    pace.note(1, 8)
    assert pace.wait(2, 2) == 0
    assert pace.wait(2, 3) == pytest.approx(1.01)
    # One that is larger than the pace goes out alone.
    assert pace.wait(2, 12) == pytest.approx(1.01)
    clock.advance(1.02)
    assert pace.wait(2, 12) == 0
