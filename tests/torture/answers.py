"""Which call of the ledger answers which update."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from bot.simulator.ledger import Call
from tests.torture.evidence import Evidence
from tests.torture.flow import EFFECT, GROUP_EFFECT, PRESS

_DONE: Final = re.compile(r"done (\d+)")
_REFERENCE: Final = re.compile(r"\bQ(\d+)\b")


@dataclass(frozen=True, slots=True)
class Key:
    """An answer: to what, in which chat the question stood, and whether the person must get it."""

    what: str
    which: str
    chat_id: int
    required: bool


def attempts_by_key(evidence: Evidence) -> dict[Key, list[Call]]:
    """Return every call that tried to give an answer, in order; an answer that nobody tried to give has none."""
    arrivals = {row.update_id: row.arrival for row in evidence.store.updates if row.state == "quarantined"}
    done: dict[str, Key] = {}
    apologies: dict[tuple[int, str], Key] = {}
    presses: dict[str, Key] = {}
    for one in evidence.pushed:
        if one.kind in {EFFECT, GROUP_EFFECT}:
            done[str(one.number)] = Key("done", str(one.number), one.chat_id, required=True)
        elif one.update_id in arrivals:
            reference = str(arrivals[one.update_id])
            apologies[one.chat_id, reference] = Key("apology", reference, one.chat_id, required=True)
        elif one.kind == PRESS and one.press_id is not None:
            # A press that waited too long is not acknowledged any more.
            presses[one.press_id] = Key("press", one.press_id, one.chat_id, required=False)
    attempts: dict[Key, list[Call]] = defaultdict(list)
    for key in (*done.values(), *apologies.values()):
        attempts[key] = []
    for call in evidence.calls:
        if (answered := _key(call, done, apologies, presses)) is not None:
            attempts[answered].append(call)
    return attempts


def _key(
    call: Call, done: dict[str, Key], apologies: dict[tuple[int, str], Key], presses: dict[str, Key]
) -> Key | None:
    if call.method == "answerCallbackQuery":
        # One is never repeated, whatever Telegram says to it.
        return presses.get(str(call.parameters.get("callback_query_id")))
    if call.method != "sendMessage":
        return None
    text = str(call.parameters.get("text"))
    if (match := _DONE.fullmatch(text)) is not None:
        return done.get(match[1])
    if (match := _REFERENCE.search(text)) is not None and isinstance(call.chat_id, int):
        return apologies.get((call.chat_id, match[1]))
    return None
