"""Whatever people write, send or press: it is answered kindly, once, and nothing breaks."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.core.languages import Language
from tests.end_to_end.process import Scene, scene
from tests.end_to_end.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scene(tmp_path_factory.mktemp("bot")) as running:
        yield running
        assert [line["event"] for line in running.bot.complaints] == ["an update is quarantined"]
        refused = [call.outcome for call in running.simulator.ledger if not call.accepted]
        assert [outcome for outcome in refused if "message is not modified" not in outcome] == []


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("ru", "Виданова", "Ольга Виданова"),
        ("ru", "когда запущен парк", "апреле 2024"),
        ("en", "Bluepha", "Bluepha"),
        ("en", "when was the park launched", "April 2024"),
        ("zh", "蓝晶微生物", "蓝晶微生物"),
    ],
)
async def test_a_question_finds_what_the_sources_say(
    shared: Scene, language: Language, words: str, expected: str
) -> None:
    visitor = Visitor.new(shared.simulator, language)
    seen = await visitor.ask(words)
    assert expected in " ".join((seen.text, *seen.labels))
    assert seen.buttons


@pytest.mark.parametrize(
    "text",
    [
        "🙂" * 4096,
        "слово " * 680,
        "<b>bold</b> *star* _under_ `code` [link](https://example.org)",
        "\u202egnihtemos ,sdrawkcab",
        "'; DROP TABLE users; --",
        "%s %d {name} {0} {{}} $x",
        "﷽" * 100,
        "a" * 4096,
        ".",
        "？！…",
        "0",
        "e\u0301" * 300,
        "😀 & <tag attr='x'>",
    ],
    ids=lambda text: text[:12].encode("ascii", "namereplace").decode(),
)
async def test_any_text_is_answered_with_a_way_on(shared: Scene, text: str) -> None:
    visitor = Visitor.new(shared.simulator, "ru")
    seen = await visitor.ask(text)
    assert 0 < len(seen.text) <= 4096
    assert seen.buttons


@pytest.mark.parametrize("name", ["<b>Bold</b>", "*Star* _Under_", "\u202eright to left", "{name}", "🙂" * 60])
async def test_a_persons_own_name_changes_nothing(shared: Scene, name: str) -> None:
    visitor = Visitor.new(shared.simulator, "en", first_name=name, last_name=name, username="some_body")
    assert "Moscow delegation at Beike Chuan" in (await visitor.ask("/start")).text


async def test_markup_in_a_city_is_shown_as_it_was_written(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    seen = await visitor.ask("/timezone <b>*Atlantis*</b>")
    assert "“<b>*Atlantis*</b>”" in seen.text
    assert not any(entity["type"] == "bold" for entity in seen.message.get("entities", []))


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 31.2, "longitude": 121.5}},
        {"contact": {"phone_number": "+70000000000", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}},
        {"video_note": {"file_id": "s", "file_unique_id": "u", "length": 1, "duration": 1}},
        {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "the park"},
        {"document": {"file_id": "d", "file_unique_id": "u", "file_name": "plan.pdf"}},
        {"kind_of_2031": {"anything": [1, 2, 3]}},
    ],
    ids=lambda content: str(next(iter(content))),
)
async def test_what_is_no_text_is_answered_kindly(shared: Scene, content: dict[str, Any]) -> None:
    visitor = Visitor.new(shared.simulator, "ru")
    await visitor.ask("/start")
    seen = await visitor.send(content)
    assert seen.text == "Я читаю только текст. Напишите слово или имя, и я поищу."
    assert seen.buttons


async def test_a_command_under_a_photo_is_a_command(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    await visitor.ask("/start")
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
    assert "More than 903,000 m²" in (await visitor.send({"photo": photo, "caption": "/park"})).text


@pytest.mark.parametrize(
    "data",
    [
        "nonsense",
        "park",
        "park:",
        "park:no-such-visit",
        "park:beike-chuan-2025:too:many",
        "facts:beike-chuan-2025:park:minus",
        "facts:beike-chuan-2025:no-such-topic:0",
        "facts:beike-chuan-2025:park:99999999999999999999",
        "fact:beike-chuan-2025:F999",
        "quote:beike-chuan-2025:Q01:7",
        "quotes:beike-chuan-2025::-5",
        "day:beike-chuan-2025:2025-13-45:0",
        "day:beike-chuan-2025:0001-01-01:0",
        "day:beike-chuan-2025:9999-12-31:0",
        "event:beike-chuan-2025:V999",
        "person:beike-chuan-2025:' OR 1=1",
        "map:beike-chuan-2025:V999",
        "ics:no-such-visit",
        "setlang:xx",
        "settz:Mars/Olympus",
        "settz:../../etc/passwd",
        "setvisit:no-such-visit",
        ":",
        "😀:😀",
    ],
)
async def test_a_button_that_nobody_made_is_answered_with_a_way_on(shared: Scene, data: str) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    await visitor.ask("/start")
    pressed = await visitor.press_invented(data)
    if pressed.note is not None:
        assert pressed.note == "This button no longer works. Send /start for a fresh menu."
    else:
        assert pressed.edited is not None
        assert pressed.edited.buttons
    assert pressed.sent == ()


@pytest.mark.parametrize(
    "update",
    [
        {"kind_of_2031": {"from": {"id": 9, "is_bot": False, "first_name": "A"}}},
        {"kind_of_2031": "not even an object"},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "/start"}},
        {
            "inline_query": {
                "id": "1",
                "from": {"id": 9, "is_bot": False, "first_name": "A"},
                "query": "park",
                "offset": "",
            }
        },
        {},
    ],
    ids=["unknown", "unknown text", "channel post", "inline query", "nothing"],
)
async def test_an_update_of_another_kind_is_passed_over(shared: Scene, update: dict[str, Any]) -> None:
    calls = shared.simulator.ledger.last
    shared.simulator.push_update(update)
    visitor = Visitor.new(shared.simulator, "en")
    assert (await visitor.ask("/start")).buttons
    made = [call.method for call in shared.simulator.ledger.after(calls)]
    assert set(made) <= {"getUpdates", "sendMessage"}
    assert made.count("sendMessage") == 1


async def test_a_message_that_cannot_be_read_is_set_aside_and_its_sender_told(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "ru")
    await visitor.ask("/start")
    seen = await visitor.send({"sticker": {"a sticker": "with nothing that a sticker has", "secret": "4711-0815"}})
    line = await shared.bot.logged("an update is quarantined")
    assert f"по номеру {line['reference']}" in seen.text
    assert seen.buttons
    assert "4711-0815" not in "\n".join(shared.bot.err)
    assert (await visitor.ask("/park")).buttons


async def test_an_edited_message_is_not_answered_again(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    await visitor.ask("/start")
    own = next(message for message in shared.simulator.messages(visitor.chat_id) if not message["from"]["is_bot"])
    shared.simulator.actions.edit_text(visitor.user_id, visitor.chat_id, own["message_id"], "/park")
    await visitor.ask("/help")
    assert len(visitor.said()) == 2


async def test_somebody_who_presses_again_and_again_gets_one_answer_a_press(shared: Scene) -> None:
    visitor = Visitor.new(shared.simulator, "en")
    seen = await visitor.ask("/start")
    for _ in range(3):
        shared.simulator.press(visitor.user_id, visitor.chat_id, seen.message["message_id"], "help")
    await visitor.ask("/park")
    answers = [call for call in shared.simulator.ledger.of("answerCallbackQuery") if call.accepted]
    assert len({call.parameters["callback_query_id"] for call in answers}) == len(answers)
    assert len(visitor.said()) == 2
