"""Reading who did something off the audit's references, for whoever may know them."""

from collections.abc import Collection, Mapping
from typing import Final

from bot.core import audit
from bot.core.translation import Translator, msg
from bot.telegram import members
from bot.telegram.requests import Request

_REFERENCE_SHOWN: Final = 4
_NOBODY: Final[Mapping[str, str]] = {
    audit.COMMAND_LINE: msg("the command line"),
    audit.FIRST_START: msg("the first start"),
}


async def names_behind(
    request: Request, references: Collection[str], visit_ids: Collection[str] | None, owner_ids: Collection[int]
) -> Mapping[str, str]:
    """Return what to call the people behind these references, by reference, as far as they are to be known.

    They are named as members of these visits (None: of any); who owns the bot is called that; the reader is "you".
    """
    people = await request.unit.read(audit.people_behind, references)
    names = await request.unit.read(members.names, [*people.values()], visit_ids)

    def called(user_id: int) -> str:
        if user_id == request.person.user_id:
            return request.tr("you")
        return names.get(user_id) or (request.tr("an owner") if user_id in owner_ids else "")

    return {reference: called(user_id) for reference, user_id in people.items()}


def called(reference: str, names: Mapping[str, str], tr: Translator) -> str:
    """Return what to call whoever stands in the audit under a reference; a mark of it where nobody is to be named."""
    if reference in _NOBODY:
        return tr(_NOBODY[reference])
    return names.get(reference) or tr("somebody ({mark})", mark=reference[:_REFERENCE_SHOWN])
