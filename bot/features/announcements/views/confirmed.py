"""The button by which a recipient says that they have read an announcement, once they have pressed it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.core.translation import Translator
from bot.features.announcements.presses import Confirm

_DATA: Final = f"{Confirm.__prefix__}:"

Keyboard = Sequence[Sequence[Mapping[str, Any]]]


def confirmed_keyboard(keyboard: Keyboard, tr: Translator) -> list[list[dict[str, Any]]]:
    """Return these rows of buttons with the one that confirms saying that it was pressed."""
    return [
        [
            {**one, "text": tr("Confirmed ✓")} if str(one.get("callback_data", "")).startswith(_DATA) else {**one}
            for one in row
        ]
        for row in keyboard
    ]


def shown_as_confirmed(parameters: Mapping[str, Any], tr: Translator) -> dict[str, Any]:
    """Return the parameters of a call with the button in its keyboard saying that it was pressed."""
    markup = parameters.get("reply_markup")
    if markup is None:
        return dict(parameters)
    return {**parameters, "reply_markup": {"inline_keyboard": confirmed_keyboard(markup["inline_keyboard"], tr)}}
