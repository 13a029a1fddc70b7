"""Saying beforehand who will be told of a change."""

from bot.core.translation import Translator
from bot.telegram.hearing import Hearers


def told_in_words(hearers: Hearers, tr: Translator) -> str:
    """Say how many people will be told of a change, and how many of them whatever they switched off."""
    if not hearers.people:
        return tr("There is nobody to be told of it.")
    told = tr.plural("{count} person will be told of it.", "{count} people will be told of it.", hearers.people)
    if not hearers.urgently:
        return told
    if hearers.urgently == hearers.people:
        everybody = tr("It starts soon: neither a mute nor quiet hours hold that back.")
        return f"{told} {everybody}"
    urgent = tr.plural(
        "It starts soon: for {count} of them neither a mute nor quiet hours hold that back.",
        "It starts soon: for {count} of them neither a mute nor quiet hours hold that back.",
        hearers.urgently,
    )
    return f"{told} {urgent}"
