"""How roles, groups and people are named to a reader."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from bot.content.library import Edition
from bot.core.translation import Translator, msg
from bot.telegram.citing import said
from bot.telegram.roles import Role

_ROLES: Final[Mapping[Role, str]] = {
    Role.GUEST: msg("guest"),
    Role.MEMBER: msg("member"),
    Role.EDITOR: msg("editor"),
    Role.ADMIN: msg("admin"),
    Role.OWNER: msg("owner"),
}
_LONGEST_NAME: Final = 64
# Signs that show nothing: a name of nothing else is no name.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Names are written with these in some scripts, and signs joined.
_JOINERS: Final = "\u200c\u200d"


def role_name(role: Role, tr: Translator) -> str:
    """Return a role as a word within a sentence."""
    return tr(_ROLES[role])


def group_name(edition: Edition, group_id: str, tr: Translator) -> str:
    """Return a group by its title; one that the edition no longer has by its id."""
    group = edition.group(group_id)
    return group_id if group is None else said(group.title, tr)


def group_names(edition: Edition, group_ids: Iterable[str], tr: Translator) -> str:
    """Return groups in the order of the edition, with commas; empty for none."""
    order = {group.id: place for place, group in enumerate(edition.visit.groups)}
    ordered = sorted(group_ids, key=lambda group_id: (order.get(group_id, len(order)), group_id))
    return tr(", ").join(group_name(edition, group_id, tr) for group_id in ordered)


def title_of(edition: Edition, tr: Translator) -> str:
    """Return the title of a visit."""
    return said(edition.visit.title, tr)


def clean_name(name: str) -> str:
    """Return a person's name as one line without what could disguise it; `?` when nothing of it can be seen."""
    line = "".join(sign if _shown(sign) or sign in _JOINERS else " " for sign in name if sign not in _BLANK)
    if not any(map(_shown, line)):
        return "?"
    return re.sub(r" +", " ", line).strip()[:_LONGEST_NAME].strip()


def _shown(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ"
