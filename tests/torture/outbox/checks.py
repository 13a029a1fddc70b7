"""The ledger against the deliveries: everybody has one state, it is the truth, and nobody got anything twice."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.simulator.ledger import Call
from bot.telegram.outbox.standing import NOTHING_TO_CHANGE
from bot.telegram.owners_watch import PURPOSE as OWNERS_NOTICE
from tests.torture.outbox.attempts import AMBIGUOUS, Attempts, Key, Part, read_attempts, wording_of
from tests.torture.outbox.records import ENDS, SENDS, Records, Row
from tests.torture.outbox.wishes import Wish
from tests.torture.repeating import may_be_repeated

_PARTS: Final[Mapping[str, Part]] = {
    "announcement": "first",
    "announcement text": "text",
    "announcement pin": "pin",
    "announcement nudge": "nudge",
    "torture of groups": "groups",
}
_SENT_ONCE: Final = ("announcement", "announcement text", "announcement pin", "torture of groups")
_CORRECTIONS: Final = {"announcement": "announcement correction", "announcement text": "announcement text correction"}
_RECALL: Final = "announcement recall"
# What a person has settled by leaving it as it is may have arrived.
_LEFT: Final = "uncertain, left so"


@dataclass(frozen=True, slots=True)
class OutboxEvidence:
    """What is judged of announcements. `expected` are all who had to get each, `restored` the calls after a restore."""

    wishes: dict[int, Wish]
    told: dict[int, tuple[int, ...]]
    moved: dict[int, int]
    expected: frozenset[int]
    records: Records
    restored: tuple[Call, ...]
    restores: int
    in_flight: int


@dataclass(slots=True)
class OutboxFindings:
    """Figures for the table, and a sentence for each violation of a promise."""

    sends: int = 0
    changes: int = 0
    states: Counter[str] = field(default_factory=Counter)
    ambiguous: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    uncertain_at_most: int = 0
    stateless: int = 0
    falsely_sent: int = 0
    repeated: int = 0
    sent_unknown: int = 0
    violations: list[str] = field(default_factory=list)


def judge(evidence: OutboxEvidence, calls: Sequence[Call], crashes: int) -> OutboxFindings:
    """Check everything that was promised of what the bot sends by itself."""
    findings = OutboxFindings()
    records = evidence.records
    numbers = {one.announcement_id: number for number, one in records.announcements.items()}
    attempts = read_attempts(calls, evidence.wishes, numbers, evidence.moved)
    _count(attempts, records, calls, findings)
    _check_everybody(evidence, findings)
    _check_states(records, findings)
    _check_truth(attempts, records.rows, evidence.moved, findings)
    _check_repeats(attempts, findings)
    _check_reminders(attempts, records.rows, findings)
    _check_wordings(attempts, records, findings)
    _check_recalls(attempts, records, findings)
    _check_refusals(attempts, records, findings)
    findings.uncertain_at_most = crashes * evidence.in_flight + findings.ambiguous
    if findings.states["uncertain"] > findings.uncertain_at_most:
        findings.violations.append(
            f"{findings.states['uncertain']} are uncertain, at most {findings.uncertain_at_most} may be"
        )
    if evidence.restored:
        methods = Counter(call.method for call in evidence.restored)
        findings.violations.append(f"a restored backup sent something: {dict(methods)}")
    return findings


def _count(attempts: Attempts, records: Records, calls: Sequence[Call], findings: OutboxFindings) -> None:
    ours = [call for tried in attempts.by_key.values() for call in tried]
    findings.sends = sum(call.accepted for call in ours if call.method in SENDS)
    changes = {call.number for tried in (*attempts.edits.values(), *attempts.deletes.values()) for call in tried}
    findings.changes = len(changes) + sum(call.method not in SENDS for call in ours)
    findings.states = Counter(row.state for row in records.rows)
    findings.faults = Counter(call.fault for call in calls if call.fault is not None)
    findings.ambiguous = sum(count for fault, count in findings.faults.items() if fault in AMBIGUOUS)


def _check_everybody(evidence: OutboxEvidence, findings: OutboxFindings) -> None:
    """Whatever was announced has a delivery for everybody it was for, and for nobody else."""
    have: dict[int, set[int | None]] = defaultdict(set)
    moved = evidence.moved
    for row in evidence.records.rows:
        if row.number is not None and row.purpose in {"announcement", "torture of groups"}:
            have[row.number].add(row.recipient)
    for number in evidence.wishes:
        times = evidence.records.counts.get(number, 0)
        if times != 1:
            findings.violations.append(f"A{number} was announced {times} times")
        _compare(f"A{number}", have[number], evidence.expected, findings)
    for number, chats in evidence.told.items():
        # A bot that died before it read that a group had moved has its state under the id that it knew.
        known = {moved.get(chat or 0, chat) for chat in have[number]}
        _compare(f"G{number}", known, {moved.get(chat, chat) for chat in chats}, findings)


def _compare(what: str, have: Collection[int | None], expected: Collection[int], findings: OutboxFindings) -> None:
    missing, invented = {*expected} - {*have}, {*have} - {*expected}
    findings.stateless += len(missing)
    if missing:
        findings.violations.append(f"without a state: {len(missing)} recipients of {what}, such as {min(missing)}")
    if invented:
        findings.violations.append(f"{what} is for {len(invented)} for whom it was not meant")


def _check_states(records: Records, findings: OutboxFindings) -> None:
    """All have come to an end, but for what waits until somebody settles what went before it."""
    states = {row.delivery_id: row.state for row in records.rows}
    for row in records.rows:
        behind = states.get(row.follows or 0)
        # Owners may be told something in the moment of the stop: it goes out after the next start.
        to_come = row.purpose == OWNERS_NOTICE and row.state == "queued"
        if row.state not in ENDS and not to_come and not (row.state == "waiting" and behind == "uncertain"):
            findings.stateless += 1
            findings.violations.append(f"without an end: {_named(row)} is {row.state}, behind {behind}")
        if row.reason == NOTHING_TO_CHANGE:
            findings.violations.append(f"too early: {_named(row)} was to change what was not there yet")


def _check_truth(attempts: Attempts, rows: Sequence[Row], moved: Mapping[int, int], findings: OutboxFindings) -> None:
    """What is sent was accepted under that id; what is rejected, cancelled or expired was not."""
    for row in rows:
        if row.purpose not in _SENT_ONCE or row.number is None or row.recipient is None:
            continue
        key = Key(row.number, _PARTS[row.purpose], moved.get(row.recipient, row.recipient))
        accepted = [call for call in attempts.by_key.get(key, ()) if call.accepted]
        if row.state == "sent" and not (row.purpose == "announcement pin" and accepted):
            if not any(_holds(call, row) for call in accepted):
                findings.falsely_sent += 1
                findings.violations.append(
                    f"falsely sent: {_named(row)} as {row.message_ids}, accepted were "
                    f"{[call.message_ids for call in accepted]}"
                )
        elif row.state in {"rejected", "cancelled", "expired"} and accepted and row.reason != _LEFT:
            findings.sent_unknown += 1
            findings.violations.append(
                f"sent in truth: {_named(row)} is {row.state} ({row.reason}), call {accepted[0].number}"
            )


def _holds(call: Call, row: Row) -> bool:
    """Tell whether these are the messages of this call; a tap proves one of an album's."""
    return bool(row.message_ids) and {*row.message_ids} <= {*call.message_ids}


def _check_repeats(attempts: Attempts, findings: OutboxFindings) -> None:
    """Nothing is tried again that may have arrived, whatever happened in between."""
    for key, tried in attempts.by_key.items():
        if key.part == "nudge":
            continue
        arrived = [call for call in tried[:-1] if not may_be_repeated(call)]
        if arrived:
            findings.repeated += len(tried) - 1 - tried.index(arrived[0])
            told = ", ".join(f"call {call.number} ({call.outcome})" for call in tried)
            findings.violations.append(f"tried again: {key}: {told}")


def _check_reminders(attempts: Attempts, rows: Sequence[Row], findings: OutboxFindings) -> None:
    """Nobody gets more reminders than there are rows that say so."""
    may = Counter(
        (row.number, row.recipient)
        for row in rows
        if row.purpose == "announcement nudge" and row.state in {"sent", "uncertain"}
    )
    for key, tried in attempts.by_key.items():
        accepted = sum(call.accepted for call in tried) if key.part == "nudge" else 0
        if accepted > may[key.number, key.chat_id]:
            findings.repeated += accepted - may[key.number, key.chat_id]
            findings.violations.append(f"tried again: {key} got {accepted} reminders of {may[key.number, key.chat_id]}")


def _check_wordings(attempts: Attempts, records: Records, findings: OutboxFindings) -> None:
    """Every copy that is sent has the last wording, unless its edit is uncertain or was refused."""
    edits = {(row.follows, row.wording): row for row in records.rows if row.purpose in _CORRECTIONS.values()}
    for row in records.rows:
        standing = records.announcements.get(row.number or 0)
        if standing is None or row.purpose not in _CORRECTIONS or row.state != "sent" or row.recipient is None:
            continue
        if not row.wording or standing.recalled or standing.wording == 1:
            continue
        if row.method == "sendVenue":
            # What a place is called stays: Telegram has no edit for it, and the text below it is corrected.
            continue
        sends = attempts.by_key.get(Key(row.number or 0, _PARTS[row.purpose], row.recipient), [])
        changed = attempts.edits.get((row.recipient, row.message_ids[0]) if row.message_ids else (0, 0), [])
        shown = wording_of([*sends, *changed])
        edit = edits.get((row.delivery_id, standing.wording))
        if shown != standing.wording and (edit is None or edit.state in {"sent", "waiting", "queued"}):
            how = "was never edited" if edit is None else f"has its edit {edit.state}"
            findings.violations.append(f"old wording: {_named(row)} shows {shown} of {standing.wording} and {how}")


def _check_recalls(attempts: Attempts, records: Records, findings: OutboxFindings) -> None:
    """Every copy of what was recalled is deleted, unless its deletion is uncertain or was refused."""
    deletions = {row.follows: row for row in records.rows if row.purpose == _RECALL}
    for row in records.rows:
        standing = records.announcements.get(row.number or 0)
        recallable = row.purpose in {*_CORRECTIONS, "announcement nudge"} and row.state == "sent"
        if standing is None or not standing.recalled or not recallable or row.recipient is None:
            continue
        deletion = deletions.get(row.delivery_id)
        tried = [attempts.deletes.get((row.recipient, one), []) for one in row.message_ids]
        gone = all(any(call.accepted for call in calls) for calls in tried)
        if not gone and (deletion is None or deletion.state == "sent"):
            how = "nothing deletes it" if deletion is None else "its deletion says sent"
            findings.violations.append(f"not recalled: {_named(row)} is still there, and {how}")


def _check_refusals(attempts: Attempts, records: Records, findings: OutboxFindings) -> None:
    """Telegram finds nothing wrong with a call, unless a fault has it do so or the message was recalled before."""
    refused = [
        call
        for tried in (*attempts.by_key.values(), *attempts.edits.values())
        for call in tried
        if call.error_code == 400 and call.fault is None and "not modified" not in (call.description or "")
    ]
    for call in refused:
        chat_id, message_id = call.chat_id, int(call.parameters.get("message_id") or 0)
        key = attempts.sent_as.get((chat_id if isinstance(chat_id, int) else 0, message_id))
        standing = records.announcements.get(key.number) if key is not None else None
        moved = "upgraded" in (call.description or "")
        if not moved and (standing is None or not standing.recalled):
            findings.violations.append(f"refused: call {call.number}, {call.method}: {call.description}")


def _named(row: Row) -> str:
    return f"{row.purpose} {row.number} to {row.recipient}"
