"""The choices that shape a draft: audience, texts, time, options; each opens in the place of the panel."""

from collections.abc import Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.core.languages import LANGUAGES, OWN_NAMES, Language
from bot.core.translation import Translator
from bot.features.announcements import audiences
from bot.features.announcements.presses import (
    AskText,
    AskWhen,
    OpenAudience,
    OpenTexts,
    OpenWhen,
    RemoveText,
    SetAudience,
    SetOption,
    SetWhen,
    ShowPreview,
)
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.control import excerpt
from bot.features.announcements.views.draft import (
    SPLIT,
    Draft,
    back_to,
    language_lines,
    offered_ends,
    when_lines,
)
from bot.features.announcements.views.words import audience_name
from bot.telegram.citing import joined, page_note, page_of, pager, rows_of, said
from bot.telegram.naming import group_name, role_name
from bot.telegram.roles import GIVEN
from bot.telegram.screens import Row, Screen, button, shortened

# The letters that stand for the kinds of audience in buttons.
LETTERS: Final[dict[str, audiences.Kind]] = {
    "e": "everyone",
    "m": "members",
    "g": "group",
    "r": "role",
    "l": "language",
    "v": "event",
    "u": "unconfirmed",
}
_LETTER: Final = {kind: letter for letter, kind in LETTERS.items()}
_ON_A_PAGE: Final = 8
_NOW: Final = "now"


def audience_screen(draft: Draft, unconfirmed: Sequence[Announcement], tr: Translator) -> Screen:
    """Show the kinds of audience."""
    visit = draft.edition.visit
    whole = [button(tr("Everyone"), _to(draft, "everyone"))]
    if visit.audience == "public":
        whole.append(button(tr("Members only"), _to(draft, "members")))
    kinds: list[InlineKeyboardButton] = []
    if visit.groups:
        kinds.append(button(tr("A group"), OpenAudience(**draft.address, kind=_LETTER["group"])))
    kinds.append(button(tr("A role"), OpenAudience(**draft.address, kind=_LETTER["role"])))
    kinds.append(button(tr("A language"), OpenAudience(**draft.address, kind=_LETTER["language"])))
    if visit.events:
        kinds.append(button(tr("An event"), OpenAudience(**draft.address, kind=_LETTER["event"])))
    if unconfirmed:
        kinds.append(button(tr("Not confirmed"), OpenAudience(**draft.address, kind=_LETTER["unconfirmed"])))
    name = audience_name(draft.announcement.audience, draft.edition, tr)
    lines = [Text(Bold(tr("Who gets it?"))), Text(tr("Now: {audience}", audience=name))]
    if visit.audience == "public":
        lines.append(Text(tr("Everyone includes guests who asked for the news of the visit.")))
    return _screen(draft, joined(lines), (*rows_of(whole), *rows_of(kinds)), tr)


def choices_screen(
    draft: Draft, kind: audiences.Kind, unconfirmed: Sequence[Announcement], page: int, tr: Translator
) -> Screen:
    """Show the choices within one kind of audience, a page at a time."""
    choices = _choices(draft, kind, unconfirmed, tr)
    shared = [list(choices[begin : begin + _ON_A_PAGE]) for begin in range(0, len(choices), _ON_A_PAGE)] or [[]]
    number, shown = page_of(shared, page)
    titles = {
        "group": tr("Which group?"),
        "role": tr("Which role?"),
        "language": tr("Readers of which language?"),
        "event": tr("Attendees of which event?"),
        "unconfirmed": tr("Who has not confirmed which announcement?"),
    }
    title = Text(Bold(titles.get(kind, tr("Who gets it?")), page_note(number, len(shared), tr)))
    rows = (
        *rows_of([button(shortened(label), _to(draft, kind, value)) for value, label in shown]),
        pager(number, len(shared), lambda other: OpenAudience(**draft.address, kind=_LETTER[kind], page=other)),
        (button("‹ " + tr("Audience"), OpenAudience(**draft.address)),),
    )
    return _screen(draft, title, rows, tr)


def texts_screen(draft: Draft, tr: Translator) -> Screen:
    """Show which languages have a text, with the buttons to write, see and remove each."""
    rows: list[Row] = []
    for language in LANGUAGES:
        written = language in draft.announcement.texts
        name = OWN_NAMES[language]
        label = tr("{language}: rewrite", language=name) if written else tr("{language}: write", language=name)
        row: Row = (button(label, AskText(**draft.address, language=language)),)
        if written:
            row += (
                button(tr("See"), ShowPreview(**draft.address, language=language)),
                button(tr("Remove"), RemoveText(**draft.changing, language=language)),
            )
        rows += _laid_out(row)
    body = joined([Text(Bold(tr("Texts"))), *language_lines(draft, tr)])
    return _screen(draft, body, tuple(rows), tr)


def ask_text_screen(draft: Draft, language: Language, tr: Translator) -> Screen:
    """Ask for the text in a language."""
    lines = [Text(Bold(tr("Write the text: {language}", language=OWN_NAMES[language])))]
    if language in draft.announcement.texts:
        lines.append(Text(tr("What you write replaces the present one.")))
    lines.append(Text(tr("Send it as one message; bold, links and the like are kept. /cancel leaves it as it is.")))
    return _screen(draft, joined(lines), ((button("‹ " + tr("Texts"), OpenTexts(**draft.address)),),), tr)


def when_screen(draft: Draft, tr: Translator) -> Screen:
    """Show the choice of when it goes out."""
    rows = (
        (
            button(tr("At once"), SetWhen(**draft.changing, choice=_NOW)),
            button(tr("In 15 minutes"), SetWhen(**draft.changing, choice="15")),
        ),
        (
            button(tr("Tomorrow 08:00"), SetWhen(**draft.changing, choice="morning")),
            button(tr("Another time"), AskWhen(**draft.address)),
        ),
        (button(tr("When it ends"), OpenWhen(**draft.address, ends=True)),),
    )
    body = joined([Text(Bold(tr("When does it go out?"))), *when_lines(draft, tr), Text(_clock(draft, tr))])
    return _screen(draft, body, tuple(row for part in rows for row in _laid_out(part)), tr)


def ends_screen(draft: Draft, tr: Translator) -> Screen:
    """Show the choice of how long it is worth sending."""
    offered = [
        button(tr.duration(length), SetWhen(**draft.changing, choice=choice, ends=True))
        for choice, length in offered_ends().items()
    ]
    rows = (
        *rows_of(offered, 4),
        (
            button(tr("No end"), SetWhen(**draft.changing, choice=_NOW, ends=True)),
            button(tr("Another time"), AskWhen(**draft.address, ends=True)),
        ),
        (button("‹ " + tr("When"), OpenWhen(**draft.address)),),
    )
    explained = tr("Whoever could not get it by then does not get it late. /news shows it until then.")
    body = joined([Text(Bold(tr("How long is it worth sending?"))), *when_lines(draft, tr), Text(explained)])
    return _screen(draft, body, rows, tr)


def ask_when_screen(draft: Draft, tr: Translator, *, ends: bool) -> Screen:
    """Ask for a time to be typed."""
    title = tr("Until when is it worth sending?") if ends else tr("When does it go out?")
    how = tr("Write 14:30, 24.09 14:30, 2026-09-24 14:30 or tomorrow 8:00. /cancel leaves it as it is.")
    rows = ((button("‹ " + tr("When"), OpenWhen(**draft.address, ends=ends)),),)
    return _screen(draft, joined([Text(Bold(title)), Text(_clock(draft, tr)), Text(how)]), rows, tr)


def options_screen(draft: Draft, tr: Translator) -> Screen:
    """Show the options, each with what it means."""
    announcement = draft.announcement
    media = announcement.media
    options = [
        ("confirm", tr("Confirmation"), announcement.needs_confirmation),
        ("urgent", tr("Urgent"), announcement.urgent),
        ("silent", tr("Silent"), announcement.silent),
        ("pin", tr("Pin"), announcement.pinned),
    ]
    if media is not None and (media.captioned or media.kind == "none"):
        options.append((SPLIT, tr("Text apart"), media.text_follows))
    buttons = [
        button(f"✓ {label}" if on else label, SetOption(**draft.changing, option=option, on=not on))
        for option, label, on in options
    ]
    lines = [
        Text(Bold(tr("Options"))),
        Text(tr("Confirmation: a button under it, and you see who pressed it.")),
        Text(tr("Urgent: comes in quiet hours too, and to those who switched announcements off. I ask twice.")),
        Text(tr("Silent: no sound when it comes.")),
        Text(tr("Pin: it is pinned in each chat.")),
    ]
    return _screen(draft, joined(lines), rows_of(buttons), tr)


def _choices(
    draft: Draft, kind: audiences.Kind, unconfirmed: Sequence[Announcement], tr: Translator
) -> list[tuple[str, str]]:
    edition = draft.edition
    match kind:
        case "group":
            return [(group.id, group_name(edition, group.id, tr)) for group in edition.visit.groups]
        case "role":
            return [(role.stored, _capital(role_name(role, tr))) for role in GIVEN]
        case "language":
            return [(language, OWN_NAMES[language]) for language in LANGUAGES]
        case "event":
            return [(event.id, said(event.title, tr)) for event in edition.visit.events if event.status != "cancelled"]
        case "unconfirmed":
            return [(str(one.announcement_id), f"{one.announcement_id}: {excerpt(one, tr)}") for one in unconfirmed]
        case _:
            return []


def _to(draft: Draft, kind: audiences.Kind, value: str = "") -> SetAudience:
    return SetAudience(**draft.changing, kind=_LETTER[kind], value=value)


def _clock(draft: Draft, tr: Translator) -> str:
    return tr("Times are by the clock of {city}.", city=tr.city(draft.edition.visit.zone))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _laid_out(row: Row) -> tuple[Row, ...]:
    """Keep buttons side by side only where each has room."""
    return (row,) if len(rows_of(row, len(row))) == 1 else (row[:1], row[1:])


def _screen(draft: Draft, body: Text, rows: tuple[Row, ...], tr: Translator) -> Screen:
    return Screen(body, (*rows, back_to(draft, tr)), sample=draft.edition.visit.sample)
