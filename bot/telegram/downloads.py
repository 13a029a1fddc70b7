"""Files that people sent, as jobs get them: handlers never do, since it takes the network and time."""

from typing import Protocol


class FileTooLarge(Exception):  # noqa: N818 - what it is says enough
    """A file that somebody sent is larger than is taken."""


class FileGone(Exception):  # noqa: N818 - what it is says enough
    """Telegram does not have a file any more, or does not give it."""


class Downloads(Protocol):
    """Where files come from."""

    async def download(self, file_id: str, largest: int) -> bytes:
        """Fetch a file of at most `largest` bytes, counted while reading.

        Raises FileTooLarge, FileGone, TelegramBadRequest where Telegram refuses, and whatever the network does.
        """
