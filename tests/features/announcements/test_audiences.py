"""Who an audience is, in one statement however many they are, against the same said in Python."""

import datetime as dt
import itertools
import sqlite3

import pytest

from bot.content.models import Event
from bot.core.languages import DEFAULT_LANGUAGE, LANGUAGES, language_of
from bot.features.announcements import audiences
from bot.features.announcements.audiences import Audience
from bot.telegram import agenda, members, people
from bot.telegram.agenda import concerns
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.roles import Role
from tests.features.announcements.office import EVENTS
from tests.support.stores import memory_store
from tests.support.whole_bot import closed_visit, open_visit

NOW = dt.datetime(2026, 9, 23, 4, 0, tzinfo=dt.UTC)
EDITION = open_visit(events=EVENTS)
CODES = (None, "ru", "RU", "ru-RU", "ru_RU", "rus", "r", "", "en", "en-GB", "zh", "zh-hans", "ZH_TW", "zhx", "de", "be")


@pytest.fixture
def store() -> sqlite3.Connection:
    """Somebody of every language of Telegram's and every choice."""
    store = memory_store()
    for number, (code, chosen) in enumerate(itertools.product(CODES, (None, *LANGUAGES)), 100):
        people.remember(store, [(number, code)], NOW)
        people.choose_language(store, number, chosen)
        members.add(store, "small", number, Role.MEMBER, "x", NOW)
    return store


def _queued(store: sqlite3.Connection, audience: Audience, *, urgent: bool = False) -> dict[int, str]:
    """Return whom it is queued for and in which language."""
    (number,) = store.execute("SELECT count(*) FROM dispatches").fetchone()
    dispatch = dispatches.open_dispatch(store, "announcement", f"announcement:{audience} {number}", NOW)
    payloads = {language: dispatches.add_payload(store, "sendMessage", {"text": language}) for language in LANGUAGES}
    count = audiences.enqueue(store, dispatch, audience, EDITION, payloads, NOW, urgent=urgent)
    languages = {payload: language for language, payload in payloads.items()}
    rows = store.execute("SELECT recipient, payload_id FROM deliveries WHERE dispatch_id = ?", (dispatch,))
    queued: dict[int, str] = {recipient: languages[payload] for recipient, payload in rows}
    assert len(queued) == count == audiences.reach(store, audience, EDITION, urgent=urgent).people
    assert audiences.reaches_anybody(store, audience, EDITION, urgent=urgent) == bool(count)
    return queued


def test_everybody_gets_it_in_the_language_that_the_bot_speaks_to_them(store: sqlite3.Connection) -> None:
    users = people.users_by_id(store, range(100, 200))
    expected = {
        number: user.language or language_of(user.telegram_language) or DEFAULT_LANGUAGE
        for number, user in users.items()
    }
    queued = _queued(store, Audience())
    assert queued == expected
    counted = audiences.reach(store, Audience(), EDITION, urgent=False).by_language
    assert counted == {language: list(queued.values()).count(language) for language in LANGUAGES}
    for language in LANGUAGES:
        assert set(_queued(store, Audience("language", language)).values()) == {language}


@pytest.mark.parametrize("event", EDITION.visit.events, ids=lambda event: event.id)
def test_attendees_are_those_whose_own_event_it_is(store: sqlite3.Connection, event: Event) -> None:
    everybody = range(100, 100 + len(CODES) * 4)
    for number in everybody:
        if number % 3 == 0:
            members.join_group(store, "small", number, "press")
        if number % 4 == 1:
            agenda.star(store, number, "small", event.id, on=True)
        if number % 4 == 2:
            agenda.mute(store, number, "small", event.id, on=True)
        if number % 5 == 0:
            agenda.remind(store, number, "small", event.id, 10)
    expected = {
        number
        for number in everybody
        if (own := agenda.own_programme(store, number, "small")) and concerns(event, own.groups, own.decided(event))
    }
    assert 0 < len(expected) < len(everybody)
    assert set(_queued(store, Audience("event", event.id))) == expected


def test_switched_off_is_left_out_and_counted_unless_it_is_urgent(store: sqlite3.Connection) -> None:
    store.execute("INSERT INTO subscriptions (user_id, visit_id, announcements) VALUES (100, 'small', 0)")
    store.execute("INSERT INTO subscriptions (user_id, visit_id, announcements) VALUES (101, 'closed', 0)")
    assert 100 not in _queued(store, Audience("members"))
    assert 101 in _queued(store, Audience("role", "member"))
    assert audiences.reach(store, Audience(), EDITION, urgent=False).switched_off == 1
    assert 100 in _queued(store, Audience("language", "en"), urgent=True)


def test_guests_are_reached_only_where_the_visit_is_public_and_they_asked(store: sqlite3.Connection) -> None:
    for guest, news in ((700, 1), (701, 0)):
        people.remember(store, [(guest, "ru")], NOW)
        store.execute("INSERT INTO subscriptions (user_id, visit_id, news) VALUES (?, 'small', ?)", (guest, news))
    store.execute("INSERT INTO subscriptions (user_id, visit_id, news) VALUES (100, 'small', 1)")
    assert {700, 701} & _queued(store, Audience()).keys() == {700}
    assert 700 not in _queued(store, Audience("members"))
    assert Audience().conditions(EDITION, urgent=False).guests
    assert not Audience("members").conditions(EDITION, urgent=False).guests
    closed = closed_visit(id="small")
    assert not Audience().conditions(closed, urgent=False).guests
    assert audiences.reach(store, Audience(), closed, urgent=False).people == len(CODES) * 4


def test_who_has_not_confirmed_another_one_of_the_same_visit(store: sqlite3.Connection) -> None:
    store.execute(
        "INSERT INTO announcements (visit_id, state, audience, created_at) VALUES ('small', 'confirmed', '{}', 0)"
    )
    dispatch = dispatches.open_dispatch(store, "announcement", "announcement:1", NOW)
    payload = dispatches.add_payload(store, "sendMessage", {"text": "x"})
    deliveries.enqueue(store, dispatch, [(number, payload) for number in (100, 101, 102)], NOW)
    store.execute("INSERT INTO confirmations VALUES (1, 101, 0)")
    members.drop(store, "small", 102)
    assert set(_queued(store, Audience("unconfirmed", "1"))) == {100}
    store.execute("UPDATE announcements SET visit_id = 'closed'")
    assert _queued(store, Audience("unconfirmed", "1"), urgent=True) == {}


def test_what_does_not_exist_reaches_nobody(store: sqlite3.Connection) -> None:
    for audience in (Audience("group", "bus-z"), Audience("role", "owner"), Audience("event", "E9")):
        assert _queued(store, audience) == {}
    for text in ("", "x", "1 OR 1", "'"):
        assert _queued(store, Audience("unconfirmed", text)) == {}
