"""Who sees what: in groups only what is public, of a closed visit nothing but what its owner asks in private."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.simulator import Simulator
from bot.simulator.state.world import PERSONA_GROUP_ID
from tests.end_to_end.crawler import Crawl, Witness
from tests.end_to_end.process import Scene, scene
from tests.end_to_end.visitor import Pressed, Visitor
from tests.end_to_end.visits import REAL, closed_visit, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

# One for each test and each button of a visit, so that the pace within a chat slows nobody down.
OWNERS = range(90_000, 91_200)
_owners = iter(OWNERS)
COMMANDS = (
    *("start", "park", "companies", "quotes", "sources", "programme", "now", "people", "visit", "help"),
    *("agenda", "subscriptions"),
)
# Telegram lets a bot send 20 messages a minute to one group, and the bot keeps to it.
PRESSES_IN_A_GROUP = 15


@dataclass(frozen=True, slots=True)
class Guarded(Scene):
    """A public visit and a closed one are published. `secrets`: what the closed one alone says."""

    secrets: frozenset[str]

    def leaked(self, messages: Iterable[dict[str, Any]]) -> set[str]:
        said = "\n".join(str(message) for message in messages)
        return {secret for secret in self.secrets if secret in said}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Guarded]:
    folder = tmp_path_factory.mktemp("bot")
    closed = closed_visit(folder)
    pace = {"BOT_MESSAGES_PER_SECOND": "1000", "BOT_PAID_BROADCAST": "true"}
    async with scene(folder, [REAL, closed], None, BOT_OWNER_IDS=",".join(map(str, OWNERS)), **pace) as running:
        secrets = frozenset(words_of(closed) - words_of(REAL))
        yield Guarded(running.simulator, running.bot, running.folder, secrets)
        assert running.bot.complaints == []


@pytest.fixture
def group(shared: Guarded) -> Visitor:
    """A guest in the group of the chat page."""
    return Visitor.new(shared.simulator, "en").within(PERSONA_GROUP_ID)


def owner(simulator: Simulator) -> Visitor:
    """An owner of the bot who never wrote before."""
    user_id = next(_owners)
    simulator.add_user(user_id, language_code="en")
    return Visitor(simulator, user_id, user_id)


async def test_the_owner_sees_the_closed_visit_in_private(shared: Guarded) -> None:
    visitor = owner(shared.simulator)
    await visitor.press(await visitor.ask("/visit"), "setvisit:closed")
    seen = await visitor.ask("/start")
    assert "A closed visit" in seen.text
    opened = await visitor.press(seen, "people:closed:0")
    assert opened.edited is not None
    assert shared.leaked([opened.edited.message])


@pytest.mark.parametrize("name", COMMANDS)
async def test_no_command_shows_a_guest_the_closed_visit(shared: Guarded, name: str) -> None:
    guest = Visitor.new(shared.simulator, "en")
    seen = await guest.ask(f"/{name}")
    assert shared.leaked([seen.message]) == set()
    assert "closed" not in str(seen.message)


@pytest.mark.parametrize("words", ["Primerov", "Примеров", "示例园区", "Sample Park", "Maket", "closed", "pilot plant"])
async def test_no_question_finds_the_closed_visit(shared: Guarded, words: str) -> None:
    seen = await Visitor.new(shared.simulator, "en").ask(words)
    assert shared.leaked([seen.message]) == set()


async def test_a_link_does_not_open_the_closed_visit(shared: Guarded) -> None:
    for payload in ("closed", "visit_closed", "setvisit-closed"):
        seen = await Visitor.new(shared.simulator, "en").ask(f"/start {payload}")
        assert shared.leaked([seen.message]) == set()


async def test_no_button_shows_the_closed_visit_to_a_guest_or_in_a_group(shared: Guarded) -> None:
    known = await buttons_of_the_closed_visit(shared)
    assert len(known) > 100
    insider, groups = owner(shared.simulator), group_ids(shared.simulator, len(known))
    for number, data in enumerate(known):
        guest = Visitor.new(shared.simulator, "en")
        shared.simulator.world.private_chat(shared.simulator.world.people[guest.user_id])
        outcomes = [
            await guest.press_invented(data),
            await insider.within(groups[number // PRESSES_IN_A_GROUP]).press_invented(data),
        ]
        for outcome in outcomes:
            assert shared.leaked(_shown(outcome)) == set(), data


async def test_the_owner_in_a_group_sees_what_everybody_sees(shared: Guarded) -> None:
    visitor = owner(shared.simulator)
    await visitor.press(await visitor.ask("/visit"), "setvisit:closed")
    in_group = visitor.within(group_ids(shared.simulator, 1)[0])
    for name in ("start", "park", "programme", "people", "now"):
        seen = await in_group.ask(f"/{name}")
        assert shared.leaked([seen.message]) == set()


async def test_a_group_is_answered_in_reply_and_shown_what_is_public(group: Visitor) -> None:
    seen = await group.ask("/park")
    assert "More than 903,000 m²" in seen.text
    assert seen.message["reply_to_message"]["text"] == "/park"


async def test_a_press_in_a_group_edits_in_place(group: Visitor) -> None:
    pressed = await group.press(await group.ask("/park"), "people:beike-chuan-2025:0")
    assert pressed.edited is not None
    assert "Zhu Xiaofeng" in pressed.edited.text
    assert pressed.sent == ()


@pytest.mark.parametrize("name", ["privacy", "forget_me", "language", "timezone", "visit", "agenda", "subscriptions"])
async def test_what_is_personal_is_not_answered_in_a_group_but_leads_to_the_private_chat(
    shared: Guarded, name: str
) -> None:
    visitor = Visitor.new(shared.simulator, "en").within(group_ids(shared.simulator, 1)[0])
    seen = await visitor.ask(f"/{name}")
    assert "between you and me" in seen.text
    ((link,),) = seen.message["reply_markup"]["inline_keyboard"]
    assert link["url"] == f"https://t.me/simulated_briefing_bot?start={name}"
    pressed = await visitor.press_invented({"language": "lang", "timezone": "tz", "visit": "visits"}.get(name, name))
    assert pressed.note is not None
    assert pressed.edited is None


async def test_talk_in_a_group_is_none_of_the_bots_business(shared: Guarded) -> None:
    visitor = Visitor.new(shared.simulator, "en").within(group_ids(shared.simulator, 1)[0])
    for text in ("Where is the park?", "@simulated_briefing_bot hello", "/park@another_bot", "/no_such_command"):
        shared.simulator.send_text(visitor.user_id, text, visitor.chat_id)
    await visitor.ask("/help")
    assert len(visitor.said()) == 1


async def test_who_hides_behind_the_group_is_nobody(shared: Guarded) -> None:
    """An anonymous administrator writes as the group itself, by the hand of a user that stands for all of them."""
    chat_id = group_ids(shared.simulator, 1)[0]
    visitor = owner(shared.simulator).within(chat_id)
    seen = await visitor.send({"text": "/park", "sender_chat": {"id": chat_id, "type": "supergroup", "title": "G"}})
    assert "903" in seen.text
    assert shared.leaked([seen.message]) == set()


async def test_a_group_that_the_bot_joins_is_greeted_once(shared: Guarded) -> None:
    chat_id = group_ids(shared.simulator, 1)[0]
    visitor = Visitor.new(shared.simulator, "ru").within(chat_id)
    bot_id = shared.simulator.options.bot_id
    shared.simulator.memberships.set_standing(chat_id, bot_id, "left", by=visitor.user_id)
    shared.simulator.memberships.set_standing(chat_id, bot_id, "member", by=visitor.user_id)
    await shared.simulator.wait_for(lambda: bool(visitor.said()))
    assert "Спрашивайте здесь о визите" in visitor.said()[-1]["text"]
    shared.simulator.memberships.set_standing(chat_id, bot_id, "administrator", by=visitor.user_id)
    await visitor.ask("/help")
    assert len([message for message in visitor.said() if "text" in message]) == 2


async def test_a_group_that_becomes_a_supergroup_is_answered_there(shared: Guarded) -> None:
    old_id = shared.simulator.memberships.add_group("Small group", [], supergroup=False)
    visitor = Visitor.new(shared.simulator).within(old_id)
    await visitor.ask("/help")
    new_id = shared.simulator.memberships.migrate_group(old_id, visitor.user_id)
    assert (await visitor.within(new_id).ask("/people")).buttons


async def buttons_of_the_closed_visit(shared: Guarded) -> list[str]:
    """The data of every button that owners find in the closed visit."""
    found = Crawl(shared.simulator, Witness(shared.simulator), "en", "closed", _owners, {"beike-chuan-2025"})
    await found.run(["start"])
    assert found.faults == []
    return sorted(data for data in found.pressed if "closed" in data.split(":"))


def group_ids(simulator: Simulator, presses: int) -> list[int]:
    """Fresh groups, enough for so many presses."""
    return [simulator.memberships.add_group("A group", []) for _ in range(0, presses, PRESSES_IN_A_GROUP)]


def _shown(outcome: Pressed) -> list[dict[str, Any]]:
    edited = [outcome.edited.message] if outcome.edited is not None else []
    return [*edited, *outcome.sent, {"text": outcome.note or ""}]
