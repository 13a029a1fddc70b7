"""What a view makes: a message with its buttons, as values, built without touching Telegram."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.formatting import Text

from bot.telegram.panels import Subject

Row = tuple[InlineKeyboardButton, ...]

# What fits a phone without endless scrolling; Telegram's own limit is 4,096.
PAGE_LENGTH: Final = 1600
COPY_LIMIT: Final = 256
# A phone cuts a longer label, in the middle of a word.
LABEL_WIDTH: Final = 38
# The characters and signs of East Asia, nearly all of them two columns wide.
_WIDE: Final = re.compile("[\u2e80-\U0010ffff]+")


def columns(text: str) -> int:
    """Return how much room a text takes on a phone: a Chinese character takes that of two letters."""
    return len(text) + sum(map(len, _WIDE.findall(text)))


def shortened(label: str, width: int = LABEL_WIDTH) -> str:
    """Return a label that fits a button, cut at a word and marked with `…` where it does not."""
    if columns(label) <= width:
        return label
    cut = label
    while columns(cut) >= width:
        cut = cut[:-1]
    head, space, _ = cut.rpartition(" ")
    return f"{(head if space else cut).rstrip(' ,;:—–')}…"


def button(label: str, press: CallbackData) -> InlineKeyboardButton:
    """Return a button that brings `press` back to the bot."""
    return _button(label, press.pack())


@lru_cache(maxsize=2048)
def _button(label: str, data: str) -> InlineKeyboardButton:
    # There are few buttons, pressed often; to make one takes as long as to look 40 up.
    return InlineKeyboardButton(text=label, callback_data=data)


def link(label: str, url: str) -> InlineKeyboardButton:
    """Return a button that opens a web page."""
    return InlineKeyboardButton(text=label, url=url)


def copy(label: str, text: str) -> InlineKeyboardButton:
    """Return a button that puts a text on the reader's clipboard (Telegram takes 256 characters; the rest is cut)."""
    return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=text[:COPY_LIMIT]))


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text with entities and its rows of buttons. `sample` has it marked as invented.

    One that `shows` something is its panel: the message is edited whenever that changes. A `fresh` one is a message of
    its own even in answer to a press: what stands above the button must stay.
    """

    body: Text
    rows: tuple[Row, ...] = ()
    sample: bool = False
    silent: bool = False
    shows: Subject | None = None
    fresh: bool = False

    def content(self) -> dict[str, Any]:
        """Return text, entities and markup as the Bot API takes them."""
        text, entities = self.body.render()
        return {
            "text": text,
            "entities": entities or None,
            "reply_markup": InlineKeyboardMarkup(inline_keyboard=[list(row) for row in self.rows if row])
            if any(self.rows)
            else None,
        }


@dataclass(frozen=True, slots=True)
class Toast:
    """A short note over the chat in answer to a press; as an alert it waits to be read. At most 200 characters."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Venue:
    """A pin on the map with its title and address; WGS 84 degrees."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Task:
    """Work that needs the network or takes long, done after the commit by the job of this kind.

    It is done for whoever asked, in the chat where they did, and goes when they are forgotten; `nobodys` work stays.
    """

    kind: str
    payload: dict[str, Any] = field(default_factory=dict)
    nobodys: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Nothing that was made for this chat before goes out any more; what is in the store the handler erases itself."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Dispatched:
    """Something was queued for delivery: it goes out as soon as this is committed."""


@dataclass(frozen=True, slots=True)
class Published:
    """Another edition of the visit holds: it is what everybody gets as soon as this is committed."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message that is ready as the Bot API takes it, but for the chat: an exact preview of what others will get."""

    method: str
    parameters: Mapping[str, Any]


Answer = Screen | Toast | Venue | Task | Withdrawal | Dispatched | Published | Prepared
Answers = Answer | Sequence[Answer]


def listed(answers: Answers) -> Sequence[Answer]:
    """Return a handler's answers as a sequence."""
    return (answers,) if isinstance(answers, Answer) else answers
