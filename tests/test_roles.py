"""Who may do what: every role against every command, button and link of the routing table that ships.

What is refused changes nothing in the store but the audit, and a handler without a stated role fails here.
"""

import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.core.languages import LANGUAGES
from bot.telegram import invites, questions
from bot.telegram.invites import Offer
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.presses import OpenAudit
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press
from tests.support.clock import START
from tests.support.translating import translators
from tests.support.whole_bot import OWNER, Answered, Caller, WholeBot, closed_visit, open_visit, whole_bot, whole_table

TABLE = whole_table()
UNKNOWN = "I do not know this command. The menu shows what I can do."
OLD = "This button no longer works. Send /start for a fresh menu."
PRIVATE = "This works in a private chat with me only."
# Where the audit writes, and what SQLite keeps for it.
AUDIT = ("audit", "audit_people")
SUBJECT, ACTOR, OUTSIDER = 500, 600, 700
_EVENTS: Any = [
    {"id": "E1", "title": {"en": "Tour"}, "original": ["en"], "day": "2027-05-20", "sources": ["S1"]},
]
# What a button may carry, field by field: something that exists, and junk. A new field is to be added here.
VALID: Final[dict[str, Any]] = {
    "visit": "small",
    "topic": "park",
    "fact": "F1",
    "organisation": "O1",
    "speaker": "P1",
    "quote": "Q1",
    "source": "S1",
    "day": "2027-05-20",
    "event": "E1",
    "person": "P1",
    "page": 0,
    "original": False,
    "item": "P1",
    "mark": "00000000",
    "language": "ru",
    "zone": "Europe/London",
    "user": SUBJECT,
    "role": "editor",
    "sure": True,
    "group": "bus-a",
    "inside": True,
    "expiry": "day",
    "uses": 10,
    "invite": 1,
    "older_than": 0,
    "draft": 1,
    "anonymous": True,
    "question": 1,
    "answer": 0,
    "what": "reminders",
    "value": "10",
    "minutes": "10",
    "hours": "2200-0700",
    "until": "tomorrow",
    "on": True,
    "card": True,
    "announcement": 1,
    "revision": 1,
    "edition": 1,
    "holding": 1,
    "change": "x",
    "events": 1,
    "quiet": False,
    "before": 2,
    "after": 1,
    "notice": 1,
    "then": False,
    "delivery": 1,
    "piece": "m11",
    "kind": "g",
    "option": "silent",
    "choice": "15",
    "ends": False,
    "again": False,
    "proposal": 1,
}
# Where the same name means something else.
VALID_OF: Final[Mapping[str, Mapping[str, Any]]] = {
    "stop": {"topic": "reminders"},
    "anto": {"value": "press"},
    # The second edition is the one that does not hold.
    **{name: {"edition": 2} for name in ("edn", "edask", "edpub", "edsil")},
    # The second announcement is confirmed.
    **{name: {"announcement": 2} for name in TABLE.presses if name.startswith("ann") or name in {"anread", "newsitem"}},
}
JUNK: Final[Mapping[type, Any]] = {str: "junk", int: 2**53 - 1, bool: True}


def sample(kind: type[CallbackData], **changes: Any) -> str:
    """Callback data of this kind with something valid in every field."""
    valid = {**VALID, **VALID_OF.get(kind.__prefix__, {}), **changes}
    values = {name: value for name, value in valid.items() if name in kind.model_fields}
    missing = [name for name, described in kind.model_fields.items() if name not in values and described.is_required()]
    assert not missing, f"say in VALID what {missing} of {kind.__name__} may be"
    return kind(**values).pack()


def junk(kind: type[CallbackData], **kept: Any) -> str:
    """Callback data of this kind that names nothing that exists, within Telegram's 64 bytes."""
    values = {
        name: kept.get(name, JUNK[type(VALID[name])] if name in VALID else "x")
        for name in kind.model_fields
        if name in VALID
    }
    return kind(**values).pack()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    visits = (open_visit(events=_EVENTS), closed_visit(events=_EVENTS))
    async with whole_bot(tmp_path / "bot.sqlite3", *visits) as opened:
        await opened.somebody(SUBJECT, {"small": Role.MEMBER, "closed": Role.MEMBER})
        await opened.desk.database.run("invite", _make_invite)
        await opened.desk.database.run("question", _ask)
        await opened.desk.database.run("announce", _announce)
        await opened.desk.database.run("publish", _publish)
        yield opened


def _announce(connection: sqlite3.Connection) -> None:
    """A draft and an announcement that went out, by hand: they are not in the audit, which tests count."""
    for state in ("draft", "confirmed"):
        connection.execute(
            "INSERT INTO announcements (visit_id, author, state, audience, needs_confirmation, created_at, "
            """confirmed_at) VALUES ('small', ?, ?, '{"kind": "everyone", "value": ""}', 1, 0, 0)""",
            (SUBJECT, state),
        )
        connection.execute(
            "INSERT INTO announcement_texts (announcement_id, language, text) "
            "SELECT max(announcement_id), 'en', 'Hello' FROM announcements"
        )
    dispatch = dispatches.open_dispatch(connection, "announcement", "announcement:2", START)
    payload = dispatches.add_payload(connection, "sendMessage", {"text": "Hello"})
    deliveries.enqueue(connection, dispatch, [(person, payload) for person in (SUBJECT, ACTOR, OWNER)], START)
    connection.execute("UPDATE deliveries SET state = iif(recipient = ?, 'uncertain', 'sent')", (SUBJECT,))


def _publish(connection: sqlite3.Connection) -> None:
    """Two editions, the first of which holds, by hand: they are not in the audit, which tests count."""
    visit = open_visit(events=_EVENTS).visit
    for number, published in enumerate((visit, visit.model_copy(update={"events": ()})), start=1):
        connection.execute(
            "INSERT INTO editions (edition_id, visit_id, number, document, published_at, author) "
            "VALUES (?, 'small', ?, ?, 0, 'file')",
            (number, number, published.model_dump_json(exclude_defaults=True)),
        )
    connection.execute("INSERT INTO visits VALUES ('small', 1, '2025-09-24')")
    proposed = visit.model_copy(update={"events": ()}).model_dump_json(exclude_defaults=True)
    connection.execute(
        "INSERT INTO proposals (user_id, state, file_name, visit_id, base, document, created_at) "
        "VALUES (?, 'open', 'visit.xlsx', 'small', 1, ?, 0)",
        (SUBJECT, proposed),
    )


def _make_invite(connection: sqlite3.Connection) -> None:
    offer = Offer("small", Role.MEMBER, None, 10, START + dt.timedelta(days=1))
    invites.make(connection, offer, "token", SUBJECT, START)


def _ask(connection: sqlite3.Connection) -> None:
    """Leave a question, and the draft of another."""
    written = questions.write_draft(connection, SUBJECT, "small", "Where is lunch?", START)
    questions.ask(connection, written, "Person 500", START)
    questions.write_draft(connection, SUBJECT, "small", "And dinner?", START)


async def _with_role(bot: WholeBot, role: Role, visit_id: str = "small") -> Caller:
    if role is Role.OWNER:
        return await bot.somebody(OWNER)
    return await bot.somebody(ACTOR, {visit_id: role} if role > Role.GUEST else {})


def _refused(answered: Answered) -> bool:
    return answered.text == UNKNOWN or answered.toast == OLD


def test_every_route_states_its_role() -> None:
    roles = [
        *(command.role for command in TABLE.commands.values()),
        *(press.role for press in TABLE.presses.values()),
        *(link.role for link in TABLE.links.values()),
    ]
    assert {type(role) for role in roles} == {Role}
    with pytest.raises(TypeError):
        Command("name", "summary", None)  # type: ignore[call-arg, arg-type]
    with pytest.raises(TypeError):
        Press(CallbackData, None)  # type: ignore[call-arg, arg-type]


def test_what_is_not_for_everybody_says_in_every_language_what_is_refused() -> None:
    for press in TABLE.presses.values():
        if press.role > Role.GUEST:
            said = {tr(press.says) for tr in translators().values()}
            assert len(said) == len(LANGUAGES), press.data
    with pytest.raises(ValueError, match="say in words what the button 'audit' is for"):
        Press(OpenAudit, TABLE.presses["audit"].handler, Role.EDITOR)


def test_what_changes_other_peoples_rights_is_for_admins_and_personal() -> None:
    for name in ("members", "invite", "audit"):
        assert (TABLE.commands[name].role, TABLE.commands[name].personal) == (Role.ADMIN, True)
    for press in TABLE.presses.values():
        if press.role > Role.GUEST:
            assert press.personal, press.data


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", TABLE.commands)
async def test_a_command_is_answered_to_those_who_may_and_does_not_exist_for_others(
    bot: WholeBot, name: str, role: Role
) -> None:
    caller = await _with_role(bot, role)
    before = await bot.dump(without=AUDIT)
    answered = await caller.says(f"/{name}")
    assert _refused(answered) == (role < TABLE.commands[name].role)
    assert answered.text
    if _refused(answered):
        assert answered.jobs == ()
        assert await bot.dump(without=AUDIT) == before
        assert await bot.desk.rows("SELECT action, subject FROM audit") == [("refused", f"/{name}")]


@pytest.mark.parametrize("in_group", [False, True])
@pytest.mark.parametrize("name", [name for name, command in TABLE.commands.items() if command.role > Role.GUEST])
async def test_a_link_to_a_command_is_refused_and_noted_like_the_command(
    bot: WholeBot, name: str, in_group: bool
) -> None:
    guest = await bot.somebody(OUTSIDER)
    for words in (f"/start {name}", f"/{name}", f"/start {name}"):
        assert "I do not know this" in (await guest.says(words, in_group=in_group)).text or in_group
    assert await bot.desk.rows("SELECT action, subject FROM audit") == [("refused", f"/{name}")]
    admin = await bot.somebody(ACTOR, {"small": Role.ADMIN})
    assert "I do not know this" not in (await admin.says(f"/start {name}")).text
    assert len(await bot.desk.rows("SELECT * FROM audit")) == 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("prefix", TABLE.presses)
async def test_a_button_works_for_those_who_may_and_is_an_old_one_for_others(
    bot: WholeBot, prefix: str, role: Role
) -> None:
    route = TABLE.presses[prefix]
    caller = await _with_role(bot, role)
    before = await bot.dump(without=AUDIT)
    answered = await caller.presses(sample(route.data))
    assert _refused(answered) == (role < route.role)
    assert answered.handled.calls
    if _refused(answered):
        assert answered.jobs == ()
        assert await bot.dump(without=AUDIT) == before
        assert await bot.desk.rows("SELECT action, subject FROM audit") == [("refused", route.says)]


@pytest.mark.parametrize("prefix", [prefix for prefix, route in TABLE.presses.items() if route.role > Role.GUEST])
async def test_an_admin_of_another_visit_is_nobody_here(bot: WholeBot, prefix: str) -> None:
    kind = TABLE.presses[prefix].data
    if "visit" not in kind.model_fields:
        pytest.skip("names no visit")
    caller = await _with_role(bot, Role.ADMIN, "closed")
    before = await bot.dump(without=AUDIT)
    assert _refused(await caller.presses(sample(kind)))
    assert await bot.dump(without=AUDIT) == before
    assert await bot.desk.rows("SELECT visit_id FROM audit") == [("small",)]


@pytest.mark.parametrize("prefix", [prefix for prefix, route in TABLE.presses.items() if route.role > Role.GUEST])
async def test_after_a_demotion_the_same_button_does_nothing(bot: WholeBot, prefix: str) -> None:
    admin = await bot.somebody(ACTOR, {"small": Role.ADMIN})
    data = sample(TABLE.presses[prefix].data)
    owner = await bot.somebody(OWNER)
    lower = Role(TABLE.presses[prefix].role - 1)
    await owner.presses(f"mrole:small:{ACTOR}:{lower.stored}:1")
    before = await bot.dump(without=AUDIT)
    assert _refused(await admin.presses(data))
    assert await bot.dump(without=AUDIT) == before


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("prefix", TABLE.presses)
async def test_a_button_that_names_what_does_not_exist_changes_nothing(bot: WholeBot, prefix: str, role: Role) -> None:
    kind = TABLE.presses[prefix].data
    if not kind.model_fields:
        pytest.skip("names nothing")
    caller = await _with_role(bot, role)
    before = await bot.dump(without=AUDIT)
    elsewhere = {junk(kind, visit="small")} if kind.model_fields.keys() > {"visit"} else set()
    for data in {junk(kind), *elsewhere}:
        assert (await caller.presses(data)).handled.calls
    assert await bot.dump(without=AUDIT) == before


@pytest.mark.parametrize("prefix", TABLE.presses)
async def test_a_button_of_a_closed_visit_shows_and_changes_nothing_for_outsiders(bot: WholeBot, prefix: str) -> None:
    kind = TABLE.presses[prefix].data
    if "visit" not in kind.model_fields:
        pytest.skip("names no visit")
    for caller in (await bot.somebody(OUTSIDER), await bot.somebody(ACTOR, {"small": Role.ADMIN})):
        before = await bot.dump(without=AUDIT)
        answered = await caller.presses(sample(kind, visit="closed"))
        assert "A closed visit" not in str(answered.handled.calls)
        assert await bot.dump(without=AUDIT) == before


@pytest.mark.parametrize("prefix", [prefix for prefix, route in TABLE.presses.items() if route.role > Role.GUEST])
async def test_nothing_for_organisers_happens_in_a_group(bot: WholeBot, prefix: str) -> None:
    admin = await _with_role(bot, Role.ADMIN)
    before = await bot.dump()
    answered = await admin.presses(sample(TABLE.presses[prefix].data), in_group=True)
    assert answered.toast == PRIVATE
    assert await bot.dump() == before


@pytest.mark.parametrize(
    "prefix",
    [
        prefix
        for prefix, route in TABLE.presses.items()
        if {"user", "invite", "announcement", "question"} & route.data.model_fields.keys()
    ],
)
async def test_an_admin_cannot_reach_another_visits_people_and_links_through_their_own(
    bot: WholeBot, prefix: str
) -> None:
    """Both visits exist and so do the person and the link, but not in the visit that the button names."""
    kind = TABLE.presses[prefix].data
    admin = await bot.somebody(ACTOR, {"small": Role.ADMIN, "closed": Role.ADMIN})
    await bot.somebody(OUTSIDER, {"small": Role.MEMBER})
    before = await bot.dump()
    await admin.presses(sample(kind, visit="closed", user=OUTSIDER, invite=1))
    assert await bot.dump() == before


@pytest.mark.parametrize("name", [name for name, command in TABLE.commands.items() if command.role > Role.GUEST])
async def test_who_is_refused_over_and_over_fills_one_row_an_hour(bot: WholeBot, name: str) -> None:
    guest = await bot.somebody(OUTSIDER)
    for _ in range(3):
        await guest.says(f"/{name}")
    await guest.says(f"/{name}", in_group=True)
    assert len(await bot.desk.rows("SELECT * FROM audit")) == 1


async def test_an_admin_somewhere_is_answered_whatever_visit_they_read_about(bot: WholeBot) -> None:
    admin = await bot.somebody(ACTOR, {"closed": Role.ADMIN})
    await bot.choose(ACTOR, "small")
    assert "A closed visit" in (await admin.says("/members")).text
    assert "/members" in (await admin.says("/help")).text


async def test_buttons_are_shown_to_those_who_may_press_them(bot: WholeBot) -> None:
    for role in Role:
        caller = await _with_role(bot, role)
        shown = {data.partition(":")[0] for data in (await caller.says("/start")).buttons.values()}
        assert {prefix for prefix in shown if TABLE.presses[prefix].role > role} == set()
        assert ("mbrs" in shown) == (role >= Role.ADMIN)
        await bot.desk.database.run("reset", lambda c: c.execute("DELETE FROM members WHERE user_id = ?", (ACTOR,)))
