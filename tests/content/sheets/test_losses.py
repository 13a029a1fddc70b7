"""A table saved in an encoding of old loses the letters that it lacks, and the visit does not."""

import pytest

from bot.content.models import Visit
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.uploads import read_upload
from tests.content.sheets.books import current

TEXTS = {"ru": "Обед", "en": "Lunch “café”, 20 m²", "zh": "午餐，示例 🎉"}
KEYS = ("title.ru", "title.en", "title.zh")


def visit() -> Visit:
    document = current().model_dump(mode="json")
    document["events"][0]["title"] = TEXTS
    return Visit.model_validate(document)


def read(encoding: str, replaced: str = "?", **cells: str) -> Visit:
    """Return what becomes of the visit whose events are saved and read again, after these cells were changed."""
    texts = {**TEXTS, **cells}
    lines = [
        "id;day;start;end;" + ";".join(KEYS),
        "dinner;2026-09-23;18:00;20:00;" + ";".join(texts[key.removeprefix("title.")] for key in KEYS),
        f"talk;2026-09-24;09:00;;;{visit().events[1].title.pick('en')[0]};",
    ]
    saved = "\r\n".join(lines)
    content = b"".join(_written(letter, encoding, replaced) for letter in saved)
    return read_upload(content, "events.csv", visit(), visit().sources[0].seen_on)


def _written(letter: str, encoding: str, replaced: str) -> bytes:
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        return (replaced * (len(letter.encode("utf-16-le")) // 2)).encode()


@pytest.mark.parametrize("encoding", ["cp1251", "gbk"])
@pytest.mark.parametrize("replaced", ["?", "2"])
def test_letters_that_were_lost_are_no_change(encoding: str, replaced: str) -> None:
    assert read(encoding, replaced) == visit()


def test_what_changed_beside_them_is_taken() -> None:
    changed = read("cp1251", ru="Поздний обед").events[0].title
    assert (changed.in_language("ru"), changed.in_language("zh")) == ("Поздний обед", TEXTS["zh"])


@pytest.mark.parametrize("title", ["晚餐", "午餐，示例 🎉 B"])
def test_a_text_that_lost_its_letters_and_is_another_is_refused_with_its_cell(title: str) -> None:
    with pytest.raises(UploadErrors) as refused:
        read("cp1251", zh=title)
    (error,) = refused.value.errors
    assert error.row == 2
    assert "save it as “CSV UTF-8” or as .xlsx" in str(error)


def test_a_question_mark_is_taken_where_no_letter_could_be_lost() -> None:
    assert read("cp1251", ru="Обед?").events[0].title.in_language("ru") == "Обед?"
