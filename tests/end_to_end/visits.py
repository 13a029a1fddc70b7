"""Visits for the tests, written from those that ship."""

from pathlib import Path
from typing import Any

import yaml

from tests.end_to_end.process import VISITS

REAL = VISITS / "beike-chuan-2025.yaml"
SAMPLE = VISITS / "sample.yaml"
CLOSED = {
    "id: sample": "id: closed",
    "audience: public": "audience: members",
    "  ru: Пример визита": "  ru: Закрытый визит",
    "  en: Sample visit": "  en: A closed visit",
    "  zh: 示例访问": "  zh: 仅限成员参加的访问，不对外公开",
}
_TELLING = 12


def closed_visit(folder: Path) -> Path:
    """Write a visit that is for its members only, `closed`; everything else in it is as in the sample."""
    text = SAMPLE.read_text(encoding="utf-8")
    for shipped, closed in CLOSED.items():
        assert text.count(f"\n{shipped}\n") == 1
        text = text.replace(f"\n{shipped}\n", f"\n{closed}\n")
    path = folder / "closed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def words_of(path: Path) -> set[str]:
    """Everything a visit says, as far as it is long enough to be told from chance."""
    return {text for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))) if len(text) >= _TELLING}


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() if key != "url" for text in _strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in _strings(value)]
    return [node] if isinstance(node, str) else []
