from aiogram.utils.formatting import Text

from bot.content.texts import Localized
from bot.core.languages import Language
from bot.telegram import citing
from bot.telegram.citing import Footnotes
from bot.telegram.presses import OpenMenu, OpenQuotes
from tests.support.small_visit import small_edition
from tests.support.translating import translators


def _footnotes(language: Language = "en") -> Footnotes:
    return Footnotes(small_edition(), translators()[language])


def test_sources_are_numbered_as_they_are_first_cited_and_stand_in_order() -> None:
    notes = _footnotes()
    assert notes.mark(["S2"]) == "\u00a0¹"
    assert notes.mark(["S1", "S2", "S1"]) == "\u00a0¹\u00a0²"


def test_a_footnote_has_publisher_link_and_the_day_published_or_else_seen() -> None:
    notes = _footnotes()
    notes.mark(["S1", "S2"])
    text, entities = notes.notes().render()
    assert text == "¹ The Gazette ↗ · seen 22 Nov 2026\n² Daily News ↗ · 24 Sept 2025"
    assert [entity.url for entity in entities] == ["https://example.org/first", "https://example.org/second"]


def test_a_text_in_a_language_of_no_source_is_labelled_once_as_our_translation() -> None:
    edition, notes = small_edition(), _footnotes()
    for _ in range(2):
        fact = edition.visit.facts[0]
        assert notes.say(fact.text, fact.original, fact.sources).render()[0] == "Launched in April 2024\u00a0¹"
    assert notes.notes().render()[0] == "¹ The Gazette ↗ · seen 22 Nov 2026\nour translation"


def test_the_label_says_which_statements_are_translated_when_not_all_are() -> None:
    edition, notes = small_edition(), _footnotes()
    for fact in edition.visit.facts:
        notes.say(fact.text, fact.original, fact.sources)
    assert notes.notes().render()[0].splitlines()[-1] == "¹ our translation"


def test_a_text_in_the_language_of_its_source_has_no_label() -> None:
    edition, notes = small_edition(), _footnotes("ru")
    fact = edition.visit.facts[0]
    notes.say(fact.text, fact.original, fact.sources)
    assert len(notes.notes().render()[0].splitlines()) == 1


def test_a_text_in_another_language_than_the_readers_says_which() -> None:
    assert citing.said(Localized(ru="Парк"), translators()["en"]) == "Парк (in Russian)"
    assert citing.said(Localized(en="Park", ru="Парк"), translators()["ru"]) == "Парк"


def test_a_name_stands_in_all_scripts_and_our_own_forms_are_marked() -> None:
    notes = _footnotes()
    name = notes.names(small_edition().visit.people[0].names)
    assert name.render()[0] == "Zhu Xiaofeng* · Чжу Сяофэн\u00a0¹"
    assert notes.notes().render()[0] == "¹ The Gazette ↗ · seen 22 Nov 2026\n* our rendering"


def test_a_form_that_is_the_same_in_two_languages_stands_once() -> None:
    same = {"text": "Bluepha", "status": "source", "source": "S1"}
    edition = small_edition(glossary=[{"id": "T1", "names": {"ru": same, "en": same}}])
    assert _footnotes().names(edition.visit.glossary[0].names).render()[0] == "Bluepha\u00a0¹"


def test_a_caveat_stands_with_what_it_is_about_and_once_a_screen() -> None:
    assert [line.render()[0] for line in _footnotes().caveats("F1")] == ["  one source only"]
    assert _footnotes().caveats("O1", besides=["F1"]) == []
    assert _footnotes().caveats("F2") == []


def test_what_is_not_stated_is_said_in_one_line() -> None:
    tr = translators()["en"]
    line = citing.not_stated(small_edition(), tr, "P1")
    assert line.render()[0] == "Not stated in the sources: phone; Chinese spelling"
    assert citing.not_stated(small_edition(), tr, "O1").render()[0] == ""


def test_items_are_shared_out_in_order_and_none_is_lost() -> None:
    items = list(range(10))
    shared = citing.share_out(items, lambda item: Text("x" * (item + 5)), limit=30)
    assert [item for page in shared for item in page] == items
    assert len(shared) > 2
    assert citing.share_out([], Text) == [[]]


def test_a_page_has_at_most_as_many_items_as_have_buttons_in_two_rows() -> None:
    assert [len(page) for page in citing.share_out(range(23), lambda _: Text("x"))] == [10, 10, 3]


def test_chinese_takes_twice_the_room() -> None:
    latin = citing.share_out(range(4), lambda _: Text("x" * 10), limit=30)
    chinese = citing.share_out(range(4), lambda _: Text("园" * 10), limit=30)
    assert (len(latin), len(chinese)) == (2, 4)


def test_an_old_button_to_a_page_that_is_no_more_shows_the_last() -> None:
    assert citing.page_of([[1], [2]], 7) == (1, [2])
    assert citing.page_of([[1], [2]], -1) == (0, [1])


def test_the_pager_leads_only_to_pages_that_exist() -> None:
    def labels(page: int, count: int) -> list[str]:
        return [one.text for one in citing.pager(page, count, lambda to: OpenQuotes(visit="v", page=to))]

    assert labels(0, 1) == []
    assert labels(0, 3) == ["2 ›"]
    assert labels(1, 3) == ["‹ 1", "3 ›"]
    assert labels(2, 3) == ["‹ 2"]
    assert citing.pager(1, 3, lambda to: OpenQuotes(visit="v", page=to))[0].callback_data == "quotes:v::0"


def test_every_last_row_leads_to_the_menu() -> None:
    tr = translators()["en"]
    for screen in (citing.not_open(tr), citing.gone(small_edition(), tr, ("Quotes", OpenQuotes(visit="small")))):
        assert screen.rows[-1][-1].callback_data == OpenMenu().pack()
