"""The choice of visit, language and time zone, as messages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Code, Text

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, OWN_NAMES, Language
from bot.core.translation import Translator
from bot.telegram.citing import rows_of, said, ways_back
from bot.telegram.presses import AskToLeave, OpenLanguage, OpenMenu, OpenTimeZone, OpenVisits
from bot.telegram.screens import Row, Screen, button

COMMON_ZONES: Final = (
    "Europe/Moscow",
    "Asia/Shanghai",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Dubai",
    "Asia/Yekaterinburg",
    "Asia/Novosibirsk",
    "Asia/Vladivostok",
)


class ChooseLanguage(CallbackData, prefix="setlang"):
    """Speak this language from now on; empty for the one that Telegram names."""

    language: str = ""


class ChooseZone(CallbackData, prefix="settz"):
    """Show times in this IANA zone as well; empty for the zone where the delegation comes from."""

    zone: str = ""


class ChooseVisit(CallbackData, prefix="setvisit"):
    """Speak of this visit from now on."""

    visit: str


def language_screen(tr: Translator, *, chosen: Language | None, telegram: Language) -> Screen:
    """Return the choice of language. `telegram` is what "as in Telegram" comes to for this person."""
    body = Text(
        Bold(tr("Language")),
        "\n",
        tr("I speak English."),
        "\n\n",
        tr("What is not there in English you see in another language, and it says which."),
    )
    languages = tuple(
        _choice(OWN_NAMES[language], ChooseLanguage(language=language), chosen=language == chosen)
        for language in LANGUAGES
    )
    as_in_telegram = _choice(
        tr("As in Telegram: {language}", language=OWN_NAMES[telegram]), ChooseLanguage(), chosen=chosen is None
    )
    return Screen(body, (languages, (as_in_telegram,), _settings(tr, OpenTimeZone())))


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones that matter to this person: their choice, and those of the visit that they read about."""

    chosen: str | None = None
    home: str | None = None
    visit: str | None = None


def time_zone_screen(tr: Translator, zones: Zones, now: dt.datetime) -> Screen:
    """Return the choice of time zone with what the clocks show there at `now`."""
    current = zones.chosen or zones.home
    if current is None:
        state = Text(tr("You have not chosen one."))
    else:
        state = Text(Bold(tr("{city}, {time} now", city=tr.city(current), time=_clock(tr, current, now))))
    body = Text(
        Bold(tr("Your time zone")),
        "\n",
        state,
        "\n",
        *((tr("as at the delegation’s home"), "\n") if zones.chosen is None and zones.home is not None else ()),
        "\n",
        tr("The programme always shows the time on the spot; yours stands beside it where it differs."),
        "\n\n",
        tr("Another city: send its name after the command, like this:"),
        "\n",
        Code(tr("/timezone London")),
    )
    known = [zone for zone in (zones.visit, zones.home, zones.chosen) if zone is not None]
    offered = tuple(dict.fromkeys((*known, *COMMON_ZONES)))
    buttons = [_zone_button(tr, zone, now, chosen=zone == zones.chosen) for zone in offered]
    home: Row = ()
    if zones.home is not None:
        label = tr("As at home: {city}", city=tr.city(zones.home))
        home = (_choice(label, ChooseZone(), chosen=zones.chosen is None),)
    return Screen(body, (*rows_of(buttons), home, _settings(tr, OpenLanguage())))


def unknown_zone_screen(tr: Translator, text: str, near: Sequence[str], now: dt.datetime) -> Screen:
    """Return the answer to a city or zone that nobody knows, with those whose names are like it."""
    asked = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
    body = Text(tr("I know no city or time zone “{name}”.", name=asked), "\n", _what_to_do(tr, bool(near)))
    buttons = [_zone_button(tr, zone, now, chosen=False) for zone in near]
    return Screen(body, (*rows_of(buttons), (button(tr("All time zones here"), OpenTimeZone()),), ways_back(tr)))


def visits_screen(
    tr: Translator, visits: Sequence[Edition], current: Edition | None, own: Sequence[Edition] = ()
) -> Screen:
    """Return the choice among the visits that this person may see; those that are their `own` they can leave."""
    if not visits:
        return Screen(
            Text(tr("No visit is open to you yet. As soon as the organisers open one, you will find it here.")),
            _menu(tr),
        )
    if len(visits) == 1:
        body = Text(tr("There is one visit, and you are in it:"), "\n\n", *_visit_lines(tr, visits[0]))
        return Screen(body, (*_ways_out(tr, own), *_menu(tr)))
    blocks: list[Text | str] = [tr("Which visit shall I speak of?")]
    for edition in visits:
        blocks += ["\n\n", *_visit_lines(tr, edition)]
        if edition.visit.sample:
            blocks += ["\n", tr("a sample, invented to try things out")]
    buttons = tuple(
        (
            _choice(
                said(edition.visit.title, tr),
                ChooseVisit(visit=edition.visit_id),
                chosen=current is not None and edition.visit_id == current.visit_id,
            ),
        )
        for edition in visits
    )
    return Screen(Text(*blocks), (*buttons, *_ways_out(tr, own), *_menu(tr)))


_QUOTED: Final = 40


def _what_to_do(tr: Translator, near: bool) -> str:
    if near:
        return tr("Did you mean one of these?")
    return tr("Send a large city in its zone, such as London, or the zone’s name, such as Europe/London.")


def _choice(label: str, press: CallbackData, *, chosen: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if chosen else label, press)


def _zone_button(tr: Translator, zone: str, now: dt.datetime, *, chosen: bool) -> InlineKeyboardButton:
    return _choice(f"{tr.city(zone)} {_clock(tr, zone, now)}", ChooseZone(zone=zone), chosen=chosen)


def _clock(tr: Translator, zone: str, now: dt.datetime) -> str:
    return tr.time(now.astimezone(ZoneInfo(zone)).time())


def _visit_lines(tr: Translator, edition: Edition) -> tuple[Text | str, ...]:
    title, subtitle = edition.visit.title, edition.visit.subtitle
    return (Bold(said(title, tr)), f"\n{said(subtitle, tr)}" if subtitle is not None else "")


def _ways_out(tr: Translator, own: Sequence[Edition]) -> tuple[Row, ...]:
    return tuple(
        (button(tr("Leave: {visit}", visit=said(edition.visit.title, tr)), AskToLeave(visit=edition.visit_id)),)
        for edition in own
    )


def _menu(tr: Translator) -> tuple[Row, ...]:
    return (ways_back(tr),)


def _settings(tr: Translator, other: OpenLanguage | OpenTimeZone) -> Row:
    label = tr("Language") if isinstance(other, OpenLanguage) else tr("Time zone")
    return (button(tr("Menu"), OpenMenu()), button(label, other), button(tr("Visit"), OpenVisits()))
