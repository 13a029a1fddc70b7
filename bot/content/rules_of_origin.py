"""Where statements come from: languages that sources really use, and nothing invented outside a sample."""

from collections.abc import Iterator
from typing import Final

from bot.content.models import Contact, Event, Fact, Organisation, Person, Visit
from bot.content.parts import documents_in
from bot.content.problems import Problem, Where
from bot.content.texts import Localized, Names
from bot.core.languages import LANGUAGES

_EXAMPLE_DOMAINS: Final = ("example.org", "example.com", "example.net")


def unsupported_languages(visit: Visit, unread: frozenset[str]) -> Iterator[Problem]:
    """Find words in a language that none of their sources is in, and originals of which there is no text."""
    spoken = {source.id: source.language for source in visit.sources}

    def of(sources: tuple[str, ...]) -> set[str] | None:
        """The languages of these sources; None when one of them is not to be read."""
        return None if unread.intersection(sources) else {spoken[item] for item in sources if item in spoken}

    for path, item, text in _originals(visit):
        languages = of(item.sources)
        for position, language in enumerate(item.original):
            if languages and language not in languages:
                reason = f"{language} is not the language of any of its sources ({', '.join(sorted(languages))})"
                yield Problem((*path, "original", position), reason)
        ours = [language for language in LANGUAGES if language in item.original]
        if ours and not any(text.in_language(language) for language in ours):
            yield Problem((*path, "original"), f"is {', '.join(ours)}, but there is no text in it")
    for position, quote in enumerate(visit.quotes):
        languages = of(quote.sources)
        if languages and quote.language not in languages:
            reason = f"none of its sources is in {quote.language} (they are in {', '.join(sorted(languages))})"
            yield Problem(("quotes", position, "language"), reason)
        if quote.translations is not None and quote.translations.in_language(quote.language) is not None:
            reason = "is the language of the words themselves: there is nothing to translate"
            yield Problem(("quotes", position, "translations", quote.language), reason)
    yield from _characters_of_our_own(visit)


def inventions(visit: Visit) -> Iterator[Problem]:
    """Find what was left over from an example in a visit that is real, and pages read before they were written."""
    for position, source in enumerate(visit.sources):
        if source.published_on is not None and source.published_on > source.seen_on:
            yield Problem(("sources", position, "seen_on"), f"is before the page was published, {source.published_on}")
        if source.checked_on is not None and source.checked_on < source.seen_on:
            yield Problem(("sources", position, "checked_on"), f"is before the page was first seen, {source.seen_on}")
        host = source.url.host or ""
        if not visit.sample and (host in _EXAMPLE_DOMAINS or host.endswith(tuple(f".{d}" for d in _EXAMPLE_DOMAINS))):
            yield Problem(("sources", position, "url"), f"{host} is for examples; only a sample may name it")
    for position, person in enumerate(visit.people):
        if not visit.sample and person.contact is not None:
            yield from _example_contact(("people", position, "contact"), person.contact)


def _originals(visit: Visit) -> Iterator[tuple[Where, Fact | Person | Organisation | Event, Localized]]:
    for position, fact in enumerate(visit.facts):
        yield ("facts", position), fact, fact.text
    for position, person in enumerate(visit.people):
        yield ("people", position), person, person.role
    for position, event in enumerate(visit.events):
        yield ("events", position), event, event.title
    for position, organisation in enumerate(visit.organisations):
        if organisation.summary is not None:
            yield ("organisations", position), organisation, organisation.summary


def _characters_of_our_own(visit: Visit) -> Iterator[Problem]:
    """Names in Chinese characters that the project made up; words of the glossary are translations, not names."""
    for path, document in documents_in(visit):
        if isinstance(document, Names) and path[0] != "glossary" and document.zh and document.zh.status == "ours":
            reason = (
                "Chinese characters of a name are never our own: name the source that prints them, or leave them out"
            )
            yield Problem((*path, "zh", "status"), reason)


def _example_contact(path: Where, contact: Contact) -> Iterator[Problem]:
    if contact.email is not None and contact.email.lower().endswith(_EXAMPLE_DOMAINS):
        yield Problem((*path, "email"), "is an example's; only a sample may have it")
    digits = "".join(character for character in contact.phone or "" if character.isdecimal())
    if digits.startswith(("7000", "86000", "1000")):
        yield Problem((*path, "phone"), "is an example's; only a sample may have it")
