"""Replies waiting to go out: one line a chat, kept in order, each line served by one sender at a time."""

import asyncio
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from bot.telegram.replies import Reply


class Lines:
    """Hands out chats that have something to send. A chat taken is nobody else's until it is released."""

    def __init__(self) -> None:
        self._lines: dict[int | None, deque[Reply]] = {}
        self._ready: asyncio.Queue[int | None] = asyncio.Queue()

    def add(self, reply: Reply) -> None:
        """Put a reply at the end of its chat's line."""
        line = self._lines.get(reply.chat_id)
        if line is None:
            line = self._lines[reply.chat_id] = deque()
            self._ready.put_nowait(reply.chat_id)
        line.append(reply)

    async def take(self) -> int | None:
        """Wait for a chat that has something to send and take it."""
        return await self._ready.get()

    def first(self, chat_id: int | None) -> Reply | None:
        """Return what goes out next to this chat; None when it was withdrawn meanwhile."""
        line = self._lines[chat_id]
        return line[0] if line else None

    def done(self, chat_id: int | None, reply: Reply) -> None:
        """Remove what went out, unless it was withdrawn while it did."""
        line = self._lines[chat_id]
        if line and line[0] is reply:
            line.popleft()

    def withdraw(self, chat_id: int) -> list[Reply]:
        """Take everything out of a chat's line and return it; what is on its way cannot be called back."""
        line = self._lines.get(chat_id)
        if line is None:
            return []
        withdrawn = list(line)
        line.clear()
        return withdrawn

    def release(self, chat_id: int | None) -> None:
        """Give the chat back: behind the others if it has more to send."""
        if self._lines[chat_id]:
            self._ready.put_nowait(chat_id)
        else:
            del self._lines[chat_id]

    def move(self, old_id: int | None, new_id: int) -> None:
        """Send everything that waits for one chat to another, whose line it joins in order."""
        waiting = list(self._lines[old_id])
        self._lines[old_id].clear()
        for reply in readdressed(waiting, new_id):
            self.add(reply)


def readdressed(waiting: Iterable[Reply], chat_id: int) -> list[Reply]:
    """Return these replies as they go to another chat."""
    return [
        replace(reply, chat_id=chat_id, body=json.dumps({**json.loads(reply.body), "chat_id": chat_id}))
        for reply in waiting
    ]
