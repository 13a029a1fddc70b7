"""Drop-downs of the template: what a column may hold, taken from the sheets it leads to or from a short list."""

from typing import TYPE_CHECKING, Final

from bot.content.labels import ZONES
from bot.content.models import Visit
from bot.content.sheets.fields import word_for
from bot.content.sheets.headings import sheet_title
from bot.content.sheets.layout import Column, Kind
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator, msg

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

NOT_ON_THE_LIST: Final = msg("This is not on the list.")

# Rows below the headings to which drop-downs reach, and from which they take ids; new rows are among them.
FIRST_ROW: Final = 3
LAST_ROW: Final = 2000
# A list written into the drop-down itself may be so long, quotation marks not counted.
_LONGEST_LIST: Final = 255
# Zones that delegations come from and go to, after those of the visit itself.
_ZONES: Final = (
    "Europe/Moscow",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Urumqi",
    "Asia/Yekaterinburg",
    "Asia/Novosibirsk",
    "Asia/Vladivostok",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Asia/Dubai",
    "UTC",
)


def drop_down(column: Column, visit: Visit, tr: Translator) -> "DataValidation | None":
    """Return the drop-down for a column; None for one that is free. Where several ids may stand it only proposes."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    source = _source(column, visit, tr)
    if source is None:
        return None
    made = DataValidation(type="list", formula1=source, allow_blank=True)
    made.showErrorMessage = column.kind in {Kind.ID, Kind.CHOICE, Kind.FLAG} and len(column.leads_to) <= 1
    # A warning and no ban: an id that is new may stand here before its own row is written.
    made.errorStyle = "warning"
    made.error = tr(NOT_ON_THE_LIST)
    return made


def _source(column: Column, visit: Visit, tr: Translator) -> str | None:
    if column.leads_to:
        if len(column.leads_to) > 2:  # noqa: PLR2004 - a drop-down has one range; two are people and organisations
            return None
        title = sheet_title(column.leads_to[0], tr).replace("'", "''")
        return f"'{title}'!$A${FIRST_ROW}:$A${LAST_ROW}"
    used = [visit.zone, visit.home_zone, *(event.zone for event in visit.events if event.zone)]
    words: dict[Kind, list[str]] = {
        Kind.CHOICE: [word_for(choice, column.choices, tr) for choice in column.choices],
        Kind.FLAG: [tr("yes")],
        Kind.CODES: list(LANGUAGES),
        Kind.TEXT: list(dict.fromkeys((*used, *_ZONES))) if column.path[-1] in ZONES else [],
    }
    listed = words.get(column.kind, [])
    return _listed(listed) if listed else None


def _listed(words: list[str]) -> str:
    while len(",".join(words)) > _LONGEST_LIST:
        words = words[:-1]
    return '"' + ",".join(word.replace('"', '""') for word in words) + '"'
