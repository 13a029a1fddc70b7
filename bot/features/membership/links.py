"""Making and closing the links by which people join, each with its entry in the audit."""

import datetime as dt
import sqlite3
from typing import Final

from bot.core import audit
from bot.telegram import invites
from bot.telegram.invites import Offer

# A second press on the button that makes a link, before the first one's answer is there.
_TWICE_WITHIN: Final = dt.timedelta(seconds=10)


def make_invite(connection: sqlite3.Connection, offer: Offer, token: str, maker_id: int, now: dt.datetime) -> bool:
    """Store a link; False when the same person made the same one a moment ago: the button was pressed twice."""
    if invites.made_since(connection, offer, maker_id, now - _TWICE_WITHIN, now):
        return False
    invite_id = invites.make(connection, offer, token, maker_id, now)
    audit.record(
        connection,
        now,
        maker_id,
        "invited",
        visit_id=offer.visit_id,
        subject=str(invite_id),
        after={
            "role": offer.role.stored,
            "group": offer.group_id,
            "uses": offer.uses,
            "until": offer.expires_at.isoformat(),
        },
    )
    return True


def revoke_invite(
    connection: sqlite3.Connection, visit_id: str, invite_id: int, actor_id: int, now: dt.datetime
) -> bool:
    """Close a link; False when it was closed already or is none of this visit."""
    invite = invites.invite(connection, visit_id, invite_id)
    if invite is None or not invites.revoke(connection, visit_id, invite_id, now):
        return False
    audit.record(
        connection,
        now,
        actor_id,
        "revoked",
        visit_id=visit_id,
        subject=str(invite_id),
        before={"uses_left": invite.uses_left},
        after={"uses_left": 0},
    )
    return True
