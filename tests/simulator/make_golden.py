"""Makes the golden files: what Telegram's own parser does with the texts of golden_cases.py.

The parser is TDLib, the library inside Telegram's Bot API server. It is not part of this project; get it once with

    npm install @prebuilt-tdlib/linux-x64-glibc        (in a folder of its own)

and give the path of its library:

    python -m tests.simulator.make_golden .../@prebuilt-tdlib/linux-x64-glibc/libtdjson.so

Nothing is sent anywhere: `td_execute` answers these requests by itself.

* automatic.json: getTextEntities, the entities Telegram finds;
* explicit.json: parseMarkdown with entities and no markup, how Telegram cleans a text and nests entities;
* lengths.json: parseTextEntities of "<b>text</b>x", how long Telegram counts a text.

Trimming white space cannot be recorded this way: Telegram does it when a message is sent.
"""

import ctypes
import json
import re
import sys
from pathlib import Path
from typing import Any

from tests.simulator.golden_cases import AUTOMATIC, EXPLICIT, LENGTHS

FOLDER = Path(__file__).parent / "golden"
_SPECIAL = {"email_address": "email", "pre_code": "pre", "text_url": "text_link", "block_quote": "blockquote"}
_SPECIAL |= {"expandable_block_quote": "expandable_blockquote", "bank_card_number": "bank_card"}
_TO_TELEGRAM = {"text_link": "TextUrl", "blockquote": "BlockQuote", "expandable_blockquote": "ExpandableBlockQuote"}


class Parser:
    """Telegram's parser."""

    def __init__(self, library: str) -> None:
        self._library = ctypes.CDLL(library)
        self._library.td_execute.restype = ctypes.c_char_p
        self._library.td_execute.argtypes = [ctypes.c_char_p]
        self.execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})

    def execute(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request."""
        answer: dict[str, Any] = json.loads(self._library.td_execute(json.dumps(request).encode()))
        return answer


def as_bot_api(entity: dict[str, Any]) -> dict[str, Any]:
    """An entity of TDLib as the Bot API writes it."""
    kind = entity["type"]["@type"].removeprefix("textEntityType")
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    details: dict[str, Any] = {key: entity["type"][key] for key in ("url", "language") if entity["type"].get(key)}
    return {"type": _SPECIAL.get(name, name), "offset": entity["offset"], "length": entity["length"], **details}


def as_tdlib(entity: dict[str, Any]) -> dict[str, Any]:
    """An entity of the Bot API as TDLib takes it."""
    kind = _TO_TELEGRAM.get(entity["type"], entity["type"].title())
    details: dict[str, Any] = {key: entity[key] for key in ("url", "language") if key in entity}
    if "language" in details:
        kind = "PreCode"
    described = {"@type": f"textEntityType{kind}", **details}
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": described}


def automatic(parser: Parser, text: str) -> dict[str, Any]:
    """What Telegram finds in a text."""
    answer = parser.execute({"@type": "getTextEntities", "text": text})
    found = [as_bot_api(entity) for entity in answer["entities"]]
    return {"text": text, "entities": [entity for entity in found if entity["type"] != "media_timestamp"]}


def explicit(parser: Parser, text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """What Telegram makes of a text with entities: the cleaned text with nested ones, or an error."""
    formatted = {"@type": "formattedText", "text": text, "entities": [as_tdlib(entity) for entity in entities]}
    answer = parser.execute({"@type": "parseMarkdown", "text": formatted})
    case = {"text": text, "entities": entities}
    if answer["@type"] == "error":
        return {**case, "error": answer["message"]}
    made = {"text": answer["text"], "entities": [as_bot_api(entity) for entity in answer["entities"]]}
    return {**case, "result": made}


def length(parser: Parser, text: str) -> dict[str, Any]:
    """How long Telegram counts a text."""
    mode = {"@type": "textParseModeHTML"}
    answer = parser.execute({"@type": "parseTextEntities", "text": f"<b>{text}</b>x", "parse_mode": mode})
    return {"text": text, "length": answer["entities"][0]["length"]}


def main(library: str) -> None:
    """Write the three files."""
    parser = Parser(library)
    version = parser.execute({"@type": "getOption", "name": "version"})["value"]
    files = {
        "automatic": [automatic(parser, text) for text in AUTOMATIC],
        "explicit": [explicit(parser, text, entities) for text, entities in EXPLICIT],
        "lengths": [length(parser, text) for text in LENGTHS],
    }
    for name, cases in files.items():
        content = {"made_by": f"make_golden.py with TDLib {version}", "cases": cases}
        (FOLDER / f"{name}.json").write_text(json.dumps(content, ensure_ascii=True, indent=1) + "\n")
        print(f"{name}: {len(cases)} cases")


if __name__ == "__main__":
    main(sys.argv[1])
