"""Command menus: what setMyCommands stored, and which menu a person sees."""

import re
from typing import Any

from bot.simulator.state.chats import Chat

LANGUAGE = re.compile(r"(?:[a-z]{2})?")
Commands = list[dict[str, str]]
Scope = tuple[str, int | None, int | None]
DEFAULT_SCOPE: Scope = ("default", None, None)


def scope_of(raw: dict[str, Any] | None) -> Scope:
    """The key of a BotCommandScope object."""
    if raw is None:
        return DEFAULT_SCOPE
    return raw["type"], raw.get("chat_id"), raw.get("user_id")


class CommandMenus:
    """Commands by scope and language; "" is the language of everybody without a menu of their own."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], Commands] = {}

    def set(self, scope: Scope, language: str, commands: Commands) -> None:
        """Store a menu; an empty one is the same as none."""
        if commands:
            self._menus[scope, language] = commands
        else:
            self.delete(scope, language)

    def delete(self, scope: Scope, language: str) -> None:
        """Forget a menu; the next wider scope applies again."""
        self._menus.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> Commands:
        """Exactly what was set for this scope and language, as getMyCommands answers; empty when nothing was."""
        return self._menus.get((scope, language), [])

    def seen_by(self, user_id: int, chat: Chat, language: str) -> Commands:
        """The menu a person sees in a chat: the narrowest scope wins, in it the person's language."""
        for scope in _scopes(user_id, chat):
            for code in (language, ""):
                commands = self._menus.get((scope, code))
                if commands is not None:
                    return commands
        return []


def _scopes(user_id: int, chat: Chat) -> list[Scope]:
    if chat.kind == "private":
        return [("chat", chat.chat_id, None), ("all_private_chats", None, None), DEFAULT_SCOPE]
    is_admin = chat.standings.get(user_id) in {"creator", "administrator"}
    scopes: list[Scope] = [("chat_member", chat.chat_id, user_id)]
    if is_admin:
        scopes.append(("chat_administrators", chat.chat_id, None))
    scopes.append(("chat", chat.chat_id, None))
    if is_admin:
        scopes.append(("all_chat_administrators", None, None))
    return [*scopes, ("all_group_chats", None, None), DEFAULT_SCOPE]
