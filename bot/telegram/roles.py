"""Who may do what: roles, each of which may do all that the ones below it may."""

from enum import IntEnum
from typing import Self


class Role(IntEnum):
    """A person's role, by numeric user id and never by name. More roles are more rights."""

    GUEST = 0
    MEMBER = 1
    EDITOR = 2
    ADMIN = 3
    OWNER = 4

    @property
    def stored(self) -> str:
        """The name under which the store and callback data keep it."""
        return self.name.lower()

    @classmethod
    def named(cls, name: str) -> Self:
        """Return the role with this stored name. Raises KeyError when there is none."""
        return cls[name.upper()]


# The roles that a member of a visit can have; a guest is none, and owners are named by BOT_OWNER_IDS.
GIVEN = (Role.MEMBER, Role.EDITOR, Role.ADMIN)
