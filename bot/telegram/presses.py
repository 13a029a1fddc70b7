"""The addresses of screens: callback data that buttons of more than one feature carry.

Each names its visit, so that a button in an old message opens what it promised and not another visit's page.
All stay under Telegram's 64 bytes: a visit's id and an item's id have at most 20 characters each.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# A number that the store can look for; Telegram's numeric ids are smaller, too.
Number = Annotated[int, Field(ge=0, lt=2**53)]


class OpenMenu(CallbackData, prefix="menu"):
    """The start screen."""


class OpenLanguage(CallbackData, prefix="lang"):
    """The choice of language."""


class OpenTimeZone(CallbackData, prefix="tz"):
    """The choice of time zone."""


class OpenVisits(CallbackData, prefix="visits"):
    """The choice among visits."""


class OpenPrivacy(CallbackData, prefix="privacy"):
    """What is stored about the person."""


class OpenPark(CallbackData, prefix="park"):
    """The overview of the host."""

    visit: str


class OpenFacts(CallbackData, prefix="facts"):
    """A page of facts under one topic."""

    visit: str
    topic: str
    page: int = 0


class OpenFact(CallbackData, prefix="fact"):
    """One fact with its exact wording, sources and caveats."""

    visit: str
    fact: str


class OpenCompanies(CallbackData, prefix="orgs"):
    """The organisations of a visit."""

    visit: str
    page: int = 0


class OpenOrganisation(CallbackData, prefix="org"):
    """One organisation."""

    visit: str
    organisation: str
    page: int = 0


class OpenQuotes(CallbackData, prefix="quotes"):
    """The quotes, a page at a time; of one speaker when one is named."""

    visit: str
    speaker: str = ""
    page: int = 0


class OpenQuote(CallbackData, prefix="quote"):
    """One quote: translated, or in its original words."""

    visit: str
    quote: str
    original: bool = False


class OpenSources(CallbackData, prefix="srcs"):
    """The sources, a page at a time."""

    visit: str
    page: int = 0


class OpenSource(CallbackData, prefix="src"):
    """One source with what rests on it."""

    visit: str
    source: str
    page: int = 0


class OpenDay(CallbackData, prefix="day"):
    """A day of the programme: an ISO date, `open` for events without a day, or empty for the day at hand."""

    visit: str
    day: str = ""
    page: int = 0


class OpenNow(CallbackData, prefix="now"):
    """What is on now and what comes next."""

    visit: str


class OpenEvent(CallbackData, prefix="event"):
    """One event."""

    visit: str
    event: str


class OpenPeople(CallbackData, prefix="people"):
    """The people of a visit, a page at a time."""

    visit: str
    page: int = 0


class OpenPerson(CallbackData, prefix="person"):
    """One person."""

    visit: str
    person: str


class OpenMembers(CallbackData, prefix="mbrs"):
    """The members of a visit: in numbers, or a page of one group's, `*` for all and `-` for those in no group."""

    visit: str
    group: str = ""
    page: Number = 0


class StartInvite(CallbackData, prefix="inv"):
    """The making of a link that invites, as far as it has come; `-` stands for no group."""

    visit: str = ""
    role: str = ""
    group: str = ""
    expiry: str = ""


class OpenAudit(CallbackData, prefix="audit"):
    """What organisers did, a page at a time: entries older than the one named, or the newest."""

    older_than: Number = 0


class OpenEditions(CallbackData, prefix="eds"):
    """The editions of a visit, a page at a time."""

    visit: str
    page: Number = 0


class AskToLeave(CallbackData, prefix="leave"):
    """Ask whether to leave a visit."""

    visit: str


class OpenSubscriptions(CallbackData, prefix="subs"):
    """What the person gets of a visit and when; of the visit at hand when none is named."""

    visit: str = ""


class OpenAgenda(CallbackData, prefix="agenda"):
    """The events of a visit that are the person's own, a page at a time: without one that of the day at hand."""

    visit: str
    page: Number | None = None


class StopTopic(CallbackData, prefix="stop"):
    """Get no more messages on this topic (`subscriptions.Topic`): stands under messages that the bot sent by itself."""

    visit: str
    topic: str


class StarEvent(CallbackData, prefix="star"):
    """Put an event on the person's agenda, or take it off. On the event's `card` it is shown in place, else below."""

    visit: str
    event: str
    on: bool = True
    card: bool = False


class MuteEvent(CallbackData, prefix="mute"):
    """Let nothing come of an event but what is urgent, or end that. On the event's `card` it is shown in place."""

    visit: str
    event: str
    on: bool = True
    card: bool = False


class OpenAsk(CallbackData, prefix="ask"):
    """Ask the person what they want to know from the organisers of a visit."""

    visit: str


class OpenQuestions(CallbackData, prefix="qs"):
    """The questions about a visit that wait for an answer, a page at a time."""

    visit: str
    page: Number = 0


class OpenAnnouncements(CallbackData, prefix="anns"):
    """All announcements that the person may manage, a page at a time: those older than one, or the newest."""

    older_than: Number = 0


class OpenNews(CallbackData, prefix="news"):
    """The announcements that still hold, a page at a time: those older than one, or the newest."""

    older_than: Number = 0
