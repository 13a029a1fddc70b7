"""What the template says beside its columns, and on the sheet that explains it."""

from collections.abc import Mapping
from typing import Final

from bot.content.sheets.headings import sheet_title
from bot.content.sheets.layout import VISIT, Column, Kind
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator, msg

_OF_FIELDS: Final[Mapping[str, str]] = {
    "id": msg(
        "The id tells entries apart and links them: agendas and links hang on it, so never change one that is there. "
        "A new row may leave it empty and gets one."
    ),
    "last_day": msg("Only for what goes on for several days."),
    "zone": msg("Empty means the time zone of the visit. Otherwise one such as Asia/Shanghai."),
    "home_zone": msg("The time zone that the delegation comes from, such as Europe/Moscow."),
    "call": msg("Whom to call about it; they need a contact."),
    "original": msg("The languages in which the sources say it: ru, en. Texts in any other are our own translation."),
    "wording": msg("What the source prints, letter for letter; several passages each on a line of their own."),
    "brief": msg("The same in a few words, for the overview."),
    "attributed_to": msg("Who said so, if the source says it in somebody else’s name."),
    "words": msg("The words exactly as printed; translations stand beside them."),
    "translations": msg("Our own translation; in the language of the words themselves it stays empty."),
    "address": msg("The Chinese address is what a driver reads."),
    "phone": msg("With a plus and the country’s code, as +86 21 0000 0000. Only where it is stated."),
    "telegram": msg("As @example."),
    "email": msg("As name@example.org."),
    "latitude": msg("In degrees, as 31.2304; WGS 84."),
    "longitude": msg("In degrees, as 121.4737; WGS 84."),
    "url": msg("The whole address of the page that was read, as https://example.org/page."),
    "published_on": msg(
        "Only a date that the page prints, as 2025-09-23; where it comes from goes into the note on it."
    ),
    "seen_on": msg("The day on which the page was read, as 2025-09-23."),
    "checked_on": msg("The last day on which somebody read the page again and it still said so, as 2025-09-23."),
    "confirmed_on": msg(
        "The day on which the organisers compared this spelling letter by letter, as 2025-09-23; else empty."
    ),
    "recheck_after_days": msg("A fact whose sources nobody read for so many days is listed to editors. Empty: never."),
    "language": msg("The language it is in, in two letters: ru, en, zh, ja."),
    "context": msg("“yes” for what lies beside the visit’s own story; else empty."),
    "sample": msg("“yes” only for an invented visit; every message from it says so."),
    "host": msg("The organisation that the visit is about."),
    "topic": msg("The heading under which it is read."),
}
_OF_A_FORM_S_SOURCE: Final = msg(
    "The id of the source that prints the name so. Empty: the form is our own rendering, "
    "which in Chinese characters is not allowed."
)
_OF_KINDS: Final[Mapping[Kind, str]] = {
    Kind.DAY: msg("A date, as 2025-09-23. Unknown: leave it empty."),
    Kind.TIME: msg("A local time, as 09:30. Unknown: leave it empty."),
    Kind.IDS: msg("Ids with commas between, as F28, round-table."),
    Kind.CHOICE: msg("One of the words on the list."),
}
_OF_A_FORM: Final = msg("The name as it is written in this script. Unknown: leave it empty.")
_OF_AN_ID: Final = msg("One id from the sheet “{sheet}”.")
_OF_IDS: Final = msg("Ids from the sheet “{sheet}”, with commas between.")
_OF_THE_VISIT: Final[Mapping[str, str]] = {
    "id": msg("The id of the visit. A workbook with another one is another visit."),
    "zone": msg("The time zone in which the visit takes place, such as Asia/Shanghai."),
}
_OF_A_LANGUAGE: Final = msg(
    "One language is enough; readers of the others see it in this one. Unknown: leave it empty."
)

# Each a heading and what it says.
EXPLANATIONS: Final = (
    (
        msg("Rows"),
        msg(
            "A row is one entry. To add one, write a row where it should stand: the bot keeps the order. To remove "
            "one, delete its row. Before anything is published you see what is added, changed and removed, and "
            "confirm it."
        ),
    ),
    (
        msg("Sheets and columns"),
        msg(
            "A sheet or a column that is missing changes nothing, so you may send only the sheet you work on. Keep the "
            "headings as they are; columns of your own are not taken."
        ),
    ),
    (
        msg("Ids"),
        msg(
            "Entries refer to each other by ids: an event to its place, a fact to its sources. An id has Latin "
            "letters, digits and single hyphens, at most 20. Never change the id of what is there already."
        ),
    ),
    (msg("What is not known"), msg("Leave it empty. Never guess, and never leave out “about” or “more than”.")),
    (
        msg("Languages"),
        msg("Columns with (ru), (en) and (zh) hold the same in three languages. One is enough, all three are better."),
    ),
    (
        msg("Sources"),
        msg("Every statement names where it was read: ids from the sheet of sources, with commas between them."),
    ),
    (
        msg("Formulas"),
        msg("Formulas are not taken. Copy the cells and paste them as values."),
    ),
)
# What is written and how.
EXAMPLES: Final = (
    (msg("A day"), "2025-09-23"),
    (msg("A time"), "09:30"),
    (msg("Several ids"), "F28, round-table"),
    (msg("Languages of the sources"), "ru, en"),
    (msg("A telephone"), "+86 21 0000 0000"),
    (msg("A Telegram name"), "@example"),
    (msg("A time zone"), "Asia/Shanghai"),
    (msg("A web address"), "https://example.org/page"),
)
EXAMPLES_TITLE: Final = msg("Examples")
REQUIRED: Final = msg("Columns with * are always filled in.")


def note_for(table: str, column: Column, tr: Translator) -> str | None:
    """Return what to say beside the heading of a table's column; None where the heading says enough."""
    name = column.path[-1]
    if table == VISIT and name in _OF_THE_VISIT:
        return tr(_OF_THE_VISIT[name])
    if column.is_name:
        return tr(_OF_A_FORM)
    if column.path[0] == "names" and name == "source":
        return tr(_OF_A_FORM_S_SOURCE)
    parts = []
    # Of a text in three languages, and of what is said of all three, the first column tells.
    field = column.path[0] if name == LANGUAGES[0] else name
    if field in _OF_FIELDS:
        parts.append(tr(_OF_FIELDS[field]))
    if name == LANGUAGES[0]:
        parts.append(tr(_OF_A_LANGUAGE))
    if len(column.leads_to) == 1:
        several = column.kind is Kind.IDS
        parts.append(tr(_OF_IDS if several else _OF_AN_ID, sheet=sheet_title(column.leads_to[0], tr)))
    elif not parts and column.kind in _OF_KINDS:
        parts.append(tr(_OF_KINDS[column.kind]))
    return " ".join(parts) or None
