"""What can be asked of the bot: commands, buttons and free text, each with the role it takes.

One table instead of a chain of routers: looking a handler up costs the same for the first command and the last
(aiogram tries handlers in turn; 20 routers missed cost 2.4 times a whole echo), and menus, help and the tests of
who may do what are made from the same table.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers

CommandHandler = Callable[[Request], Awaitable[Answers]]
PressHandler = Callable[[Request, Any], Awaitable[Answers]]
# None: it is none of its business.
ReplyHandler = Callable[[Request], Awaitable[Answers | None]]
R = TypeVar("R")

# What one feature alone can take.
_ALONE: Final = ("free_text", "file", "free_media", "edited", "reply", "removed")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what the menu says of it (English text), its handler and the role it takes.

    `personal` commands are about the person who asks: in a group the bot answers them with a way to a private chat.
    Those that are not `listed` work but stand in no menu.
    """

    name: str
    summary: str
    handler: CommandHandler
    role: Role
    personal: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """A kind of button: its callback data, its handler `(request, data)` and the role it takes.

    What is not for everybody `says` what it is for, in words (English text) that the audit keeps where it is refused.
    Raises ValueError without them: the audit is never erased, and a prefix says nothing to whoever reads it.
    """

    data: type[CallbackData]
    handler: PressHandler
    role: Role
    personal: bool = False
    says: str = ""

    def __post_init__(self) -> None:
        if self.role > Role.GUEST and not self.says:
            raise ValueError(f"say in words what the button {self.data.__prefix__!r} is for")


@dataclass(frozen=True, slots=True)
class Link:
    """A kind of deep link, t.me/<bot>?start=<prefix>_…: its handler, asked with what follows, and the role it takes.

    Links are about the person who opens them: they work in private chats only.
    """

    prefix: str
    handler: CommandHandler
    role: Role


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question to a person (see `prompts`): what takes the answer, `(request, payload)`, and its role.

    What was written is `request.argument`, or whatever `request.message` holds. A PersonError leaves the question open.
    """

    kind: str
    handler: PressHandler
    role: Role


@dataclass(frozen=True, slots=True)
class Routes:
    """The commands, buttons, links and questions of one feature, and what it alone takes of everything else.

    `free_text` and `free_media` are what people write or send in private unasked; a document goes to `file` first, and
    on to `free_media` where that says None. `edited` is a message in private that was edited, `reply` an answer to
    something that the bot wrote, `removed` its removal from a group.
    """

    commands: tuple[Command, ...] = ()
    presses: tuple[Press, ...] = ()
    links: tuple[Link, ...] = ()
    questions: tuple[Question, ...] = ()
    free_text: CommandHandler | None = None
    file: ReplyHandler | None = None
    free_media: CommandHandler | None = None
    edited: CommandHandler | None = None
    reply: ReplyHandler | None = None
    removed: CommandHandler | None = None


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """All features' routes, for looking up. Raises ValueError when two claim the same name."""

    commands: dict[str, Command] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    free_text: CommandHandler | None = None
    file: ReplyHandler | None = None
    free_media: CommandHandler | None = None
    edited: CommandHandler | None = None
    reply: ReplyHandler | None = None
    removed: CommandHandler | None = None


def routing_table(features: Iterable[Routes], menu: Sequence[str] = ()) -> RoutingTable:
    """Join the features' routes into one table, its commands in the order of `menu`, then as the features list them.

    Raises ValueError when two features claim the same thing, or the menu names a command that nobody has.
    """
    commands: dict[str, Command] = {}
    presses: dict[str, Press] = {}
    links: dict[str, Link] = {}
    questions: dict[str, Question] = {}
    alone: dict[str, Any] = {}
    for routes in features:
        for command in routes.commands:
            _claim(commands, command.name, command, f"/{command.name}")
        for press in routes.presses:
            _claim(presses, press.data.__prefix__, press, f"the button {press.data.__prefix__!r}")
        for link in routes.links:
            _claim(links, link.prefix, link, f"links that begin with {link.prefix}_")
        for question in routes.questions:
            _claim(questions, question.kind, question, f"the question {question.kind!r}")
        for name in _ALONE:
            if (handler := getattr(routes, name)) is not None:
                _claim(alone, name, handler, name.replace("_", " "))
    if unknown := [name for name in menu if name not in commands]:
        raise ValueError(f"the menu names commands that nobody has: {', '.join(unknown)}")
    ordered = {name: commands[name] for name in dict.fromkeys((*menu, *commands))}
    return RoutingTable(ordered, presses, links, questions, **alone)


def _claim(taken: dict[str, R], name: str, route: R, what: str) -> None:
    if taken.setdefault(name, route) is not route:
        raise ValueError(f"two features claim {what}")
