"""The editions that are current, in memory. Whoever publishes calls `replace`."""

from collections.abc import Iterable

from bot.content.edition import Edition, Resting

__all__ = ["Edition", "Library", "Resting"]


class Library:
    """The current edition of every visit. Memory only; it changes when somebody calls `replace`."""

    def __init__(self, editions: Iterable[Edition] = ()) -> None:
        """Hold these editions as current, given in the order in which their visits were first published."""
        self._current: dict[str, Edition] = {edition.visit_id: edition for edition in editions}

    def visits(self) -> tuple[Edition, ...]:
        """Return the current editions: real visits before samples, each in the order of first publication."""
        return tuple(sorted(self._current.values(), key=lambda edition: edition.visit.sample))

    def edition(self, visit_id: str) -> Edition | None:
        """Return the current edition of this visit."""
        return self._current.get(visit_id)

    def replace(self, edition: Edition) -> None:
        """Make this edition the current one of its visit, which keeps its place; a new visit stands last."""
        self._current[edition.visit_id] = edition

    def default(self) -> Edition | None:
        """Return the visit to show who has chosen none: the real one published first; a sample only without any."""
        return next(iter(self.visits()), None)
