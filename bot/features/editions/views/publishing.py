"""Publishing an edition again: what would change, and what came of it."""

from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.editions.presses import AskToPublish, OpenEdition, PublishAgain, PublishSilently
from bot.features.editions.views.words import back, differences
from bot.telegram.citing import joined
from bot.telegram.edition_words import lines_of, some, zone_line
from bot.telegram.hearing import Hearers
from bot.telegram.naming import title_of
from bot.telegram.noticing import told_in_words
from bot.telegram.presses import OpenDay
from bot.telegram.screens import Screen, button

# What fits one glance; field by field is a tap away.
_CHANGES: Final = 12
_ROOM: Final = 1600


def question_screen(held: Edition, edition: Edition, hearers: Hearers, tr: Translator) -> Screen:
    """Show what changes if the edition is published again and whom it is told, and ask whether to do so."""
    found, visit = differences(held, edition, tr), held.visit_id
    heading = joined(
        [
            Text(Bold(tr("Publish edition {number} again?", number=edition.number))),
            Text(title_of(held, tr)),
            Text(zone_line(held.visit, tr)) if found.tells_times else Text(),
        ]
    )
    changes = joined([Text(tr("In place of edition {number}:", number=held.number)), *lines_of(found.counts())])
    named = joined(some(found.headlines(), _CHANGES, _ROOM, tr))
    consequence = joined([Text(tr("It holds at once and for everybody.")), Text(told_in_words(hearers, tr))])
    numbers = {"visit": visit, "edition": edition.number, "holding": held.number}
    silently = button(tr("Publish without notices"), PublishSilently(**numbers))
    rows = (
        (button(tr("Yes, publish {number} again", number=edition.number), PublishAgain(**numbers)),),
        (silently,) if hearers.people else (),
        (button(tr("Field by field"), OpenEdition(visit=visit, edition=edition.number)),),
        back(held, tr),
    )
    body = joined([heading, changes, named, consequence], "\n\n")
    return Screen(body, rows, sample=held.visit.sample)


def published_screen(replaced: Edition, edition: Edition, tr: Translator, *, told: bool) -> Screen:
    """Say that an edition holds again, in place of another, and whether people are told, with a way back to that."""
    visit = edition.visit_id
    text = tr("Edition {number} holds now, in place of {before}.", number=edition.number, before=replaced.number)
    rows = (
        (button(tr("Programme"), OpenDay(visit=visit)),),
        (
            button(
                tr("Undo: back to {number}…", number=replaced.number),
                AskToPublish(visit=visit, edition=replaced.number),
            ),
        ),
        back(edition, tr),
    )
    notices = tr("Whoever it concerns is told in a moment.") if told else tr("No notices are sent.")
    body = joined([Text(Bold(text)), Text(title_of(edition, tr)), Text(notices)])
    return Screen(body, rows, sample=edition.visit.sample)


def moved_on_screen(held: Edition, wanted: int, tr: Translator) -> Screen:
    """Say that another edition was published meanwhile, so that nothing was done."""
    text = tr(
        "Meanwhile another edition was published: now {number} holds. Nothing was changed by your press. "
        "Look at what would change now, and decide again.",
        number=held.number,
    )
    rows = (
        (button(tr("What would change now"), AskToPublish(visit=held.visit_id, edition=wanted)),),
        back(held, tr),
    )
    return Screen(Text(text), rows, sample=held.visit.sample)


def holds_already_screen(held: Edition, tr: Translator) -> Screen:
    """Say that the edition to publish is the one that holds."""
    text = tr("Edition {number} holds already: nothing is to be done.", number=held.number)
    return Screen(Text(text), (back(held, tr),), sample=held.visit.sample)


def no_such_edition_screen(held: Edition, tr: Translator) -> Screen:
    """Say that the visit has no edition with this number."""
    text = tr("The visit has no such edition. The list shows those that it has.")
    return Screen(Text(text), (back(held, tr),), sample=held.visit.sample)
