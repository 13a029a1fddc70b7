"""A visit's content: one validated, immutable document.

Times are local wall time in the event's zone and may be unknown. Everything refers to everything else by stable
ids (`F28`, `round-table`), which are unique within a visit; `bot.content.rules` checks that they lead somewhere.
"""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, HttpUrl, model_validator

from bot.content.texts import Document, Identifier, Line, Localized, Names
from bot.content.times import Day, Time, Zone

Confidence = Literal["high", "medium", "low"]
SourceIds = Annotated[tuple[Identifier, ...], Field(min_length=1)]
# Languages in which a source says it; a text in any other language is the project's own translation.
Originals = Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...], Field(min_length=1)]


class Source(Document):
    """A page that was seen: who published it, where, when, and when the project read it.

    `seen_on` is the day of the first reading, `checked_on` the last day on which somebody read it again and it still
    said what rests on it.
    """

    id: Identifier
    publisher: Localized
    url: HttpUrl
    title: Line | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    published_on: Day | None = None
    date_note: Localized | None = None
    seen_on: Day
    checked_on: Day | None = None
    confidence: Confidence = "high"
    note: Localized | None = None


class Topic(Document):
    """A heading under which facts are read."""

    id: Identifier
    title: Localized


class Fact(Document):
    """One statement. `wording` is what the source prints, letter for letter; `text` says it to a reader.

    `brief` is the same in a few words, for the overview; `context` marks what lies beside the visit's own story.
    """

    id: Identifier
    topic: Identifier
    text: Localized
    brief: Localized | None = None
    wording: tuple[Line, ...] = ()
    original: Originals
    attributed_to: Localized | None = None
    sources: SourceIds
    about: tuple[Identifier, ...] = ()
    note: Localized | None = None
    context: bool = False
    confidence: Confidence = "high"


class Caveat(Document):
    """One line on where sources disagree or a figure stands alone, shown with everything it is `about`."""

    id: Identifier
    about: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    text: Localized
    sources: tuple[Identifier, ...] = ()


class Quote(Document):
    """What somebody said: the words exactly as printed; the translations are the project's own."""

    id: Identifier
    speaker: Identifier
    kind: Literal["direct", "reported"]
    words: Line
    language: Literal["ru", "en", "zh"]
    translations: Localized | None = None
    lead_in: Line | None = None
    sources: SourceIds
    about: tuple[Identifier, ...] = ()


class Contact(Document):
    """How to reach a person, each field only where stated."""

    phone: Annotated[str, Field(pattern=r"^\+[0-9][0-9 ()-]{4,30}$")] | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=120)] | None = None
    telegram: Annotated[str, Field(pattern=r"^@[A-Za-z0-9_]{4,32}$")] | None = None
    wechat: Line | None = None
    sources: SourceIds

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        if not (self.phone or self.email or self.telegram or self.wechat):
            raise ValueError("a contact needs a phone, an email, a telegram or a wechat name")
        return self


class Organisation(Document):
    """A company, office, centre or zone."""

    id: Identifier
    kind: Literal["company", "authority", "park", "centre", "zone", "fair"]
    names: Names
    summary: Localized | None = None
    original: Originals = ("ru",)
    sources: SourceIds
    note: Localized | None = None


class Person(Document):
    """Somebody named in the sources; a role is as the sources give it."""

    id: Identifier
    names: Names
    role: Localized
    original: Originals
    organisation: Identifier | None = None
    sources: SourceIds
    contact: Contact | None = None
    note: Localized | None = None
    context: bool = False


class Point(Document):
    """A place on the map, WGS 84 degrees, and the source that gives it."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    source: Identifier


class Place(Document):
    """Where something happens. `address.zh` is what a driver reads."""

    id: Identifier
    names: Names
    address: Localized | None = None
    point: Point | None = None
    sources: SourceIds
    note: Localized | None = None


class Group(Document):
    """A part of the delegation: a bus, the interpreters, the press."""

    id: Identifier
    title: Localized


class Event(Document):
    """Something in the programme. Without `day` the day is unknown; without `start` the time is.

    `last_day` makes an event of several days; `start` and `end` are local wall time in `zone` (the visit's by default).
    """

    id: Identifier
    title: Localized
    about: Localized | None = None
    original: Originals
    day: Day | None = None
    last_day: Day | None = None
    start: Time | None = None
    end: Time | None = None
    zone: Zone | None = None
    place: Identifier | None = None
    room: Localized | None = None
    groups: tuple[Identifier, ...] = ()
    people: tuple[Identifier, ...] = ()
    bring: Localized | None = None
    call: Identifier | None = None
    status: Literal["planned", "cancelled"] = "planned"
    sources: SourceIds
    note: Localized | None = None

    @model_validator(mode="after")
    def _times_make_sense(self) -> Self:
        if self.start is not None and self.day is None:
            raise ValueError("a time needs its day")
        if self.end is not None and self.start is None:
            raise ValueError("an end needs a start")
        if self.start is not None and self.end is not None and self.last_day is None and self.end <= self.start:
            raise ValueError("the end is not after the start")
        if self.last_day is not None and (self.day is None or self.last_day <= self.day):
            raise ValueError("last_day comes after day")
        return self


class Term(Document):
    """A word of the field in three languages."""

    id: Identifier
    names: Names


class Unstated(Document):
    """Something a reader would look for and no source states."""

    id: Identifier
    about: Identifier | None = None
    text: Localized


class Visit(Document):
    """Everything that may be said about one visit. `host` is the organisation that /park is about.

    `home_zone` is where the delegation comes from. A `sample` is invented; every message from it says so. A fact is to
    be looked at again when the last reading of its sources is more than `recheck_after_days` ago; never without them.
    """

    format: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)]
    id: Identifier
    sample: bool = False
    audience: Literal["public", "members"] = "public"
    title: Localized
    subtitle: Localized | None = None
    host: Identifier
    zone: Zone
    home_zone: Zone
    recheck_after_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    topics: tuple[Topic, ...] = ()
    facts: tuple[Fact, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    quotes: tuple[Quote, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    groups: tuple[Group, ...] = ()
    events: tuple[Event, ...] = ()
    glossary: tuple[Term, ...] = ()
    unstated: tuple[Unstated, ...] = ()
