"""A visit small enough to read, for tests of views: two sources, two facts, a quote, a few names."""

import datetime as dt
from typing import Any

from bot.content.library import Edition
from bot.content.models import Visit

SMALL: dict[str, Any] = {
    "format": 1,
    "id": "small",
    "title": {"en": "A small visit", "ru": "Небольшой визит", "zh": "小型访问"},
    "host": "O1",
    "zone": "Asia/Shanghai",
    "home_zone": "Europe/Moscow",
    "sources": [
        {
            "id": "S1",
            "publisher": {"ru": "Газета", "en": "The Gazette", "zh": "公报"},
            "url": "https://example.org/first",
            "language": "ru",
            "seen_on": "2026-11-22",
        },
        {
            "id": "S2",
            "publisher": {"en": "Daily News"},
            "url": "https://example.org/second",
            "title": "A park opens",
            "language": "en",
            "published_on": "2025-09-24",
            "seen_on": "2026-11-22",
        },
    ],
    "topics": [{"id": "park", "title": {"en": "The park", "ru": "Парк", "zh": "园区"}}],
    "facts": [
        {
            "id": "F1",
            "topic": "park",
            "text": {"en": "Launched in April 2024", "ru": "Запущен в апреле 2024 года", "zh": "2024年4月启用"},
            "brief": {"en": "Launched in April 2024", "ru": "Запущен в апреле 2024 года", "zh": "2024年4月启用"},
            "original": ["ru"],
            "wording": ["запущенный в апреле 2024 года"],
            "sources": ["S1"],
            "about": ["O1"],
        },
        {
            "id": "F2",
            "topic": "park",
            "text": {"en": "It stands in Hongkou"},
            "original": ["en"],
            "sources": ["S2", "S1"],
            "about": ["O1"],
            "confidence": "medium",
        },
    ],
    "caveats": [{"id": "C1", "about": ["F1", "O1"], "text": {"en": "one source only", "ru": "только один источник"}}],
    "quotes": [
        {
            "id": "Q1",
            "speaker": "P1",
            "kind": "direct",
            "words": "Мы рады",
            "language": "ru",
            "translations": {"en": "We are glad", "zh": "我们很高兴"},
            "sources": ["S1"],
        },
    ],
    "organisations": [
        {
            "id": "O1",
            "kind": "park",
            "names": {
                "ru": {"text": "Парк", "status": "source", "source": "S1"},
                "en": {"text": "Park", "status": "ours"},
            },
            "sources": ["S1"],
        },
    ],
    "people": [
        {
            "id": "P1",
            "names": {
                "ru": {"text": "Чжу Сяофэн", "status": "source", "source": "S1"},
                "en": {"text": "Zhu Xiaofeng", "status": "ours"},
            },
            "role": {"ru": "руководитель", "en": "head"},
            "original": ["ru"],
            "organisation": "O1",
            "sources": ["S1"],
        },
    ],
    "unstated": [
        {"id": "U1", "about": "P1", "text": {"en": "phone", "ru": "телефон"}},
        {"id": "U2", "about": "P1", "text": {"en": "Chinese spelling", "ru": "написание по-китайски"}},
    ],
}


def small_edition(**changes: Any) -> Edition:
    """Return the small visit as an edition, with these keys of the document replaced."""
    visit = Visit.model_validate(SMALL | changes)
    return Edition(1, 1, visit.id, dt.datetime(2026, 11, 22, tzinfo=dt.UTC), "file", visit)
