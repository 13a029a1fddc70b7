"""The way from a card to the spellings of its name, for whoever may confirm them."""

from bot.content.confirming import Named, forms_of
from bot.core.translation import Translator
from bot.telegram.presses_of_editors import OpenSpelling
from bot.telegram.screens import Row, button


def to_spelling(visit_id: str, item: Named, tr: Translator) -> Row:
    """Return the button to the spellings of a name; its label says whether there is one to confirm."""
    done = all(form.confirmed_on is not None for _, form in forms_of(item.names))
    label = tr("Spelling of the name") if done else tr("Confirm spelling…")
    return (button(label, OpenSpelling(visit=visit_id, item=item.id)),)
