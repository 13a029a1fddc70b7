"""What is stored about a person and how long, and its erasure, as messages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Code, Text

from bot.core.translation import Translator
from bot.features.privacy.files_view import files_erased, files_to_publish
from bot.features.privacy.sent_view import sent_lines, sent_to_them
from bot.features.privacy.store import Kept
from bot.telegram.citing import joined, ways_back
from bot.telegram.presses import OpenPrivacy
from bot.telegram.screens import Screen, button, copy


class AskToForget(CallbackData, prefix="forget"):
    """Ask whether to erase everything about the person."""


class Forget(CallbackData, prefix="forgetyes"):
    """Erase everything about the person."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How many daily backups are kept, and for how many days a message that the bot failed on."""

    keep_backups: int
    keep_days: int


@dataclass(frozen=True, slots=True)
class About:
    """What is stored about a person, in words: `choices` as they would name them, `first_day` by their own clock.

    `memberships` are the visits with what the person is there.
    """

    user_id: int
    kept: Kept
    choices: Sequence[str] = ()
    first_day: dt.date | None = None
    memberships: Sequence[str] = ()


def privacy_screen(tr: Translator, about: About, retention: Retention) -> Screen:
    """Return exactly what is stored about this person, where else it lies and how long."""
    body = joined(
        [
            _stored(tr, about),
            _membership(tr, about),
            _questions(tr, about.kept, retention),
            sent_to_them(tr, about.kept),
            _messages(tr, about.kept, retention),
            _backups(tr, retention),
        ],
        "\n\n",
    )
    number = copy(tr("Copy my number"), str(about.user_id))
    return Screen(body, ((number,), (button(tr("Erase everything about me"), AskToForget()),), ways_back(tr)))


def ask_screen(tr: Translator) -> Screen:
    """Return the question before everything is erased."""
    body = Text(
        Bold(tr("Erase everything about you?")),
        "\n\n",
        tr(
            "Your number, your choices, your memberships and whatever I still keep of your messages go at once, "
            "for good. You can come back at any time, as somebody new."
        ),
    )
    rows = ((button(tr("Yes, erase it all"), Forget()),), (button(tr("No, keep it"), OpenPrivacy()),), ways_back(tr))
    return Screen(body, rows)


def forgotten_screen(tr: Translator, about: About, last_copy_goes: dt.date) -> Screen:
    """Return what was erased: `about` is as it stood until then."""
    kept = about.kept
    erased = [
        tr("your number in Telegram"),
        *([tr("the day you first wrote")] if about.first_day else []),
        *([tr("the language of your Telegram")] if kept.telegram_language else []),
        *([tr("your choices: {choices}", choices=" · ".join(about.choices))] if about.choices else []),
        *_wishes(tr, kept),
        *(
            [tr("the messages that I had failed on: {count}", count=tr.number(kept.set_aside))]
            if kept.set_aside
            else []
        ),
        *([tr("questions that you asked: {count}", count=tr.number(kept.questions))] if kept.questions else []),
        *(tr("your membership with the name: {visit}", visit=visit) for visit in about.memberships),
        *sent_lines(tr, kept),
        *files_erased(tr, kept),
        *([tr("links that you made are closed: {count}", count=tr.number(kept.links))] if kept.links else []),
        *([tr("your link to entries in the audit: {count}", count=tr.number(kept.audited))] if kept.audited else []),
        *([tr("answers still on their way: {count}", count=tr.number(kept.under_way))] if kept.under_way else []),
    ]
    body = joined(
        [
            Text(Bold(tr("Erased")), *(f"\n• {line}" for line in erased)),
            Text(
                tr(
                    "Copies of the database made before now still hold it. The last of them goes about {date}.",
                    date=tr.date(last_copy_goes),
                )
            ),
            Text(
                tr("If you write or press again, I get to know you anew. The chat itself you can delete in Telegram.")
            ),
        ],
        "\n\n",
    )
    return Screen(body, (ways_back(tr),))


def _stored(tr: Translator, about: About) -> Text:
    kept = about.kept
    choices = " · ".join(about.choices) or tr("none yet")
    lines = [
        Text(Bold(tr("What I store about you"))),
        Text("• ", tr("your number in Telegram"), tr(": "), Code(str(about.user_id))),
    ]
    if about.first_day is not None:
        lines.append(Text("• ", tr("the day you first wrote"), tr(": "), tr.date(about.first_day)))
    if kept.telegram_language is not None:
        lines.append(Text("• ", tr("the language of your Telegram"), tr(": "), kept.telegram_language))
    lines.append(Text("• ", tr("your choices: {choices}", choices=choices)))
    lines += [Text("• ", wish) for wish in _wishes(tr, kept)]
    lines.append(Text("• ", tr("whether my messages reach you")))
    if not kept.memberships and not kept.questions:
        lines.append(Text(tr("It stays until you erase it. Your name, @name and phone number are not stored.")))
    else:
        lines.append(Text(tr("It stays until you erase it. Your @name and phone number are not stored.")))
    return joined(lines)


def _wishes(tr: Translator, kept: Kept) -> list[str]:
    """Say what is stored of what they want to get, and when; nothing where they never chose."""
    return [
        *([tr("what you chose to get, visits: {count}", count=tr.number(kept.subscribed))] if kept.subscribed else []),
        *(
            [tr("events that you starred, muted or set a reminder for: {count}", count=tr.number(kept.decided))]
            if kept.decided
            else []
        ),
        *([tr("your quiet hours or mute")] if kept.quiet else []),
    ]


def _membership(tr: Translator, about: About) -> Text:
    """Say what is stored of memberships, links and the audit, as far as it concerns this person."""
    kept = about.kept
    names = " · ".join(dict.fromkeys(member.name for member in kept.memberships))
    lines = [Text("• ", standing) for standing in about.memberships]
    if names:
        lines.append(Text("• ", tr("your name as Telegram showed it when you joined: {name}", name=names)))
    if kept.links:
        lines.append(Text("• ", tr("links that you made: {count}", count=tr.number(kept.links))))
    if kept.failed_tries:
        tries = tr.number(kept.failed_tries)
        lines.append(Text("• ", tr("links that you tried in vain, for an hour: {count}", count=tries)))
    if kept.audited:
        lines.append(Text("• ", tr("entries in the audit: {count}", count=tr.number(kept.audited))))
    if not lines:
        return Text()
    explained = [
        *([tr("The organisers of a visit see its members with name, number, role and groups.")] if names else []),
        *(
            [tr("The audit names people by a random mark. Erasing cuts its link to you; the entries stay.")]
            if kept.audited
            else []
        ),
        *(
            [tr("Tries in vain are kept under a fingerprint of your number, also if you erase everything.")]
            if kept.failed_tries
            else []
        ),
        *(
            [
                tr(
                    "If you are removed from a visit or get fewer rights in it, a fingerprint of your number stays "
                    "until the links of that time have closed."
                )
            ]
            if names
            else []
        ),
    ]
    return joined([Text(Bold(tr("Your visits"))), *lines, Text(" ".join(explained))])


def _questions(tr: Translator, kept: Kept, retention: Retention) -> Text:
    """Say what is stored of what they asked the organisers; nothing where they asked nothing."""
    if not kept.questions and not kept.asked_lately:
        return Text()
    lines = [Text(Bold(tr("Your questions")))]
    if kept.questions:
        lines.append(Text("• ", tr("questions that you asked: {count}", count=tr.number(kept.questions))))
    erased = tr.plural(
        "Answered questions are erased after {count} day.",
        "Answered questions are erased after {count} days.",
        retention.keep_days,
    )
    lines += [
        Text(
            tr(
                "The organisers see a question with your name, or without it if you sent it anonymously; "
                "I keep whose it is, to bring you the answer."
            )
        ),
        Text(tr("Their chat keeps its copies in Telegram, also if you erase everything.")),
        Text(erased),
    ]
    if kept.asked_lately:
        lines.append(Text(tr("How often you asked within the last hour is kept under a fingerprint of your number.")))
    return joined(lines)


def _messages(tr: Translator, kept: Kept, retention: Retention) -> Text:
    lines = [
        Text(Bold(tr("Your messages"))),
        Text(tr("What you write or press is erased once it is answered, and the answer once it is sent.")),
        Text(
            tr.plural(
                "A message that I fail on is kept as Telegram gave it, your name in it, for {count} day: "
                "so the fault can be found.",
                "A message that I fail on is kept as Telegram gave it, your name in it, for {count} days: "
                "so the fault can be found.",
                retention.keep_days,
            ),
        ),
    ]
    lines += [Text(tr("Kept of yours now: {count}", count=tr.number(kept.set_aside)))] if kept.set_aside else []
    return joined([*lines, *files_to_publish(tr, kept, retention.keep_days)])


def _backups(tr: Translator, retention: Retention) -> Text:
    copies = tr.plural(
        "The database is copied daily and {count} copy is kept: what you erase is gone from it after about a day.",
        "The database is copied daily and {count} copies are kept: "
        "what you erase is gone from the last of them after about as many days.",
        retention.keep_backups,
    )
    return joined(
        [Text(Bold(tr("Copies"))), Text(copies), Text(tr("The chat itself is with Telegram; delete it there."))]
    )
