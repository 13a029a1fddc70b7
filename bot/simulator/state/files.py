"""Files that were uploaded, by the bot or by people; kept in memory."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath
from random import Random
from typing import Any, Literal

FileKind = Literal["document", "photo"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. `width` and `height` are those of a photo, in pixels."""

    file_id: str
    unique_id: str
    kind: FileKind
    name: str
    mime_type: str
    content: bytes
    path: str
    width: int = 0
    height: int = 0

    def as_file(self) -> dict[str, Any]:
        """Telegram's File object."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
            "file_path": self.path,
        }

    def as_content(self) -> dict[str, Any]:
        """What a message with this file carries: a document, or the one size of a photo."""
        described: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }
        if self.kind == "photo":
            return {"photo": [{**described, "width": self.width, "height": self.height}]}
        return {"document": {**described, "file_name": self.name, "mime_type": self.mime_type}}


class Files:
    """All files by id and by path."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(
        self, kind: FileKind, name: str, content: bytes, mime_type: str | None = None, size: tuple[int, int] = (0, 0)
    ) -> StoredFile:
        """Keep a file; `size` is width and height of a photo."""
        number = len(self._by_id)
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = StoredFile(
            file_id=f"simulated-{kind}-{self._random.getrandbits(96):024x}",
            unique_id=f"{self._random.getrandbits(48):012x}",
            kind=kind,
            name=name,
            mime_type=mime_type or guessed,
            content=content,
            path=f"{kind}s/file_{number}{PurePosixPath(name).suffix}",
            width=size[0],
            height=size[1],
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file with this file_path."""
        return self._by_path.get(path)
