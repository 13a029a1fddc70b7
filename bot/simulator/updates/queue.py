"""The updates that wait for the bot, numbered in order."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

Update = dict[str, Any]
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Updates not yet confirmed; kept until a poll confirms them or a webhook accepts them."""

    def __init__(self, first_id: int, on_change: Callable[[], None]) -> None:
        self._next_id = first_id
        self._on_change = on_change
        self.allowed: frozenset[str] | None = None
        self.pending: deque[Update] = deque()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember allowed_updates: None leaves it as it is, an empty list means the default kinds."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, content: dict[str, Any]) -> bool:
        """Queue an update unless the bot did not ask for this kind; tells whether it was queued."""
        wanted = kind not in ON_REQUEST_ONLY if self.allowed is None else kind in self.allowed
        if wanted:
            self.push({kind: content})
        return wanted

    def push(self, update: Update) -> int:
        """Queue any update as it is, numbering it when it has no update_id; returns the id."""
        update_id = int(update.get("update_id", self._next_id))
        self._next_id = max(self._next_id, update_id + 1)
        self.pending.append({"update_id": update_id, **update})
        self._on_change()
        return update_id

    def jump_to(self, update_id: int) -> None:
        """Number the next update so, as Telegram picks a new number after a quiet week."""
        self._next_id = update_id

    def confirm_before(self, offset: int) -> None:
        """Forget what getUpdates with this offset confirms; a negative one keeps only the last ones."""
        before = len(self.pending)
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        else:
            while self.pending and self.pending[0]["update_id"] < offset:
                self.pending.popleft()
        if len(self.pending) != before:
            self._on_change()

    def remove(self, update: Update) -> None:
        """Forget one update: a webhook has accepted it."""
        self.pending.remove(update)
        self._on_change()

    def clear(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()
        self._on_change()
