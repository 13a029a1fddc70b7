"""The ledger against the editions: what holds was asked for, and everybody was told it once and nothing else."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.content.models import Visit
from bot.simulator.ledger import Call
from tests.torture.editions.desk import Decision
from tests.torture.editions.people import Member
from tests.torture.editions.programme import Standing, known_of
from tests.torture.editions.reading import Block, blocks_of
from tests.torture.editions.records import EditionRecords, Notice
from tests.torture.editions.replay import Replay, replay
from tests.torture.flow import Pushed

# A notice in one of these was read, or may have been.
_TOLD: Final = frozenset({"sent", "uncertain"})
# With these somebody is left with what they knew, until something else is to be told to them.
_MISSED: Final = frozenset({"rejected", "expired"})
_ENDS: Final = _TOLD | _MISSED | {"cancelled", "queued"}
_HOLDS: Final = re.compile(r"H(\d+): (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class EditionEvidence:
    """What is judged of editions: what held at first, was decided, sent in and left, and who was to hear."""

    first: Visit
    members: tuple[Member, ...]
    decisions: Mapping[int, Decision]
    files: Mapping[str, Visit]
    records: EditionRecords


@dataclass(slots=True)
class EditionFindings:
    """Figures for the table, and a sentence for each violation of a promise."""

    editions: int = 0
    publications: int = 0
    refused: int = 0
    files: int = 0
    asked: int = 0
    notices: Counter[str] = field(default_factory=Counter)
    blocks: int = 0
    halves: int = 0
    repeated: int = 0
    untold: int = 0
    false: int = 0
    uncalled_for: int = 0
    violations: list[str] = field(default_factory=list)


def judge(evidence: EditionEvidence, pushed: Sequence[Pushed], calls: Sequence[Call]) -> EditionFindings:
    """Check everything that was promised of editions and of the notices of their changes."""
    findings, records = EditionFindings(), evidence.records
    files = {number: evidence.files[name] for number, name in records.proposals.items() if name in evidence.files}
    wanted = replay(evidence.first, pushed, evidence.decisions, files)
    findings.editions, findings.publications = len(records.editions), len(records.publications)
    findings.refused, findings.files = wanted.refused, len(records.proposals)
    findings.notices = Counter(one.state for one in records.notices)
    _check_editions(records, wanted, findings)
    _check_audit(records, wanted, findings)
    _check_answers(wanted, calls, findings)
    _check_calls(records.notices, calls, findings)
    findings.violations.extend(f"left undone: {table}" for table in records.left)
    held = known_of(records.editions[records.held]) if records.held else {}
    ever = defaultdict(set)
    for visit in records.editions.values():
        for event_id, standing in known_of(visit).items():
            ever[event_id].add(standing)
    notices: dict[int, list[Notice]] = defaultdict(list)
    for one in records.notices:
        notices[one.user_id].append(one)
    first = known_of(evidence.first)
    for member in evidence.members:
        _Reader(member, dict(first), ever, findings).judge(notices.pop(member.user_id, []), held)
    for user_id, got in notices.items():
        findings.uncalled_for += len(got)
        findings.violations.append(f"uncalled for: {user_id}, who is nobody, has {len(got)} notices")
    return findings


def _check_editions(records: EditionRecords, wanted: Replay, findings: EditionFindings) -> None:
    """The editions are those that were asked for, whole and numbered without a gap, and the last of them holds."""
    if [*sorted(records.editions)] != [*range(1, len(records.editions) + 1)]:
        findings.violations.append(f"editions are numbered {sorted(records.editions)}")
    for number in sorted({*records.editions, *wanted.editions}):
        if records.editions.get(number) != wanted.editions.get(number):
            findings.halves += 1
            findings.violations.append(f"edition {number} is not what was asked for")
    if records.held != wanted.held:
        findings.halves += 1
        findings.violations.append(f"edition {records.held} holds, and {wanted.held} was asked for last")


def _check_audit(records: EditionRecords, wanted: Replay, findings: EditionFindings) -> None:
    """The audit is whole, and says of every publication once what it took the place of."""
    if records.broken_at is not None:
        findings.violations.append(f"the audit is broken at {records.broken_at}")
    order = [one.after for one in records.publications]
    if order != wanted.order:
        findings.violations.append(f"the audit says that {order} held, and asked for was {wanted.order}")
    for earlier, later in pairwise(records.publications):
        if later.before != earlier.after:
            findings.violations.append(f"the audit has {later.after} instead of {later.before} after {earlier.after}")
    made = Counter(one.after for one in records.publications if not one.again)
    for number in records.editions:
        if made[number] != 1:
            findings.violations.append(f"edition {number} has {made[number]} entries in the audit")


def _check_answers(wanted: Replay, calls: Sequence[Call], findings: EditionFindings) -> None:
    """The bot answers from the edition that holds, whatever died before."""
    for call in calls:
        match = _HOLDS.fullmatch(str(call.parameters.get("text"))) if call.method == "sendMessage" else None
        if match is None:
            continue
        findings.asked += 1
        number, known, held = map(int, match.groups())
        if known != held or held != wanted.at.get(number):
            findings.halves += 1
            findings.violations.append(
                f"answered from edition {known} where {held} was in the store and {wanted.at.get(number)} asked for"
            )


def _check_calls(notices: Sequence[Notice], calls: Sequence[Call], findings: EditionFindings) -> None:
    """What is sent was accepted, and nothing was accepted more often than there are notices that may have arrived."""
    sent, may = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for one in notices:
        sent[one.user_id, one.text] += one.state == "sent"
        may[one.user_id, one.text] += one.state in _TOLD
    accepted: Counter[tuple[int, str]] = Counter()
    for call in calls:
        text = str(call.parameters.get("text"))
        if call.method == "sendMessage" and call.accepted and isinstance(call.chat_id, int) and blocks_of(text):
            accepted[call.chat_id, text] += 1
    for key in sent | accepted:
        if accepted[key] > may[key]:
            findings.repeated += accepted[key] - may[key]
            findings.violations.append(f"told twice: {_short(key)} {accepted[key]} times, {may[key]} may have arrived")
        if accepted[key] < sent[key]:
            findings.violations.append(f"falsely sent: {_short(key)} {sent[key]} times, {accepted[key]} arrived")


@dataclass(frozen=True, slots=True)
class _Reader:
    """A member who reads notices in their order, and what they know by them."""

    member: Member
    known: dict[str, Standing | None]
    ever: Mapping[str, set[Standing | None]]
    findings: EditionFindings

    def judge(self, notices: Sequence[Notice], held: Mapping[str, Standing | None]) -> None:
        """Read them all, and compare what is known then with what holds."""
        missed: set[str] = set()
        for one in notices:
            names = {block.event_id for block in one.blocks}
            if one.state not in _ENDS:
                self.findings.violations.append(f"without an end: a notice to {self.member.user_id} is {one.state}")
            if not one.blocks:
                self.findings.violations.append(f"unreadable: {one.text!r}")
            if one.state in _TOLD or one.state == "queued":
                for block in one.blocks:
                    self._read(block, one)
                missed -= names
            elif one.state in _MISSED:
                missed |= names
        for event_id in self.known.keys() | held.keys():
            if event_id in missed or not self.member.hears_of(event_id):
                continue
            if self.known.get(event_id) != held.get(event_id):
                self.findings.untold += 1
                self._violated(f"not told what holds: {event_id} is {held.get(event_id)}", event_id)

    def _read(self, block: Block, notice: Notice) -> None:
        self.findings.blocks += 1
        event_id, known = block.event_id, self.known.get(block.event_id)
        if not self.member.hears_of(event_id):
            self.findings.uncalled_for += 1
            self._violated(f"uncalled for: a {notice.state} notice of {event_id}", event_id)
        if block.becomes is not None and block.becomes not in self.ever[event_id]:
            self.findings.false += 1
            self._violated(f"never held: {event_id} as {block.becomes}", event_id)
        if known == block.becomes:
            self.findings.repeated += 1
            self._violated(f"told twice: {event_id} as {block.becomes}", event_id)
        elif block.was_planned != (known is not None) or (block.was is not None and block.was != known):
            self.findings.false += 1
            self._violated(f"never known: {event_id} as {block.was}", event_id)
        self.known[event_id] = block.becomes

    def _violated(self, what: str, event_id: str) -> None:
        self.findings.violations.append(f"{what}, to {self.member.user_id}, who knew it as {self.known.get(event_id)}")


def _short(key: tuple[int, str]) -> str:
    return f"{key[0]} got {key[1][:60]!r}"
