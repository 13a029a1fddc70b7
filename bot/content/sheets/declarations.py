"""XML parsers that read elements and text and nothing else: no document type, no entities, no other files."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers import expat

from bot.content.sheets.grid import FileRefused
from bot.content.sheets.limits import TOO_MUCH_FORMATTING
from bot.core.translation import msg

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

DECLARES: Final = msg("the file declares a document type or entities of its own, which no spreadsheet program writes")
BROKEN: Final = msg("the workbook is damaged; open it in a spreadsheet program and save it anew")

# A sheet needs seven levels, with all that may stand in it. Each open one is kept in memory.
DEEPEST: Final = 50
_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1"})
# Styles and relationships: tens of thousands are seen in real workbooks.
_MOST_OF_A_SMALL_PART: Final = 300_000


class _RootReachedError(Exception):
    """The declarations are over, since what they are about begins."""


def safe_parser() -> "XMLParserType":
    """Return a parser, its names written `namespace name`, that refuses every declaration as FileRefused.

    Handlers for elements and text are the caller's. Encodings beside XML's own are refused too: in some of them a tag
    does not look like one to whoever counts tags.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = _refuse_encodings
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def parse(parser: "XMLParserType", content: bytes) -> None:
    """Let the parser read a whole part; FileRefused when it is no XML."""
    try:
        # In one piece: fed little by little, an endless token would be read over and over.
        parser.Parse(content, True)
    except (expat.ExpatError, UnicodeError, LookupError):
        raise FileRefused(BROKEN) from None


def each_element(content: bytes, visit: Callable[[str, dict[str, str]], None]) -> None:
    """Call `visit` with each element's name and attributes; FileRefused beyond as many as a small part may have."""
    left = _MOST_OF_A_SMALL_PART

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise FileRefused(TOO_MUCH_FORMATTING)
        visit(name, attributes)

    parser = safe_parser()
    parser.StartElementHandler = start
    parse(parser, content)


def refuse_declarations(content: bytes) -> None:
    """Raise FileRefused when a part of XML has a document type; it can stand only before the first element."""

    def stop(_name: str, _attributes: dict[str, str]) -> NoReturn:
        raise _RootReachedError

    parser = safe_parser()
    parser.StartElementHandler = stop
    try:
        parse(parser, content)
    except _RootReachedError:
        return


def _refuse_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise FileRefused(BROKEN)


def _refuse(*_: object) -> NoReturn:
    raise FileRefused(DECLARES)
