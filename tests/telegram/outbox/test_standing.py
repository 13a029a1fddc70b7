"""Who gets a message is asked when it goes out: every combination, against the rules written out once more."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.outbox.dispatches import Conditions
from bot.telegram.outbox.standing import (
    LEFT,
    MUTED,
    SWITCHED_OFF,
    UNREACHABLE,
    End,
    Go,
    Recipient,
    VisitStanding,
    Wait,
    fate,
)
from tests.support.clock import START

MEMBER = Recipient(
    known=True,
    reachable=True,
    member=True,
    in_group=True,
    subscribed=True,
    news=False,
    zone="Europe/Moscow",
    quiet_begins=None,
    quiet_ends=None,
    muted_until=None,
)
GUEST = replace(MEMBER, member=False, in_group=False, news=True)
VISITS = {"open": VisitStanding(True, "Europe/Moscow"), "closed": VisitStanding(False, "Europe/Moscow")}
ANNOUNCED = Conditions(visit_id="open", topic="announcements", guests=True)
LATER = START + dt.timedelta(hours=3)


def test_a_member_gets_it() -> None:
    assert fate(ANNOUNCED, MEMBER, VISITS, None, START) == Go()


def test_a_guest_gets_the_news_of_a_public_visit_only_if_they_asked_for_it() -> None:
    assert fate(ANNOUNCED, GUEST, VISITS, None, START) == Go()
    assert fate(ANNOUNCED, replace(GUEST, news=False), VISITS, None, START) == End("cancelled", LEFT)
    assert fate(replace(ANNOUNCED, visit_id="closed"), GUEST, VISITS, None, START) == End("cancelled", LEFT)
    assert fate(replace(ANNOUNCED, visit_id="gone"), GUEST, VISITS, None, START) == End("cancelled", LEFT)
    assert fate(replace(ANNOUNCED, guests=False), GUEST, VISITS, None, START) == End("cancelled", LEFT)


def test_who_left_the_group_that_it_is_for_gets_nothing() -> None:
    for_group = replace(ANNOUNCED, group_id="bus-a")
    assert fate(for_group, MEMBER, VISITS, None, START) == Go()
    assert fate(for_group, replace(MEMBER, in_group=False), VISITS, None, START) == End("cancelled", LEFT)
    assert fate(for_group, GUEST, VISITS, None, START) == End("cancelled", LEFT)


def test_off_is_respected_except_by_what_is_urgent() -> None:
    off = replace(MEMBER, subscribed=False, muted_until=LATER, quiet_begins="00:00", quiet_ends="23:59")
    assert fate(ANNOUNCED, off, VISITS, None, START) == End("cancelled", SWITCHED_OFF)
    assert fate(replace(ANNOUNCED, urgent=True), off, VISITS, None, START) == Go()
    assert fate(replace(ANNOUNCED, urgent=True), replace(off, member=False), VISITS, None, START) == End(
        "cancelled", LEFT
    )


def test_a_mute_holds_back_what_outlives_it_and_ends_the_rest() -> None:
    muted = replace(MEMBER, muted_until=LATER)
    assert fate(ANNOUNCED, muted, VISITS, None, START) == Wait(LATER)
    assert fate(ANNOUNCED, muted, VISITS, LATER + dt.timedelta(seconds=1), START) == Wait(LATER)
    assert fate(ANNOUNCED, muted, VISITS, LATER, START) == End("cancelled", MUTED)
    assert fate(ANNOUNCED, muted, VISITS, None, LATER) == Go()


def test_who_chose_no_zone_has_quiet_hours_at_home() -> None:
    quiet = replace(MEMBER, zone=None, quiet_begins="11:30", quiet_ends="13:00")
    assert fate(ANNOUNCED, quiet, VISITS, None, START) == Wait(START.replace(hour=10))
    assert fate(ANNOUNCED, replace(quiet, zone="Asia/Shanghai"), VISITS, None, START) == Go()


def test_what_asks_nothing_goes_to_groups_and_strangers_too() -> None:
    stranger = replace(GUEST, known=False)
    assert fate(Conditions(), stranger, VISITS, None, START) == Go()
    assert fate(Conditions(), replace(MEMBER, reachable=False), VISITS, None, START) == End("rejected", UNREACHABLE)


@given(
    recipient=st.builds(
        Recipient,
        known=st.booleans(),
        reachable=st.booleans(),
        member=st.booleans(),
        in_group=st.booleans(),
        subscribed=st.booleans(),
        news=st.booleans(),
        zone=st.sampled_from([None, "Asia/Shanghai", "America/New_York"]),
        quiet_begins=st.just("22:00"),
        quiet_ends=st.just("07:00"),
        muted_until=st.none() | st.just(LATER),
    ),
    conditions=st.builds(
        Conditions,
        visit_id=st.sampled_from([None, "open", "closed"]),
        group_id=st.sampled_from([None, "bus-a"]),
        topic=st.sampled_from([None, "announcements", "reminders"]),
        guests=st.booleans(),
        urgent=st.booleans(),
    ),
    hours=st.integers(0, 48),
    expires_in=st.none() | st.integers(1, 48),
)
def test_nothing_that_goes_out_breaks_a_promise(
    recipient: Recipient, conditions: Conditions, hours: int, expires_in: int | None
) -> None:
    now = START + dt.timedelta(hours=hours)
    expires_at = None if expires_in is None else now + dt.timedelta(hours=expires_in)
    what = fate(conditions, recipient, VISITS, expires_at, now)
    if isinstance(what, Wait):
        assert what.until > now
        assert expires_at is None or what.until < expires_at
    if not isinstance(what, Go) or conditions.visit_id is None:
        return
    assert recipient.reachable or not recipient.known
    assert recipient.member or (conditions.guests and conditions.visit_id == "open")
    assert conditions.group_id is None or (recipient.member and recipient.in_group)
    if not conditions.urgent:
        assert recipient.subscribed or conditions.topic is None
        assert recipient.muted_until is None or recipient.muted_until <= now
