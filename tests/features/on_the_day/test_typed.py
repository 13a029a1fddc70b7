"""A new time as an editor types it, in three languages; and its code in buttons, which leads back to the same."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.models import Event
from bot.content.refusals import Refusal
from bot.features.on_the_day.typed import typed_correction
from bot.telegram import corrections
from bot.telegram.corrections import CANCEL, RESTORE, Correction
from tests.content.builders import event

TODAY = dt.date(2026, 9, 23)
TABLE = Event.model_validate(event("table", "2026-09-24", "11:00", "12:00"))


def at(text: str) -> Correction:
    return corrections.move(dt.datetime.fromisoformat(text))


def on(text: str) -> Correction:
    return corrections.move_day(dt.date.fromisoformat(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11:30", at("2026-09-24 11:30")),
        ("9.30", at("2026-09-24 09:30")),
        (" 12.09 ", at("2026-09-24 12:09")),
        ("00:00", at("2026-09-24 00:00")),
        ("tomorrow 9:00", at("2026-09-24 09:00")),
        ("Today at 9.05", at("2026-09-23 09:05")),
        ("завтра в 9:00", at("2026-09-24 09:00")),
        ("послезавтра 9.00", at("2026-09-25 09:00")),
        ("明天 9:00", at("2026-09-24 09:00")),
        ("后天9点30分", at("2026-09-25 09:30")),
        ("24.09 11:30", at("2026-09-24 11:30")),
        ("25.09 11.30", at("2026-09-25 11:30")),
        ("25.9.2026 11.30", at("2026-09-25 11:30")),
        ("11.30 25.09", at("2026-09-25 11:30")),
        ("9月25日 11:30", at("2026-09-25 11:30")),
        ("2026-09-25 11:30", at("2026-09-25 11:30")),
        ("25.09", on("2026-09-25")),
        ("12.09.", on("2026-09-12")),
        ("tomorrow", on("2026-09-24")),
        ("+20", corrections.later(20)),
        ("+ 20 min", corrections.later(20)),
        ("-15", corrections.later(-15)),
        ("−15 мин.", corrections.later(-15)),
        ("+20分钟", corrections.later(20)),
        ("+1:30", corrections.later(90)),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: Correction) -> None:
    assert typed_correction(typed, TABLE, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "20", "+", "+0", "25:00", "11:60", "31.02 10:00", "1999-01-01 10:00", "9:00!"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    refused = typed_correction(typed, TABLE, TODAY)
    assert isinstance(refused, Refusal)
    assert "I cannot read this time" in refused.text


def test_more_than_a_day_is_to_be_written_out() -> None:
    refused = typed_correction("+1441", TABLE, TODAY)
    assert isinstance(refused, Refusal)
    assert "more than a day" in refused.text


@given(
    st.integers(-1440, 1440).filter(bool).map(corrections.later)
    | st.integers(-1440, 1440).filter(bool).map(corrections.rest_later)
    | st.datetimes(dt.datetime.fromisoformat("2000-01-01"), dt.datetime.fromisoformat("2199-12-31")).map(
        corrections.move
    )
    | st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31)).map(corrections.move_day)
    | st.text(min_size=1, max_size=20).map(corrections.place)
    | st.sampled_from([CANCEL, RESTORE])
)
def test_a_code_fits_a_button_and_leads_back(correction: Correction) -> None:
    assert Correction.read(correction.code) == correction
    assert len(correction.code) <= 7
    assert ":" not in correction.code


@given(st.text(max_size=9))
def test_any_text_is_a_code_or_none(text: str) -> None:
    found = Correction.read(text)
    assert found is None or found.code == text
