"""Commands that only the torture has: organisers announce, correct, recall, remind and stop by a single message.

They call what the bot's own buttons call, so that each is one update and whatever it does is committed with it.
"""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from aiogram.utils.formatting import Text

from bot.content.library import Edition
from bot.core.languages import Language
from bot.core.translation import Translator
from bot.features.announcements import corrections, drafts, nudging, recalling, running, sending, store
from bot.features.announcements.finding import Panels, find
from bot.features.announcements.media import Media
from bot.features.announcements.store import Announcement
from bot.features.announcements.words import Words
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes
from bot.telegram.screens import Answers, Dispatched, Screen
from tests.torture import effects
from tests.torture.outbox.crowd import VISIT
from tests.torture.outbox.markers import announced, to_groups
from tests.torture.outbox.wishes import BROADCAST, CALL_OFF, NUDGE, RECALL, REWORD, TELL_GROUPS, Wish

GROUPS: Final = "torture of groups"
_EXPIRES_AFTER: Final = dt.timedelta(seconds=1.5)


def routes() -> Routes:
    """Return the commands; each has a number that nobody else uses, and says which announcement it is about."""
    handlers = {
        BROADCAST: _broadcast,
        REWORD: _reword,
        RECALL: _recall,
        NUDGE: _nudge,
        CALL_OFF: _call_off,
        TELL_GROUPS: _tell_groups,
    }
    return Routes(tuple(Command(name, "Torture", one, Role.GUEST, listed=False) for name, one in handlers.items()))


async def _broadcast(request: Request) -> Answers:
    number, rest = await _count(request, BROADCAST)
    edition = _edition(request)
    wish = Wish.read(rest)
    announcement_id = await request.unit.write(
        _announce, number, wish, edition, request.translators, request.person.user_id, request.now
    )
    found = await find(request, VISIT, announcement_id)
    return found if isinstance(found, Screen) else Panels(1000).screen(request, found), Dispatched()


async def _reword(request: Request) -> Answers:
    _, rest = await _count(request, REWORD)
    about = await request.unit.read(_known, int(rest[0]))
    if about is not None:
        texts = {language: Words(announced(int(rest[0]), about.edition + 1, language)) for language in about.texts}
        await request.unit.write(
            corrections.correct,
            about,
            texts,
            _edition(request),
            request.translators,
            request.person.user_id,
            request.now,
        )
    return Screen(Text("reworded")), Dispatched()


async def _recall(request: Request) -> Answers:
    _, rest = await _count(request, RECALL)
    about = await request.unit.read(_known, int(rest[0]))
    if about is not None:
        await request.unit.write(recalling.recall, about, request.person.user_id, request.now)
    return Screen(Text("recalled")), Dispatched()


async def _nudge(request: Request) -> Answers:
    _, rest = await _count(request, NUDGE)
    about = await request.unit.read(_known, int(rest[0]))
    if about is not None and about.recalled_at is None:
        await request.unit.write(nudging.nudge, about, request.translators, request.person.user_id, request.now)
    return Screen(Text("reminded")), Dispatched()


async def _call_off(request: Request) -> Answers:
    _, rest = await _count(request, CALL_OFF)
    about = await request.unit.read(_known, int(rest[0]))
    if about is not None:
        await request.unit.write(running.cancel_rest, about, request.person.user_id, request.now)
    return Screen(Text("called off"))


async def _tell_groups(request: Request) -> Answers:
    number, chats = await _count(request, TELL_GROUPS)
    await request.unit.write(_tell, number, [int(chat) for chat in chats], request.now)
    return Screen(Text("told")), Dispatched()


def _announce(
    connection: sqlite3.Connection,
    number: int,
    wish: Wish,
    edition: Edition,
    translators: Mapping[Language, Translator],
    actor_id: int,
    now: dt.datetime,
) -> int:
    texts: dict[Language, Words] = {language: Words(announced(number, 1, language)) for language in wish.languages}
    draft = drafts.begin(connection, VISIT, actor_id, now, texts=texts, media=_media(number, wish))
    changed = drafts.change(
        connection,
        draft,
        actor_id,
        now,
        needs_confirmation=wish.confirm,
        pinned=wish.pin,
        urgent=wish.urgent,
        expires_at=now + _EXPIRES_AFTER if wish.expires else None,
    )
    if changed is None:
        raise LookupError(number)
    sending.confirm(connection, changed, edition, translators, actor_id, now)
    return draft.announcement_id


def _media(number: int, wish: Wish) -> Media | None:
    match wish.media:
        case "photo":
            return Media("photo", {"photo": wish.files[0]})
        case "album":
            parts = [{"type": "photo", "media": file_id} for file_id in wish.files]
            return Media("album", {"media": parts}, text_follows=True)
        case "venue":
            place: dict[str, Any] = {"latitude": 31.2, "longitude": 121.5, "address": "Torture"}
            return Media("venue", {**place, "title": announced(number, 1, "en")}, text_follows=True)
    return None


def _known(connection: sqlite3.Connection, number: int) -> Announcement | None:
    """Return the announcement with this marker, unless the update that was to make it was set aside."""
    row = connection.execute(
        "SELECT announcement_id FROM announcement_texts WHERE text GLOB ?", (f"A{number}w*",)
    ).fetchone()
    return None if row is None else store.read(connection, row[0])


def _tell(connection: sqlite3.Connection, number: int, chats: list[int], now: dt.datetime) -> None:
    dispatch = dispatches.open_dispatch(connection, GROUPS, f"torture:{number}", now)
    payload = dispatches.add_payload(connection, "sendMessage", {"text": to_groups(number)})
    deliveries.enqueue(connection, dispatch, [(chat, payload) for chat in chats], now)


def _edition(request: Request) -> Edition:
    edition = request.library.edition(VISIT)
    if edition is None:
        raise LookupError(VISIT)
    return edition


async def _count(request: Request, kind: str) -> tuple[int, list[str]]:
    """Note the effect that can be counted; return the number and what stands behind it."""
    number, *rest = request.argument.split()
    await request.unit.write(effects.add_effect, kind, int(number), request.chat_id)
    return int(number), rest
