"""Kind, width and height of a picture, read from its first bytes."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_PNG_HEADER = 24  # signature, length and name of the first chunk, two numbers
_GIF_HEADER = 10  # signature, two numbers
_MARKER = 0xFF
_GIF = (b"GIF87a", b"GIF89a")
# Start-of-frame markers: those that carry the size, of all kinds of JPEG.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG or GIF; None when it is no picture."""
    if content.startswith(_PNG) and len(content) >= _PNG_HEADER:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(_GIF) and len(content) >= _GIF_HEADER:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _jpeg_size(content) if content.startswith(_JPEG) else None


def picture_type(content: bytes) -> str:
    """The MIME type of a picture of these kinds, that of arbitrary bytes for all else."""
    if content.startswith(_PNG):
        return "image/png"
    if content.startswith(_GIF):
        return "image/gif"
    return "image/jpeg" if content.startswith(_JPEG) else "application/octet-stream"


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == _MARKER:
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
