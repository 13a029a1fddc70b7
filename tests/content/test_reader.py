"""Reading a visit: what is taken, what is refused, and how a refusal reads."""

import datetime as dt
import os
from pathlib import Path

import pytest
import yaml

from bot.content import yaml_nodes
from bot.content.problems import ContentErrors
from bot.content.reader import LARGEST_FILE, read_visit, read_visit_text
from tests.content.builders import FIRST_DAY, SAMPLE, event, fact, line_of, refused, smallest


def as_yaml(**more: object) -> str:
    return yaml.safe_dump(smallest(**more), allow_unicode=True, sort_keys=False)


def complaint_about(path: Path) -> str:
    with pytest.raises(ContentErrors) as refusal:
        read_visit(path, first_day=FIRST_DAY)
    return str(refusal.value)


def test_a_file_that_is_right_is_a_visit(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    path.write_text(as_yaml(), encoding="utf-8")
    assert read_visit(path, first_day=FIRST_DAY).id == "small"


@pytest.mark.parametrize("path", sorted(SAMPLE.parent.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_visit_that_ships_is_right(path: Path) -> None:
    assert read_visit(path, first_day=FIRST_DAY).id == path.stem


def test_without_the_c_library_a_file_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = read_visit(SAMPLE, first_day=FIRST_DAY)
    bad = SAMPLE.read_text(encoding="utf-8").replace("host: sample-park", "host: &a no\nhost: [")
    complaints = refused(bad)
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)
    assert read_visit(SAMPLE, first_day=FIRST_DAY) == visit
    assert [complaint.partition(":")[0] for complaint in refused(bad)] == [
        complaint.partition(":")[0] for complaint in complaints
    ]


def test_a_byte_order_mark_is_no_harm() -> None:
    assert read_visit_text(as_yaml().encode("utf-8-sig"), "visit.yaml", FIRST_DAY).id == "small"


def test_an_error_says_file_line_place_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    text = as_yaml(events=[event("talk", "2026-09-23", "half past nine")])
    path.write_text(text, encoding="utf-8")
    line = line_of(text, "half past nine")
    assert complaint_about(path) == f"{path}:{line}: events[0].start: is not a time such as 09:30"


def test_files_that_cannot_be_read_are_refused_by_name(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    assert complaint_about(missing) == f"{missing}: is not there"
    assert complaint_about(tmp_path) == f"{tmp_path}: is not a file"
    assert "cannot be read" in complaint_about(tmp_path / ("long" * 100))
    assert "cannot be read" in complaint_about(Path("with\0nothing"))


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert complaint_about(pipe).endswith("is not a file")


def test_more_than_five_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(1024 * LARGEST_FILE)
    assert complaint_about(path) == f"{path}: is larger than 5 MB"
    assert refused(b"#" * (LARGEST_FILE + 1)) == [" is larger than 5 MB"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "1: is empty"),
        (b"# only a remark\n", "1: is empty"),
        (b"- a list\n", "1: is not a visit: it needs keys at the top"),
        (b"words", "1: is not a visit: it needs keys at the top"),
        (b"id: a\nid: \xff\n", "2: is not UTF-8 text"),
        ("id: a\ntitle: \ud800".encode("utf-8", "surrogatepass"), "2: is not UTF-8 text"),
        (b"id: a\ntitle: \x07\n", "2: has a character that cannot be shown (U+0007)"),
        ("id: a\ntitle: b\u2028c\n".encode(), "2: has a character that cannot be shown (U+2028)"),
        (b"id: a\n\n  title: b\n", "3: is not YAML: mapping values are not allowed in this context"),
        (b"%YAML 3.0\n---\nid: a\n", "1: is not YAML: found incompatible YAML document"),
    ],
)
def test_what_is_no_document_is_refused_with_its_line(content: bytes, complaint: str) -> None:
    assert refused(content) == [complaint]


def test_half_a_character_in_a_text_is_refused() -> None:
    assert refused("id: a\ntitle: \ud800") == ["2: is not UTF-8 text"]


def test_a_second_document_is_refused_where_it_begins() -> None:
    text = as_yaml()
    assert refused(f"{text}---\n{text}") == [
        f"{len(text.splitlines()) + 1}: has a second document (`---`): one visit is one document"
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_a_bomb_of_nested_lists_or_keys_is_refused_at_the_limit(opening: str) -> None:
    *_, complaint = refused(opening * 200_000)
    assert complaint.endswith("is nested more than 12 levels deep")


def test_a_bomb_of_values_is_refused_at_the_limit() -> None:
    (complaint,) = refused("x: [" + "a," * 1_000_000 + "]")
    assert "comes after 50,000 values" in complaint


def test_anchors_aliases_and_tags_are_refused_with_their_lines() -> None:
    text = as_yaml().replace("id: small", "id: &name small").replace("A small visit", "!!str A visit")
    text += "subtitle:\n  en: *name\n"
    anchor, tag, alias = refused(text)
    assert anchor.startswith(f"{line_of(text, '&name')}: id: has an anchor (&): write the value where it is needed")
    assert tag.startswith(f"{line_of(text, '!!str')}: title.en: has a tag (!): values have no types here")
    assert alias.startswith(f"{line_of(text, '*name')}: subtitle.en: is an alias (*): write the value itself")


def test_a_key_written_twice_is_refused_where_it_stands_again() -> None:
    text = as_yaml() + "id: other\n"
    again = len(text.splitlines())
    assert refused(text) == [f"{again}: id: is written a second time (first in line {line_of(text, 'id: small')})"]


def test_keys_that_are_no_words_are_refused() -> None:
    text = as_yaml() + "? [a, b]\n: c\n"
    assert refused(text) == [f"{line_of(text, '? [')}: has something other than a word as a key"]


def test_plain_values_are_text_whatever_yaml_guesses() -> None:
    text = as_yaml(
        topics=[{"id": "no", "title": {"en": "TITLE"}}],
        facts=[fact("F0x1F", topic="no", text={"en": "TEXT"}, wording=["WORDING"])],
        events=[event("talk", "DAY", "START")],
    )
    text = text.replace("id: 'no'", "id: no").replace("topic: 'no'", "topic: no").replace("TITLE", "no")
    text = text.replace("TEXT", "0x1F").replace("WORDING", "1_000.50").replace("DAY", "2026-09-23")
    visit = read_visit_text(text.replace("START", "09:30"), "visit.yaml", FIRST_DAY)
    assert (visit.topics[0].id, visit.topics[0].title.en) == ("no", "no")
    assert (visit.facts[0].text.en, visit.facts[0].wording) == ("0x1F", ("1_000.50",))
    assert (visit.events[0].day, visit.events[0].start) == (dt.date(2026, 9, 23), dt.time(9, 30))


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_no_text(nothing: str) -> None:
    assert read_visit_text(f"{as_yaml()}subtitle: {nothing}\n", "visit.yaml", FIRST_DAY).subtitle is None
    text = as_yaml().replace("host: O1", f"host: {nothing}")
    assert refused(text) == [
        f"{line_of(text, 'host:')}: host: is empty: write it, or leave the key out where it is not needed"
    ]


def test_the_word_null_in_quotes_is_a_text() -> None:
    visit = read_visit_text(f"{as_yaml()}subtitle: {{en: 'null'}}\n", "visit.yaml", FIRST_DAY)
    assert visit.subtitle is not None
    assert visit.subtitle.en == "null"


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("start: 34200", "start: is not a time such as 09:30"),
        ("start: 9.5", "start: is not a time such as 09:30"),
        ("start: 25:00", "start: is not a time such as 09:30"),
        ("start: 09:30+08:00", "start: is not a time such as 09:30"),
        (
            "day: 86400",
            "day: is a number: write a date such as 2025-09-23, or `days_count_from: publication` at the top",
        ),
        ("day: 23.09.2026", "day: is not a date such as 2025-09-23"),
        ("day: 2026-02-30", "day: is not a date such as 2025-09-23"),
        ("day: 0026-09-23", "day: is not in the years 1900 to 2199"),
        ("zone: Shanghai", "zone: is not an IANA time zone such as Asia/Shanghai"),
        ("status: off", "status: is not 'planned' or 'cancelled', and «off» is written"),
        ("statis: planned", "statis: is not known here; did you mean status?; known are: id, title, about"),
        ("title: Talk", "title: needs a text for each language: ru, en, zh"),
        ("people: Ivan", "people: needs a list"),
        ("place: [hall]", "place: needs a text, not a list or keys"),
        ("place: the hall", "place: is not an id: Latin letters and digits, with single hyphens between them"),
        ("sources: []", "sources: talk names no source: write the id of a page that was read"),
        ("original: [russian]", "original[0]: is not a language of two small letters such as ru"),
        ("title: {en: ''}", "title.en: is empty"),
        (r'title: {en: "a\x07b"}', "title.en: has a character that cannot be shown (U+0007)"),
        ("title: {}", "title: a text is needed in at least one of ru, en, zh"),
        (f"note: {{en: {'long ' * 1000}}}", "note.en: is longer than 4000 characters"),
    ],
)
def test_reasons_are_words_that_a_person_can_act_on(written: str, complaint: str) -> None:
    key = written.partition(":")[0]
    lines = {"id": "id: talk", "title": "title: {en: Talk}", "original": "original: [en]", "sources": "sources: [S1]"}
    text = as_yaml() + "events:\n  -\n" + "".join(f"    {line}\n" for line in (lines | {key: written}).values())
    (said,) = refused(text)
    assert said.startswith(f"{line_of(text, f'    {written}')}: events[0].{complaint}")


def test_a_huge_value_is_never_repeated_in_full() -> None:
    huge = "x" * 100_000
    text = as_yaml(zone=huge, audience=huge, **{huge: "1"})
    complaints = refused(text)
    assert len(complaints) == 3
    assert all(len(complaint) < 400 for complaint in complaints)


def test_every_error_in_a_file_is_told_at_once_in_its_order() -> None:
    text = as_yaml(
        zone="Nowhere",
        topics=[{"id": "T1", "title": {"en": "A topic"}}],
        facts=[
            fact("F1", sources=["S9"]),
            fact("F2", confidence="certain"),
            fact("F1", about=["F2", "nobody"]),
        ],
        events=[event("talk", start="10:00"), event("walk", place="nowhere")],
    )
    complaints = [complaint.split(": ", 2)[1:] for complaint in refused(text)]
    assert [place for place, _ in complaints] == [
        "zone",
        "facts[0].sources[0]",
        "facts[1].confidence",
        "facts[2].id",
        "facts[2].about[1]",
        "events[0]",
        "events[1].place",
    ]
    assert "there is no S9 here; a source is needed" in dict(complaints)["facts[0].sources[0]"]


def test_what_refers_to_a_broken_entry_is_not_blamed_for_it() -> None:
    text = as_yaml(
        topics=[{"id": "T1"}],
        facts=[fact("F1")],
        people=[{"id": "P1"}],
        events=[event("talk", people=["P1"], call="P1")],
    )
    assert {complaint.split(": ")[1] for complaint in refused(text)} == {"topics[0].title"} | {
        f"people[0].{key}" for key in ("names", "role", "original", "sources")
    }


def test_numbered_days_count_from_the_day_of_publication() -> None:
    programme = [event("come", "1", "09:00"), event("stay", "2", last_day="3")]
    text = as_yaml(sample=True, days_count_from="publication", events=programme)
    come, stay = read_visit_text(text, "visit.yaml", dt.date(2026, 12, 31)).events
    assert come.day == dt.date(2026, 12, 31)
    assert (stay.day, stay.last_day) == (dt.date(2027, 1, 1), dt.date(2027, 1, 2))


def test_numbers_and_dates_do_not_mix() -> None:
    (number,) = refused(as_yaml(events=[event("come", "1")]))
    assert "events[0].day: is a number" in number
    counted = {"sample": True, "days_count_from": "publication"}
    (date,) = refused(as_yaml(**counted, events=[event("come", "2026-09-23")]))
    assert "events[0].day: is a date, but `days_count_from` says that days are numbered" in date
    (nothing,) = refused(as_yaml(**counted, events=[event("come", "0")]))
    assert "events[0].day: is not the number of a day: 1, 2, 3" in nothing


def test_only_a_sample_counts_its_days_and_only_from_publication() -> None:
    (real,) = refused(as_yaml(days_count_from="publication"))
    assert "days_count_from: is for samples: a real visit says its dates" in real
    (other,) = refused(as_yaml(sample=True, days_count_from="arrival"))
    assert "days_count_from: is not publication, the only day from which days count" in other
