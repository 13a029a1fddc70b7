"""What a whole visit must keep to beyond the form of its parts; every breach at once, each with its place.

`check` is asked by every reader and by whoever changes a visit before an edition is published.
"""

from bot.content.models import Visit
from bot.content.problems import Problem
from bot.content.rules_of_ids import broken_references, repeated_entries, repeated_ids
from bot.content.rules_of_origin import inventions, unsupported_languages
from bot.content.rules_of_texts import misplaced_texts, overlong_texts
from bot.content.rules_of_times import impossible_times


def check(visit: Visit, unread: frozenset[str] = frozenset()) -> list[Problem]:
    """Return every breach of the rules, in no particular order.

    `unread` are ids of things that are in the file but not in this visit, since they are wrong in themselves: whatever
    refers to them is not blamed for it.
    """
    return [
        *repeated_ids(visit),
        *broken_references(visit, unread),
        *repeated_entries(visit),
        *unsupported_languages(visit, unread),
        *inventions(visit),
        *misplaced_texts(visit),
        *overlong_texts(visit),
        *impossible_times(visit),
    ]
