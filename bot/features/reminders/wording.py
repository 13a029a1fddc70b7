"""What reminders and digests say, made once for everybody who reads the same."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.library import Edition
from bot.core.languages import Language
from bot.core.translation import Translator
from bot.features.reminders.outgoing import Wording, note_wording
from bot.features.reminders.owed import Owed, Recipient
from bot.features.reminders.rounds import Key, Round
from bot.features.reminders.views.digest import digest_screen
from bot.features.reminders.views.reminder import reminder_screen
from bot.telegram.calls import content
from bot.telegram.event_times import Reader
from bot.telegram.outbox.dispatches import add_payload

_METHOD: Final = "sendMessage"


class Payloads:
    """The payloads of one round, as far as they were needed. Only as good as the transactions that stored them."""

    def __init__(self, translators: Mapping[Language, Translator]) -> None:
        self._translators = translators
        self._stored: dict[tuple[int, Key, Wording], int] = {}

    def of(
        self, connection: sqlite3.Connection, edition: Edition, one: Round, wording: Wording, now: dt.datetime
    ) -> int:
        """Return the payload that says this, which is stored unless it was before."""
        known = (edition.edition_id, one.key, wording)
        if known not in self._stored:
            tr = self._translators[wording.language]
            reader = Reader(tr, ZoneInfo(wording.zone), now)
            wanted = set(wording.events)
            events = tuple(event for event in one.events if event.id in wanted)
            screen = (
                digest_screen(edition, one.day, events, reader)
                if one.day
                else reminder_screen(edition, events, wording.minutes, reader, starred=wording.starred)
            )
            payload_id = add_payload(connection, _METHOD, content(screen, tr))
            note_wording(connection, payload_id, edition.edition_id, wording)
            self._stored[known] = payload_id
        return self._stored[known]


def wording_of(person: Recipient, what: Owed) -> Wording:
    """Return how a message is to read for this person."""
    return Wording(person.language, person.zone.key, what.starred, what.minutes, what.events)
