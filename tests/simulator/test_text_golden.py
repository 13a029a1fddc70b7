"""Texts and entities come out as Telegram's own parser makes them."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.errors import ApiError
from bot.simulator.text import utf16
from bot.simulator.text.automatic import find_entities
from bot.simulator.text.cleaning import clean
from bot.simulator.text.entities import read, written
from bot.simulator.text.nesting import nest

# What Telegram finds and these rules knowingly do not:
# * bank_card: needs the checksum and the issuers' ranges; no screen of this project holds a card number;
# * phone_number: found by Telegram's servers only, so there is nothing offline to compare with;
# * media_timestamp: no entity of the Bot API (make_golden.py leaves it out);
# * endings such as "example.volkswagen" without a protocol: only the commoner of 1,500 are known (see tlds.py).
NOT_COVERED = {"bank_card", "phone_number"}


def _cases(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "golden" / f"{name}.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text())["cases"]
    return cases


def _by_text(case: dict[str, Any]) -> str:
    return ascii(case["text"])[:60]


def _plain(entities: list[dict[str, Any]]) -> list[tuple[str, int, int, str | None]]:
    return [
        (entity["type"], entity["offset"], entity["length"], entity.get("url", entity.get("language")))
        for entity in entities
    ]


@pytest.mark.parametrize("case", _cases("automatic"), ids=_by_text)
def test_the_entities_telegram_finds_by_itself_are_found(case: dict[str, Any]) -> None:
    expected = [entity for entity in case["entities"] if entity["type"] not in NOT_COVERED]
    assert _plain(written(case["text"], find_entities(case["text"]))) == _plain(expected)


@pytest.mark.parametrize("case", _cases("explicit"), ids=_by_text)
def test_text_is_cleaned_and_entities_are_nested_as_telegram_does(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(ApiError) as refused:
            read(case["text"], case["entities"])
        assert refused.value.description.lower() == f"Bad Request: {case['error']}".lower()
        return
    text, entities = clean(case["text"], nest(read(case["text"], case["entities"])))
    if not text.strip(" \n"):
        text, entities = "", []
    found = _plain(written(text, nest(entities)))
    assert (text, found) == (case["result"]["text"], _plain(case["result"]["entities"]))


@pytest.mark.parametrize("case", _cases("lengths"), ids=_by_text)
def test_lengths_are_counted_in_utf_16_units(case: dict[str, Any]) -> None:
    assert utf16.length(case["text"]) == case["length"]


def test_enough_cases_were_recorded() -> None:
    assert len(_cases("automatic")) + len(_cases("explicit")) + len(_cases("lengths")) >= 150
