"""The tables `invites` and `invite_tries`: links that bring people into a visit, stored without what opens them."""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram.fingerprints import fingerprint, known_fingerprint
from bot.telegram.roles import Role

TRIES: Final = 5
TRIES_WITHIN: Final = dt.timedelta(hours=1)
# The scope of the fingerprints under which tries are kept; no id of a visit has a space.
_TRIES_SCOPE: Final = "invite tries"
# So long a closed invite can still say why it does not open.
_KEPT_AFTER_ITS_END: Final = dt.timedelta(days=30)
_SELECT: Final = (
    "SELECT invite_id, visit_id, role, group_id, uses, uses_left, expires_at, created_at, created_by, revoked_at "
    "FROM invites"
)
# Whether whoever made it may still make such links: an admin of the visit, or an owner, who may be one no more.
_MAKER_MAY: Final = (
    "(created_by IN (SELECT value FROM json_each(:owners)) OR EXISTS (SELECT 1 FROM members "
    "WHERE members.visit_id = invites.visit_id AND members.user_id = created_by AND members.role = 'admin'))"
)
_OPEN: Final = "revoked_at IS NULL AND uses_left > 0 AND expires_at > :now"
_Row = tuple[int, str, str, str | None, int, int, int, int, int | None, int | None]
State = Literal["open", "revoked", "used up", "expired"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invite gives: a role in a visit and perhaps a group, so many times, until an aware moment."""

    visit_id: str
    role: Role
    group_id: str | None
    uses: int
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A stored invite. `created_by` is None when its maker was forgotten. Moments are aware, UTC."""

    invite_id: int
    offer: Offer
    uses_left: int
    created_at: dt.datetime
    created_by: int | None
    revoked: bool

    def state(self, now: dt.datetime) -> State:
        """Return whether it opens, else why not."""
        if self.revoked:
            return "revoked"
        if not self.uses_left:
            return "used up"
        return "open" if now < self.offer.expires_at else "expired"


def make(connection: sqlite3.Connection, offer: Offer, token: str, maker_id: int, now: dt.datetime) -> int:
    """Store an invite that this token opens and return its id."""
    made: int = connection.execute(
        "INSERT INTO invites "
        "(token_hash, visit_id, role, group_id, uses, uses_left, expires_at, created_at, created_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING invite_id",
        (
            _hash(token),
            offer.visit_id,
            offer.role.stored,
            offer.group_id,
            offer.uses,
            offer.uses,
            to_milliseconds(offer.expires_at),
            to_milliseconds(now),
            maker_id,
        ),
    ).fetchone()[0]
    return made


def find(connection: sqlite3.Connection, token: str) -> Invite | None:
    """Return the invite that this token opens, in whatever state it is."""
    row = connection.execute(f"{_SELECT} WHERE token_hash = ?", (_hash(token),)).fetchone()
    return None if row is None else _invite(row)


def invite(connection: sqlite3.Connection, visit_id: str, invite_id: int) -> Invite | None:
    """Return this invite of the visit."""
    row = connection.execute(f"{_SELECT} WHERE invite_id = ? AND visit_id = ?", (invite_id, visit_id)).fetchone()
    return None if row is None else _invite(row)


def maker_may(connection: sqlite3.Connection, invite_id: int, owner_ids: Collection[int]) -> bool:
    """Tell whether whoever made an invite may invite still; `owner_ids` are those who own the bot now."""
    query = f"SELECT {_MAKER_MAY} FROM invites WHERE invite_id = :invite"  # noqa: S608 - a constant
    row = connection.execute(query, {"owners": json.dumps([*owner_ids]), "invite": invite_id}).fetchone()
    return row is not None and bool(row[0])


def open_invites(
    connection: sqlite3.Connection, visit_id: str, owner_ids: Collection[int], now: dt.datetime, limit: int, offset: int
) -> tuple[int, list[Invite]]:
    """Return how many invites of the visit are open, and some of them, the newest first; `maker_may` of each."""
    those = f"WHERE visit_id = :visit AND {_OPEN} AND {_MAKER_MAY}"
    values = {"visit": visit_id, "owners": json.dumps([*owner_ids]), "now": to_milliseconds(now)}
    count: int = connection.execute(f"SELECT count(*) FROM invites {those}", values).fetchone()[0]  # noqa: S608 - a constant
    page = values | {"limit": limit, "offset": offset}
    rows = connection.execute(f"{_SELECT} {those} ORDER BY invite_id DESC LIMIT :limit OFFSET :offset", page)
    return count, [_invite(row) for row in rows]


def made_since(
    connection: sqlite3.Connection, offer: Offer, maker_id: int, since: dt.datetime, now: dt.datetime
) -> bool:
    """Tell whether the same person made the same invite since then and left it open: a button was pressed twice.

    It is the same also if it lasts as long from a moment later: a day or a week begins when the button is pressed.
    """
    row = connection.execute(
        "SELECT 1 FROM invites WHERE created_by = :maker AND visit_id = :visit AND role = :role AND group_id IS :group "
        "AND uses = :uses AND created_at >= :since AND revoked_at IS NULL "
        "AND (expires_at = :expires_at OR expires_at - created_at = :expires_at - :now) LIMIT 1",
        {
            "maker": maker_id,
            "visit": offer.visit_id,
            "role": offer.role.stored,
            "group": offer.group_id,
            "uses": offer.uses,
            "since": to_milliseconds(since),
            "now": to_milliseconds(now),
            "expires_at": to_milliseconds(offer.expires_at),
        },
    ).fetchone()
    return row is not None


def use(connection: sqlite3.Connection, invite_id: int, now: dt.datetime) -> bool:
    """Take one use; False when there is none to take (any more)."""
    taken = connection.execute(
        f"UPDATE invites SET uses_left = uses_left - 1 WHERE invite_id = :invite AND {_OPEN}",  # noqa: S608 - a constant
        {"invite": invite_id, "now": to_milliseconds(now)},
    )
    return taken.rowcount == 1


def revoke(connection: sqlite3.Connection, visit_id: str, invite_id: int, now: dt.datetime) -> bool:
    """Close an invite of the visit; False when it was not open."""
    closed = connection.execute(
        f"UPDATE invites SET revoked_at = :now WHERE invite_id = :invite AND visit_id = :visit AND {_OPEN}",  # noqa: S608 - a constant
        {"invite": invite_id, "visit": visit_id, "now": to_milliseconds(now)},
    )
    return closed.rowcount == 1


def revoke_made_by(connection: sqlite3.Connection, maker_id: int, visit_id: str | None, now: dt.datetime) -> None:
    """Close what a person made, in this visit or, with None, in all: they may make no more."""
    connection.execute(
        "UPDATE invites SET revoked_at = :now "  # noqa: S608 - constants
        f"WHERE created_by = :maker AND (:visit IS NULL OR visit_id = :visit) AND {_OPEN}",
        {"now": to_milliseconds(now), "maker": maker_id, "visit": visit_id},
    )


def tries_left(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> int:
    """Return how many more links this person may try in vain within the hour."""
    failed: int = connection.execute(
        "SELECT count(*) FROM invite_tries WHERE fingerprint = ? AND tried_at > ?",
        (known_fingerprint(connection, _TRIES_SCOPE, user_id), to_milliseconds(now - TRIES_WITHIN)),
    ).fetchone()[0]
    return max(0, TRIES - failed)


def next_try_in(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> dt.timedelta:
    """Return how long this person has to wait after too many tries; nothing when they need not."""
    row = connection.execute(
        "SELECT tried_at FROM invite_tries WHERE fingerprint = ? ORDER BY tried_at DESC LIMIT 1 OFFSET ?",
        (known_fingerprint(connection, _TRIES_SCOPE, user_id), TRIES - 1),
    ).fetchone()
    if row is None:
        return dt.timedelta()
    return max(dt.timedelta(), from_milliseconds(row[0]) + TRIES_WITHIN - now)


def kept_about(connection: sqlite3.Connection, user_id: int) -> tuple[int, int]:
    """Return how many invites that a person made, and how many failed tries of theirs, are stored."""
    made, failed = connection.execute(
        "SELECT (SELECT count(*) FROM invites WHERE created_by = ?), "
        "(SELECT count(*) FROM invite_tries WHERE fingerprint = ?)",
        (user_id, known_fingerprint(connection, _TRIES_SCOPE, user_id)),
    ).fetchone()
    return made, failed


def note_failed_try(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> None:
    """Note that a link did not open."""
    connection.execute(
        "INSERT INTO invite_tries (fingerprint, tried_at) VALUES (?, ?)",
        (fingerprint(connection, _TRIES_SCOPE, user_id), to_milliseconds(now)),
    )


def expire(connection: sqlite3.Connection, now: dt.datetime) -> None:
    """Remove tries after an hour, and invites a month after they would have expired."""
    connection.execute("DELETE FROM invite_tries WHERE tried_at <= ?", (to_milliseconds(now - TRIES_WITHIN),))
    connection.execute("DELETE FROM invites WHERE expires_at <= ?", (to_milliseconds(now - _KEPT_AFTER_ITS_END),))


def forget(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> None:
    """Erase a person: their open invites close and lose their maker.

    Failed tries, which do not tell whose they are, stay for their hour: else forgetting would allow five more.
    """
    revoke_made_by(connection, user_id, None, now)
    connection.execute("UPDATE invites SET created_by = NULL WHERE created_by = ?", (user_id,))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _invite(row: _Row) -> Invite:
    invite_id, visit_id, role, group_id, uses, uses_left, expires_at, created_at, created_by, revoked_at = row
    offer = Offer(visit_id, Role.named(role), group_id, uses, from_milliseconds(expires_at))
    return Invite(invite_id, offer, uses_left, from_milliseconds(created_at), created_by, revoked_at is not None)
