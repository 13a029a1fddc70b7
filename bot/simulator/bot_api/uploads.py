"""Files that come with a call."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import BufferedInputFile

from bot.simulator.bot_api.parameters import Kind
from bot.simulator.errors import bad_request

_ATTACHED = "attach://"
# Where the parts of an album name their files.
_MEDIA = "media"


class Upload(BufferedInputFile):
    """A file part of a multipart request. aiogram's own type for a file to send, so its models accept it."""

    def __init__(self, content: bytes, filename: str, mime_type: str | None) -> None:
        super().__init__(content, filename)
        self.mime_type = mime_type


def attach(arguments: dict[str, Any], files: Mapping[str, Upload], kinds: Mapping[str, Kind]) -> None:
    """Put the files where they are meant: under their part's own name, or where "attach://name" says so."""
    for name, kind in kinds.items():
        if kind is not Kind.FILE:
            continue
        value = arguments.get(name)
        if value is None and name in files:
            arguments[name] = files[name]
        elif isinstance(value, str) and value.startswith(_ATTACHED):
            arguments[name] = _attached(value, files)
    album = arguments.get(_MEDIA)
    for part in album if isinstance(album, list) else ():
        value = part.get(_MEDIA) if isinstance(part, dict) else None
        if isinstance(value, str) and value.startswith(_ATTACHED):
            part[_MEDIA] = _attached(value, files)


def describe(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters for the ledger: JSON, files by name and size."""
    described = {
        name: {"file": value.filename, "size": len(value.data)} if isinstance(value, Upload) else value
        for name, value in arguments.items()
    }
    album = described.get(_MEDIA)
    if isinstance(album, list):
        described[_MEDIA] = [describe(part) if isinstance(part, dict) else part for part in album]
    return described


def _attached(value: str, files: Mapping[str, Upload]) -> Upload:
    upload = files.get(value.removeprefix(_ATTACHED))
    if upload is None:
        raise bad_request(f'file "{value}" was not attached')
    return upload
