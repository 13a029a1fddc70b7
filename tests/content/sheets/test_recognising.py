"""What readers and rules say in English is said in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.sheets.known_reasons import FORMS
from bot.content.sheets.recognising import is_known, reason_of, said
from bot.core.translation import load_translators

CONTENT = Path(__file__).parents[3] / "bot" / "content"
TRANSLATORS = load_translators()
# Where something is said against content, and by what calls.
FILES = [*CONTENT.glob("rules_of_*.py"), *(CONTENT / f"{name}.py" for name in ("texts", "times", "models", "wording"))]
FILES += [CONTENT / f"{name}.py" for name in ("yaml_nodes", "numbered_days")]
SAYING = {"Problem": 1, "ValueError": 0, "_fixed": 0, "_with": 0, "_note": 1, "self._note": 1, "self._stop": 1}
STANDING_IN = "a source"


def sentences(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (place := SAYING.get(ast.unparse(node.func))) is not None:
            yield from texts(node.args[place])
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "reason":
            yield from texts(node.value)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) in {"_PATTERNS", "_NOT_AN_ID"}:
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            yield from (text for value in values if value is not None for text in texts(value))


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text.replace("{", "\0{").replace("}", "}\0") if "{" in text else text
        case ast.JoinedStr(values=parts):
            yield "".join(map(stand_in, parts))
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one)
            yield from texts(other)
        case _:
            return


def stand_in(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    written = ast.unparse(part)
    return next((value for name, value in WHAT_STANDS.items() if name in written), STANDING_IN)


# What is no one's words but the code's own.
WHAT_STANDS = {
    "resembling(": "",
    "_PUBLICATION": "publication",
    "KEY": "days_count_from",
    "MOST_VALUES": "50,000",
    "DEEPEST": "12",
    "_OWN_AND_FOREIGN": "Russian",
}


def filled(text: str) -> str:
    parts = text.split("\0")
    return "".join(
        {"{expected}": "'a'", "{ge}": "1", "{le}": "2"}.get(part, STANDING_IN) if part.startswith("{") else part
        for part in parts
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reason_of_the_code_has_a_form_that_is_translated(path: Path) -> None:
    found = [text for text in map(filled, sentences(path)) if text != STANDING_IN and "field" not in text]
    assert [text for text in found if not is_known(text)] == []


def test_the_code_is_really_looked_through() -> None:
    assert sum(len(list(sentences(path))) for path in FILES) > 50


def test_a_reason_within_a_reason_is_said_in_the_same_language() -> None:
    reason = reason_of("there is no P7 here; a person is needed; did you mean P1?")
    assert said(reason, TRANSLATORS["ru"]) == "P7 здесь нет; нужно: человек; может быть, P1?"
    assert said(reason, TRANSLATORS["zh"]) == "此处没有 P7；需要：人物；是否应为 P1？"
    assert str(reason) == "there is no P7 here; a person is needed; did you mean P1?"


def test_what_nobody_foresaw_is_said_as_it_is_with_braces_and_all() -> None:
    reason = reason_of("is not {like} anything")
    assert {said(reason, tr) for tr in TRANSLATORS.values()} == {"is not {like} anything"}


def test_every_form_is_recognised_as_itself() -> None:
    for form in FORMS:
        sentence = re.sub(r"{(\w+)}", lambda name: VALUES.get(name[1], STANDING_IN), form)
        assert reason_of(sentence).text == form, sentence


VALUES = {"expected": "'a' or 'b'", "least": "1", "most": "2", "longest": "3", "length": "4"}
