"""The faults that are ordinary refusals, as the errors Telegram would answer with."""

from bot.simulator.errors import ApiError, bad_request, conflict, forbidden, migrated, too_many_requests
from bot.simulator.faults import Fault
from bot.simulator.state.world import World
from bot.simulator.updates.polls import OTHER_POLL

_FIRST_INVENTED_SUPERGROUP = -1002000000000


def refusal_of(fault: Fault, world: World, chat_id: object) -> ApiError | None:
    """The error that the fault stands for; None when it spoils the answer in another way."""
    errors = {
        "429": lambda: too_many_requests(fault.retry_after),
        "403": lambda: forbidden((fault.description or "bot was blocked by the user").removeprefix("Forbidden: ")),
        "400": lambda: bad_request((fault.description or "ordered by a fault").removeprefix("Bad Request: ")),
        "401": lambda: ApiError(401, "Unauthorized"),
        "409": lambda: conflict(OTHER_POLL),
        "migrate": lambda: migrated(_migrate(fault, world, chat_id)),
    }
    make = errors.get(fault.kind)
    return make() if make else None


def _migrate(fault: Fault, world: World, chat_id: object) -> int:
    """Move the group, so that it can be written to under its new id; returns that id."""
    old = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if old is not None and old.migrated_to is not None:
        return old.migrated_to
    new_id = fault.migrate_to
    if new_id is None:
        new_id = _FIRST_INVENTED_SUPERGROUP - (chat_id if isinstance(chat_id, int) else 0) % 10**9
    if old is not None and old.kind != "private" and new_id not in world.chats:
        world.move_group(old, new_id)
    return new_id
