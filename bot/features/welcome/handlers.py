"""/start, /help and /cancel. Help and links are made from the routing table, so that they name only what is built."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.translation import msg
from bot.features.welcome import view
from bot.telegram.presses import OpenMenu
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes, RoutingTable
from bot.telegram.screens import Answers, Screen


@dataclass(frozen=True, slots=True)
class _Welcome:
    table: Callable[[], RoutingTable]

    async def start(self, request: Request) -> Answers:
        """Answer /start; what follows it (the payload of a link) may name a command to open."""
        payload = request.argument.strip()
        if not payload:
            return _start_screen(request)
        command = self.table().commands.get(payload)
        if command is None or command.name == "start" or not _may_ask(request, command):
            return _start_screen(request, unknown_link=True)
        return await command.handler(replace(request, argument=""))

    async def menu(self, request: Request, _data: OpenMenu) -> Answers:
        """Bring back the start screen, in place."""
        return _start_screen(request)

    async def help(self, request: Request) -> Answers:
        """Answer /help with the commands that this person may use here."""
        table = self.table()
        commands = [
            (command.name, command.summary)
            for command in table.commands.values()
            if command.listed and command.name != "help" and request.person.role >= command.role
        ]
        return view.help_screen(request.tr, commands, search=table.free_text is not None, private=request.private)

    async def open_help(self, request: Request, _data: view.OpenHelp) -> Answers:
        """Show the help in place."""
        return await self.help(request)

    async def cancel(self, request: Request) -> Answers:
        """Answer /cancel."""
        return view.nothing_to_cancel_screen(request.tr)


def routes(table: Callable[[], RoutingTable]) -> Routes:
    """Return the routes of the welcome. `table` gives the finished routing table, these routes included, when asked."""
    welcome = _Welcome(table)
    return Routes(
        commands=(
            Command("start", msg("The start screen"), welcome.start, Role.GUEST, listed=False),
            Command("help", msg("What I can do"), welcome.help, Role.GUEST),
            Command("cancel", msg("Stop what I am waiting for"), welcome.cancel, Role.GUEST, listed=False),
        ),
        presses=(
            Press(OpenMenu, welcome.menu, Role.GUEST),
            Press(view.OpenHelp, welcome.open_help, Role.GUEST),
        ),
    )


def _may_ask(request: Request, command: Command) -> bool:
    return request.person.role >= command.role and (request.private or not command.personal)


def _start_screen(request: Request, *, unknown_link: bool = False) -> Screen:
    edition = request.edition()
    if edition is None:
        return view.no_visit_screen(request.tr, private=request.private, unknown_link=unknown_link)
    return view.start_screen(
        edition,
        request.tr,
        several=len(request.visits()) > 1,
        private=request.private,
        unknown_link=unknown_link,
    )
