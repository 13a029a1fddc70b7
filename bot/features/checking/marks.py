"""Marks of what an editor was shown, short enough for a button and different for whatever differs."""

import hashlib
from typing import Final

from bot.content.library import Edition
from bot.content.models import Source
from bot.content.texts import NameForm

_LENGTH: Final = 8


def mark_of_source(edition: Edition, source: Source) -> str:
    """Return the mark of a source's address and of all that facts have it say."""
    facts = [fact.model_dump_json() for fact in edition.resting_on(source.id).facts]
    return _mark("\n".join((str(source.url), *facts)))


def mark_of_form(form: NameForm) -> str:
    """Return the mark of a name's letters."""
    return _mark(form.text)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
