"""Sharing out long lists into pages, and the way from one page to the next."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Text

from bot.core.translation import Translator
from bot.telegram.rendering import plain
from bot.telegram.screens import PAGE_LENGTH, Row, button, columns

T = TypeVar("T")

# Two rows of numbered buttons.
MOST_ON_A_PAGE: Final = 10


def share_out(
    items: Iterable[T], show: Callable[[T], Text], limit: int = PAGE_LENGTH, most: int = MOST_ON_A_PAGE
) -> list[list[T]]:
    """Share out items into pages by the width of what they show and by their number; at least one page.

    `show` may use a throwaway `Footnotes`: the page that is really sent numbers its own sources from 1.
    """
    shared: list[list[T]] = [[]]
    length = 0
    for item in items:
        size = columns(plain(show(item))) + 2
        if shared[-1] and (length + size > limit or len(shared[-1]) == most):
            shared.append([])
            length = 0
        shared[-1].append(item)
        length += size
    return shared


def page_of(shared: Sequence[list[T]], page: int) -> tuple[int, list[T]]:
    """Return the page asked for with its number from 0; an old button's page that is no more gives the last one."""
    number = min(max(page, 0), len(shared) - 1)
    return number, shared[number]


def page_note(page: int, count: int, tr: Translator) -> str:
    """Return where in several pages the reader is, such as ` · page 2 of 5`; empty for a single page."""
    return tr(" · page {page} of {count}", page=page + 1, count=count) if count > 1 else ""


def pager(page: int, count: int, press: Callable[[int], CallbackData]) -> Row:
    """Return the buttons `‹ 1` and `3 ›` to the neighbours of this page (numbered from 0), as far as they exist."""
    before = (button(f"‹ {page}", press(page - 1)),) if page > 0 else ()
    after = (button(f"{page + 2} ›", press(page + 1)),) if page + 1 < count else ()
    return before + after
