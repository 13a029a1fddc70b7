"""What is announced beside the text: a file that Telegram has, a place, or an album, ready to be sent again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Self, get_args

from aiogram.types import Message

Kind = Literal[
    "photo", "video", "animation", "document", "audio", "voice", "video_note", "venue", "location", "album", "none"
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# These have their text beside them; of the others it comes in a message of its own.
_CAPTIONED: Final = frozenset({"photo", "video", "animation", "document", "audio", "voice"})
_METHODS: Final = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "animation": "sendAnimation",
    "document": "sendDocument",
    "audio": "sendAudio",
    "voice": "sendVoice",
    "video_note": "sendVideoNote",
    "venue": "sendVenue",
    "location": "sendLocation",
    "album": "sendMediaGroup",
}
# An animation is also a document and a venue also a location, so the order matters.
_FILES: Final = ("photo", "video", "animation", "document", "audio", "voice", "video_note")


@dataclass(frozen=True, slots=True)
class Media:
    """What a call sends: `parameters` are those of its method. `text_follows`: its text has a message of its own."""

    kind: Kind
    parameters: dict[str, Any]
    text_follows: bool = False

    @property
    def method(self) -> str:
        """The method of the Bot API that sends it."""
        return _METHODS[self.kind]

    @property
    def messages(self) -> int:
        """How many messages it is for Telegram."""
        return len(self.parameters["media"]) if self.kind == "album" else 1

    @property
    def captioned(self) -> bool:
        """Whether a text can stand beside it."""
        return self.kind in _CAPTIONED

    def dumped(self) -> str:
        """Return it as the store keeps it."""
        return json.dumps({"kind": self.kind, "parameters": self.parameters, "text_follows": self.text_follows})

    @classmethod
    def loaded(cls, text: str) -> Self:
        """Return what the store kept."""
        return cls(**json.loads(text))


def media_of(message: Message) -> Media | None:
    """Return what a message holds beside text: None for text alone. Raises ValueError for what cannot be sent again."""
    if message.text is not None:
        return None
    if message.venue is not None:
        venue = message.venue
        place = {"latitude": venue.location.latitude, "longitude": venue.location.longitude}
        return Media("venue", {**place, "title": venue.title, "address": venue.address}, text_follows=True)
    if message.location is not None:
        place = {"latitude": message.location.latitude, "longitude": message.location.longitude}
        return Media("location", place, text_follows=True)
    kind: Kind
    for kind in ("photo", "video", "animation", "audio", "voice", "video_note", "document"):
        held = getattr(message, kind)
        if held and not (kind == "video" and message.animation):
            file_id = held[-1].file_id if kind == "photo" else held.file_id
            return Media(kind, {kind: file_id, **_manner(message)}, text_follows=kind not in _CAPTIONED)
    raise ValueError(message.content_type)


def album(parts: Sequence[Media]) -> Media:
    """Return these files as one album; a single one stays what it is. Raises ValueError for none."""
    files = [part for part in parts if part.kind in _FILES]
    if not files:
        raise ValueError("an album needs a part")
    if len(files) == 1:
        return files[0]
    entries = []
    for part in files:
        rest = {name: value for name, value in part.parameters.items() if name == "has_spoiler"}
        entries.append({"type": part.kind, "media": part.parameters[part.kind], **rest})
    return Media("album", {"media": entries}, text_follows=True)


def with_text_apart(media: Media | None, *, apart: bool) -> Media | None:
    """Return it with its text in a message of its own, or beside it where that can be; text alone is divided."""
    if media is None or media.kind == "none":
        return Media("none", {}, text_follows=True) if apart else None
    return replace(media, text_follows=apart or not media.captioned)


def _manner(message: Message) -> dict[str, Any]:
    shown = {"has_spoiler": message.has_media_spoiler, "show_caption_above_media": message.show_caption_above_media}
    return {name: True for name, wanted in shown.items() if wanted}
