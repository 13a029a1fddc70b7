"""What views of several features share: footnotes of sources, labels of translations, caveats, and ways on.

A `Footnotes` is made for one screen. Each statement is said through it and gets the small numbers of its sources;
at the end `notes()` lists them. What the reader is shown in a language in which no source says it is labelled by
the same numbers: "¹ ² our translation", or just "our translation" when that holds for the whole screen.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text, TextLink

from bot.content.library import Edition
from bot.content.models import Source
from bot.content.saying import in_language, labelled, said
from bot.content.texts import Localized, NameForm, Names
from bot.core.languages import fallback_order
from bot.core.translation import Translator
from bot.telegram.paging import MOST_ON_A_PAGE, page_note, page_of, pager, share_out
from bot.telegram.presses import OpenMenu
from bot.telegram.rendering import says_anything
from bot.telegram.screens import LABEL_WIDTH, Row, Screen, button, columns, shortened

__all__ = [
    "CONFIRMED",
    "MOST_ON_A_PAGE",
    "OURS",
    "Footnotes",
    "gone",
    "in_language",
    "joined",
    "no_visit",
    "not_open",
    "not_stated",
    "page_note",
    "page_of",
    "pager",
    "rows_of",
    "said",
    "share_out",
    "source_day",
    "source_line",
    "ways_back",
]

_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A small number never starts a line of its own.
_NO_BREAK: Final = "\u00a0"
OURS: Final = "*"
CONFIRMED: Final = "✓"
_BACK: Final = "‹ "
# What the labels of a row have together on a phone; it shares the row out evenly.
_ROW_WIDTH: Final = 36


class Footnotes:
    """The sources of one screen, numbered as they are first cited."""

    def __init__(self, edition: Edition, tr: Translator) -> None:
        self._edition = edition
        self._tr = tr
        self._cited: list[str] = []
        self._translated: set[str] = set()
        self._rendered_names = False
        self._confirmed: list[NameForm] = []

    def say(self, text: Localized, original: Iterable[str], sources: Iterable[str]) -> Text:
        """Return a text for the reader with the numbers of its sources; `original` is what languages they say it in."""
        cited = tuple(sources)
        words, language = text.pick(self._tr.language)
        if language not in original:
            self._translated.update(cited)
        return Text(labelled(words, language, self._tr), self.mark(cited))

    def mark(self, sources: Iterable[str]) -> str:
        """Return the small numbers of these sources in their order, a space before each; empty for no source."""
        numbers = {self._place(source): None for source in sources}
        return "".join(f"{_NO_BREAK}{_superscript(number)}" for number in sorted(numbers))

    def names(self, names: Names) -> Text:
        """Return the name in all its scripts, the reader's own first.

        `*` marks a form that is the project's own, `✓` a spelling that the organisers confirmed.
        """
        found = [form for language in fallback_order(self._tr.language) if (form := names.form(language))]
        # Reversed, so that of two equal forms the reader's own stays.
        forms = list({form.text: form for form in reversed(found)}.values())[::-1]
        own = (Bold(forms[0].text), self._origin(forms[0]), self._confirmation(forms[0]))
        return Text(*own, *chain.from_iterable(map(self._also, forms[1:])))

    def name(self, names: Names) -> Text:
        """Return the reader's form of the name alone; `*` marks one that is the project's own."""
        form = names.pick(self._tr.language)
        return Text(Bold(form.text), "" if form.source else self._origin(form))

    def caveats(self, *items: str, besides: Iterable[str] = (), most: int | None = None) -> list[Text]:
        """Return a line, set in by two spaces, for each caveat about any of these items (at most so many).

        Caveats that are also about one of `besides` are left out: they stand there.
        """
        elsewhere = set(besides)
        about = chain.from_iterable(map(self._edition.caveats_about, items))
        caveats = {caveat.id: caveat for caveat in about if elsewhere.isdisjoint(caveat.about)}
        shown = list(caveats.values())[:most]
        return [Text("  ", said(caveat.text, self._tr), self.mark(caveat.sources)) for caveat in shown]

    def notes(self) -> Text:
        """Return the sources cited so far, a line each, and what is the project's own; empty when there is none."""
        tr = self._tr
        lines = [
            Text(f"{self._number(source.id)} ", source_line(source, tr))
            for source in self._edition.sources(self._cited)
        ]
        if self._translated:
            numbers = [self._number(item) for item in self._cited if item in self._translated]
            which = "" if len(numbers) == len(self._cited) else " ".join(numbers) + " "
            lines.append(Text(which, tr("our translation")))
        if self._rendered_names:
            lines.append(Text(f"{OURS} ", tr("our rendering")))
        lines += [Text(f"{CONFIRMED} ", line) for line in self._confirmations()]
        return joined(lines)

    def _number(self, source: str) -> str:
        return _superscript(self._place(source))

    def _place(self, source: str) -> int:
        if source not in self._cited:
            self._cited.append(source)
        return self._cited.index(source) + 1

    def _confirmations(self) -> list[str]:
        """Say of the names cited so far when their spelling was confirmed: once, where that was one day."""
        tr = self._tr
        days = {form.text: tr.date(form.confirmed_on) for form in self._confirmed if form.confirmed_on is not None}
        if len(set(days.values())) == 1:
            return [tr("spelling confirmed by the organisers, {date}", date=next(iter(days.values())))]
        return [
            tr("{name}: spelling confirmed by the organisers, {date}", name=name, date=date)
            for name, date in days.items()
        ]

    def _also(self, form: NameForm) -> tuple[str, str, str, str]:
        return " · ", form.text, self._origin(form), self._confirmation(form)

    def _confirmation(self, form: NameForm) -> str:
        if form.confirmed_on is None:
            return ""
        self._confirmed.append(form)
        return f"{_NO_BREAK}{CONFIRMED}"

    def _origin(self, form: NameForm) -> str:
        if form.source is not None:
            return self.mark([form.source])
        self._rendered_names = True
        return OURS


def source_line(source: Source, tr: Translator) -> Text:
    """Return a source in one line: publisher, linked, and the day it was published, else the day it was seen."""
    return Text(
        TextLink(f"{source.publisher.pick(tr.language)[0]} ↗", url=str(source.url)), " · ", source_day(source, tr)
    )


def source_day(source: Source, tr: Translator) -> str:
    """Return the day a source was published, such as `24 Sept 2025`, or `seen 22 Nov 2026` where it gives none."""
    if source.published_on is not None:
        return tr.date(source.published_on)
    return tr("seen {date}", date=tr.date(source.seen_on))


def not_stated(edition: Edition, tr: Translator, about: str | None) -> Text:
    """Return one line with all that no source states about this item; empty when nothing is missed."""
    missed = [said(item.text, tr) for item in edition.visit.unstated if item.about == about]
    if not missed:
        return Text()
    return Text(tr("Not stated in the sources: {what}", what=tr("; ").join(missed)))


def joined(blocks: Iterable[Text], gap: str = "\n") -> Text:
    """Return the blocks that say something, with `gap` between them."""
    parts: list[Text | str] = []
    for block in blocks:
        if says_anything(block):
            parts += [gap, block] if parts else [block]
    return Text(*parts)


def ways_back(tr: Translator, *ways: tuple[str, CallbackData]) -> Row:
    """Return the last row of a screen: `‹` and where each button leads, and the menu.

    Where a label comes from the content, `rows_of` gives a long one a row of its own.
    """
    room = LABEL_WIDTH - columns(_BACK)
    back = (button(_BACK + shortened(label, room), press) for label, press in ways)
    return (*back, button(tr("Menu"), OpenMenu()))


def not_open(tr: Translator) -> Screen:
    """Return the answer to whoever asks for a visit that they may not see here, or that does not exist."""
    return Screen(Text(tr("This visit is not open to you here. The menu shows what is.")), (ways_back(tr),))


def no_visit(tr: Translator) -> Screen:
    """Return the answer to whoever may see no visit at all here."""
    text = tr("There is no visit open to you here. If you were given an invitation, its link opens one.")
    return Screen(Text(text), (ways_back(tr),))


def gone(edition: Edition, tr: Translator, *ways: tuple[str, CallbackData]) -> Screen:
    """Return the answer to a button whose page is no longer in the visit's content."""
    text = tr("This page is no longer there: the content was changed since. What holds now is one tap away.")
    return Screen(Text(text), (ways_back(tr, *ways),), sample=edition.visit.sample)


def rows_of(buttons: Sequence[InlineKeyboardButton], width: int = 2) -> tuple[Row, ...]:
    """Lay buttons out in rows of at most `width`; a label too long for its share gets a row of its own."""
    rows: list[Row] = []
    room = False
    for one in buttons:
        fits = columns(one.text) <= _ROW_WIDTH // width
        if not (room and fits):
            rows.append(())
        rows[-1] = (*rows[-1], one)
        room = fits and len(rows[-1]) < width
    return tuple(rows)


def _superscript(number: int) -> str:
    return str(number).translate(_SUPERSCRIPT)
