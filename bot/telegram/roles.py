"""Who may do what: roles, each of which may do all that the ones below it may."""

from enum import IntEnum


class Role(IntEnum):
    """A person's role, by numeric user id and never by name. More roles are more rights."""

    GUEST = 0
    MEMBER = 1
    EDITOR = 2
    ADMIN = 3
    OWNER = 4
