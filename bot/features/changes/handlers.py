"""The button of a notice: leads to the event, and proves that the notice arrived."""

from collections.abc import Callable

from bot.features.changes import outgoing
from bot.features.changes.presses import OpenTold
from bot.telegram.presses import OpenEvent
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Press, Routes, RoutingTable
from bot.telegram.screens import Answers


def routes(table: Callable[[], RoutingTable]) -> Routes:
    """Return the routes of the notices; `table` gives the finished table when asked."""

    async def open_told(request: Request, data: OpenTold) -> Answers:
        """Show the event as its own button does."""
        if request.private and request.message is not None:
            message_id, user_id = request.message.message_id, request.person.user_id
            await request.unit.write(outgoing.prove, data.visit, data.notice, user_id, message_id, request.now)
        event = OpenEvent(visit=data.visit, event=data.event)
        return await table().presses[OpenEvent.__prefix__].handler(request, event)

    return Routes(presses=(Press(OpenTold, open_told, Role.GUEST),))
