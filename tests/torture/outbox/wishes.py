"""What organisers may want: something announced in a certain way, and something done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self

from bot.core.languages import LANGUAGES, Language

MediaKind = Literal["text", "photo", "album", "venue"]
BROADCAST, REWORD, RECALL, NUDGE = "broadcast", "reword", "takeback", "remind"
CALL_OFF, TELL_GROUPS, CONFIRM = "calloff", "tellgroups", "confirm"
ORDERS: Final = (BROADCAST, REWORD, RECALL, NUDGE, CALL_OFF, TELL_GROUPS)


@dataclass(frozen=True, slots=True)
class Wish:
    """How something is announced."""

    media: MediaKind = "text"
    languages: tuple[Language, ...] = LANGUAGES
    confirm: bool = False
    pin: bool = False
    urgent: bool = False
    expires: bool = False
    files: tuple[str, ...] = ()

    def written(self) -> str:
        """Return it as it stands in the command."""
        flags = (self.confirm, self.pin, self.urgent, self.expires)
        return " ".join((self.media, ",".join(self.languages), "".join(str(int(one)) for one in flags), *self.files))

    @classmethod
    def read(cls, words: Sequence[str]) -> Self:
        """Read what was written."""
        media, languages, flags, *files = words
        spoken: tuple[Language, ...] = tuple(one for one in LANGUAGES if one in languages.split(","))
        kind: MediaKind = next(one for one in ("text", "photo", "album", "venue") if one == media)
        confirm, pin, urgent, expires = (flag == "1" for flag in flags)
        return cls(kind, spoken, confirm, pin, urgent, expires, tuple(files))
