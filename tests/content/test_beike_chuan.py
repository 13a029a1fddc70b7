"""What the first visit on file promises: it says what its sources say, and nothing more."""

import datetime as dt
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from bot.content.models import Fact, Visit
from bot.content.texts import Localized, NameForm, Names
from bot.core.languages import LANGUAGES

PATH = Path(__file__).parents[2] / "data" / "visits" / "beike-chuan-2025.yaml"
ARTICLE = "S00"
FROM_THE_ARTICLE = [f"F{number:02}" for number in range(1, 40)]
HANZI = re.compile(r"[\u3400-\u9fff]")

# Digests of the article's own words, so that nobody retouches them unnoticed.
WORDINGS = "02c598116f490e39395cd21a4f5a6abe661cd487b0641918578469969cd1b71d"
WORDS = {
    "Q1": "9449d2bdd382606700db275b010a7e9c9bc426b5095f32c785d430779e4df1e4",
    "Q2": "aa4e763180c75599f09ed2353e3f66f2e88deeffd222dd0d7a174652bb1675e3",
    "R1": "a07a75faf6ade0aebc29720017104861b471a57b7b722ceb3b8607f94312ce30",
    "R2": "7ff8f17f4de3e4a82c52945ae38d648248d644d5d54811ef9964a1ee2e6c4047",
}


@pytest.fixture(scope="module")
def visit() -> Visit:
    return Visit.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def facts(visit: Visit) -> dict[str, Fact]:
    return {fact.id: fact for fact in visit.facts}


def entries(visit: Visit) -> list[BaseModel]:
    """Return everything in the visit that has an id."""
    parts = (getattr(visit, name) for name in Visit.model_fields)
    return [entry for part in parts if isinstance(part, tuple) for entry in part]


def inside(value: object) -> Iterator[object]:
    """Yield the value and everything in it, depth first."""
    yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from inside(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from inside(item)


def strings(value: object) -> list[str]:
    return [item for item in inside(value) if isinstance(item, str)]


def identifier(entry: BaseModel) -> str:
    return str(getattr(entry, "id", ""))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_every_fact_of_the_article_is_there_and_rests_on_the_article_alone(facts: dict[str, Fact]) -> None:
    assert set(FROM_THE_ARTICLE) == {name for name in facts if name.startswith("F")}
    for name in FROM_THE_ARTICLE:
        fact = facts[name]
        assert fact.sources == (ARTICLE,)
        assert fact.original == ("ru",)
        assert fact.wording
        assert fact.attributed_to
        assert not fact.context


def test_the_wording_of_every_fact_is_the_articles_letter_for_letter(facts: dict[str, Fact]) -> None:
    assert digest("\n".join(line for name in FROM_THE_ARTICLE for line in facts[name].wording)) == WORDINGS


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("F03", "(Beike Chuan, North Tech Innovation)"),
        ("F22", "в апреле 2024 года"),
        ("F23", "первым в районе Хункоу"),
        ("F25", "в русле «Программы десяти ключевых инициатив"),
        ("F28", "более 903 тыс. кв. м"),
        ("F32", "порядка 1 млрд юаней"),
    ],
)
def test_the_wording_keeps_what_matters_most(facts: dict[str, Fact], name: str, phrase: str) -> None:
    assert phrase in " ".join(facts[name].wording)


@pytest.mark.parametrize(
    ("name", "figures", "hedges"),
    [
        ("F28", ("903 тыс. кв. м", "903,000", "90.3万平方米"), ("олее ", "ore than ", "超过")),
        ("F32", ("1 млрд юаней", "1 billion yuan", "10亿元"), ("порядка ", "about ", "约")),
    ],
)
def test_no_figure_loses_its_hedge(
    visit: Visit, facts: dict[str, Fact], name: str, figures: tuple[str, ...], hedges: tuple[str, ...]
) -> None:
    for language, figure, hedge in zip(("ru", "en", "zh"), figures, hedges, strict=True):
        assert f"{hedge}{figure}" in getattr(facts[name].text, language)
        for text in (text for text in inside(visit) if isinstance(text, Localized)):
            said = getattr(text, language) or ""
            assert said.count(figure) == said.count(f"{hedge}{figure}"), said


def test_the_quotes_are_complete_and_their_translations_are_apart_from_them(visit: Visit) -> None:
    quotes = {quote.id: quote for quote in visit.quotes}
    assert {name: digest(quote.words) for name, quote in quotes.items()} == WORDS
    assert {name: (quote.speaker, quote.kind) for name, quote in quotes.items()} == {
        "Q1": ("P1", "direct"),
        "Q2": ("P2", "direct"),
        "R1": ("P1", "reported"),
        "R2": ("O1-press", "reported"),
    }
    for quote in quotes.values():
        assert (quote.language, quote.sources) == ("ru", (ARTICLE,))
        assert quote.translations is not None
        assert quote.translations.ru is None
        assert quote.translations.en
        assert quote.translations.zh


def test_no_chinese_name_is_printed_where_no_source_gives_one(visit: Visit) -> None:
    named = {identifier(entry): strings(getattr(entry, "names", None)) for entry in entries(visit)}
    for unknown in ("P1", "P2", "O2", "O4", "place-park", "term-ring-plan", "term-ten"):
        assert named[unknown]
        assert not HANZI.search(" ".join(named[unknown])), unknown


def test_every_chinese_form_of_a_name_has_a_source(visit: Visit) -> None:
    sources = {source.id for source in visit.sources}
    forms = [item.zh for item in inside(visit) if isinstance(item, Names) and item.zh is not None]
    assert len(forms) >= 15
    for form in forms:
        assert form.status == "source"
        assert form.source in sources
    for form in (item for item in inside(visit) if isinstance(item, NameForm) and item.status == "ours"):
        assert not HANZI.search(form.text)


@pytest.mark.parametrize("guess", ["朱晓", "朱小", "天工开", "维达诺娃"])
def test_characters_that_could_only_be_guessed_stand_nowhere(visit: Visit, guess: str) -> None:
    assert not [text for text in strings(visit) if guess in text]


def test_our_reading_of_the_parks_name_stands_only_in_its_caveat_and_says_whose_it_is(visit: Visit) -> None:
    guess = re.compile(r"Beikechuang|北科创(?!集团)")
    assert [identifier(entry) for entry in entries(visit) if guess.search("\n".join(strings(entry)))] == ["C02"]
    text = next(caveat.text for caveat in visit.caveats if caveat.id == "C02")
    assert "наш вывод, не доказанный" in str(text.ru)
    assert "our own inference, not proven" in str(text.en)
    assert "我们的推断，未经证实" in str(text.zh)


def test_a_title_translated_back_into_chinese_says_that_it_is(facts: dict[str, Fact]) -> None:
    for name in ("F24", "F25"):
        assert "（自俄文回译，原名未核实）" in str(facts[name].text.zh)
    for title in ("北中环科技创新发展计划", "十大重点行动方案"):
        for fact in facts.values():
            assert all("自俄文回译" in text for text in strings(fact) if title in text)


def test_no_phone_address_or_mail_is_filled_in(visit: Visit) -> None:
    assert all(person.contact is None for person in visit.people)
    assert all(place.address is None and place.point is None for place in visit.places)
    assert all(event.room is None and event.call is None for event in visit.events)
    telling = re.compile(r"@|\+\d|\d[\d ()-]{6,}\d|\bул\.|улиц|\bStreet\b|\bRoad \d|\bNo\. ?\d+ \w+ Road|[路弄]\d")
    assert not [text for text in strings(visit) if telling.search(text)]


def test_comparisons_and_superseded_figures_serve_only_the_notes_on_contradictions(visit: Visit) -> None:
    apart = {"S-E10", "S-E11", "S-E12", "S-E13", "S-E17", "S-E26"}
    users = {
        (type(entry).__name__, source)
        for entry in entries(visit)
        for source in apart.intersection(strings(entry))
        if identifier(entry) not in apart
    }
    assert users == {("Caveat", source) for source in apart}


def test_what_lies_beside_the_story_is_marked_as_context(visit: Visit) -> None:
    beside = {"S-E28", "S-E28-2", "S-E29", "S-E30"}
    users = [
        entry for entry in entries(visit) if beside.intersection(strings(entry)) and identifier(entry) not in beside
    ]
    assert {identifier(entry) for entry in users} == {"P5", "E29", "E30"}
    assert all(getattr(entry, "context", False) for entry in users)


def test_ids_are_unique_and_lead_somewhere(visit: Visit) -> None:
    names = [identifier(entry) for entry in entries(visit)]
    assert len(names) == len(set(names))
    links = ("about", "sources", "topic", "speaker", "organisation", "place", "people", "groups", "call")
    for entry in entries(visit):
        for field in links:
            led = getattr(entry, field, None)
            if isinstance(led, str):
                led = (led,)
            if isinstance(led, tuple):
                assert set(led) <= set(names), (identifier(entry), field)
    forms = [item.source for item in inside(visit) if isinstance(item, NameForm) and item.source]
    assert set(forms) <= {source.id for source in visit.sources}
    assert visit.host == "O2"


def test_the_programme_holds_only_what_sources_state(visit: Visit) -> None:
    events = {event.id: event for event in visit.events}
    assert set(events) == {"V1", "V2", "V3"}
    assert (events["V1"].day, events["V1"].last_day) == (None, None)
    assert (events["V2"].day, events["V2"].last_day) == (dt.date(2025, 9, 23), dt.date(2025, 9, 27))
    assert (events["V3"].day, events["V3"].last_day) == (dt.date(2025, 9, 23), None)
    assert all(event.start is None and event.end is None for event in events.values())
    assert events["V2"].place == events["V3"].place == "place-necc"


def test_every_contradiction_is_told_where_it_matters(visit: Visit) -> None:
    about = {caveat.id: set(caveat.about) for caveat in visit.caveats}
    expected = {
        "C01": {"F28"},
        "C02": {"F03"},
        "C03": {"V2", "E06-2", "E07-2", "E09"},
        "C04": {"O3"},
        "C05": {"O5", "E23", "E24", "E25"},
        "C06": {"F23"},
        "C07": {"F07", "E04"},
        "C08": {"O4", "F34", "F35"},
        "C09": {"CIIF"},
        "C10": {"F32", "E19-2"},
        "C11": {"O1"},
    }
    for name, items in expected.items():
        assert items <= about[name], name


def test_every_text_is_there_in_three_languages_and_short_enough_to_read(visit: Visit) -> None:
    translations = {id(quote.translations) for quote in visit.quotes}
    for text in (item for item in inside(visit) if isinstance(item, Localized) and id(item) not in translations):
        assert all(text.in_language(language) for language in LANGUAGES), text
    assert not [text for text in strings(visit) if len(text) > 700]


def test_chinese_texts_use_full_width_punctuation_and_russian_ones_guillemets(visit: Visit) -> None:
    half_width = re.compile(r"[\u4e00-\u9fff] ?[,;:?!()]|[,;:?!()] ?[\u4e00-\u9fff]")
    for text in (item for item in inside(visit) if isinstance(item, Localized)):
        assert not half_width.search(text.zh or "")
        assert not re.search(r"[\"“”]", text.ru or "")


def test_the_overview_is_a_handful_of_short_lines_in_the_order_wanted(visit: Visit) -> None:
    briefs = [(fact.id, fact.brief) for fact in visit.facts if fact.brief is not None]
    assert [name for name, _ in briefs] == ["F22", "F28", "F23", "F26", "F29"]
    assert all(len(line) <= 60 for _, brief in briefs for line in strings(brief))


def test_every_source_says_when_it_was_published_or_why_that_is_unknown(visit: Visit) -> None:
    for source in visit.sources:
        assert source.seen_on == dt.date(2026, 11, 22)
        assert source.published_on or source.date_note, source.id
    article = visit.sources[0]
    assert (article.id, article.published_on) == (ARTICLE, None)
