"""A programme with everything that a programme can have: three days, a fair, a call from Moscow, open times."""

import datetime as dt
from typing import Any

from bot.content.library import Edition
from tests.support.small_visit import SMALL, small_edition

BEFORE = dt.datetime(2026, 9, 20, 4, 0, tzinfo=dt.UTC)
DURING = dt.datetime(2026, 9, 24, 3, 45, tzinfo=dt.UTC)  # 11:45 in Shanghai
AFTER = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)

_GUIDE: dict[str, Any] = {
    "id": "P2",
    "names": {"en": {"text": "Li Wen", "status": "source", "source": "S2"}},
    "role": {"en": "guide"},
    "original": ["en"],
    "sources": ["S2"],
    "contact": {"phone": "+86 21 5555 0000", "email": "guide@example.org", "wechat": "liwen", "sources": ["S2"]},
}
_PLACES: list[dict[str, Any]] = [
    {
        "id": "hall",
        "names": {
            "en": {"text": "Exhibition Centre", "status": "source", "source": "S2"},
            "ru": {"text": "Выставочный центр", "status": "ours"},
            "zh": {"text": "展览中心", "status": "source", "source": "S1"},
        },
        "address": {"en": "1 Example Road", "zh": "示例路1号"},
        "point": {"latitude": 31.25, "longitude": 121.5, "source": "S2"},
        "sources": ["S2"],
    },
    {"id": "plant", "names": {"en": {"text": "Pilot plant", "status": "ours"}}, "sources": ["S2"]},
]


def _event(event_id: str, en: str, **more: Any) -> dict[str, Any]:
    return {"id": event_id, "title": {"en": en}, "original": ["en"], "sources": ["S2"], **more}


EVENTS = [
    _event("fair", "Industry fair", day="2026-09-23", last_day="2026-09-25", place="hall"),
    _event("opening", "Opening", day="2026-09-23", start="10:00"),
    _event("tour", "Park tour", day="2026-09-24", start="09:30", end="11:00", place="plant"),
    {
        **_event("table", "Round table: synthetic biology", day="2026-09-24", start="11:30", end="13:00", place="hall"),
        "title": {"en": "Round table: synthetic biology", "ru": "Круглый стол: синтетическая биология"},
        "about": {"en": "Talks on working together.", "ru": "Разговор о сотрудничестве."},
        "room": {"en": "Hall 2, third floor", "ru": "Зал 2, третий этаж", "zh": "2号馆三楼"},
        "groups": ["A"],
        "people": ["P1"],
        "bring": {"en": "Your badge", "ru": "Бейдж"},
        "call": "P2",
        "note": {"en": "An interpreter is there.", "ru": "Будет переводчик."},
    },
    _event("visit", "Visit to the pilot plant", day="2026-09-24", place="plant"),
    _event("dinner", "Dinner", day="2026-09-24", start="19:00", groups=["A"]),
    _event("press", "Press conference", day="2026-09-24", start="16:00", status="cancelled"),
    _event("call", "Call with Moscow", day="2026-09-24", start="20:00", end="21:00", zone="Europe/Moscow"),
    _event("someday", "Meeting at the university"),
]


def three_days(**changes: Any) -> Edition:
    """Return the programme as an edition, with these keys of the document replaced."""
    document = {
        "people": [*SMALL["people"], _GUIDE],
        "places": _PLACES,
        "groups": [{"id": "A", "title": {"en": "group A", "ru": "группа А", "zh": "A组"}}],
        "facts": [
            {**SMALL["facts"][0], "about": ["O1", "table", "P1"]},
            {**SMALL["facts"][1], "about": ["O1", "table"]},
        ],
        "caveats": [*SMALL["caveats"], {"id": "C2", "about": ["tour"], "text": {"en": "the hour may change"}}],
        "events": EVENTS,
    }
    return small_edition(**{**document, **changes})
