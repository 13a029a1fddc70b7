"""Before a draft goes out or is discarded: what will happen, and the question whether it shall."""

from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.core.translation import Translator
from bot.features.announcements.presses import AskToSend, Discard, Send
from bot.features.announcements.views.control import excerpt
from bot.features.announcements.views.draft import Draft, back_to, language_lines, when_lines
from bot.features.announcements.views.words import audience_name
from bot.telegram.citing import joined
from bot.telegram.screens import Row, Screen, button

_EXCERPT: Final = 200


def ask_to_send_screen(draft: Draft, tr: Translator) -> Screen:
    """Say whom it reaches, by language, how many have switched announcements off, and when it goes out."""
    announcement, people = draft.announcement, draft.reach.people
    title = tr.plural("Send it to {count} person?", "Send it to {count} people?", people)
    name = audience_name(announcement.audience, draft.edition, tr)
    blocks = [
        Text(Bold(title)),
        joined([Text(name[:1].upper() + name[1:]), *language_lines(draft, tr)]),
        joined(when_lines(draft, tr)),
        Text(excerpt(announcement, tr, _EXCERPT)),
    ]
    if announcement.urgent:
        yes = button(tr("Urgent: go on…"), AskToSend(**draft.changing, again=True))
    else:
        yes = button(_send(draft, tr), Send(**draft.changing))
    return _question(draft, joined(blocks, "\n\n"), (yes,), tr)


def ask_again_screen(draft: Draft, tr: Translator) -> Screen:
    """Ask a second time before an urgent announcement goes out."""
    people = draft.reach.people
    body = joined(
        [
            Text(Bold(tr("Really urgent?"))),
            Text(
                tr.plural(
                    "It comes with a sound to {count} person, even at night and even with announcements switched off.",
                    "It comes with a sound to {count} people, even at night and even with announcements switched off.",
                    people,
                )
                if not draft.announcement.silent
                else tr.plural(
                    "It comes to {count} person, even at night and even with announcements switched off.",
                    "It comes to {count} people, even at night and even with announcements switched off.",
                    people,
                )
            ),
        ],
        "\n\n",
    )
    return _question(draft, body, (button(_send(draft, tr), Send(**draft.changing, sure=True)),), tr)


def ask_to_discard_screen(draft: Draft, tr: Translator) -> Screen:
    """Ask whether to discard a draft."""
    number = draft.announcement.announcement_id
    body = joined(
        [
            Text(Bold(tr("Discard draft {number}?", number=number))),
            Text(tr("Nothing is sent, and the draft cannot be brought back.")),
            Text(excerpt(draft.announcement, tr, _EXCERPT)),
        ],
        "\n\n",
    )
    return _question(draft, body, (button(tr("Yes, discard it"), Discard(**draft.changing)),), tr)


def _send(draft: Draft, tr: Translator) -> str:
    return tr("Send to {count}", count=tr.number(draft.reach.people))


def _question(draft: Draft, body: Text, yes: Row, tr: Translator) -> Screen:
    return Screen(body, (yes, back_to(draft, tr)), sample=draft.edition.visit.sample)
