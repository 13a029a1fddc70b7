"""Which of a workbook's styles show a number as a date or a time."""

from dataclasses import dataclass, field
from typing import Final

from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format

from bot.content.sheets.declarations import each_element

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
# Formats of dates and times that Excel has built in for Chinese, Japanese and Korean, and openpyxl does not know.
_EAST_ASIAN: Final = frozenset({*range(27, 37), *range(50, 59)})


@dataclass(frozen=True, slots=True)
class DateStyles:
    """Numbers of the styles that show dates or times of day, and of those that show lengths of time."""

    moments: frozenset[int] = frozenset()
    lengths: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Formats:
    codes: dict[int, str] = field(default_factory=dict)
    of_styles: list[int] = field(default_factory=list)
    inside_styles: bool = False

    def visit(self, name: str, attributes: dict[str, str]) -> None:
        """Note a format or a cell's style."""
        match name.removeprefix(_MAIN):
            case "numFmt":
                self.codes.setdefault(_number(attributes.get("numFmtId")), attributes.get("formatCode", ""))
            case "cellStyleXfs" | "cellStyles" | "dxfs":
                self.inside_styles = False
            case "cellXfs":
                self.inside_styles = True
            case "xf" if self.inside_styles:
                self.of_styles.append(_number(attributes.get("numFmtId")))


def date_styles(part: bytes) -> DateStyles:
    """Read which styles are dates from the part of a workbook that holds its styles; FileRefused when it is no XML."""
    formats = _Formats()
    each_element(part, formats.visit)
    moments, lengths = set(), set()
    for style, number in enumerate(formats.of_styles):
        code = formats.codes.get(number) or builtin_format_code(number) or "General"
        if is_timedelta_format(code):
            lengths.add(style)
        elif is_date_format(code) or (number in _EAST_ASIAN and number not in formats.codes):
            moments.add(style)
    return DateStyles(frozenset(moments), frozenset(lengths))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
