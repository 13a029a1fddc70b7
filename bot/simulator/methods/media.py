"""sendPhoto, sendDocument, sendVideo, sendAnimation, sendAudio, sendVoice, sendVideoNote, sendMediaGroup."""

from collections.abc import Callable
from typing import Any

from bot.simulator.bot_api.uploads import Upload
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.methods.common import refuse_unsupported, send
from bot.simulator.methods.files import UNKNOWN_FILE, find
from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.files import Details, FileKind, StoredFile
from bot.simulator.state.world import World
from bot.simulator.text.content import message_caption

_MOST_IN_AN_ALBUM = 10
_IN_AN_ALBUM = frozenset({"photo", "video", "audio", "document"})
_ALONE_IN_AN_ALBUM = frozenset({"audio", "document"})
# What albums are refused with in place of a single message's refusal: a block of the bot comes as a 400.
_SAID_OF_A_PART = {
    "Forbidden: bot was blocked by the user": ("USER_IS_BLOCKED", 400),
    "Forbidden: bot can't initiate conversation with a user": ("Bot can't initiate conversation with a user", 403),
}
_LARGEST_SIDE = 10_000
_LONGEST_SECONDS = 86_400
_SHOWN = frozenset({"photo", "video", "animation"})


def sending(kind: FileKind) -> Callable[[World, dict[str, Any]], Message]:
    """The method that sends one file of this kind, uploaded or named by the id it got before."""

    def send_file(world: World, arguments: dict[str, Any]) -> Message:
        refuse_unsupported(arguments)
        caption = message_caption(arguments)
        chat = world.writable_chat(arguments["chat_id"])
        stored = find(world, arguments[kind], kind, _details(arguments))
        return send(world, arguments, chat, {**_content(stored, arguments), **caption})

    return send_file


def send_media_group(world: World, arguments: dict[str, Any]) -> list[Message]:
    """An album: several messages at once, all or none, tied together by their media_group_id."""
    refuse_unsupported(arguments)
    items: list[dict[str, Any]] = arguments["media"]
    _check_together(items)
    for item in items:
        refuse_unsupported(item)
    captions = [message_caption(item) for item in items]
    chat = _chat_for_album(world, arguments["chat_id"])
    files = [_part(world, item, number) for number, item in enumerate(items, 1)]
    group_id = world.new_media_group_id()
    return [
        send(world, arguments, chat, {"media_group_id": group_id, **_content(stored, item), **caption})
        for stored, item, caption in zip(files, items, captions, strict=True)
    ]


def _check_together(items: list[dict[str, Any]]) -> None:
    """Raise 400 for what cannot be one album."""
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > _MOST_IN_AN_ALBUM:
        raise bad_request("too many messages to send as an album")
    if len(items) == 1:
        raise bad_request("the simulator does not support an album of one: the documentation asks for 2 to 10")
    kinds = {item.get("type", "") for item in items}
    unknown = sorted(kinds - _IN_AN_ALBUM)
    if unknown:
        raise bad_request(f"can't parse InputMedia: type \"{unknown[0]}\" can't be used in sendMediaGroup")
    alone = sorted(kinds & _ALONE_IN_AN_ALBUM)
    if len(kinds) > 1 and alone:
        raise bad_request(f"{alone[0]} can't be mixed with other media types")
    if len({bool(item.get("show_caption_above_media")) for item in items}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")


def _chat_for_album(world: World, chat_id: int | str) -> Chat:
    """As World.writable_chat, but refusing in the words, and with the code, that Telegram has for albums."""
    try:
        return world.writable_chat(chat_id)
    except ApiError as error:
        said = _SAID_OF_A_PART.get(error.description)
        raise _failed(1, *said) if said else error from None


def _failed(number: int, said: str, code: int = 400) -> ApiError:
    """The refusal of an album because of its part with this number, counted from 1."""
    prefix = {400: "Bad Request", 403: "Forbidden"}[code]
    return ApiError(code, f'{prefix}: failed to send message #{number} with the error message "{said}"')


def _part(world: World, item: dict[str, Any], number: int) -> StoredFile:
    """The file of the album's part with this number, counted from 1."""
    given: Upload | str = item["media"]
    kind: FileKind = item["type"]
    try:
        stored = find(world, given, kind, _details(item))
    except ApiError as error:
        if error.description.endswith(UNKNOWN_FILE):
            raise _failed(number, UNKNOWN_FILE[0].upper() + UNKNOWN_FILE[1:]) from None
        raise
    if stored.kind != kind:
        raise bad_request("can't use the media of the specified type in the album")
    return stored


def _details(arguments: dict[str, Any]) -> Details:
    """What the bot says of a file it uploads, moved into Telegram's bounds."""
    sides = {name: min(max(arguments.get(name, 0), 0), _LARGEST_SIDE) for name in ("width", "height", "length")}
    duration = min(max(arguments.get("duration", 0), 0), _LONGEST_SECONDS)
    return Details(**sides, duration=duration, title=arguments.get("title"), performer=arguments.get("performer"))


def _content(stored: StoredFile, arguments: dict[str, Any]) -> dict[str, Any]:
    """The file as part of a message, with how it is to be shown."""
    content = stored.as_content()
    if stored.kind in _SHOWN:
        if arguments.get("has_spoiler"):
            content["has_media_spoiler"] = True
        if arguments.get("show_caption_above_media"):
            content["show_caption_above_media"] = True
    return content
