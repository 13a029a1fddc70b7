"""How publishing from a file begins: what to do, which visit, and which files can be read."""

from collections.abc import Sequence
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator, msg
from bot.features.publishing.presses import ChooseVisit, SendWorkbook
from bot.telegram.citing import joined, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenEditions
from bot.telegram.presses_of_editors import OpenPublish
from bot.telegram.screens import Row, Screen, button

_STEPS: Final = (
    msg("1. I send you the visit as a workbook: programme, people, facts, sources."),
    msg("2. You change what is to change and send the file back to me here: .xlsx, .csv or .yaml, up to 5 MB."),
    msg("3. I show you what would change and whom it concerns. Nothing holds before you confirm it."),
)


def start_screen(edition: Edition, others: Sequence[Edition], new_ones: bool, tr: Translator) -> Screen:
    """Explain publishing from a file; `others` are further visits that the person edits.

    `new_ones`: the person may publish visits that are not there yet.
    """
    also = tr("A visit that is new begins as a .yaml: send me that.") if new_ones else ""
    rows: tuple[Row, ...] = (
        (button(tr("Send me the workbook"), SendWorkbook(visit=edition.visit_id)),),
        *((button(title_of(other, tr), OpenPublish(visit=other.visit_id)),) for other in others),
        ways_back(tr, (tr("Editions"), OpenEditions(visit=edition.visit_id))),
    )
    heading = Text(Bold(tr("Publish from a file")), "\n", title_of(edition, tr))
    steps = joined([Text(tr(step)) for step in _STEPS])
    return Screen(joined([heading, steps, Text(also)], "\n\n"), rows, sample=edition.visit.sample)


def which_visit_screen(visits: Sequence[Edition], tr: Translator) -> Screen:
    """Ask which visit is to be published."""
    rows = (*((button(title_of(one, tr), OpenPublish(visit=one.visit_id)),) for one in visits), ways_back(tr))
    return Screen(joined([Text(Bold(tr("Publish from a file"))), Text(tr("Which visit?"))], "\n\n"), rows)


def first_visit_screen(tr: Translator) -> Screen:
    """Tell an owner without any visit how one begins."""
    text = tr("There is no visit yet. Send me one as a .yaml file, and I show you what it would publish.")
    return Screen(joined([Text(Bold(tr("Publish from a file"))), Text(text)], "\n\n"), (ways_back(tr),))


def whose_file_screen(file_name: str, proposal_id: int, visits: Sequence[Edition], tr: Translator) -> Screen:
    """Ask to which visit a file belongs that does not say so itself."""
    text = tr("“{file}” does not say of which visit it is. Which one does it change?", file=file_name)
    rows = tuple((button(title_of(one, tr), ChooseVisit(visit=one.visit_id, proposal=proposal_id)),) for one in visits)
    return Screen(Text(text), (*rows, ways_back(tr)))


def reading_screen(file_name: str, announces: bool, tr: Translator) -> Screen:
    """Say that a file is being read; to whoever `announces`, how it can be announced in place of that."""
    lines = [Text(tr("I am reading “{file}”. What it would change follows.", file=file_name))]
    if announces:
        lines.append(Text(tr("To send the file itself to people, answer it with /announce.")))
    return Screen(joined(lines, "\n\n"), (ways_back(tr),), silent=True)


def coming_screen(edition: Edition, tr: Translator) -> Screen:
    """Say that the workbook is being made."""
    text = tr("The workbook is on its way. Change in it what is to change, and send it back to me here.")
    back = ways_back(tr, (tr("Editions"), OpenEditions(visit=edition.visit_id)))
    return Screen(Text(text), (back,), sample=edition.visit.sample)


def what_is_read_screen(tr: Translator) -> Screen:
    """Say which files can be read."""
    text = tr(
        "This kind of file I cannot read. What I can: a workbook (.xlsx), a table (.csv), a visit as .yaml. "
        "Excel, WPS, Numbers and LibreOffice save a table as .xlsx."
    )
    return Screen(Text(text), (ways_back(tr),))
