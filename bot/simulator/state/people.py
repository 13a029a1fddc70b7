"""The people who use the simulated Telegram, and the three personas of the chat page."""

from dataclasses import dataclass
from typing import Any, Literal

PersonaRole = Literal["guest", "delegate", "admin"]

# Who a message of an anonymous administrator is from, in every group of Telegram.
GROUP_ANONYMOUS_BOT: dict[str, Any] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


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


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many people who have opened the chat with the bot; each takes memory from the first call about them on."""

    user_ids: range
    language_code: str

    def member(self, user_id: int) -> Person:
        """One of them."""
        return Person(user_id, f"User {user_id}", language_code=self.language_code)


class People(dict[int, Person]):
    """Everybody by user id. People of a crowd are found like all others, but only those met are listed."""

    def __init__(self) -> None:
        super().__init__()
        self._crowds: list[Crowd] = []

    def add_crowd(self, crowd: Crowd) -> None:
        """Let these people be; who is known already stays as they are."""
        self._crowds.append(crowd)

    def find(self, user_id: int) -> Person | None:
        """The person with this id, if there is one."""
        known = self.get(user_id)
        if known is not None:
            return known
        crowd = next((each for each in self._crowds if user_id in each.user_ids), None)
        return None if crowd is None else self.setdefault(user_id, crowd.member(user_id))

    def __missing__(self, user_id: int) -> Person:
        person = self.find(user_id)
        if person is None:
            raise KeyError(user_id)
        return person


def personas() -> list[Person]:
    """The people of the chat page: a guest (English), a delegate (Russian), an organiser (Chinese)."""
    return [
        Person(1001, "Guest", username="simulated_guest", language_code="en", role="guest"),
        Person(1002, "Delegate", username="simulated_delegate", language_code="ru", role="delegate"),
        Person(1003, "Organiser", username="simulated_organiser", language_code="zh", role="admin"),
    ]
