"""The start screen, the help and the answer to /cancel, as messages."""

from collections.abc import Iterator, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, BotCommand, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.telegram.presses import (
    OpenAgenda,
    OpenAnnouncements,
    OpenAsk,
    OpenAudit,
    OpenCompanies,
    OpenDay,
    OpenEditions,
    OpenLanguage,
    OpenMembers,
    OpenMenu,
    OpenNews,
    OpenNow,
    OpenPark,
    OpenPeople,
    OpenPrivacy,
    OpenQuestions,
    OpenQuotes,
    OpenSources,
    OpenSubscriptions,
    OpenVisits,
    StartInvite,
)
from bot.telegram.presses_of_editors import OpenChecks
from bot.telegram.roles import Role
from bot.telegram.screens import Row, Screen, button


class OpenHelp(CallbackData, prefix="help"):
    """What the bot can do."""


def start_screen(
    edition: Edition,
    tr: Translator,
    *,
    several: bool,
    private: bool,
    role: Role = Role.GUEST,
    overdue: int = 0,
    unknown_link: bool = False,
) -> Screen:
    """Return the start screen of a visit; in a group without the buttons that are about one person.

    `role` is the reader's in the visit; of no consequence in a group. `overdue` is how many facts are to be looked at
    again.
    """
    manages, edits = (private and role >= least for least in (Role.ADMIN, Role.EDITOR))
    visit = edition.visit
    title, subtitle = visit.title.pick(tr.language)[0], visit.subtitle and visit.subtitle.pick(tr.language)[0]
    body = Text(
        *_unknown_link(tr, unknown_link),
        Bold(title),
        f"\n{subtitle}" if subtitle else "",
        "\n\n",
        tr(
            "I brief the delegation: what the place is, what happens when, who is who and what they said. "
            "Every statement names its source."
        ),
    )
    reading = [
        (tr("Park"), OpenPark(visit=visit.id), True),
        (tr("Programme"), OpenDay(visit=visit.id), bool(visit.events)),
        (tr("Now"), OpenNow(visit=visit.id), bool(visit.events)),
        (tr("My agenda"), OpenAgenda(visit=visit.id), private and bool(visit.events)),
        (tr("People"), OpenPeople(visit=visit.id), bool(visit.people)),
        (tr("Companies"), OpenCompanies(visit=visit.id), len(visit.organisations) > 1),
        (tr("Quotes"), OpenQuotes(visit=visit.id), bool(visit.quotes)),
        (tr("Sources"), OpenSources(visit=visit.id), True),
        (tr("Ask"), OpenAsk(visit=visit.id), private),
        (tr("News"), OpenNews(), private),
    ]
    managing = [
        (tr("Members"), OpenMembers(visit=visit.id), manages),
        (tr("Invite"), StartInvite(visit=visit.id), manages),
        (tr("Questions"), OpenQuestions(visit=visit.id), manages),
        (tr("Announcements"), OpenAnnouncements(), manages),
        (tr("Editions"), OpenEditions(visit=visit.id), edits),
        (tr("Audit"), OpenAudit(), manages),
        (tr("To check: {count}", count=tr.number(overdue)), OpenChecks(visit=visit.id), edits and overdue > 0),
    ]
    own = [
        (tr("Subscriptions"), OpenSubscriptions(visit=visit.id), private),
        (tr("Language"), OpenLanguage(), private),
        (tr("Help"), OpenHelp(), True),
        (tr("Other visits"), OpenVisits(), several and private),
    ]
    parts = ((reading, 3), (managing, 3), (own, 2)) if private else ((reading + own, 3),)
    rows = tuple(row for offers, width in parts for row in _offered(offers, width))
    return Screen(body, rows, sample=visit.sample)


def no_visit_screen(tr: Translator, *, private: bool, unknown_link: bool = False) -> Screen:
    """Return the start screen where no visit may be seen."""
    text = (
        tr("No visit is open to you yet. As soon as the organisers open one, you will find it here.")
        if private
        else tr("No visit is open in groups. Write to me in private: there you see what is open to you.")
    )
    settings = (button(tr("Language"), OpenLanguage()),) if private else ()
    return Screen(Text(*_unknown_link(tr, unknown_link), text), ((*settings, button(tr("Help"), OpenHelp())),))


def help_screen(tr: Translator, commands: Sequence[tuple[str, str]], *, search: bool, private: bool) -> Screen:
    """Return what can be done: `commands` are names with their English summaries, in the menu's order."""
    lines: list[Text | str] = [Bold(tr("What I can do")), "\n"]
    for name, summary in commands:
        lines += ["\n", BotCommand(f"/{name}"), tr(" – "), tr(summary)]
    if search and private:
        lines += ["\n\n", tr("Or simply write a word, a name or a year: I look it up in all I know.")]
    lines += [
        "\n\n",
        tr(
            "A small figure such as ¹ leads to the source below. “Not stated in the sources” means that it was "
            "looked for and no source says it."
        ),
    ]
    personal = (button(tr("Language"), OpenLanguage()), button(tr("Privacy"), OpenPrivacy())) if private else ()
    return Screen(Text(*lines), ((button(tr("Menu"), OpenMenu()), *personal),))


def cancelled_screen(tr: Translator, *, cancelled: bool) -> Screen:
    """Return the answer to /cancel: whether there was something to cancel, and where to go on."""
    text = (
        tr("Cancelled: I am no longer waiting for an answer. What would you like to see?")
        if cancelled
        else tr("There is nothing to cancel: I am not waiting for anything from you. What would you like to see?")
    )
    row: Row = (button(tr("Menu"), OpenMenu()), button(tr("Help"), OpenHelp()))
    return Screen(Text(text), (row,))


def _offered(offers: Sequence[tuple[str, CallbackData, bool]], width: int) -> Iterator[Row]:
    buttons = [button(label, press) for label, press, offered in offers if offered]
    return (tuple(buttons[first : first + width]) for first in range(0, len(buttons), width))


def _unknown_link(tr: Translator, unknown: bool) -> tuple[Text | str, ...]:
    if not unknown:
        return ()
    return (tr("I do not know this link: it may be old or incomplete. Start from here, or ask for a new one."), "\n\n")
