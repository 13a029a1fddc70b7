"""Words with their marks, cut and joined: marks stay on their characters, which Telegram counts in UTF-16."""

from aiogram.types import MessageEntity
from aiogram.utils.formatting import Bold, Text
from hypothesis import given
from hypothesis import strategies as st

from bot.features.announcements.words import Words, together

TEXTS = st.text(st.sampled_from("aя字🙂 \n."), min_size=1, max_size=40)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _marked(words: Words) -> list[str]:
    """Return what stands under each mark."""
    encoded = words.text.encode("utf-16-le")
    return [
        encoded[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
        for entity in words.entities
    ]


@st.composite
def texts_with_a_mark(draw: st.DrawFn) -> tuple[Words, int, int]:
    text = draw(TEXTS)
    begin = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(begin + 1, len(text)))
    mark = {"type": "bold", "offset": _units(text[:begin]), "length": _units(text[begin:end])}
    return Words(text, (mark,)), begin, end


@given(texts_with_a_mark(), st.integers(0, 40), st.integers(0, 40))
def test_a_part_keeps_the_marks_that_lie_on_it(made: tuple[Words, int, int], first: int, last: int) -> None:
    words, begin, end = made
    expected = words.text[max(begin, first) : min(end, last)] if max(begin, first) < min(end, last) else ""
    assert "".join(_marked(words.part(first, last))) == expected
    assert words.part(first, last).text == words.text[first:last]


@given(texts_with_a_mark(), texts_with_a_mark())
def test_joining_keeps_every_mark_on_its_words(made: tuple[Words, int, int], other: tuple[Words, int, int]) -> None:
    assert _marked(made[0] + other[0]) == _marked(made[0]) + _marked(other[0])


@given(texts_with_a_mark(), st.integers(2, 20))
def test_dividing_loses_nothing_but_space(made: tuple[Words, int, int], limit: int) -> None:
    head, rest = made[0].divided(limit)
    assert len(head) <= limit
    assert "".join(f"{head.text}{rest.text}".split()) == "".join(made[0].text.split())


def test_a_text_is_divided_where_a_reader_would_pause() -> None:
    text = "The first paragraph.\n\nThe second one. It goes on"
    assert [one.text for one in Words(text).divided(40)] == ["The first paragraph.", "The second one. It goes on"]
    assert [one.text for one in Words("one two three").divided(9)] == ["one two", "three"]
    assert [one.text for one in Words("字" * 9).divided(5)] == ["字" * 5, "字" * 4]


def test_only_marks_that_a_bot_may_send_are_taken() -> None:
    marks = [
        MessageEntity(type="bold", offset=0, length=1),
        MessageEntity(type="custom_emoji", offset=1, length=2, custom_emoji_id="1"),
        MessageEntity(type="url", offset=3, length=2),
        MessageEntity(type="pre", offset=3, length=2, language="python"),
    ]
    assert Words.written("a🙂bc", marks).entities == (
        {"type": "bold", "offset": 0, "length": 1},
        {"type": "pre", "offset": 3, "length": 2, "language": "python"},
    )


def test_words_come_back_from_the_store_as_they_were() -> None:
    words = Words.built(Text("🙂 ", Bold("ого")))
    assert Words.loaded(words.text, words.dumped()) == words
    assert together([words, Words(" "), Words("x")]).text == "🙂 ого\n\nx"
    assert not Words(" \n")
