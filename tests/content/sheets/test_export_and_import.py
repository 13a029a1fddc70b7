"""What is handed out and sent back unchanged changes nothing, whatever stands in it and whoever saved it."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.content.models import Visit
from bot.content.reader import read_visit
from bot.content.sheets.book import read_book
from bot.content.sheets.headings import columns_by_heading, heading, normal, sheet_title, titles
from bot.content.sheets.layout import Kind, tables
from bot.content.sheets.mapping import assemble, read_visit_from_book
from bot.content.sheets.template import export_workbook
from bot.core.languages import LANGUAGES, Language
from bot.core.translation import Translator, load_translators
from tests.content import builders
from tests.content.random_visits import VISITS

SHIPPED = [read_visit(path, first_day=builders.FIRST_DAY) for path in sorted(builders.SAMPLE.parent.glob("*.yaml"))]
TRANSLATORS: Mapping[Language, Translator] = load_translators()
# Such as spreadsheets, their libraries and their keyboards would make something else of.
NASTY = [
    "=1+1",
    "+7 000",
    "-",
    "@SUM(A1)",
    "'quoted",
    "TRUE",
    "007",
    "1e5",
    "2025-09-23",
    "9.30",
    "_x0041_",
    "a\nb",
    "a\\nb",
    "a\\\\nb",
    "no\u00a0break",
    "tab\there",
    "🙂 \U00020000",
    '"in", marks; and',
    "#REF!",
    "&amp;<b>",
    "\u200bunseen\u200b",
    "да",
]


def again(content: bytes, current: Visit | None) -> Visit:
    return read_visit_from_book(read_book(content, "visit.xlsx"), current, "visit.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visit", SHIPPED, ids=lambda visit: visit.id)
def test_what_ships_comes_back_the_same_in_every_language(visit: Visit, language: Language) -> None:
    content = export_workbook(visit, TRANSLATORS[language])
    assert again(content, visit) == visit
    # Every field has a column: nothing is taken from the visit of before.
    assert again(content, None) == visit


@pytest.mark.parametrize("visit", SHIPPED, ids=lambda visit: visit.id)
def test_what_another_program_opened_and_saved_comes_back_the_same(visit: Visit) -> None:
    saved = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(export_workbook(visit, TRANSLATORS["ru"]))).save(saved)
    assert again(saved.getvalue(), visit) == visit


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)
@given(VISITS, st.sampled_from(LANGUAGES))
def test_any_visit_comes_back_the_same(visit: Visit, language: Language) -> None:
    book = read_book(export_workbook(visit, TRANSLATORS[language]), "visit.xlsx")
    for current in (visit, None):
        assembled = assemble(book, current)
        assert assembled.problems == []
        assert Visit.model_validate(assembled.document) == visit


# Found quickly or not at all; making an example smaller takes minutes.
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(st.sampled_from(NASTY), min_size=1),
    st.lists(st.sampled_from(NASTY), max_size=4),
    st.times().map(lambda time: time.replace(microsecond=0)),
    st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 30)),
    st.floats(-90, 90),
)
def test_odd_texts_times_and_numbers_come_back_the_same(
    texts: list[str], wording: list[str], time: dt.time, day: dt.date, degrees: float
) -> None:
    point = {"latitude": degrees, "longitude": degrees, "source": "S1"}
    visit = builders.visit_of(
        builders.event("E1", day.isoformat(), time.isoformat(), last_day=(day + dt.timedelta(1)).isoformat()),
        facts=[
            builders.fact(f"F{number}", text={"en": text}, brief={"ru": text, "zh": text}, wording=wording)
            for number, text in enumerate(texts)
        ],
        places=[builders.place("L1", point=point)],
    )
    book = read_book(export_workbook(visit, TRANSLATORS["en"]), "visit.xlsx")
    assembled = assemble(book, visit)
    assert assembled.problems == []
    assert Visit.model_validate(assembled.document) == visit


@pytest.mark.parametrize("day", ["1900-01-01", "1900-02-28", "1900-03-01", "1904-01-01", "2199-12-31"])
def test_days_at_the_edges_of_what_spreadsheets_count_come_back_the_same(day: str) -> None:
    visit = builders.visit_of(builders.event("E1", day))
    assert again(export_workbook(visit, TRANSLATORS["en"]), None) == visit


def test_nothing_in_it_is_a_formula() -> None:
    visit = builders.visit_of(builders.event("E1", title={"en": "=HYPERLINK(1)"}, note={"en": "+1"}))
    content = export_workbook(visit, TRANSLATORS["en"])
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} <= {
        "inlineStr",
        "s",
        "n",
        "d",
    }
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(
            re.search(b"<f[ >]", parts.read(name))
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
        )
    events = openpyxl.load_workbook(io.BytesIO(content))["Events"]
    titles_of_events = [cell for row in events.iter_rows(min_row=3) for cell in row if cell.value == "=HYPERLINK(1)"]
    assert titles_of_events
    assert all(cell.quotePrefix for cell in titles_of_events)


def test_every_column_of_ids_knows_where_they_lead() -> None:
    unknown = [
        column.key
        for table in tables().values()
        for column in table.columns
        if column.kind in {Kind.ID, Kind.IDS} and not column.leads_to
    ]
    assert set(unknown) == {"id"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_and_titles_mean_one_thing_each_and_fit(language: Language) -> None:
    tr = TRANSLATORS[language]
    for name, table in tables().items():
        title = sheet_title(name, tr)
        assert titles()[normal(title)] == name
        assert len(title) <= 31
        assert not set(title) & set("[]:*?/\\'")
        for column in table.columns:
            assert columns_by_heading(name)[normal(heading(column, tr))] == column
            assert columns_by_heading(name)[normal(column.key)] == column
            # Nobody reads a heading such as `published_on`.
            assert "_" not in heading(column, tr)
