"""What Telegram refuses, and what the simulator refuses because it is always a mistake."""

from typing import Any

import pytest

from tests.simulator.conftest import Http


def buttons(*rows: int) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * count for count in rows]}


def one_button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **fields}]]}


def entities(*places: tuple[int, int]) -> list[dict[str, Any]]:
    return [{"type": "bold", "offset": offset, "length": length} for offset, length in places]


MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n\t\u200b"}, "Bad Request: message text is empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "\U0001f600" * 4097}, "Bad Request: message is too long"),
    ({"text": "x", "chat_id": 5}, "Bad Request: chat not found"),
    ({"text": "x", "chat_id": "@somewhere"}, "Bad Request: chat not found"),
    ({"text": None}, "Bad Request: text is empty"),
    ({"text": 5}, 'Bad Request: parameter "text": Input should be a valid string'),
    ({"text": "x", "txet": "y"}, 'Bad Request: unknown parameter "txet"'),
    ({"text": "x", "chat_id": "abc"}, 'Bad Request: can\'t parse parameter "chat_id"'),
    ({"text": "x", "protect_content": "maybe"}, 'Bad Request: can\'t parse parameter "protect_content"'),
    ({"text": "x", "reply_markup": "{"}, 'Bad Request: can\'t parse parameter "reply_markup"'),
    (
        {"text": "x", "link_preview_options": {"disabled": True}},
        'Bad Request: unknown field "disabled" in parameter "link_preview_options"',
    ),
    (
        {"text": "<b>x</b>", "parse_mode": "HTML"},
        "Bad Request: the simulator does not parse markup: this bot sends entities and never a parse_mode",
    ),
    (
        {"text": "x", "message_thread_id": 5},
        'Bad Request: the simulator does not support the parameter "message_thread_id"',
    ),
    (
        {"text": "x" * 300, "entities": entities(*[(i, 1) for i in range(0, 202, 2)])},
        "Bad Request: the simulator refuses more than 100 entities: Telegram drops the others",
    ),
    (
        {"text": "\U0001f600", "entities": entities((1, 1))},
        "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 4",
    ),
    (
        {"text": "ab", "entities": entities((1, 2))},
        "Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3",
    ),
    (
        {"text": "ab", "entities": [{"type": "shiny", "offset": 0, "length": 1}]},
        "Bad Request: can't parse MessageEntity: there is no entity type 'shiny'",
    ),
    ({"text": "x", "reply_markup": buttons(9)}, "Bad Request: BUTTONS_TOO_MUCH"),
    ({"text": "x", "reply_markup": buttons(*[8] * 12, 5)}, "Bad Request: BUTTONS_TOO_MUCH"),
    ({"text": "x", "reply_markup": one_button(callback_data="ы" * 33)}, "Bad Request: BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": one_button(callback_data="")}, "Bad Request: BUTTON_DATA_INVALID"),
    (
        {"text": "x", "reply_markup": one_button(copy_text={"text": "x" * 257})},
        "Bad Request: BUTTON_COPY_TEXT_INVALID",
    ),
    (
        {"text": "x", "reply_markup": one_button()},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "x", "reply_markup": one_button(callback_data="a", url="https://example.com")},
        "Bad Request: can't parse inline keyboard button: a button must have exactly one action",
    ),
    (
        {"text": "x", "reply_markup": one_button(url="javascript://example.com")},
        "Bad Request: inline keyboard button URL 'javascript://example.com' is invalid: Unsupported URL protocol",
    ),
    (
        {"text": "x", "reply_markup": one_button(url="http://localhost/x")},
        "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callbackdata": "y"}]]}},
        'Bad Request: unknown field "callbackdata" in parameter "reply_markup"',
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x" * 1100, "callback_data": "y"}]] * 10}},
        "Bad Request: reply markup is too long",
    ),
]


@pytest.mark.parametrize(("change", "description"), MESSAGES)
async def test_a_message_that_breaks_a_limit_is_refused(http: Http, change: dict[str, Any], description: str) -> None:
    assert await http.refusal("sendMessage", **({"chat_id": 1001} | change)) == description
    assert http.simulator.messages(1001) == []


@pytest.mark.parametrize(
    "fitting",
    [
        {"text": "x" * 4096},
        {"text": "\U0001f600" * 4096},
        {"text": f"  {'x' * 4096}\n"},
        {"text": "x", "reply_markup": buttons(*[8] * 12, 4)},
        {"text": "x", "reply_markup": one_button(callback_data="ы" * 32)},
        {"text": "x", "reply_markup": one_button(copy_text={"text": "x" * 256})},
        {"text": "x", "reply_markup": one_button(url="tg://user?id=5")},
        {"text": "x" * 300, "entities": entities(*[(i, 1) for i in range(0, 200, 2)])},
    ],
)
async def test_a_message_just_within_a_limit_is_taken(http: Http, fitting: dict[str, Any]) -> None:
    await http.call("sendMessage", chat_id=1001, **fitting)


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendLocation", {"latitude": 90.1, "longitude": 0}, "invalid location specified"),
        ("sendLocation", {"latitude": 0, "longitude": -180.1}, "invalid location specified"),
        ("sendLocation", {"longitude": 5}, "latitude is empty"),
        ("sendLocation", {"latitude": 0, "longitude": 0, "horizontal_accuracy": 2000}, "invalid location specified"),
        (
            "sendVenue",
            {"latitude": 0, "longitude": 0, "title": " ", "address": "a"},
            "venue title must be non-empty",
        ),
        ("sendContact", {"phone_number": "", "first_name": "A"}, "contact phone number must be non-empty"),
        (
            "sendContact",
            {"phone_number": "1", "first_name": "A", "vcard": "x" * 2049},
            "contact vCard is too long",
        ),
        ("sendChatAction", {"action": "sleeping"}, "wrong parameter action in request"),
    ],
)
async def test_places_and_contacts_have_limits(
    http: Http, method: str, parameters: dict[str, Any], description: str
) -> None:
    assert await http.refusal(method, chat_id=1001, **parameters) == f"Bad Request: {description}"


async def test_the_answer_to_a_press_has_at_most_200_characters(http: Http) -> None:
    refused = await http.refusal("answerCallbackQuery", callback_query_id="1", text="x" * 201)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"


async def test_an_unknown_method_or_token_is_refused(http: Http) -> None:
    assert await http.answer("launchRocket") == {"ok": False, "error_code": 404, "description": "Not Found"}
    async with http.session.post(f"{http.simulator.base_url}/bot1:other/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_what_was_sent_is_never_repeated_in_an_error_of_validation(http: Http) -> None:
    refused = await http.refusal("sendMessage", chat_id=1001, text={"secret": "xyzzy"})
    assert "xyzzy" not in refused


@pytest.mark.parametrize("body", ["{", "[]", "5"])
async def test_a_body_that_is_no_json_object_is_refused(http: Http, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with http.session.post(http.url("getMe"), data=body, headers=headers) as response:
        assert response.status == 400
