"""A visit whose sources are of several ages, at the real front desk on 24 September 2025."""

from typing import Any

from bot.content import editions
from bot.content.edition import Edition
from bot.content.models import Visit
from bot.core import audit
from tests.support.small_visit import SMALL
from tests.support.whole_bot import WholeBot

EDITOR, OTHER, MEMBER = 600, 601, 602
TODAY = "2025-09-24"

PLACE: dict[str, Any] = {
    "id": "L1",
    "names": {
        "ru": {"text": "Зал", "status": "ours"},
        "zh": {"text": "展览中心", "status": "source", "source": "S1"},
    },
    "sources": ["S1"],
}


def source(source_id: str, seen_on: str, **more: Any) -> dict[str, Any]:
    given = {"id": source_id, "publisher": {"en": f"The {source_id} Daily"}, "url": f"https://news.test/{source_id}"}
    return given | {"language": "ru", "seen_on": seen_on} | more


def fact(fact_id: str, *sources: str, **more: Any) -> dict[str, Any]:
    text = {"ru": f"Сказано {fact_id}", "en": f"Said {fact_id}"}
    return {"id": fact_id, "topic": "park", "text": text, "original": ["ru"], "sources": list(sources)} | more


OLD: dict[str, Any] = {
    "recheck_after_days": 30,
    "sources": [
        source("S1", "2025-09-20"),
        source("S2", "2025-08-01"),
        source("S3", "2025-05-01", checked_on="2025-07-01"),
    ],
    "facts": [
        fact("F1", "S1"),
        fact("F2", "S2", wording=["сказано слово в слово"]),
        fact("F3", "S2", "S3"),
        fact("F4", "S3", "S1"),
    ],
    "caveats": [],
    "quotes": [],
    "places": [PLACE],
}


def visit(**changes: Any) -> Visit:
    """Return the visit; S2 and S3 were last read more than 30 days ago, S1 was not."""
    return Visit.model_validate(SMALL | OLD | changes)


async def publish(bot: WholeBot, published: Visit) -> Edition:
    """Publish an edition as if by somebody else: the library has it afterwards."""
    edition = await bot.desk.database.run(
        "publish", editions.publish, published, audit.COMMAND_LINE, bot.desk.clock.now()
    )
    assert edition is not None
    bot.library.replace(edition)
    return edition


async def held(bot: WholeBot) -> Edition:
    """Return the edition that holds by the store, and have the library catch up as after a commit."""
    edition = await bot.desk.database.run("look", editions.current_edition, "small")
    assert edition is not None
    bot.library.replace(edition)
    return edition


async def noted(bot: WholeBot, action: str) -> list[tuple[str | None, Any, Any]]:
    """Return what the audit says of an action: of what, before and after, the newest first."""
    entries = await bot.desk.database.run("look", audit.entries, ["small"], 50)
    return [(entry.subject, entry.before, entry.after) for entry in entries if entry.action == action]
