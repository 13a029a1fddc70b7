"""What of the briefing can be asked for: commands, buttons and free text. All of it only reads."""

from collections.abc import Callable

from bot.content.freshness import overdue_facts, today_at
from bot.content.library import Edition
from bot.core.translation import Translator, msg
from bot.features.briefing.presses import OpenGlossary, OpenTopics, OpenUnstated
from bot.features.briefing.views.companies import companies, company
from bot.features.briefing.views.facts import fact, facts, topics, unstated
from bot.features.briefing.views.found import found
from bot.features.briefing.views.glossary import glossary
from bot.features.briefing.views.park import park
from bot.features.briefing.views.quotes import quote, quotes
from bot.features.briefing.views.sources import source, sources
from bot.telegram.citing import no_visit, not_open
from bot.telegram.presses import (
    OpenCompanies,
    OpenFact,
    OpenFacts,
    OpenOrganisation,
    OpenPark,
    OpenQuote,
    OpenQuotes,
    OpenSource,
    OpenSources,
)
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Screen

View = Callable[[Edition, Translator], Screen]


async def show_park(request: Request) -> Answers:
    """/park: the overview of the host."""
    return _here(request, park)


async def show_companies(request: Request) -> Answers:
    """/companies: the organisations."""
    return _here(request, companies)


async def show_quotes(request: Request) -> Answers:
    """/quotes: what people said."""
    return _here(request, quotes)


async def show_sources(request: Request) -> Answers:
    """/sources: where everything comes from."""
    return _here(request, lambda edition, tr: sources(edition, tr, overdue=_overdue(request, edition)))


async def answer_question(request: Request) -> Answers:
    """Answer a free text with what fits best; in a group people talk to one another, so nothing is said."""
    if not request.private:
        return ()
    return _here(request, lambda edition, tr: found(edition, tr, request.argument))


async def open_park(request: Request, data: OpenPark) -> Answers:
    """Open the overview."""
    return _named(request, data.visit, park)


async def open_topics(request: Request, data: OpenTopics) -> Answers:
    """Open the topics of the facts."""
    return _named(request, data.visit, topics)


async def open_facts(request: Request, data: OpenFacts) -> Answers:
    """Open a page of one topic."""
    return _named(request, data.visit, lambda edition, tr: facts(edition, tr, data.topic, data.page))


async def open_fact(request: Request, data: OpenFact) -> Answers:
    """Open one fact."""
    return _named(request, data.visit, lambda edition, tr: fact(edition, tr, data.fact))


async def open_unstated(request: Request, data: OpenUnstated) -> Answers:
    """Open what no source states."""
    return _named(request, data.visit, lambda edition, tr: unstated(edition, tr, data.page))


async def open_companies(request: Request, data: OpenCompanies) -> Answers:
    """Open a page of the organisations."""
    return _named(request, data.visit, lambda edition, tr: companies(edition, tr, data.page))


async def open_company(request: Request, data: OpenOrganisation) -> Answers:
    """Open one organisation."""
    return _named(
        request,
        data.visit,
        lambda edition, tr: company(edition, tr, data.organisation, data.page, edits=request.edits(data.visit)),
    )


async def open_quotes(request: Request, data: OpenQuotes) -> Answers:
    """Open the quotes at one of them."""
    return _named(request, data.visit, lambda edition, tr: quotes(edition, tr, data.speaker, data.page))


async def open_quote(request: Request, data: OpenQuote) -> Answers:
    """Open one quote."""
    return _named(request, data.visit, lambda edition, tr: quote(edition, tr, data.quote, original=data.original))


async def open_sources(request: Request, data: OpenSources) -> Answers:
    """Open a page of the sources."""
    return _named(
        request, data.visit, lambda edition, tr: sources(edition, tr, data.page, overdue=_overdue(request, edition))
    )


async def open_source(request: Request, data: OpenSource) -> Answers:
    """Open one source."""
    return _named(
        request,
        data.visit,
        lambda edition, tr: source(edition, tr, data.source, data.page, edits=request.edits(data.visit)),
    )


async def open_glossary(request: Request, data: OpenGlossary) -> Answers:
    """Open a page of the glossary."""
    return _named(request, data.visit, lambda edition, tr: glossary(edition, tr, data.page))


def _overdue(request: Request, edition: Edition) -> int | None:
    """Return how many facts are to be looked at again, to whoever may do something about it."""
    if not request.edits(edition.visit_id):
        return None
    return overdue_facts(edition.visit, today_at(edition.visit, request.now))


def _here(request: Request, view: View) -> Screen:
    """Show something of the visit that the person reads about."""
    edition = request.edition()
    return no_visit(request.tr) if edition is None else view(edition, request.tr)


def _named(request: Request, visit_id: str, view: View) -> Screen:
    """Show something of the visit that the button names."""
    edition = request.edition(visit_id)
    return not_open(request.tr) if edition is None else view(edition, request.tr)


ROUTES = Routes(
    commands=(
        Command("park", msg("The place: what it is, in brief"), show_park, Role.GUEST),
        Command("companies", msg("Companies and organisations"), show_companies, Role.GUEST),
        Command("quotes", msg("Who said what, in whose words"), show_quotes, Role.GUEST),
        Command("sources", msg("Where everything comes from"), show_sources, Role.GUEST),
    ),
    presses=(
        Press(OpenPark, open_park, Role.GUEST),
        Press(OpenTopics, open_topics, Role.GUEST),
        Press(OpenFacts, open_facts, Role.GUEST),
        Press(OpenFact, open_fact, Role.GUEST),
        Press(OpenUnstated, open_unstated, Role.GUEST),
        Press(OpenCompanies, open_companies, Role.GUEST),
        Press(OpenOrganisation, open_company, Role.GUEST),
        Press(OpenQuotes, open_quotes, Role.GUEST),
        Press(OpenQuote, open_quote, Role.GUEST),
        Press(OpenSources, open_sources, Role.GUEST),
        Press(OpenSource, open_source, Role.GUEST),
        Press(OpenGlossary, open_glossary, Role.GUEST),
    ),
    free_text=answer_question,
)
