"""Files that were uploaded, by the bot or by people; kept in memory."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath
from random import Random
from typing import Any, Literal, get_args

FileKind = Literal["document", "photo", "video", "animation", "audio", "voice", "video_note"]
FILE_KINDS: frozenset[FileKind] = frozenset(get_args(FileKind))

_FOLDERS = {"audio": "music", "voice": "voice"}
_USUAL_TYPES = {"voice": "audio/ogg", "video_note": "video/mp4"}
# The boxes of a photo's smaller sizes, by Telegram's letters for them.
_SMALLER_SIZES = (("s", 90), ("m", 320), ("x", 800))


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a file beside its content.

    `width` and `height` in pixels, of a photo or video; `duration` in seconds; `length` is the diameter of a round
    video; `title` and `performer` are those of music.
    """

    width: int = 0
    height: int = 0
    duration: int = 0
    length: int = 0
    title: str | None = None
    performer: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file, whose kind is settled when it comes: sent again by its id, it is of this kind still."""

    file_id: str
    unique_id: str
    kind: FileKind
    name: str
    mime_type: str
    content: bytes
    path: str
    details: Details = Details()

    def as_file(self) -> dict[str, Any]:
        """Telegram's File object."""
        return {**self._ids(), "file_path": self.path}

    def as_content(self) -> dict[str, Any]:
        """What a message with this file carries."""
        if self.kind == "photo":
            return {"photo": self._sizes()}
        described = self._described()
        if self.kind == "animation":
            timeless = described.keys() - {"duration", "width", "height"}
            return {"animation": described, "document": {name: described[name] for name in timeless}}
        return {self.kind: described}

    def smaller_ids(self) -> list[str]:
        """The ids of a photo's smaller sizes: each of them stands for the whole photo when it is sent."""
        return [size["file_id"] for size in self._sizes()[:-1]] if self.kind == "photo" else []

    def _ids(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def _described(self) -> dict[str, Any]:
        details = self.details
        named = {"file_name": self.name, "mime_type": self.mime_type}
        sized = {"width": details.width, "height": details.height}
        timed = {"duration": details.duration}
        match self.kind:
            case "video" | "animation":
                return {**timed, **sized, **named, **self._ids()}
            case "audio":
                tagged = {"title": details.title, "performer": details.performer}
                return {**timed, **{name: tag for name, tag in tagged.items() if tag}, **named, **self._ids()}
            case "voice":
                return {**timed, "mime_type": self.mime_type, **self._ids()}
            case "video_note":
                return {**timed, "length": details.length, **self._ids()}
            case _:
                return {**named, **self._ids()}

    def _sizes(self) -> list[dict[str, Any]]:
        """The sizes of a photo, smallest first, as Telegram makes them; the last one is the photo itself."""
        width, height = self.details.width, self.details.height
        sizes: list[dict[str, Any]] = []
        for letter, box in _SMALLER_SIZES:
            if box < max(width, height):
                ids = {"file_id": f"{self.file_id}-{letter}", "file_unique_id": f"{self.unique_id}{letter}"}
                share = box / max(width, height)
                sizes.append({**ids, "width": max(1, round(width * share)), "height": max(1, round(height * share))})
        return [*sizes, {**self._ids(), "width": width, "height": height}]


class Files:
    """All files by id and by path."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(
        self,
        kind: FileKind,
        name: str,
        content: bytes,
        mime_type: str | None = None,
        details: Details | None = None,
    ) -> StoredFile:
        """Keep a file."""
        guessed = _USUAL_TYPES.get(kind) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        folder = _FOLDERS.get(kind, f"{kind}s")
        stored = StoredFile(
            file_id=f"simulated-{kind}-{self._random.getrandbits(96):024x}",
            unique_id=f"{self._random.getrandbits(48):012x}",
            kind=kind,
            name=name,
            mime_type=mime_type or guessed,
            content=content,
            path=f"{folder}/file_{len(self._by_path)}{PurePosixPath(name).suffix}",
            details=details or Details(),
        )
        for file_id in (stored.file_id, *stored.smaller_ids()):
            self._by_id[file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file with this file_path."""
        return self._by_path.get(path)
