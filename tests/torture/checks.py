"""The simulator's ledger against the bot's store: what was lost, and what was done or said twice."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.simulator.ledger import Call
from tests.torture import effects
from tests.torture.answers import Key, attempts_by_key
from tests.torture.editions import checks as editions
from tests.torture.editions.checks import EditionFindings
from tests.torture.editions.wishes import COUNTED
from tests.torture.evidence import Evidence
from tests.torture.flow import CALENDAR, DEADLY, EFFECT, GROUP_EFFECT, QUARANTINED
from tests.torture.outbox import checks as outbox
from tests.torture.outbox.checks import OutboxFindings
from tests.torture.outbox.wishes import ORDERS
from tests.torture.repeating import may_be_repeated

_MOST_TRIES: Final = 5
_SLOWER: Final = 3.0
_SLACK_SECONDS: Final = 1.0


@dataclass(slots=True)
class Findings:
    """What the checks found: figures for the table, and a sentence for each violation of a promise."""

    lost: int = 0
    repeated_effects: int = 0
    answers: int = 0
    repeated_after_crash: int = 0
    repeated_without_crash: int = 0
    unanswered_after_fault: int = 0
    quarantined: int = 0
    violations: list[str] = field(default_factory=list)
    outbox: OutboxFindings | None = None
    editions: EditionFindings | None = None


def judge(evidence: Evidence) -> Findings:
    """Check everything that was promised."""
    findings = Findings()
    _check_updates(evidence, findings)
    _check_effects(evidence, findings)
    _check_answers(evidence, findings)
    _check_documents(evidence, findings)
    _check_deadly(evidence, findings)
    _check_neighbours(evidence, findings)
    _check_what_is_left(evidence, findings)
    if evidence.outbox is not None:
        findings.outbox = outbox.judge(evidence.outbox, evidence.calls, len(evidence.crashes))
        findings.violations += findings.outbox.violations
    if evidence.editions is not None:
        findings.editions = editions.judge(evidence.editions, evidence.pushed, evidence.calls)
        findings.violations += findings.editions.violations
    return findings


def _check_updates(evidence: Evidence, findings: Findings) -> None:
    """Every update that Telegram had stands in the inbox once, handled, or set aside if it does harm."""
    rows = Counter(row.update_id for row in evidence.store.updates)
    states = {row.update_id: row.state for row in evidence.store.updates}
    reasons = {row.update_id: row.reason for row in evidence.store.updates}
    findings.quarantined = sum(state == "quarantined" for state in states.values())
    for one in evidence.pushed:
        state = states.get(one.update_id)
        if state not in {"handled", "quarantined"}:
            findings.lost += 1
            findings.violations.append(f"lost: {one.kind} {one.number} is {state or 'unknown to the store'}")
        elif (state == "quarantined") != (one.kind in QUARANTINED):
            findings.violations.append(f"{one.kind} {one.number} ended as {state} ({reasons[one.update_id]})")
        if rows[one.update_id] > 1:
            findings.violations.append(f"{one.kind} {one.number} stands in the inbox {rows[one.update_id]} times")
    invented = rows.keys() - {one.update_id for one in evidence.pushed}
    # Telegram says of each message that is pinned that it was.
    if len(invented) > sum(call.accepted for call in evidence.calls if call.method == "pinChatMessage"):
        findings.violations.append(f"{len(invented)} updates in the inbox that nobody wrote")


def _check_effects(evidence: Evidence, findings: Findings) -> None:
    """Each effect is there once, in the order of writing for each chat; what failed left nothing."""
    done = Counter((row.kind, row.number) for row in evidence.store.effects if row.number is not None)
    wanted = {EFFECT: effects.EFFECT, GROUP_EFFECT: effects.EFFECT, CALENDAR: effects.JOB}
    wanted |= {order: order for order in (*ORDERS, *COUNTED)}
    for one in evidence.pushed:
        kind = wanted.get(one.kind)
        times = done.pop((kind, one.number), 0) if kind else 0
        if kind and not times:
            findings.lost += 1
            findings.violations.append(f"lost: {one.kind} {one.number} had no effect")
        elif times > 1:
            findings.repeated_effects += times - 1
            findings.violations.append(f"repeated: {one.kind} {one.number} had its effect {times} times")
    findings.violations.extend(f"{kind} {number} left an effect" for kind, number in done)
    by_chat: dict[int, list[int]] = defaultdict(list)
    for row in evidence.store.effects:
        if row.kind == effects.EFFECT and row.number is not None:
            by_chat[row.chat_id].append(row.number)
    for chat_id, numbers in by_chat.items():
        if any(later < earlier for earlier, later in pairwise(numbers)):
            findings.violations.append(f"in chat {chat_id} things happened in another order than they were written in")
    for user_id, language in evidence.chosen_languages.items():
        if evidence.store.languages.get(user_id) != language:
            findings.violations.append(f"the language last chosen by {user_id} does not hold")


def _check_answers(evidence: Evidence, findings: Findings) -> None:
    """Each answer arrives unless its own call met a fault; it arrives again only if a crash lies between."""
    attempts = attempts_by_key(evidence)
    for key, calls in attempts.items():
        findings.answers += 1
        accepted = sum(call.accepted for call in calls)
        if not accepted and key.required:
            if _met_a_fault(calls):
                findings.unanswered_after_fault += 1
            else:
                findings.lost += 1
                tried = "; ".join(f"call {call.number} ({call.outcome})" for call in calls) or "no call"
                findings.violations.append(f"never answered: {key}, {tried}")
        for earlier, later in pairwise(calls):
            if may_be_repeated(earlier):
                continue
            if _crash_between(evidence.crashes, earlier, later):
                findings.repeated_after_crash += 1
            else:
                findings.repeated_without_crash += 1
                findings.violations.append(
                    f"repeated without a crash: {key}, call {earlier.number} ({earlier.outcome}), call {later.number}"
                )
    _check_order(attempts, findings)


def _check_order(attempts: dict[Key, list[Call]], findings: Findings) -> None:
    """In one chat, answers go out in the order of what they answer.

    What counts is the first try: one whose answer was lost may arrive later, when a crash has it repeated.
    """
    first: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, calls in attempts.items():
        if key.what == "done" and calls:
            first[key.chat_id].append((int(key.which), calls[0].number))
    for chat_id, answers in first.items():
        if any(later[1] < earlier[1] for earlier, later in pairwise(sorted(answers))):
            findings.violations.append(f"in chat {chat_id} answers went out in another order")


def _check_documents(evidence: Evidence, findings: Findings) -> None:
    """Each job left its document once, and each document was sent, unless a fault struck or a crash repeated it."""
    rows = evidence.store.effects
    jobs = Counter(row.chat_id for row in rows if row.kind == effects.JOB)
    documents = Counter(row.chat_id for row in rows if row.kind == effects.DOCUMENT)
    calls = [call for call in evidence.calls if call.method == "sendDocument"]
    for chat_id in jobs | documents:
        excess = documents[chat_id] - jobs[chat_id]
        if excess > 0:
            findings.repeated_effects += excess
            findings.violations.append(f"repeated: {excess} jobs of chat {chat_id} left their document again")
        elif excess < 0:
            findings.lost -= excess
            findings.violations.append(f"lost: {-excess} jobs of chat {chat_id} left nothing")
        here = [call for call in calls if call.chat_id == chat_id]
        accepted = sum(call.accepted for call in here)
        missing = documents[chat_id] - accepted
        spoiled = sum(_met_a_fault([call]) for call in here)
        if missing > spoiled:
            findings.lost += missing
            findings.violations.append(f"lost: {missing} documents never reached chat {chat_id}")
        findings.unanswered_after_fault += max(0, missing)
        if missing < 0:
            findings.repeated_after_crash -= missing
            if not evidence.crashes:
                findings.repeated_without_crash -= missing
                findings.violations.append(f"chat {chat_id} got {-missing} documents again without a crash")


def _check_deadly(evidence: Evidence, findings: Findings) -> None:
    """What kills the process is tried five times alone, after at most one time among others."""
    for one in evidence.pushed:
        if one.kind != DEADLY:
            continue
        units = Counter(evidence.deadly_tries.get(one.number, ()))
        if units["handle alone"] != _MOST_TRIES or units["handle"] > 1:
            findings.violations.append(f"deadly {one.number} was tried {dict(units)} times")


def _check_neighbours(evidence: Evidence, findings: Findings) -> None:
    """Who writes at the same time as poison does not wait much longer than without it."""
    without, with_poison = evidence.slowest
    if with_poison > without * _SLOWER + _SLACK_SECONDS:
        findings.violations.append(f"beside poison people waited {with_poison:.2f} s, without {without:.2f} s")


def _check_what_is_left(evidence: Evidence, findings: Findings) -> None:
    """After the last stop the store is whole, and nothing waits in it."""
    store = evidence.store
    findings.violations.extend(f"left in the store: {count} {what}" for what, count in store.left.items() if count)
    if store.integrity != ("ok",):
        findings.violations.append(f"the store is damaged: {store.integrity[:3]}")
    whole, broken = store.backups
    if broken or not whole:
        findings.violations.append(f"{whole} whole backups, and what is none: {', '.join(broken) or 'nothing'}")
    if not store.stopped:
        findings.violations.append("the store does not say that the bot has stopped")


def _met_a_fault(calls: Sequence[Call]) -> bool:
    """Tell whether a call was refused or its answer lost, so that the bot may leave it at that."""
    return any(call.fault is not None and not may_be_repeated(call) for call in calls)


def _crash_between(crashes: Sequence[int], earlier: Call, later: Call) -> bool:
    place = bisect_left(crashes, earlier.number)
    return place < len(crashes) and crashes[place] < later.number
