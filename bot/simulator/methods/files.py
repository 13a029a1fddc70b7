"""Taking in what is uploaded, finding what is named by its id, and getFile."""

from typing import Any

from bot.simulator.bot_api.uploads import Upload
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.images import picture_size
from bot.simulator.state.files import Details, FileKind, StoredFile
from bot.simulator.state.world import World

_MEGABYTE = 1024 * 1024
_LARGEST_UPLOAD = 50 * _MEGABYTE
_LARGEST_PHOTO = 10 * _MEGABYTE
_LARGEST_DOWNLOAD = 20 * _MEGABYTE
_LARGEST_SIDES = 10_000
_LARGEST_RATIO = 20
# What Telegram's client for bots calls the kinds in its errors.
_NAMES = {"voice": "VoiceNote", "video_note": "VideoNote"}

UNKNOWN_FILE = "wrong file identifier/HTTP URL specified"


def get_file(world: World, arguments: dict[str, Any]) -> dict[str, Any]:
    """Where to download a file: up to 20 MB."""
    stored = world.files.get(arguments["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_file()


def store(
    world: World,
    kind: FileKind,
    name: str,
    content: bytes,
    mime_type: str | None = None,
    details: Details | None = None,
) -> StoredFile:
    """Keep an uploaded file after the checks Telegram makes; raises ApiError when it refuses it."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > _LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        details = _photo(content)
    return world.files.add(kind, name, content, mime_type, details)


def find(world: World, given: Upload | str, kind: FileKind, details: Details) -> StoredFile:
    """The file to send as this kind: uploaded now, or one that Telegram has; raises Telegram's 400 for another.

    A file that Telegram has goes out as what it is: a video named by its id stays a video in sendDocument, but a
    photo can take no other's place, nor another a photo's.
    """
    if isinstance(given, Upload):
        return store(world, kind, given.filename or kind, given.data, given.mime_type, details)
    stored = world.files.get(given)
    if stored is None:
        raise bad_request(UNKNOWN_FILE)
    if (stored.kind == "photo") != (kind == "photo"):
        raise bad_request(f"can't use file of type {_name(stored.kind)} as {_name(kind)}")
    return stored


def _name(kind: FileKind) -> str:
    return _NAMES.get(kind, kind.title())


def _photo(content: bytes) -> Details:
    """The size of a photo; raises 400 for what Telegram takes for none."""
    if len(content) > _LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {_LARGEST_PHOTO} bytes"
        )
    size = picture_size(content)
    if size is None or 0 in size:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > _LARGEST_SIDES or max(size) > _LARGEST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return Details(width=size[0], height=size[1])
