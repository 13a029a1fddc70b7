"""sendDocument, sendPhoto, getFile."""

from typing import Any

from bot.simulator.bot_api.uploads import Upload
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.images import picture_size
from bot.simulator.methods.common import refuse_unsupported, send
from bot.simulator.state.chats import Message
from bot.simulator.state.files import FileKind, StoredFile
from bot.simulator.state.world import World
from bot.simulator.text.content import message_caption

_MEGABYTE = 1024 * 1024
_LARGEST_UPLOAD = 50 * _MEGABYTE
_LARGEST_PHOTO = 10 * _MEGABYTE
_LARGEST_DOWNLOAD = 20 * _MEGABYTE
_LARGEST_SIDES = 10_000
_LARGEST_RATIO = 20


def send_document(world: World, arguments: dict[str, Any]) -> Message:
    """Any file, uploaded or named by the id it got before."""
    return _send_file(world, arguments, "document")


def send_photo(world: World, arguments: dict[str, Any]) -> Message:
    """A picture."""
    return _send_file(world, arguments, "photo")


def get_file(world: World, arguments: dict[str, Any]) -> dict[str, Any]:
    """Where to download a file: up to 20 MB."""
    stored = world.files.get(arguments["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_file()


def store(world: World, kind: FileKind, name: str, content: bytes, mime_type: str | None = None) -> StoredFile:
    """Keep an uploaded file after the checks Telegram makes; raises ApiError when it refuses it."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > _LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "document":
        return world.files.add("document", name, content, mime_type)
    if len(content) > _LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {_LARGEST_PHOTO} bytes"
        )
    size = picture_size(content)
    if size is None or 0 in size:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > _LARGEST_SIDES or max(size) > _LARGEST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.files.add("photo", name, content, mime_type, size)


def _send_file(world: World, arguments: dict[str, Any], kind: FileKind) -> Message:
    refuse_unsupported(arguments)
    caption = message_caption(arguments)
    chat = world.writable_chat(arguments["chat_id"])
    return send(world, arguments, chat, {**_file(world, arguments[kind], kind).as_content(), **caption})


def _file(world: World, given: Upload | str, kind: FileKind) -> StoredFile:
    if isinstance(given, Upload):
        return store(world, kind, given.filename or kind, given.data, given.mime_type)
    stored = world.files.get(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored
