"""What a restored backup holds back goes on when a person lets it."""

import datetime as dt

from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.claiming import claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outcomes import Sent
from bot.telegram.unfinished import forget_unfinished
from tests.support.clock import START
from tests.support.stores import memory_store


def test_after_a_restore_what_follows_goes_on_with_what_it_follows() -> None:
    store = memory_store()
    later = START + dt.timedelta(hours=1)
    payload = dispatches.add_payload(store, "sendMessage", {"text": "the picture, then its text"})
    number, words = (dispatches.open_dispatch(store, name, "a:1", START, not_before=later) for name in ("a", "text"))
    deliveries.enqueue(store, number, [(1, payload)], START, later)
    deliveries.enqueue_following(store, words, {1: payload}, START)
    assert forget_unfinished(store, START).paused == 1
    assert claim(store, later, 10, {}) == []
    dispatches.set_paused(store, number, paused=False)
    [picture] = claim(store, later, 10, {})
    conclude(store, [Conclusion(picture, Sent({"message_id": 5}))], later)
    assert [one.dispatch_id for one in claim(store, later, 10, {})] == [words]
