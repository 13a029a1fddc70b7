"""Files that a person chooses on their phone: what they go as, and which of them make one album."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.simulator.images import picture_size
from bot.simulator.methods.files import store
from bot.simulator.state.files import FILE_KINDS, Details, FileKind, StoredFile
from bot.simulator.state.world import World

MOST_IN_AN_ALBUM = 10
MEDIA: Literal["media"] = "media"
As = FileKind | Literal["media"]
WAYS: frozenset[As] = FILE_KINDS | {MEDIA}

_PICTURES = frozenset({"image/jpeg", "image/png"})
_ROUND = 240  # pixels across, as Telegram's apps record video messages
# Which kinds go together: pictures and films with each other, the others with their own kind only.
_TOGETHER = {"photo": "shown", "video": "shown", "document": "document", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One file as it is on the person's phone."""

    name: str
    content: bytes
    mime_type: str | None = None

    def kind(self, way: As) -> FileKind:
        """What it goes as: what was asked for, or for "media" what an app makes of a file of this type."""
        if way != MEDIA:
            return way
        mime_type = self.mime_type or ""
        if mime_type in _PICTURES and picture_size(self.content):
            return "photo"
        if mime_type == "image/gif":
            return "animation"
        if mime_type.startswith("video/"):
            return "video"
        return "audio" if mime_type.startswith("audio/") else "document"

    def kept(self, world: World, way: As) -> StoredFile:
        """The file as Telegram keeps it; raises ApiError when Telegram refuses it."""
        kind = self.kind(way)
        width, height = picture_size(self.content) or (0, 0)
        details = Details(width=width, height=height, length=_ROUND if kind == "video_note" else 0)
        return store(world, kind, self.name, self.content, self.mime_type, details)


def albums(files: list[StoredFile]) -> Iterator[list[StoredFile]]:
    """The files in order, cut into what Telegram's apps send as one album each, or as one message."""
    run: list[StoredFile] = []
    for stored in files:
        together = _TOGETHER.get(stored.kind)
        if run and (together is None or together != _TOGETHER.get(run[0].kind) or len(run) == MOST_IN_AN_ALBUM):
            yield run
            run = []
        run.append(stored)
    if run:
        yield run
