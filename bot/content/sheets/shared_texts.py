"""The texts of a workbook, which it keeps apart from its cells."""

import re
from typing import Final

from bot.content.sheets.declarations import BROKEN, DEEPEST, parse, safe_parser
from bot.content.sheets.grid import FileRefused
from bot.content.sheets.limits import LONGEST_TEXT

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ITEM: Final = MAIN + "si"
_TEXT: Final = MAIN + "t"
_PHONETIC: Final = MAIN + "rPh"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Enough to see that a text is too long, spaces around it included; the rest of it is not kept.
MOST_KEPT: Final = 4 * LONGEST_TEXT


def shared_texts(part: bytes) -> list[str]:
    """Return the texts that cells refer to by their position; FileRefused when the part is no XML."""
    texts: list[str] = []
    pieces: list[str] = []
    depth = 0
    pronounced = False
    parser = safe_parser()
    parser.buffer_text = True

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, pronounced
        depth += 1
        if depth > DEEPEST:
            raise FileRefused(BROKEN)
        if name == _TEXT:
            if not pronounced:
                parser.CharacterDataHandler = pieces.append
        elif name == _PHONETIC:
            # How the text is pronounced stands beside it and is no part of it.
            pronounced = True

    def end(name: str) -> None:
        nonlocal depth, pronounced
        depth -= 1
        if name == _TEXT:
            parser.CharacterDataHandler = None
        elif name == _ITEM:
            texts.append(written_text(pieces))
            pieces.clear()
        elif name == _PHONETIC:
            pronounced = False

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, part)
    return texts


def written_text(pieces: list[str]) -> str:
    """Join a text's pieces; what XML cannot hold is written as its number, `_x000D_`."""
    text = "".join(pieces)[:MOST_KEPT]
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
