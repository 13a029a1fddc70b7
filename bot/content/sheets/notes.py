"""What the template says beside its columns, and on the sheet that explains it."""

from collections.abc import Mapping
from typing import Final

from bot.content.sheets.layout import Column, Kind
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
    "call": msg("The id of the person to call about it; their telephone number is on the sheet of people."),
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
    "language": msg("The language it is in, in two letters: ru, en, zh, ja."),
    "context": msg("“yes” for what lies beside the visit’s own story; else empty."),
    "sample": msg("“yes” only for an invented visit; every message from it says so."),
    "host": msg("The id of the organisation that the visit is about."),
    "topic": msg("The id of the heading under which it is read."),
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


def note_for(column: Column, tr: Translator) -> str | None:
    """Return what to say beside a column's heading; None where the heading says enough."""
    name = column.path[-1]
    if column.path[0] == "names" and name == "source":
        return tr(_OF_A_FORM_S_SOURCE)
    field = column.path[0] if name in {*LANGUAGES, "text"} and len(column.path) > 1 else name
    own = tr(_OF_FIELDS[field]) if field in _OF_FIELDS else None
    general = tr(_OF_A_LANGUAGE) if name in LANGUAGES else None
    if column.kind in _OF_KINDS and own is None:
        general = tr(_OF_KINDS[column.kind])
    return " ".join(part for part in (own, general) if part) or None
