"""Links that invite: stored without what opens them, used no more often than they were made for."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.telegram import invite_links, invites, members, people
from bot.telegram.invites import Offer
from bot.telegram.roles import Role
from tests.support.clock import START
from tests.support.stores import memory_store

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def store() -> Iterator[sqlite3.Connection]:
    connection = memory_store()
    yield connection
    connection.close()


def offer(uses: int = 1, lasts: dt.timedelta = HOUR, visit: str = "small", role: Role = Role.MEMBER) -> Offer:
    return Offer(visit, role, None, uses, START + lasts)


def test_a_token_has_at_least_128_random_bits_and_fits_a_link() -> None:
    tokens = {invite_links.new_token() for _ in range(100)}
    assert len(tokens) == 100
    link = invite_links.link("briefing_bot", tokens.pop())
    payload = link.removeprefix("https://t.me/briefing_bot?start=")
    assert payload.startswith("i_")
    assert len(payload.removeprefix("i_")) * 6 >= 128
    assert len(payload) <= 64
    assert set(payload) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def test_the_store_does_not_hold_what_opens_it(store: sqlite3.Connection) -> None:
    token = invite_links.new_token()
    invites.make(store, offer(), token, 7, START)
    dump = "\n".join(store.iterdump())
    assert token not in dump
    assert hashlib.sha256(token.encode()).hexdigest() in dump
    found = invites.find(store, token)
    assert found is not None
    assert found.offer == offer()
    assert invites.find(store, token[:-1]) is None
    assert invites.find(store, token.swapcase()) is None


def test_an_invite_says_why_it_does_not_open(store: sqlite3.Connection) -> None:
    invite_id = invites.make(store, offer(uses=2), "token", 7, START)

    def state(now: dt.datetime = START) -> str:
        found = invites.find(store, "token")
        assert found is not None
        return found.state(now)

    assert state() == "open"
    assert state(START + HOUR) == "expired"
    assert invites.use(store, invite_id, START)
    assert invites.use(store, invite_id, START)
    assert state() == "used up"
    assert not invites.use(store, invite_id, START)
    assert not invites.revoke(store, "small", invite_id, START)
    other = invites.make(store, offer(), "other", 7, START)
    assert not invites.revoke(store, "another-visit", other, START)
    assert invites.revoke(store, "small", other, START)
    assert not invites.use(store, other, START)


def test_open_invites_are_listed_newest_first(store: sqlite3.Connection) -> None:
    made = [invites.make(store, offer(), f"token {number}", 7, START) for number in range(4)]
    invites.make(store, offer(visit="other"), "elsewhere", 7, START)
    invites.revoke(store, "small", made[1], START)
    count, shown = invites.open_invites(store, "small", [7], START, 2, 0)
    assert (count, [one.invite_id for one in shown]) == (3, [made[3], made[2]])
    count, shown = invites.open_invites(store, "small", [7], START, 2, 2)
    assert (count, [one.invite_id for one in shown]) == (3, [made[0]])
    assert invites.open_invites(store, "small", [7], START + HOUR, 2, 0) == (0, [])


def test_only_what_owners_and_admins_of_the_visit_made_is_open(store: sqlite3.Connection) -> None:
    people.remember(store, [(number, "en") for number in (7, 8, 9)], START)
    members.add(store, "small", 8, Role.ADMIN, "Chen", START)
    members.add(store, "small", 9, Role.EDITOR, "Anna", START)
    members.add(store, "other", 9, Role.ADMIN, "Anna", START)
    made = {maker: invites.make(store, offer(), f"of {maker}", maker, START) for maker in (7, 8, 9)}

    def backed(*owner_ids: int) -> list[int]:
        count, shown = invites.open_invites(store, "small", owner_ids, START, 9, 0)
        one_by_one = [maker for maker, invite_id in made.items() if invites.maker_may(store, invite_id, owner_ids)]
        assert sorted(one.created_by or 0 for one in shown) == one_by_one
        assert count == len(shown)
        return one_by_one

    assert backed(7) == [7, 8]
    assert backed() == [8]
    assert not invites.maker_may(store, 99, [7])


def test_five_tries_in_vain_an_hour(store: sqlite3.Connection) -> None:
    for number in range(5):
        assert invites.tries_left(store, 7, START) == 5 - number
        invites.note_failed_try(store, 7, START + number * dt.timedelta(minutes=1))
    now = START + dt.timedelta(minutes=10)
    assert invites.tries_left(store, 7, now) == 0
    assert invites.tries_left(store, 8, now) == 5
    assert invites.next_try_in(store, 7, now) == dt.timedelta(minutes=50)
    assert invites.tries_left(store, 7, START + HOUR) == 1
    assert invites.next_try_in(store, 8, now) == dt.timedelta()


def test_what_a_forgotten_person_made_is_closed_and_nobodys(store: sqlite3.Connection) -> None:
    invites.make(store, offer(), "mine", 7, START)
    invites.make(store, offer(), "theirs", 8, START)
    invites.forget(store, 7, START)
    mine, theirs = invites.find(store, "mine"), invites.find(store, "theirs")
    assert mine is not None
    assert theirs is not None
    assert (mine.state(START), mine.created_by) == ("revoked", None)
    assert (theirs.state(START), theirs.created_by) == ("open", 8)


def test_forgetting_gives_no_further_tries_and_the_tries_do_not_tell_whose_they_are(store: sqlite3.Connection) -> None:
    assert invites.kept_about(store, 1234567) == (0, 0)
    for _ in range(invites.TRIES):
        invites.note_failed_try(store, 1234567, START)
    invites.forget(store, 1234567, START)
    assert invites.tries_left(store, 1234567, START) == 0
    assert invites.next_try_in(store, 1234567, START) == HOUR
    assert invites.kept_about(store, 1234567) == (0, invites.TRIES)
    assert "1234567" not in "\n".join(store.iterdump())


def test_old_tries_and_long_closed_invites_are_erased(store: sqlite3.Connection) -> None:
    invites.make(store, offer(), "token", 7, START)
    invites.note_failed_try(store, 7, START)
    people.remember(store, [(9, "en")], START)
    members.bar(store, "small", 9, START)
    invites.expire(store, START)
    members.expire(store, START)
    assert invites.find(store, "token") is not None
    assert members.barred_since(store, "small", 9) == START
    members.expire(store, START + HOUR)
    assert members.barred_since(store, "small", 9) is None
    invites.expire(store, START + HOUR)
    assert store.execute("SELECT count(*) FROM invite_tries").fetchone() == (0,)
    assert invites.find(store, "token") is not None
    invites.expire(store, START + HOUR + dt.timedelta(days=30))
    assert invites.find(store, "token") is None


class AnyOrder(RuleBasedStateMachine):
    """Whatever happens to invites in whatever order, none lets in more people than it was made for."""

    def __init__(self) -> None:
        super().__init__()
        self.store = memory_store()
        self.now = START
        self.made: dict[int, Offer] = {}
        self.taken: dict[int, int] = {}
        self.closed: set[int] = set()

    def teardown(self) -> None:
        self.store.close()

    @rule(uses=st.integers(1, 3), minutes=st.integers(1, 120))
    def make(self, uses: int, minutes: int) -> None:
        made = Offer("small", Role.MEMBER, None, uses, self.now + dt.timedelta(minutes=minutes))
        invite_id = invites.make(self.store, made, str(len(self.made)), 7, self.now)
        self.made[invite_id], self.taken[invite_id] = made, 0

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def use(self, data: st.DataObject) -> None:
        invite_id = data.draw(st.sampled_from(sorted(self.made)))
        may = (
            invite_id not in self.closed
            and self.taken[invite_id] < self.made[invite_id].uses
            and self.now < self.made[invite_id].expires_at
        )
        assert invites.use(self.store, invite_id, self.now) == may
        self.taken[invite_id] += may

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        invite_id = data.draw(st.sampled_from(sorted(self.made)))
        invites.revoke(self.store, "small", invite_id, self.now)
        self.closed.add(invite_id)

    @rule(minutes=st.integers(0, 90))
    def wait(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @invariant()
    def no_invite_is_used_more_often_than_it_was_made_for(self) -> None:
        left = dict(self.store.execute("SELECT invite_id, uses_left FROM invites").fetchall())
        assert left == {one: made.uses - self.taken[one] for one, made in self.made.items()}
        assert all(uses >= 0 for uses in left.values())


TestAnyOrder = AnyOrder.TestCase
