"""What a handler is given: who asks, where, what, and the unit of work in which it may read and write."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from aiogram.types import Message

from bot.content.library import Edition, Library
from bot.core.languages import Language
from bot.core.translation import Translator
from bot.telegram.roles import Role

P = ParamSpec("P")
T = TypeVar("T")


class Unit(Protocol):
    """The open unit of work: what is written in it is committed together with the answer, or not at all."""

    async def read(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query on the store and return what it returns."""

    async def write(
        self, command: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a command that changes the store; undone if the handler fails."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever wrote or pressed. `zone` and `visit_id` are their own choices; None where they made none.

    `role` is the one in the visit at hand, `roles` are those of a member by visit. `name` is as Telegram shows it now.
    An `anonymous` person hides behind a group or a channel and is nobody in particular.
    """

    user_id: int
    role: Role
    language: Language
    chosen_language: Language | None = None
    zone: str | None = None
    visit_id: str | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    name: str = ""
    anonymous: bool = False

    def role_in(self, visit_id: str) -> Role:
        """Return the role in this visit: an owner's everywhere, else a member's, else a guest's."""
        return Role.OWNER if self.role is Role.OWNER else self.roles.get(visit_id, Role.GUEST)

    def may(self, role: Role) -> bool:
        """Tell whether this person has at least this role in any visit."""
        return max(self.role, *self.roles.values(), Role.GUEST) >= role


@dataclass(frozen=True, slots=True)
class Request:
    """One message or press, ready to be answered. `argument` is what follows the command, or the free text.

    `tr` speaks the person's language; `translators` has them all, for the answer to a change of language. `message` is
    what was sent, or the message under which a button was pressed where Telegram still shows it. A command that came
    instead of an answer to a question has `interrupted` that: nobody waits for the answer any more.
    """

    person: Person
    chat_id: int
    private: bool
    argument: str
    tr: Translator
    translators: Mapping[Language, Translator]
    now: dt.datetime
    library: Library
    unit: Unit
    bot_username: str
    message: Message | None = None
    interrupted: bool = False

    def asking(self, argument: str) -> Self:
        """Return the same request with this argument."""
        return replace(self, argument=argument)

    def visits(self) -> tuple[Edition, ...]:
        """Return the visits that this person may see here: those that are public and, in private, their own."""
        return tuple(
            edition
            for edition in self.library.visits()
            if edition.visit.audience == "public" or (self.private and self.role_in(edition.visit_id) >= Role.MEMBER)
        )

    def role_in(self, visit_id: str) -> Role:
        """Return the role of this person in this visit."""
        return self.person.role_in(visit_id)

    def editions_with(self, role: Role) -> tuple[Edition, ...]:
        """Return the visits in which this person has at least this role, the one at hand first."""
        at_hand = self.edition()
        own = [edition for edition in self.visits() if self.role_in(edition.visit_id) >= role]
        return tuple(sorted(own, key=lambda edition: edition is not at_hand))

    def edits(self, visit_id: str) -> bool:
        """Tell whether this person may edit the visit here: nobody does so in a group."""
        return self.private and self.role_in(visit_id) >= Role.EDITOR

    def administered(self) -> tuple[str, ...] | None:
        """Return the ids of the visits that this person administers; None for an owner, whom nothing limits."""
        if self.person.role is Role.OWNER:
            return None
        return tuple(edition.visit_id for edition in self.editions_with(Role.ADMIN))

    def edition(self, visit_id: str | None = None) -> Edition | None:
        """Return the visit asked for, else the person's choice, else the first there is; None if they may see none.

        A visit that is named but may not be seen is None, as if it did not exist.
        """
        visible = {edition.visit_id: edition for edition in self.visits()}
        if visit_id is not None:
            return visible.get(visit_id)
        chosen = visible.get(self.person.visit_id or "")
        return chosen or next(iter(visible.values()), None)

    def own_zone(self, edition: Edition) -> ZoneInfo:
        """Return the reader's own zone: their choice, else where the delegation comes from."""
        return ZoneInfo(self.person.zone or edition.visit.home_zone)
