"""What an edition may not change without a reading of a source: what a fact says.

A translation may always be made better, and so may notes, topics and order: nobody claims that a source says those.
What a source is said to say is another matter. Whoever edits it has to have looked, and a day beside the source says
that they did: it was read today, or later than the edition before knew, or the fact did not name it before.
"""

import datetime as dt
from collections.abc import Iterator

from bot.content.freshness import last_read, lies_ahead
from bot.content.models import Fact, Source, Visit
from bot.content.problems import Problem
from bot.content.texts import Localized


def unsupported_changes(before: Visit, after: Visit, today: dt.date) -> list[Problem]:
    """Return what one edition says otherwise than the one before it without a source that was read for it.

    `today` is the day where the visit is. Going back to an edition that held before needs no leave from here.
    """
    known = {source.id: source for source in before.sources}
    return [
        *_unsupported_facts(before, after, known, today),
        *_readings_ahead(after, known, today),
    ]


def _unsupported_facts(before: Visit, after: Visit, known: dict[str, Source], today: dt.date) -> Iterator[Problem]:
    earlier = {fact.id: fact for fact in before.facts}
    sources = {source.id: source for source in after.sources}

    def supports(source_id: str, old: Fact) -> bool:
        source = sources.get(source_id)
        if source is None:
            # It leads nowhere, which is said already.
            return True
        day, then = last_read(source), known.get(source_id)
        return day >= today or source_id not in old.sources or then is None or day > last_read(then)

    for position, fact in enumerate(after.facts):
        old = earlier.get(fact.id)
        if old is None or _statement(old, old, fact) == _statement(fact, old, fact):
            continue
        if not any(supports(source_id, old) for source_id in fact.sources):
            listed = ", ".join(fact.sources)
            reason = (
                f"{fact.id} says something else than before, and none of its sources ({listed}) was read since: "
                "read one and write the day as its checked_on, or name the source that says so"
            )
            yield Problem(("facts", position, "sources"), reason)


def _readings_ahead(after: Visit, known: dict[str, Source], today: dt.date) -> Iterator[Problem]:
    for position, source in enumerate(after.sources):
        then = known.get(source.id)
        if then is not None and last_read(then) == last_read(source):
            continue
        if lies_ahead(last_read(source), today):
            field = "seen_on" if source.checked_on is None else "checked_on"
            yield Problem(
                ("sources", position, field), f"lies ahead: today is {today}, and nobody can have read it yet"
            )


def _statement(fact: Fact, old: Fact, new: Fact) -> tuple[object, ...]:
    """Return what a fact says that sources say: in their languages, word for word, and in whose name."""
    languages = sorted({*old.original, *new.original})
    texts = (fact.text, fact.brief, fact.attributed_to)
    said = tuple(_in(text, language) for text in texts for language in languages)
    return (*said, fact.wording)


def _in(text: Localized | None, language: str) -> str | None:
    said: str | None = getattr(text, language, None) if text is not None else None
    return said
