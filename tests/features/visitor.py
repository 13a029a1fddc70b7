"""Somebody who asks a feature through its routes, with a store that remembers them from one question to the next."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable

from aiogram.types import InlineKeyboardButton

from bot.content.library import Edition, Library
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.telegram.people import User, remember, users_by_id
from bot.telegram.requests import Person, Request
from bot.telegram.roles import Role
from bot.telegram.routes import Routes, routing_table
from bot.telegram.screens import Answers, Screen, columns
from tests.support.stores import MemoryUnit, memory_store
from tests.support.translating import translators

USER = 123456789
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


class Visitor:
    """Asks in private unless told otherwise; `language` is what their Telegram speaks."""

    def __init__(
        self,
        routes: Iterable[Routes],
        *editions: Edition,
        language: str = "en",
        private: bool = True,
        role: Role = Role.GUEST,
        now: dt.datetime = NOON,
    ) -> None:
        self.table = routing_table(routes)
        self.library = Library(editions)
        self.store: sqlite3.Connection = memory_store()
        self.telegram_language = language
        self.private = private
        self.role = role
        self.now = now

    async def answers(self, command: str, argument: str = "") -> Answers:
        """Return everything with which a command is answered."""
        return await self.table.commands[command].handler(self._request(argument))

    async def asks(self, command: str, argument: str = "") -> Screen:
        """Return the screen with which a command is answered."""
        return _screen(await self.answers(command, argument))

    async def presses_for(self, data: str) -> Answers:
        """Return everything with which a button with this callback data is answered."""
        route = self.table.presses[data.partition(":")[0]]
        return await route.handler(self._request(""), route.data.unpack(data))

    async def presses(self, data: str) -> Screen:
        """Return the screen to which a button with this callback data leads."""
        return _screen(await self.presses_for(data))

    async def everything_from(self, command: str, *, but: Collection[str] = ()) -> dict[str, Screen]:
        """Return every screen of these routes that buttons lead to, by the callback data that opens it.

        Buttons that begin with one of the prefixes in `but` are left alone.
        """
        found = {f"/{command}": await self.asks(command)}
        waiting = list(found)
        while waiting:
            for one in buttons(found[waiting.pop()]):
                data = one.callback_data or ""
                if data in found or data.partition(":")[0] not in self.table.presses.keys() - set(but):
                    continue
                answers = await self.presses_for(data)
                if isinstance(answers, Screen):
                    found[data] = answers
                    waiting.append(data)
        return found

    def user(self) -> User | None:
        """Return what the store knows of them, None when nothing."""
        return users_by_id(self.store, [USER]).get(USER)

    def _request(self, argument: str) -> Request:
        if self.private:
            remember(self.store, [(USER, self.telegram_language)], self.now)
        user = self.user() or User(USER)
        language: Language = user.language or language_of(self.telegram_language) or DEFAULT_LANGUAGE
        return Request(
            person=Person(USER, self.role, language, user.language, user.zone, user.visit_id),
            chat_id=USER if self.private else -100,
            private=self.private,
            argument=argument,
            tr=translators()[language],
            translators=translators(),
            now=self.now,
            library=self.library,
            unit=MemoryUnit(self.store),
            bot_username="briefing_bot",
        )


def text(screen: Screen) -> str:
    """Return the text of a screen."""
    return str(screen.content()["text"])


def buttons(screen: Screen) -> list[InlineKeyboardButton]:
    """Return the buttons of a screen, in order."""
    return [one for row in screen.rows for one in row]


def labels(screen: Screen) -> list[str]:
    """Return what stands on the buttons of a screen, in order."""
    return [one.text for one in buttons(screen)]


def leads_to(screen: Screen, label: str) -> str:
    """Return the callback data of the button with this label."""
    return next(one.callback_data or "" for one in buttons(screen) if one.text == label)


def printed(screen: Screen) -> str:
    """Return a screen as plain lines: its text, its links and its buttons."""
    links = [f"  {entity.url}" for entity in screen.content()["entities"] or () if entity.url]
    rows = [" ".join(f"[{one.text}]" for one in row) for row in screen.rows if row]
    return "\n".join([text(screen), *links, *rows])


def assert_fits_telegram(screen: Screen) -> None:
    """Check Telegram's limits, with room for the line that marks a sample."""
    content = screen.content()
    assert 0 < len(content["text"]) <= 3900
    assert len(content["entities"] or ()) <= 99
    assert 0 < len(buttons(screen)) <= 100
    assert all(len(row) <= 8 for row in screen.rows)
    for row in screen.rows:
        assert len(row) < 2 or len(row) * max(columns(one.text) for one in row) <= 44, row
    for one in buttons(screen):
        assert one.text.strip()
        assert len((one.callback_data or "").encode()) <= 64
        assert one.copy_text is None or 1 <= len(one.copy_text.text) <= 256


def _screen(answers: Answers) -> Screen:
    assert isinstance(answers, Screen)
    return answers
