"""/start, /help and /cancel. Help and links are made from the routing table, so that they name only what is built."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.content.freshness import overdue_facts, today_at
from bot.core.translation import msg
from bot.features.welcome import view
from bot.telegram import notices
from bot.telegram.personal_menus import menu_task
from bot.telegram.presses import OpenMenu
from bot.telegram.refusals import note_refusal
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Link, Press, Routes, RoutingTable
from bot.telegram.screens import Answers, Screen


@dataclass(frozen=True, slots=True)
class _Welcome:
    table: Callable[[], RoutingTable]

    async def start(self, request: Request) -> Answers:
        """Answer /start; what follows it (the payload of a link) may name a command to open."""
        payload = request.argument.strip()
        if not payload:
            screen = _start_screen(request)
            # Only an opened chat can have a command menu of its own.
            manages = request.private and request.person.may(Role.EDITOR)
            return (screen, menu_task(request.person.user_id)) if manages else screen
        table = self.table()
        prefix, _, rest = payload.partition("_")
        if rest and payload not in table.commands and prefix in table.links:
            return await self._open(request, table.links[prefix], rest)
        command = table.commands.get(payload)
        if command is not None and not request.person.may(command.role):
            await note_refusal(request, f"/{command.name}")
            command = None
        if command is None or command.name == "start" or (command.personal and not request.private):
            return _start_screen(request, unknown_link=True)
        return await command.handler(replace(request, argument=""))

    async def _open(self, request: Request, link: Link, rest: str) -> Answers:
        """Open a deep link; in a group it is not repeated, since it may be meant for one person."""
        if not request.private:
            return notices.in_private(request.tr, request.bot_username, "help")
        if not request.person.may(link.role):
            await note_refusal(request, f"/start {link.prefix}")
            return _start_screen(request, unknown_link=True)
        return await link.handler(request.asking(rest))

    async def menu(self, request: Request, _data: OpenMenu) -> Answers:
        """Bring back the start screen, in place."""
        return _start_screen(request)

    async def help(self, request: Request) -> Answers:
        """Answer /help with the commands that this person may use here."""
        table = self.table()
        commands = [
            (command.name, command.summary)
            for command in table.commands.values()
            if command.listed and command.name != "help" and request.person.may(command.role)
        ]
        return view.help_screen(request.tr, commands, search=table.free_text is not None, private=request.private)

    async def open_help(self, request: Request, _data: view.OpenHelp) -> Answers:
        """Show the help in place."""
        return await self.help(request)

    async def cancel(self, request: Request) -> Answers:
        """Answer /cancel: as a command it has ended any question already."""
        return view.cancelled_screen(request.tr, cancelled=request.interrupted)


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


def _start_screen(request: Request, *, unknown_link: bool = False) -> Screen:
    edition = request.edition()
    if edition is None:
        return view.no_visit_screen(request.tr, private=request.private, unknown_link=unknown_link)
    edits = request.edits(edition.visit_id)
    return view.start_screen(
        edition,
        request.tr,
        several=len(request.visits()) > 1,
        private=request.private,
        role=request.role_in(edition.visit_id),
        overdue=overdue_facts(edition.visit, today_at(edition.visit, request.now)) if edits else 0,
        unknown_link=unknown_link,
    )
