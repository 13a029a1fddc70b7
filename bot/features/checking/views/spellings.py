"""The names of a visit and their spellings, each to be confirmed as it stands or not at all."""

from collections.abc import Iterator, Mapping
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text, TextLink

from bot.content.confirming import Named, forms_of, named
from bot.content.library import Edition
from bot.content.models import Organisation, Person
from bot.content.texts import NameForm
from bot.core.languages import LANGUAGES, Language
from bot.core.translation import Translator, msg
from bot.features.checking.marks import mark_of_form
from bot.features.checking.presses import ConfirmSpelling, OpenSpellings
from bot.telegram.citing import CONFIRMED, joined, page_note, page_of, pager, rows_of, said, share_out, ways_back
from bot.telegram.presses import OpenOrganisation, OpenPerson
from bot.telegram.presses_of_editors import OpenChecks, OpenSpelling
from bot.telegram.screens import Row, Screen, button, shortened

_NUMBERS_IN_A_ROW: Final = 5
_SCRIPTS: Final[Mapping[Language, str]] = {
    "ru": msg("Cyrillic"),
    "en": msg("Latin letters"),
    "zh": msg("Chinese characters"),
}


def spellings_screen(edition: Edition, page: int, tr: Translator) -> Screen:
    """Return a page of the names of people, organisations and places, with `✓` at what is confirmed."""
    visit, names = edition.visit, list(enumerate(named(edition.visit), 1))
    shared = share_out(names, lambda one: _line(*one))
    number, here = page_of(shared, page)
    heading = Text(Bold(tr("Spelling of names")), page_note(number, len(shared), tr))
    lead = tr("confirmed by the organisers, letter by letter")
    rows = (
        *rows_of(
            [button(str(place), OpenSpelling(visit=visit.id, item=item.id)) for place, item in here], _NUMBERS_IN_A_ROW
        ),
        pager(number, len(shared), lambda other: OpenSpellings(visit=visit.id, page=other)),
        *rows_of(ways_back(tr, (tr("To look at again"), OpenChecks(visit=visit.id)))),
    )
    body = joined([joined([heading, Text(f"{CONFIRMED} ", lead)]), joined(_line(*one) for one in here)], "\n\n")
    return Screen(body, rows, sample=visit.sample)


def spelling_screen(edition: Edition, item: Named, tr: Translator) -> Screen:
    """Return the forms of a name with where each comes from, and the way to confirm what stands there."""
    visit, own = edition.visit, item.names.pick(tr.language).text
    lead = tr(
        "Compare each form letter by letter with a passport, a business card or the sign on the door. "
        "Only what stands here can be confirmed."
    )
    body = joined(
        [
            Text(tr("Spelling of the name"), "\n", Bold(own)),
            Text(lead),
            *_forms(edition, item, tr),
        ],
        "\n\n",
    )
    rows = (
        *_choices(visit.id, item, tr),
        *rows_of(
            ways_back(tr, *((shortened(own), press) for press in _card(visit.id, item)), (tr("Names"), _all(visit.id)))
        ),
    )
    return Screen(body, rows, sample=visit.sample)


def _line(place: int, item: Named) -> Text:
    forms = " · ".join(f"{form.text} {CONFIRMED}" if form.confirmed_on else form.text for _, form in _apart(item))
    return Text(f"{place}. {forms}")


def _apart(item: Named) -> Iterator[tuple[Language, NameForm]]:
    """Yield the forms that there are; of two with the same letters, as in a trade mark, one that is confirmed alike."""
    seen = set()
    for language, form in forms_of(item.names):
        if (form.text, form.confirmed_on) not in seen:
            seen.add((form.text, form.confirmed_on))
            yield language, form


def _forms(edition: Edition, item: Named, tr: Translator) -> Iterator[Text]:
    for language in LANGUAGES:
        form = item.names.form(language)
        if form is None:
            if language == "zh":
                unknown = tr("no source gives them, and they are never made up")
                yield Text(tr("{script}: {what}", script=tr(_SCRIPTS[language]), what=unknown))
            continue
        source = edition.source(form.source) if form.source is not None else None
        origin: Text | TextLink = Text(tr("our rendering"))
        if source is not None:
            origin = TextLink(f"{said(source.publisher, tr)} ↗", url=str(source.url))
        confirmed = (
            Text(tr("not confirmed"))
            if form.confirmed_on is None
            else Text(
                f"{CONFIRMED} ", tr("spelling confirmed by the organisers, {date}", date=tr.date(form.confirmed_on))
            )
        )
        yield joined([Bold(form.text), Text("  ", tr(_SCRIPTS[language]), " · ", origin), Text("  ", confirmed)])


def _choices(visit_id: str, item: Named, tr: Translator) -> Iterator[Row]:
    for language, form in forms_of(item.names):
        confirmed = form.confirmed_on is not None
        label = tr("Take back: {name}", name=form.text) if confirmed else tr("Confirm: {name}", name=form.text)
        press = ConfirmSpelling(
            visit=visit_id, item=item.id, language=language, mark=mark_of_form(form), on=not confirmed
        )
        yield (button(shortened(label), press),)


def _card(visit_id: str, item: Named) -> tuple[CallbackData, ...]:
    match item:
        case Person():
            return (OpenPerson(visit=visit_id, person=item.id),)
        case Organisation():
            return (OpenOrganisation(visit=visit_id, organisation=item.id),)
        case _:
            return ()


def _all(visit_id: str) -> CallbackData:
    return OpenSpellings(visit=visit_id)
