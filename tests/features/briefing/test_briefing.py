from typing import Any

import pytest

from bot.content.library import Edition
from bot.features.briefing.handlers import ROUTES
from bot.telegram.presses import OpenFact, OpenFacts, OpenOrganisation, OpenQuote, OpenQuotes, OpenSource
from bot.telegram.screens import Screen
from tests.features.briefing.asking import command, labels, leads_to, press, request, text, write
from tests.support.small_visit import SMALL, small_edition


def _quotes(count: int) -> dict[str, Any]:
    quote = SMALL["quotes"][0]
    return {"quotes": [quote | {"id": f"Q{number}", "words": f"Слова {number}"} for number in range(1, count + 1)]}


async def test_the_overview_names_the_place_and_shows_brief_facts_with_source_and_caveat() -> None:
    screen = await command("park", request(small_edition()))
    said = text(screen)
    assert said.startswith("Park* · Парк\u00a0¹")
    assert "• Launched in April 2024\u00a0¹\n  one source only" in said
    assert "¹ The Gazette ↗ · seen 22 Nov 2026" in said
    assert "It stands in Hongkou" not in said, "facts without a brief stand under All facts"


async def test_the_overview_offers_only_what_the_visit_has() -> None:
    screen = await command("park", request(small_edition()))
    assert labels(screen) == ["All facts", "Companies", "People", "Quotes", "Sources", "Menu"]


async def test_only_one_caveat_a_fact_stands_on_the_overview_and_all_on_the_fact() -> None:
    more = {"id": "C2", "about": ["F1"], "text": {"en": "land or floor area not stated"}}
    asked = request(small_edition(caveats=[*SMALL["caveats"], more]))
    assert "land or floor" not in text(await command("park", asked))
    assert "land or floor" in text(await press("fact:small:F1", asked))


async def test_a_fact_shows_the_exact_words_of_its_source_and_their_language() -> None:
    said = text(await press("fact:small:F1", request(small_edition())))
    assert "Word for word (in Russian)\nзапущенный в апреле 2024 года" in said
    assert "our translation" in said


async def test_a_fact_says_how_sure_it_is_only_when_that_is_not_high() -> None:
    asked = request(small_edition())
    assert "Confidence" not in text(await press("fact:small:F1", asked))
    assert "Confidence: medium" in text(await press("fact:small:F2", asked))


async def test_a_fact_leads_back_to_the_page_of_its_topic_on_which_it_stands() -> None:
    fact = SMALL["facts"][0]
    facts = [fact | {"id": f"F{number}", "text": {"en": f"Fact {number}"}} for number in range(1, 31)]
    screen = await press("fact:small:F25", request(small_edition(facts=facts)))
    page = await press(leads_to(screen, "‹ The park"), request(small_edition(facts=facts)))
    assert "25. Fact 25" in text(page)


async def test_a_text_that_is_not_in_the_readers_language_says_so() -> None:
    said = text(await press("fact:small:F2", request(small_edition(), language="ru")))
    assert said.startswith("It stands in Hongkou (на английском)")


async def test_a_companys_card_shows_names_facts_people_and_caveats() -> None:
    screen = await press("org:small:O1:0", request(small_edition()))
    said = text(screen)
    assert "1. Launched in April 2024" in said
    assert said.count("one source only") == 1, "a caveat that stands with a fact is not said twice"
    assert "• Zhu Xiaofeng* · head" in said
    assert "Zhu Xiaofeng" in labels(screen)


async def test_a_quote_is_shown_translated_and_one_tap_leads_to_the_original_words() -> None:
    asked = request(small_edition())
    translated = await command("quotes", asked)
    assert "“We are glad”\u00a0¹\nquoted in Russian by The Gazette" in text(translated)
    assert "our translation" in text(translated)
    original = await press(leads_to(translated, "Original words"), asked)
    assert "«Мы рады»" in text(original)
    assert "our translation" not in text(original)
    assert "We are glad" in text(await press(leads_to(original, "Translation"), asked))


async def test_a_quote_in_the_readers_own_language_needs_no_translation() -> None:
    screen = await command("quotes", request(small_edition(), language="ru"))
    assert "«Мы рады»" in text(screen)
    assert "В оригинале" not in labels(screen)
    assert "перевод наш" not in text(screen)


async def test_a_quotation_within_our_translation_has_inner_marks_and_the_original_is_untouched() -> None:
    quote = SMALL["quotes"][0] | {"words": "«Мы» рады", "translations": {"en": "“We” are glad"}}
    asked = request(small_edition(quotes=[quote]))
    assert "“‘We’ are glad”" in text(await command("quotes", asked))
    assert "««Мы» рады»" in text(await command("quotes", request(small_edition(quotes=[quote]), language="ru")))
    assert "««Мы» рады»" in text(await press(OpenQuote(visit="small", quote="Q1", original=True).pack(), asked))


async def test_a_translated_quote_is_labelled_whoever_said_it() -> None:
    quote = SMALL["quotes"][0] | {"speaker": "O1"}
    assert "our translation" in text(await command("quotes", request(small_edition(quotes=[quote]))))


async def test_reported_speech_has_no_quotation_marks_and_is_called_so() -> None:
    quote = SMALL["quotes"][0] | {"kind": "reported"}
    said = text(await command("quotes", request(small_edition(quotes=[quote]))))
    assert "“" not in said
    assert "reported speech, in Russian, by The Gazette" in said


async def test_quotes_are_leafed_through_and_narrowed_to_one_speaker() -> None:
    other = SMALL["quotes"][0] | {"id": "Q9", "speaker": "O1"}
    asked = request(small_edition(quotes=[*_quotes(3)["quotes"], other]))
    second = await press(leads_to(await command("quotes", asked), "2 ›"), asked)
    assert "page 2 of 4" in text(second)
    only = await press(leads_to(second, "Only this speaker"), asked)
    assert "page 1 of 3" in text(only)
    assert "page 1 of 4" in text(await press(leads_to(only, "All quotes"), asked))


async def test_a_quote_leads_back_to_its_place_among_the_quotes() -> None:
    asked = request(small_edition(**_quotes(3)))
    screen = await press(OpenQuote(visit="small", quote="Q3").pack(), asked)
    assert leads_to(screen, "‹ Quotes") == OpenQuotes(visit="small", page=2).pack()


async def test_a_sources_card_leads_to_everything_that_rests_on_it() -> None:
    screen = await press("src:small:S1:0", request(small_edition()))
    assert "5 entries rest on it:" in text(screen)
    opened = {leads_to(screen, str(number)).partition(":")[0] for number in range(1, 6)}
    assert opened == {"fact", "quote", "person", "org"}


async def test_a_source_without_a_date_says_so_and_when_it_was_seen() -> None:
    said = text(await press("src:small:S1:0", request(small_edition())))
    assert "Published: not stated\nSeen: 22 Nov 2026" in said
    assert "Published: 24 Sept 2025" in text(await press("src:small:S2:0", request(small_edition())))


async def test_what_is_not_stated_is_listed_by_what_it_is_about() -> None:
    said = text(await press("unstated:small:0", request(small_edition())))
    assert "Zhu Xiaofeng\n• phone\n• Chinese spelling" in said


async def test_the_glossary_marks_each_form_as_found_or_ours() -> None:
    found = {"text": "инкубатор", "status": "source", "source": "S1"}
    names = {"ru": found, "en": {"text": "incubator", "status": "ours"}}
    edition = small_edition(glossary=[{"id": "T1", "names": names}])
    assert "Glossary" in labels(await command("park", request(edition)))
    said = text(await press("terms:small:0", request(edition)))
    assert "incubator* · инкубатор\u00a0¹" in said
    assert "Where a form is missing, no page was found that gives it." in said
    assert "* our rendering" in said


async def test_the_glossary_speaks_of_missing_forms_only_when_one_is_missing() -> None:
    names = {code: {"text": code, "status": "source", "source": "S1"} for code in ("ru", "en", "zh")}
    edition = small_edition(glossary=[{"id": "T1", "names": names}])
    assert "missing" not in text(await press("terms:small:0", request(edition)))


@pytest.mark.parametrize(("question", "answer"), [("launched", "Launched"), ("запущен", "Launched"), ("Zhu", "head")])
async def test_a_free_text_is_answered_by_what_fits_best(question: str, answer: str) -> None:
    screen = await write(request(small_edition(), argument=question))
    assert isinstance(screen, Screen)
    assert answer in text(screen)
    assert "The Gazette ↗" in text(screen)
    assert "1" in labels(screen)


@pytest.mark.parametrize("question", ["zzzz", "", "?!", "x" * 4000])
async def test_a_free_text_that_fits_nothing_gets_ways_on(question: str) -> None:
    screen = await write(request(small_edition(), argument=question))
    assert isinstance(screen, Screen)
    assert "Try one or two other words" in text(screen)
    assert {"Overview", "All facts", "Companies", "Menu"} <= set(labels(screen))
    assert len(text(screen)) < 250


async def test_people_talking_in_a_group_are_left_alone() -> None:
    assert await write(request(small_edition(), private=False, argument="launched")) == ()


@pytest.mark.parametrize("name", [one.name for one in ROUTES.commands])
async def test_a_closed_visit_shows_nothing_to_a_guest(name: str) -> None:
    closed = small_edition(audience="members")
    assert "no visit open to you" in text(await command(name, request(closed)))


async def test_a_button_of_a_closed_visit_opens_nothing() -> None:
    closed = request(small_edition(audience="members"))
    for data in (OpenFact(visit="small", fact="F1"), OpenQuotes(visit="small"), OpenSource(visit="other", source="S1")):
        screen = await press(data.pack(), closed)
        assert "not open to you" in text(screen)
        assert labels(screen) == ["Menu"]


@pytest.mark.parametrize(
    "data",
    [
        OpenFact(visit="small", fact="F99"),
        OpenFacts(visit="small", topic="gone"),
        OpenOrganisation(visit="small", organisation="O99"),
        OpenQuote(visit="small", quote="Q99"),
        OpenSource(visit="small", source="S99"),
    ],
    ids=lambda data: data.__prefix__,
)
async def test_a_button_to_what_is_no_longer_there_says_so_and_leads_on(data: OpenFact) -> None:
    screen = await press(data.pack(), request(small_edition()))
    assert "no longer there" in text(screen)
    assert len(labels(screen)) == 2


async def test_everything_of_a_sample_is_marked_as_one() -> None:
    sample = request(small_edition(sample=True), argument="launched")
    for name in ("park", "companies", "quotes", "sources"):
        assert (await command(name, sample)).sample
    found = await write(sample)
    assert isinstance(found, Screen)
    assert found.sample


@pytest.mark.parametrize("name", [one.name for one in ROUTES.commands])
async def test_a_visit_with_hardly_anything_still_answers(name: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("topics", "facts", "caveats", "quotes", "people", "unstated"), ())
    edition: Edition = small_edition(**nothing)
    screen = await command(name, request(edition))
    assert text(screen)
    assert "Menu" in labels(screen)


def test_the_menus_summaries_are_short_sentences() -> None:
    for one in ROUTES.commands:
        assert len(one.summary) <= 60
        assert one.summary[0].isupper()
        assert not one.summary.endswith(".")
