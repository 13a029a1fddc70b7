"""A question to a person is a row: what they write next is its answer, also after a restart."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.enums import ContentType
from aiogram.utils.formatting import Text

from bot.core.errors import PersonError
from bot.telegram import prompts
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Question, Routes
from bot.telegram.screens import Answers, Screen
from tests.support.desk import Desk, front_desk
from tests.support.updates import group_chat, message, text, update


async def ask(request: Request) -> Answers:
    await request.unit.write(prompts.ask, request.person.user_id, "age", {"about": request.argument}, request.now)
    return Screen(Text("How old?"))


async def take(request: Request, payload: dict[str, Any]) -> Answers:
    if not request.argument.isdecimal():
        raise PersonError("A number, please.")
    return Screen(Text(f"{payload['about']} is {request.argument}"))


async def take_anything(request: Request, _payload: dict[str, Any]) -> Answers:
    assert request.message is not None
    return Screen(Text(f"got a {ContentType(request.message.content_type).value}"))


async def ask_more(request: Request) -> Answers:
    await request.unit.write(prompts.ask, request.person.user_id, "thing", {}, request.now)
    return Screen(Text("Send something"))


async def cancel(_request: Request) -> Answers:
    return Screen(Text("cancelled"))


async def echo(request: Request) -> Answers:
    return Screen(Text(f"free: {request.argument}"))


def routes(role: Role = Role.GUEST) -> Routes:
    return Routes(
        commands=(
            Command("ask", "Ask", ask, Role.GUEST),
            Command("more", "Ask for more", ask_more, Role.GUEST),
            Command("cancel", "Cancel", cancel, Role.GUEST),
        ),
        questions=(Question("age", take, role), Question("thing", take_anything, Role.GUEST)),
        free_text=echo,
    )


@pytest.fixture
async def desk(store: Path) -> AsyncIterator[Desk]:
    async with front_desk(store, routes()) as opened:
        yield opened


async def test_what_is_written_next_is_the_answer_and_what_comes_after_is_not(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    assert await desk.text(text("42")) == "Ann is 42"
    assert await desk.text(text("43")) == "free: 43"


async def test_an_answer_that_will_not_do_leaves_the_question_open(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    assert await desk.text(text("old")) == "A number, please."
    assert await desk.text(text("42")) == "Ann is 42"


async def test_any_command_ends_the_question(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    assert await desk.text(text("/cancel")) == "cancelled"
    assert await desk.text(text("42")) == "free: 42"


async def test_the_next_question_takes_the_place_of_the_first(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    await desk.text(text("/ask Bob"))
    assert await desk.text(text("42")) == "Bob is 42"


async def test_after_an_hour_nobody_remembers_the_question(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    desk.clock.advance(3600)
    assert await desk.text(text("42")) == "free: 42"


async def test_a_clock_that_is_set_back_leaves_no_question_open_for_longer(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    desk.clock.set(desk.clock.now() - dt.timedelta(days=30))
    assert await desk.text(text("42")) == "free: 42"


async def test_the_answer_may_be_something_that_is_no_text(desk: Desk) -> None:
    await desk.text(text("/more"))
    sent = update("message", message(None, location={"latitude": 31.2, "longitude": 121.5}))
    assert await desk.text(sent) == "got a location"


async def test_what_somebody_writes_in_a_group_answers_nothing(desk: Desk) -> None:
    await desk.text(text("/ask Ann"))
    assert await desk.text(text("42", chat=group_chat())) is None
    assert await desk.text(text("42")) == "Ann is 42"


async def test_who_lost_the_right_to_answer_is_not_asked_any_more(store: Path) -> None:
    async with front_desk(store, routes(Role.OWNER)) as desk:
        await desk.text(text("/ask Ann"))
        assert await desk.text(text("42")) == "free: 42"


async def test_a_question_survives_a_restart(store: Path) -> None:
    async with front_desk(store, routes()) as desk:
        await desk.text(text("/ask Ann"))
    async with front_desk(store, routes()) as desk:
        assert await desk.text(text("42")) == "Ann is 42"
