"""What keeps content true over time: sources read again, facts not edited unread, spellings confirmed as they stand."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

from bot.content.confirming import forms_of, named, with_spelling, without_outworn
from bot.content.freshness import last_read, overdue, today_at
from bot.content.models import Visit
from bot.content.rules_of_change import unsupported_changes
from tests.content.builders import Json, fact, name, organisation, person, place, smallest, source
from tests.content.random_visits import VISITS

TODAY = dt.date(2026, 11, 24)
TOPICS = [{"id": "T1", "title": {"en": "A topic"}}]


def visit(**more: Any) -> Visit:
    return Visit.model_validate(smallest(topics=TOPICS, **more))


def aged(limit: int | None, *sources: Json, facts: list[Json] | None = None) -> Visit:
    return visit(recheck_after_days=limit, sources=[source("S1", seen_on=str(TODAY)), *sources], facts=facts or [])


def due(found: Visit, today: dt.date = TODAY) -> list[tuple[str, list[str]]]:
    return [(one.source.id, [fact.id for fact in one.facts]) for one in overdue(found, today)]


# What is to be looked at again


def test_a_fact_is_due_the_day_after_the_limit() -> None:
    kept = aged(10, source("S2", seen_on="2026-11-14"), facts=[fact("F1", sources=["S2"])])
    assert due(kept) == []
    assert due(kept, TODAY + dt.timedelta(days=1)) == [("S2", ["F1"])]


def test_a_check_counts_from_its_own_day() -> None:
    checked = source("S2", seen_on="2026-01-01", checked_on="2026-11-20")
    assert last_read(visit(sources=[source("S1"), checked]).sources[1]) == dt.date(2026, 11, 20)
    assert due(aged(10, checked, facts=[fact("F1", sources=["S2"])])) == []


def test_without_a_limit_nothing_is_ever_due() -> None:
    assert due(aged(None, source("S2", seen_on="2001-01-01"), facts=[fact("F1", sources=["S2"])])) == []


def test_one_source_read_in_time_holds_a_fact_up() -> None:
    old = source("S2", seen_on="2026-01-01")
    assert due(aged(10, old, facts=[fact("F1", sources=["S2", "S1"]), fact("F2", sources=["S2"])])) == [("S2", ["F2"])]


def test_the_source_read_longest_ago_comes_first_with_all_its_facts() -> None:
    old, older = source("S2", seen_on="2026-02-01"), source("S3", seen_on="2026-01-01")
    facts = [fact("F1", sources=["S2", "S3"]), fact("F2", sources=["S2"])]
    assert due(aged(10, old, older, facts=facts)) == [("S3", ["F1"]), ("S2", ["F1", "F2"])]


def test_a_source_on_which_no_fact_rests_need_not_be_read_again() -> None:
    assert due(aged(10, source("S2", seen_on="2026-01-01"))) == []


def test_a_day_that_lies_ahead_holds_nothing_up_but_tomorrow_may_have_begun_elsewhere() -> None:
    facts = [fact("F1", sources=["S2"])]
    assert due(aged(10, source("S2", checked_on="2062-11-24"), facts=facts)) == [("S2", ["F1"])]
    assert due(aged(10, source("S2", checked_on="2026-11-25"), facts=facts)) == []


def test_the_day_is_that_of_the_visits_zone() -> None:
    late = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)
    assert today_at(visit(), late) == TODAY


@pytest.mark.parametrize("limit", [0, -1, 4000, "often", 1.5])
def test_a_limit_is_a_whole_number_of_days(limit: object) -> None:
    with pytest.raises(ValueError, match="recheck_after_days"):
        visit(recheck_after_days=limit)


# What may not be edited unread

SAYS: Json = {"text": {"en": "More than 60 firms.", "ru": "Более 60 фирм."}}
BEFORE = [fact("F1", **SAYS, wording=["more than 60"], attributed_to={"en": "The park", "ru": "Парк"})]


def edited(**changes: Any) -> list[Json]:
    return [BEFORE[0] | changes]


def unsupported(after: list[Json], *sources: Json, before: list[Json] = BEFORE) -> dict[str, str]:
    """Return what is said against these facts beside these sources, where S1 and S2 were there before."""
    known = [source("S1"), source("S2")]
    changed = {given["id"]: given for given in (*known, *sources)}
    found = unsupported_changes(
        visit(facts=before, sources=known), visit(facts=after, sources=list(changed.values())), TODAY
    )
    return {".".join(map(str, problem.path)): problem.reason for problem in found}


STATEMENTS: dict[str, Json] = {
    "text": {"text": {"en": "More than 70 firms.", "ru": "Более 60 фирм."}},
    "a lost hedge": {"text": {"en": "60 firms.", "ru": "Более 60 фирм."}},
    "the source's wording": {"wording": ["more than 70"]},
    "in brief": {"brief": {"en": "70 firms"}},
    "in whose name": {"attributed_to": {"en": "The mayor", "ru": "Парк"}},
    "what was a translation": {"original": ["ru"], "text": {"en": "More than 60 firms.", "ru": "Более 70 фирм."}},
    "what becomes a translation": {"original": ["ru"], "text": {"en": "More than 70 firms.", "ru": "Более 60 фирм."}},
}
FREE: dict[str, Json] = {
    "a translation": {"text": {"en": "More than 60 firms.", "ru": "Больше 60 компаний.", "zh": "60多家企业。"}},
    "the note": {"note": {"en": "As of autumn."}},
    "confidence": {"confidence": "low"},
    "what it is about": {"about": ["O1"]},
    "one source more": {"sources": ["S1", "S2"]},
}


@pytest.mark.parametrize("change", STATEMENTS.values(), ids=STATEMENTS)
def test_a_statement_is_not_edited_without_a_reading_of_its_source(change: Json) -> None:
    found = unsupported(edited(**change))
    assert list(found) == ["facts.0.sources"]
    assert found["facts.0.sources"].startswith("F1 says something else than before, and none of its sources (S1)")


@pytest.mark.parametrize("change", FREE.values(), ids=FREE)
def test_what_no_source_is_said_to_say_is_free(change: Json) -> None:
    assert unsupported(edited(**change)) == {}


READINGS: dict[str, tuple[Json, ...]] = {
    "checked since": (source("S1", checked_on="2026-10-01"),),
    "seen anew": (source("S1", seen_on="2026-10-01"),),
    "checked today": (source("S1", checked_on=str(TODAY)),),
}


@pytest.mark.parametrize("sources", READINGS.values(), ids=READINGS)
def test_a_source_that_was_read_since_supports_an_edit(sources: tuple[Json, ...]) -> None:
    assert unsupported(edited(text={"en": "More than 70 firms."}), *sources) == {}


def test_a_source_that_the_fact_did_not_name_before_supports_an_edit() -> None:
    change = {"text": {"en": "More than 70 firms."}}
    assert unsupported(edited(**change, sources=["S2"])) == {}
    assert unsupported(edited(**change, sources=["S9"]), source("S9")) == {}
    assert unsupported(edited(**change), source("S2", checked_on=str(TODAY))).keys() == {"facts.0.sources"}


def test_whoever_corrects_twice_in_a_day_reads_once() -> None:
    today = source("S1", checked_on=str(TODAY))
    before, after = visit(facts=BEFORE, sources=[today]), visit(facts=edited(wording=["over 60"]), sources=[today])
    assert unsupported_changes(before, after, TODAY) == []
    assert len(unsupported_changes(before, after, TODAY + dt.timedelta(days=1))) == 1


def test_new_facts_and_facts_that_go_are_no_edits() -> None:
    assert unsupported([fact("F2")]) == {}
    assert unsupported([], before=BEFORE) == {}


def test_a_reading_that_lies_ahead_is_told_once_when_it_comes() -> None:
    ahead = source("S1", checked_on="2062-11-24")
    assert unsupported(BEFORE, ahead).keys() == {"sources.0.checked_on"}
    assert unsupported(BEFORE, source("S2", seen_on="2062-11-24")).keys() == {"sources.1.seen_on"}
    assert unsupported_changes(visit(sources=[ahead]), visit(sources=[ahead]), TODAY) == []


@given(VISITS)
def test_an_edition_is_supported_by_itself(same: Visit) -> None:
    assert unsupported_changes(same, same, TODAY) == []
    assert without_outworn(same, same) == same


# Spellings

DAY = "2026-11-24"


def spelled(text: str, confirmed_on: str | None = None, **more: Any) -> Visit:
    return (
        visit(people=[person("P1", names=name(text, **more))])
        if confirmed_on is None
        else visit(
            people=[person("P1", names={"en": {"text": text, "status": "ours", "confirmed_on": confirmed_on}} | more)]
        )
    )


def confirmed(found: Visit) -> dt.date | None:
    form = found.people[0].names.en
    assert form is not None
    return form.confirmed_on


def test_a_spelling_is_confirmed_and_taken_back() -> None:
    before = spelled("Zhu")
    after = with_spelling(before, "P1", "en", TODAY)
    assert after == spelled("Zhu", DAY)
    assert with_spelling(after, "P1", "en", None) == before


def test_a_rendering_that_was_confirmed_remains_our_own() -> None:
    [(_, form)] = forms_of(with_spelling(spelled("Zhu"), "P1", "en", TODAY).people[0].names)
    assert (form.status, form.text) == ("ours", "Zhu")


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_only_letters_that_are_there_can_be_confirmed(language: Any) -> None:
    with pytest.raises(LookupError):
        with_spelling(spelled("Zhu"), "P1", language, TODAY)


def test_organisations_and_places_have_spellings_too_and_words_have_none() -> None:
    full = visit(places=[place("L1")], glossary=[{"id": "W1", "names": name("fermenter")}])
    assert [item.id for item in named(full)] == ["O1", "L1"]
    assert with_spelling(full, "L1", "en", TODAY).places[0].names.en != full.places[0].names.en
    assert with_spelling(full, "O1", "en", TODAY) == full.model_copy(
        update={
            "organisations": visit(
                organisations=[organisation("O1", names={"en": {**name("A park")["en"], "confirmed_on": DAY}})]
            ).organisations
        }
    )
    with pytest.raises(LookupError):
        with_spelling(full, "W1", "en", TODAY)


def test_another_spelling_is_not_the_one_that_was_confirmed() -> None:
    assert confirmed(without_outworn(spelled("Zhu", DAY), spelled("Chu", DAY))) is None


def test_a_spelling_that_stays_keeps_what_was_confirmed_of_it() -> None:
    russian = {"ru": {"text": "Чжу", "status": "ours"}}
    assert confirmed(without_outworn(spelled("Zhu", DAY), spelled("Zhu", DAY, **russian))) == TODAY


def test_a_new_spelling_with_a_day_of_its_own_is_confirmed() -> None:
    assert confirmed(without_outworn(spelled("Zhu", "2026-01-01"), spelled("Chu", DAY))) == TODAY
    assert confirmed(without_outworn(spelled("Zhu"), spelled("Chu", DAY))) == TODAY
    assert confirmed(without_outworn(visit(), spelled("Chu", DAY))) == TODAY
