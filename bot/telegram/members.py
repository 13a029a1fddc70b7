"""The tables `members`, `member_groups` and `removals`: who belongs to which visit, and who may not come back."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram.fingerprints import fingerprint
from bot.telegram.roles import Role

# The group of those whom no link into the visit brings back.
_WHOLE_VISIT: Final = ""
_SELECT: Final = """
    SELECT visit_id, user_id, role, name, joined_at,
           (SELECT group_concat(group_id, ' ') FROM member_groups AS own
            WHERE own.visit_id = members.visit_id AND own.user_id = members.user_id)
    FROM members
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a visit. `name` is as Telegram showed it when they joined; `joined_at` is aware, UTC."""

    visit_id: str
    user_id: int
    role: Role
    name: str
    joined_at: dt.datetime
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members a visit has: in all, in each group, and in none."""

    members: int
    by_group: Mapping[str, int]
    without_group: int


def roles_by_user(connection: sqlite3.Connection, user_ids: Collection[int]) -> Mapping[int, Mapping[str, Role]]:
    """Return the roles of those of these people who are members anywhere, by person and visit."""
    marks = ",".join("?" * len(user_ids))
    rows = connection.execute(
        f"SELECT user_id, visit_id, role FROM members WHERE user_id IN ({marks})",  # noqa: S608 - marks only
        tuple(user_ids),
    )
    roles: dict[int, dict[str, Role]] = {}
    for user_id, visit_id, role in rows:
        roles.setdefault(user_id, {})[visit_id] = Role.named(role)
    return roles


def member(connection: sqlite3.Connection, visit_id: str, user_id: int) -> Member | None:
    """Return this member of the visit, or None when the person is none."""
    row = connection.execute(f"{_SELECT} WHERE visit_id = ? AND user_id = ?", (visit_id, user_id)).fetchone()
    return None if row is None else _member(row)


def role_in(connection: sqlite3.Connection, visit_id: str, user_id: int | None) -> Role:
    """Return the role of a person in the visit as a member, a guest's when they are none (or nobody)."""
    row = connection.execute(
        "SELECT role FROM members WHERE visit_id = ? AND user_id = ?", (visit_id, user_id)
    ).fetchone()
    return Role.GUEST if row is None else Role.named(row[0])


def memberships(connection: sqlite3.Connection, user_id: int) -> list[Member]:
    """Return every membership of a person, the oldest first."""
    rows = connection.execute(f"{_SELECT} WHERE user_id = ? ORDER BY joined_at", (user_id,))
    return [_member(row) for row in rows]


def tally(connection: sqlite3.Connection, visit_id: str) -> Tally:
    """Count the members of a visit."""
    rows = connection.execute(
        "SELECT group_id, count(*) FROM member_groups WHERE visit_id = ? GROUP BY group_id", (visit_id,)
    )
    total, grouped = connection.execute(
        "SELECT (SELECT count(*) FROM members WHERE visit_id = :visit), "
        "(SELECT count(DISTINCT user_id) FROM member_groups WHERE visit_id = :visit)",
        {"visit": visit_id},
    ).fetchone()
    return Tally(total, dict(rows.fetchall()), total - grouped)


def everyone(connection: sqlite3.Connection, visit_id: str, limit: int = -1, offset: int = 0) -> list[Member]:
    """Return the members of a visit by name, `limit` of them at most."""
    return _listed(connection, "visit_id = ?", (visit_id,), limit, offset)


def of_group(connection: sqlite3.Connection, visit_id: str, group_id: str, limit: int, offset: int) -> list[Member]:
    """Return the members of one group by name."""
    inside = "visit_id = ? AND user_id IN (SELECT user_id FROM member_groups WHERE visit_id = ? AND group_id = ?)"
    return _listed(connection, inside, (visit_id, visit_id, group_id), limit, offset)


def without_group(connection: sqlite3.Connection, visit_id: str, limit: int, offset: int) -> list[Member]:
    """Return the members who are in no group, by name."""
    outside = "visit_id = ? AND user_id NOT IN (SELECT user_id FROM member_groups WHERE visit_id = ?)"
    return _listed(connection, outside, (visit_id, visit_id), limit, offset)


def names(
    connection: sqlite3.Connection, user_ids: Collection[int], visit_ids: Collection[str] | None
) -> Mapping[int, str]:
    """Return the names of those of these people who are members of these visits, as they last joined one of them.

    With None for the visits, of any: a name is for those only who may see the members of its visit.
    """
    condition = f"user_id IN ({','.join('?' * len(user_ids))})"
    values: list[object] = [*user_ids]
    if visit_ids is not None:
        condition += f" AND visit_id IN ({','.join('?' * len(visit_ids))})"
        values += visit_ids
    rows = connection.execute(
        f"SELECT user_id, name FROM members WHERE {condition} ORDER BY joined_at",  # noqa: S608 - marks only
        values,
    )
    return dict(rows.fetchall())


def organisers(connection: sqlite3.Connection) -> set[int]:
    """Return everybody who is more than a member in any visit."""
    return {row[0] for row in connection.execute("SELECT user_id FROM members WHERE role <> 'member'")}


def add(connection: sqlite3.Connection, visit_id: str, user_id: int, role: Role, name: str, now: dt.datetime) -> None:
    """Make a person who wrote in private a member; links that were barred to them stay barred."""
    connection.execute(
        "INSERT INTO members (visit_id, user_id, role, name, joined_at) VALUES (?, ?, ?, ?, ?)",
        (visit_id, user_id, role.stored, name, to_milliseconds(now)),
    )


def set_role(connection: sqlite3.Connection, visit_id: str, user_id: int, role: Role) -> None:
    """Give a member another role."""
    connection.execute(
        "UPDATE members SET role = ? WHERE visit_id = ? AND user_id = ?", (role.stored, visit_id, user_id)
    )


def join_group(connection: sqlite3.Connection, visit_id: str, user_id: int, group_id: str) -> None:
    """Put a member into a group."""
    connection.execute(
        "INSERT OR IGNORE INTO member_groups (visit_id, user_id, group_id) VALUES (?, ?, ?)",
        (visit_id, user_id, group_id),
    )


def leave_group(connection: sqlite3.Connection, visit_id: str, user_id: int, group_id: str) -> None:
    """Take a member out of a group."""
    connection.execute(
        "DELETE FROM member_groups WHERE visit_id = ? AND user_id = ? AND group_id = ?", (visit_id, user_id, group_id)
    )


def drop(connection: sqlite3.Connection, visit_id: str, user_id: int) -> None:
    """End a membership; the person may come back."""
    connection.execute("DELETE FROM members WHERE visit_id = ? AND user_id = ?", (visit_id, user_id))


def rights(member: Member) -> dict[str, Any]:
    """Return what a member may, as the audit keeps it: nothing in it says who it is."""
    return {"role": member.role.stored, "groups": sorted(member.groups)}


def bar(
    connection: sqlite3.Connection, visit_id: str, user_id: int, now: dt.datetime, group_id: str | None = None
) -> None:
    """Let no link that was made until now bring this person back to the visit, or to the rights they had in it.

    With a group, only links into that group are barred.
    """
    connection.execute(
        "INSERT INTO removals (visit_id, group_id, fingerprint, removed_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET removed_at = excluded.removed_at",
        (visit_id, group_id or _WHOLE_VISIT, fingerprint(connection, visit_id, user_id), to_milliseconds(now)),
    )


def barred_since(
    connection: sqlite3.Connection, visit_id: str, user_id: int, group_id: str | None = None
) -> dt.datetime | None:
    """Return when this person was last barred from links into the visit, or into this group; None when never."""
    barred_at = connection.execute(
        "SELECT max(removed_at) FROM removals WHERE visit_id = ? AND group_id IN (?, ?) AND fingerprint = ?",
        (visit_id, _WHOLE_VISIT, group_id or _WHOLE_VISIT, fingerprint(connection, visit_id, user_id)),
    ).fetchone()[0]
    return None if barred_at is None else from_milliseconds(barred_at)


def expire(connection: sqlite3.Connection, now: dt.datetime) -> None:
    """Forget removals that no open link is left to undo."""
    connection.execute(
        "DELETE FROM removals WHERE NOT EXISTS (SELECT 1 FROM invites WHERE invites.visit_id = removals.visit_id "
        "AND removals.group_id IN (:whole_visit, invites.group_id) "
        "AND created_at <= removed_at AND expires_at > :now AND revoked_at IS NULL AND uses_left > 0)",
        {"whole_visit": _WHOLE_VISIT, "now": to_milliseconds(now)},
    )


def forget(connection: sqlite3.Connection, user_id: int) -> None:
    """End every membership of a person."""
    connection.execute("DELETE FROM members WHERE user_id = ?", (user_id,))


def _listed(
    connection: sqlite3.Connection, condition: str, values: tuple[Any, ...], limit: int, offset: int
) -> list[Member]:
    rows = connection.execute(
        f"{_SELECT} WHERE {condition} ORDER BY name, user_id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [_member(row) for row in rows]


def _member(row: tuple[str, int, str, str, int, str | None]) -> Member:
    visit_id, user_id, role, name, joined_at, groups = row
    return Member(
        visit_id, user_id, Role.named(role), name, from_milliseconds(joined_at), tuple((groups or "").split())
    )
