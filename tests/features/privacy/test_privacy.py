import datetime as dt
import sqlite3
from typing import Any

import pytest

from bot.core import audit
from bot.core.languages import LANGUAGES, Language
from bot.core.moments import to_milliseconds
from bot.features.privacy.handlers import routes
from bot.telegram import agenda, inbox, invites, jobs, members, people, questions, replies, subscriptions
from bot.telegram.invites import Offer
from bot.telegram.personal_menus import menu_task
from bot.telegram.replies import Call
from bot.telegram.roles import Role
from bot.telegram.screens import Screen, listed
from bot.telegram.subscriptions import Subscription
from tests.features.visitor import NOON, USER, Visitor, assert_fits_telegram, buttons, labels, leads_to, text
from tests.support.small_visit import small_edition

SOMEBODY_ELSE = 987654321
TABLES = (
    *("users", "updates", "replies", "jobs", "files"),
    *("members", "member_groups", "invites", "invite_tries", "audit_people", "personal_menus", "audit"),
    *("subscriptions", "quiet_hours", "agenda"),
    *("questions", "question_drafts"),
)


def _visitor(**more: Any) -> Visitor:
    return Visitor([routes(keep_backups=7, keep_days=5)], small_edition(), **more)


def _leave_traces(store: sqlite3.Connection, user_id: int, secret: str, update_id: int) -> None:
    """Fill every table with what is somebody's: a choice, a failed message, an answer with a file, two jobs."""
    people.remember(store, [(user_id, "ru")], NOON)
    people.choose_language(store, user_id, "zh")
    people.choose_zone(store, user_id, "Europe/London")
    people.choose_visit(store, user_id, "small")
    for number in range(2):
        update = {"update_id": update_id + number, "message": {"from": {"id": user_id}, "text": secret}}
        inbox.store(store, [update], NOON)
    arrivals = [waiting.arrival for waiting in inbox.waiting(store)][-2:]
    inbox.quarantine(store, arrivals[0], "it failed")
    inbox.mark_handled(store, [arrivals[1]])
    file_id = replies.add_file(store, "programme.ics", secret.encode())
    replies.add_replies(store, [Call("sendDocument", {"chat_id": user_id, "caption": secret}, user_id, file_id)], NOON)
    members.add(store, "small", user_id, Role.ADMIN, f"{secret}!", NOON)
    members.join_group(store, "small", user_id, "bus-a")
    invites.make(store, Offer("small", Role.MEMBER, None, 5, NOON + dt.timedelta(days=1)), secret, user_id, NOON)
    invites.note_failed_try(store, user_id, NOON)
    audit.record(store, NOON, user_id, "exported", visit_id="small")
    subscriptions.subscribe(store, user_id, "small", Subscription(digest=False))
    subscriptions.set_quiet_hours(store, user_id, (dt.time(22), dt.time(7)))
    agenda.star(store, user_id, "small", "tour", on=True)
    agenda.remind(store, user_id, "small", "dinner", 10)
    questions.ask(store, questions.write_draft(store, user_id, "small", secret, NOON), None, NOON)
    questions.write_draft(store, user_id, "small", secret, NOON)
    store.execute("INSERT INTO personal_menus VALUES (?, 'admin')", (user_id,))
    jobs.add_job(store, "calendar", {"chat_id": user_id, "visit": secret}, user_id, NOON)
    jobs.add_job(store, "calendar", {"chat_id": user_id}, user_id, NOON)
    store.execute("UPDATE jobs SET state = 'failed' WHERE payload NOT LIKE '%visit%'")


async def _forgotten(visitor: Visitor) -> Screen:
    """The answer to whoever had themselves erased; a menu of their own goes as well."""
    answers = await visitor.presses_for("forgetyes")
    return next(answer for answer in listed(answers) if isinstance(answer, Screen))


def _rows(store: sqlite3.Connection) -> str:
    return repr([store.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES])


async def test_privacy_shows_ones_number_and_every_choice() -> None:
    visitor = _visitor(language="ru")
    people.remember(visitor.store, [(USER, "ru")], NOON)
    people.choose_language(visitor.store, USER, "en")
    people.choose_zone(visitor.store, USER, "Europe/London")
    people.choose_visit(visitor.store, USER, "small")
    screen = await visitor.asks("privacy")
    assert f"your number in Telegram: {USER}" in text(screen)
    assert "the day you first wrote: 22 Nov 2026" in text(screen)
    assert "the language of your Telegram: ru" in text(screen)
    assert "your choices: English · London · A small visit" in text(screen)
    copied = [one.copy_text.text for one in buttons(screen) if one.copy_text]
    assert copied == [str(USER)]


async def test_privacy_says_how_long_things_are_kept_by_the_operators_settings() -> None:
    said = text(await _visitor().asks("privacy"))
    assert "7 copies are kept" in said
    assert "for 5 days" in said
    other = text(await Visitor([routes(keep_backups=1, keep_days=1)]).asks("privacy"))
    assert "1 copy is kept" in other
    assert "for 1 day:" in other


async def test_privacy_counts_the_messages_that_were_set_aside() -> None:
    visitor = _visitor()
    assert "Kept of yours now" not in text(await visitor.asks("privacy"))
    _leave_traces(visitor.store, USER, "secret", 100)
    people.choose_language(visitor.store, USER, "en")
    assert "Kept of yours now: 1" in text(await visitor.asks("privacy"))


async def test_a_chosen_visit_that_is_closed_meanwhile_is_named_by_its_id_alone() -> None:
    visitor = Visitor([routes(keep_backups=7, keep_days=7)], small_edition(audience="members"))
    people.remember(visitor.store, [(USER, "en")], NOON)
    people.choose_visit(visitor.store, USER, "small")
    assert "your choices: small\n" in text(await visitor.asks("privacy"))


async def test_erasing_asks_first_and_can_be_declined() -> None:
    visitor = _visitor()
    _leave_traces(visitor.store, USER, "secret", 100)
    people.choose_language(visitor.store, USER, "en")
    question = await visitor.asks("forget_me")
    assert labels(question) == ["Yes, erase it all", "No, keep it", "Menu"]
    kept = await visitor.presses(leads_to(question, "No, keep it"))
    assert "What I store about you" in text(kept)
    assert visitor.user() is not None


async def test_erasing_leaves_no_trace_of_the_person_and_all_of_the_others() -> None:
    visitor = _visitor()
    _leave_traces(visitor.store, USER, "my secret", 100)
    _leave_traces(visitor.store, SOMEBODY_ELSE, "their secret", 200)
    before = [visitor.store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    await _forgotten(visitor)
    rows = _rows(visitor.store)
    assert str(USER) not in rows
    assert "my secret" not in rows
    assert repr(b"my secret") not in rows
    assert rows.count("their secret") == 7
    after = [visitor.store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    # The updates stay as numbers, so that a repeat is still known for one; links stay, closed; failed tries stay
    # for their hour under a fingerprint; one left.
    assert [old - new for old, new in zip(before, after, strict=True)] == [
        1,
        0,
        1,
        2,
        1,
        1,
        1,
        0,
        0,
        1,
        1,
        -1,
        1,
        1,
        2,
        1,
        1,
    ]
    states = store_states(visitor.store)
    assert states == [(None, True), (SOMEBODY_ELSE, False)]
    assert audit.verify(visitor.store).broken_at is None


async def test_a_menu_of_ones_own_goes_with_oneself_also_where_the_rights_went_before() -> None:
    visitor = _visitor()
    people.remember(visitor.store, [(USER, "en")], NOON)
    assert isinstance(await visitor.presses_for("forgetyes"), Screen)
    people.remember(visitor.store, [(USER, "en")], NOON)
    visitor.store.execute("INSERT INTO personal_menus VALUES (?, 'of an admin')", (USER,))
    answers = await visitor.presses_for("forgetyes")
    assert isinstance(answers, tuple)
    assert answers[1] == menu_task(USER, forgotten=True)


def store_states(store: sqlite3.Connection) -> list[Any]:
    return store.execute("SELECT created_by, revoked_at IS NOT NULL FROM invites ORDER BY created_by").fetchall()


async def test_privacy_shows_memberships_links_tries_and_the_audit() -> None:
    visitor = _visitor()
    _leave_traces(visitor.store, USER, "Anna", 100)
    people.choose_language(visitor.store, USER, "en")
    said = text(await visitor.asks("privacy"))
    assert "• small (admin, bus-a)" in said or "• A small visit (admin, bus-a)" in said
    assert "your name as Telegram showed it when you joined: Anna!" in said
    assert "links that you made: 1" in said
    assert "links that you tried in vain, for an hour: 1" in said
    assert "under a fingerprint of your number, also if you erase everything" in said
    assert "entries in the audit: 1" in said
    assert "a fingerprint of your number" in said
    assert "Your name, @name" not in said
    answer = text(await _forgotten(visitor))
    assert "your membership with the name: A small visit (admin, bus-a)" in answer
    assert "links that you made are closed: 1" in answer
    assert "your link to entries in the audit: 1" in answer
    assert "in vain" not in answer


async def test_privacy_tells_what_is_kept_of_what_somebody_wants_to_get_and_erases_it() -> None:
    visitor = _visitor()
    assert "quiet hours" not in text(await visitor.asks("privacy"))
    _leave_traces(visitor.store, USER, "secret", 100)
    people.choose_language(visitor.store, USER, "en")
    for screen in (await visitor.asks("privacy"), await _forgotten(visitor)):
        said = text(screen)
        assert "• what you chose to get, visits: 1\n" in said
        assert "• events that you starred, muted or set a reminder for: 2\n" in said
        assert "• your quiet hours or mute\n" in said
    assert "quiet hours" not in text(await visitor.asks("privacy"))


async def test_privacy_says_nothing_of_memberships_to_who_has_none() -> None:
    assert "Your visits" not in text(await _visitor().asks("privacy"))


async def test_the_answer_names_what_went_and_when_the_last_copy_goes() -> None:
    visitor = _visitor()
    _leave_traces(visitor.store, USER, "secret", 100)
    people.choose_language(visitor.store, USER, "en")
    answer = text(await _forgotten(visitor))
    assert "your choices: English · London · A small visit" in answer
    assert "the messages that I had failed on: 1" in answer
    assert "answers still on their way: 3" in answer
    assert "The last of them goes about 29 Nov 2026" in answer


async def test_whoever_comes_back_is_as_new() -> None:
    visitor = _visitor()
    _leave_traces(visitor.store, USER, "secret", 100)
    await _forgotten(visitor)
    visitor.now = NOON + dt.timedelta(days=1)
    said = text(await visitor.asks("privacy"))
    assert "your choices: none yet" in said
    assert "the day you first wrote: 23 Nov 2026" in said


async def test_erasing_twice_is_no_mistake() -> None:
    visitor = _visitor()
    await _forgotten(visitor)
    assert "Erased" in text(await _forgotten(visitor))
    assert visitor.user() is None


async def test_what_is_still_to_be_handled_is_erased_when_it_is_handled() -> None:
    visitor = _visitor()
    update = {"update_id": 1, "callback_query": {"from": {"id": USER}, "data": "forgetyes"}}
    (waiting,) = inbox.store(visitor.store, [update], NOON)
    await _forgotten(visitor)
    assert inbox.waiting(visitor.store) == [waiting]
    inbox.mark_handled(visitor.store, [waiting.arrival])
    assert str(USER) not in _rows(visitor.store)


async def test_the_first_day_is_told_by_the_readers_own_clock() -> None:
    visitor = _visitor(now=dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC))  # 01:00 of the 23rd in Moscow
    assert "the day you first wrote: 23 Nov 2026" in text(await visitor.asks("privacy"))
    first_seen = visitor.store.execute("SELECT first_seen_at FROM users").fetchone()[0]
    assert first_seen == to_milliseconds(visitor.now)


async def test_privacy_is_not_for_groups() -> None:
    feature = routes(keep_backups=7, keep_days=7)
    assert all(command.personal for command in feature.commands)
    assert all(press.personal for press in feature.presses)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_telegram(language: Language) -> None:
    for screen in (await _visitor(language=language).everything_from("privacy")).values():
        assert_fits_telegram(screen)
