"""The figures of a campaign, for a terminal and for the README."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from tests.torture.campaign import Outcome
from tests.torture.checks import Findings, judge
from tests.torture.editions.checks import EditionFindings
from tests.torture.outbox.checks import OutboxEvidence, OutboxFindings

_MOST_LINES: Final = 20


def report(title: str, outcome: Outcome) -> tuple[str, bool]:
    """Return the table of a campaign, and whether every promise was kept."""
    findings = _findings(outcome)
    violations = violations_of(outcome)
    pushed = Counter(one.kind for one in outcome.evidence.pushed) if outcome.evidence else Counter()
    without, with_poison = outcome.evidence.slowest if outcome.evidence else (0.0, 0.0)
    rows = [
        ("seed", str(outcome.plan.seed)),
        ("starts", _counts(outcome.starts)),
        ("ends", _counts(outcome.ends)),
        ("crash points, deaths at them", f"{len(outcome.points)}, {outcome.points.total()}"),
        ("crash points missed", _missed(outcome)),
        ("updates", _counts(pushed)),
        ("updates lost", str(findings.lost)),
        ("effects repeated", str(findings.repeated_effects)),
        ("answers that can be told apart", str(findings.answers)),
        ("... repeated after a crash", str(findings.repeated_after_crash)),
        ("... repeated without one", str(findings.repeated_without_crash)),
        ("... missing after a fault of their own", str(findings.unanswered_after_fault)),
        ("updates quarantined", str(findings.quarantined)),
        ("longest wait beside poison", f"{with_poison:.2f} s (without poison {without:.2f} s)"),
        ("calls in the ledger", str(len(outcome.evidence.calls) if outcome.evidence else 0)),
        ("time", f"{outcome.seconds:.0f} s"),
    ]
    if findings.outbox is not None:
        rows += _outbox_rows(findings.outbox, outcome)
    if findings.editions is not None:
        rows += _edition_rows(findings.editions, outcome)
    lines = [title, *(f"  {name:<40} {value}" for name, value in rows)]
    lines += [f"  VIOLATION {violation}" for violation in violations[:_MOST_LINES]]
    if len(violations) > _MOST_LINES:
        lines.append(f"  ... and {len(violations) - _MOST_LINES} more")
    return "\n".join(lines), not violations


def violations_of(outcome: Outcome) -> list[str]:
    """Return a sentence for each promise that was not kept; the crash points that were missed share one."""
    missed = [f"never died at: {', '.join(outcome.missed)}"] if _misses_too_many(outcome) else []
    nothing = [] if outcome.evidence is not None else ["the bot never made a store"]
    return [*outcome.trouble, *missed, *nothing, *_findings(outcome).violations]


def _outbox_rows(outbox: OutboxFindings, outcome: Outcome) -> list[tuple[str, str]]:
    evidence = outcome.evidence.outbox if outcome.evidence else None
    return [
        ("networks", _counts(outcome.weathers)),
        ("messages accepted", str(outbox.sends)),
        ("edits, pins and deletions tried", str(outbox.changes)),
        ("faults", _counts(outbox.faults)),
        ("deliveries", _counts(outbox.states)),
        ("... without a state", str(outbox.stateless)),
        ("... falsely sent", str(outbox.falsely_sent)),
        ("... sent, though they say otherwise", str(outbox.sent_unknown)),
        ("... tried again by the bot", str(outbox.repeated)),
        ("... uncertain", f"{outbox.states['uncertain']} (at most {outbox.uncertain_at_most})"),
        ("restored backups, what they said", f"{evidence.restores if evidence else 0}, {_said(evidence)}"),
    ]


def _edition_rows(editions: EditionFindings, outcome: Outcome) -> list[tuple[str, str]]:
    return [
        ("networks", _counts(outcome.weathers)),
        ("editions, publications", f"{editions.editions}, {editions.publications}"),
        ("presses of which nothing was to come", str(editions.refused)),
        ("files read", str(editions.files)),
        ("editions not as asked for, answers from others", f"{editions.halves} ({editions.asked} answers)"),
        ("notices", _counts(editions.notices)),
        ("... changes told in them", str(editions.blocks)),
        ("... told twice", str(editions.repeated)),
        ("... that say what was not so", str(editions.false)),
        ("... to whom it does not concern", str(editions.uncalled_for)),
        ("members not told what holds", str(editions.untold)),
    ]


def _said(evidence: OutboxEvidence | None) -> str:
    return str(len(evidence.restored)) if evidence and evidence.restored else "nothing"


def _misses_too_many(outcome: Outcome) -> bool:
    return len(outcome.missed) > outcome.plan.may_miss and _can_reach_all(outcome)


def _missed(outcome: Outcome) -> str:
    return f"{len(outcome.missed)}{'' if _can_reach_all(outcome) else ', as there are more of them than starts'}"


def _can_reach_all(outcome: Outcome) -> bool:
    """Tell whether there were as many lives as there are crash points; a life ends at one of them at most."""
    return outcome.plan.starts >= len({*outcome.points, *outcome.missed})


def _findings(outcome: Outcome) -> Findings:
    return judge(outcome.evidence) if outcome.evidence is not None else Findings()


def _counts(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values())} ({', '.join(f'{count} {name}' for name, count in sorted(counts.items()))})"
