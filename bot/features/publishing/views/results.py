"""What came of a file that could not become a proposal."""

from collections.abc import Sequence
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.problems import shortened
from bot.core.translation import Translator
from bot.features.publishing.presses import SendWorkbook
from bot.telegram.citing import joined, ways_back
from bot.telegram.edition_words import some
from bot.telegram.presses import OpenEditions
from bot.telegram.screens import PAGE_LENGTH, Screen, button

_MOST_ERRORS: Final = 12
_LONGEST_ERROR: Final = 300


def errors_screen(file_name: str, errors: Sequence[str], marked: bool, visit_id: str | None, tr: Translator) -> Screen:
    """Show what is wrong with a file, each with its place; `marked`: a file that shows all of it follows."""
    heading = tr.plural(
        "Nothing was changed: {count} place to correct",
        "Nothing was changed: {count} places to correct",
        len(errors),
    )
    follows = tr("Each is marked in the file below. Correct it there and send me the file.")
    body = joined(
        [
            joined([Text(Bold(heading)), Text(file_name)]),
            joined(_shown(errors, tr)),
            Text(follows if marked else ""),
        ],
        "\n\n",
    )
    return _screen(body, visit_id, tr)


def has_no_room(errors: Sequence[str]) -> bool:
    """Tell whether the message shows less than all of the errors."""
    return (
        len(errors) > _MOST_ERRORS
        or sum(map(len, errors)) > PAGE_LENGTH
        or any(len(error) > _LONGEST_ERROR for error in errors)
    )


def nothing_changes_screen(file_name: str, held: Edition, tr: Translator) -> Screen:
    """Say that a file is what holds already."""
    text = tr(
        "“{file}” changes nothing: edition {number}, which holds now, says the same.",
        file=file_name,
        number=held.number,
    )
    return _screen(Text(text), held.visit_id, tr, sample=held.visit.sample)


def not_edited_screen(file_name: str, visit_id: str, tr: Translator) -> Screen:
    """Say that a file is of a visit that the person does not edit, or that does not exist."""
    text = tr(
        "“{file}” is of a visit “{visit}”, which you do not edit. Send the workbook of one that you do.",
        file=file_name,
        visit=visit_id,
    )
    return Screen(Text(text), (ways_back(tr),))


def too_large_screen(tr: Translator) -> Screen:
    """Say that a file is too large."""
    text = tr("The file is larger than 5 MB, more than I read. Without pictures a workbook is far smaller.")
    return Screen(Text(text), (ways_back(tr),))


def not_fetched_screen(file_name: str, tr: Translator) -> Screen:
    """Say that a file could not be had from Telegram."""
    text = tr("I could not get “{file}” from Telegram. Please send it once more.", file=file_name)
    return Screen(Text(text), (ways_back(tr),))


def not_read_screen(file_name: str, tr: Translator) -> Screen:
    """Say that a file could not be read, and nobody knows why."""
    text = tr(
        "Sorry, something went wrong while I read “{file}”, and nothing was changed. "
        "Copying its cells into a fresh workbook may help.",
        file=file_name,
    )
    return Screen(Text(text), (ways_back(tr),))


def _shown(errors: Sequence[str], tr: Translator) -> list[Text]:
    return some([shortened(error, _LONGEST_ERROR) for error in errors], _MOST_ERRORS, PAGE_LENGTH, tr)


def _screen(body: Text, visit_id: str | None, tr: Translator, *, sample: bool = False) -> Screen:
    if visit_id is None:
        return Screen(body, (ways_back(tr),), sample=sample)
    rows = (
        (button(tr("Send me the workbook"), SendWorkbook(visit=visit_id)),),
        ways_back(tr, (tr("Editions"), OpenEditions(visit=visit_id))),
    )
    return Screen(body, rows, sample=sample)
