"""The people who use the simulated Telegram, and the three personas of the chat page."""

from dataclasses import dataclass
from typing import Any, Literal

PersonaRole = Literal["guest", "delegate", "admin"]


@dataclass(slots=True)
class Person:
    """One Telegram user.

    `started`: the person has opened the chat with the bot, so the bot may write to them.
    `role` is set for the personas of the chat page only and means nothing to Telegram.
    """

    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    started: bool = True
    blocked_the_bot: bool = False
    deactivated: bool = False
    role: PersonaRole | None = None

    def as_user(self) -> dict[str, Any]:
        """Telegram's User object."""
        user: dict[str, Any] = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


def personas() -> list[Person]:
    """The people of the chat page: a guest (English), a delegate (Russian), an organiser (Chinese)."""
    return [
        Person(1001, "Guest", username="simulated_guest", language_code="en", role="guest"),
        Person(1002, "Delegate", username="simulated_delegate", language_code="ru", role="delegate"),
        Person(1003, "Organiser", username="simulated_organiser", language_code="zh", role="admin"),
    ]
