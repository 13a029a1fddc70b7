"""Links and e-mail addresses in a text, by Telegram's rules.

A link is found around a dot: the host to both sides of it, then what may stand before (a protocol, user data) and
after (a port, a path). Whether it is one depends on the host's ending, unless a protocol says so.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.simulator.text.entities import Entity
from bot.simulator.text.tlds import TLDS

# White space, and the general punctuation that ends an address (joiners and dashes do not).
_BLANK = " \u00a0\u1680\u2000-\u200b\u200e\u200f\u2016-\u206f\u3000"
_HOST = re.compile(f"(?:[A-Za-z0-9_.~-]|[^\\x00-\xbf{_BLANK}])")
_HOST_OR_AT = re.compile(f"(?:[A-Za-z0-9_.~@-]|[^\\x00-\xbf{_BLANK}])*")
_USER_DATA = re.compile(f"[^\\n/\\[\\]{{}}()'`<>\"@«»{_BLANK}]")
_PORT = re.compile(r":(0*([1-9][0-9]{0,4}))(?![0-9])")
_PATH = re.compile(f'[/?#][^\\n<>"«»{_BLANK}]*')
_ENDS_NO_PATH = ".:;,('?!`"
_PROTOCOLS = ("https://", "http://", "ftp://", "tonsite://")
_PROTOCOL = re.compile(f"(?:[A-Za-z0-9+-]|[^\\x00-\x7f{_BLANK}])")
_LOOKALIKES = frozenset({"shttp", "tftp", "sftp"})
_TELEGRAM = re.compile(
    f'(?:tg|ton)://[a-z0-9_-]{{1,253}}(?:/(?:[^\\n<>"«»{_BLANK}]*[^\\n<>"«»{_BLANK}.:;,(\'?!`])?'
    f'|[?#][^\\n<>"«»{_BLANK}]*[^\\n<>"«»{_BLANK}.:;,(\'?!`])?',
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}",
    re.IGNORECASE | re.ASCII,
)
_MAILTO = "mailto:"
_LARGEST_PORT = 65535
_LONGEST_LABEL = 63
_CLOSED_BY = {")": "(", "]": "[", "}": "{"}
_OCTETS = 4
_OCTET = re.compile(r"0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]")


class _Candidate(NamedTuple):
    begin: int
    end: int
    is_possible: bool


def find_links(text: str) -> Iterator[Entity]:
    """Links ("url") and e-mail addresses ("email")."""
    for match in _TELEGRAM.finditer(text):
        yield Entity("url", *match.span())
    floor = 0
    while (dot := text.find(".", floor)) != -1 and dot + 1 < len(text):
        if text[dot + 1] == " ":
            floor = dot + 2
            continue
        candidate = _around(text, floor, dot)
        if candidate.is_possible and candidate.end > dot + 1:
            yield from _classified(text, candidate)
        floor = max(dot + 1, _next_floor(text, candidate))


def _next_floor(text: str, candidate: _Candidate) -> int:
    if not candidate.is_possible:
        return text.rfind(".", 0, candidate.end) + 1
    end = candidate.end
    while text[end : end + 1] == ".":
        end += 1
    return end


def _around(text: str, floor: int, dot: int) -> _Candidate:
    """The stretch around a dot that may be an address, not reaching before `floor`."""
    begin = _reach_left(text, floor, dot, _HOST)
    host = _HOST_OR_AT.match(text, dot)
    end = host.end() if host else dot
    has_user_data = "@" in text[dot:end]
    if has_user_data:
        begin = _reach_left(text, floor, begin, _USER_DATA)
    end = _after_path(text, _after_port(text, end))
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    is_possible = True
    if begin > floor and text[begin - 1] == "@":
        user_begin = _reach_left(text, floor, begin - 1, _USER_DATA)
        is_possible = not has_user_data and user_begin < begin - 1
        begin = user_begin
    before = _before_protocol(text, floor, begin)
    return _Candidate(begin if before is None else before, end, is_possible and before is not None)


def _reach_left(text: str, floor: int, position: int, symbol: re.Pattern[str]) -> int:
    while position > floor and symbol.match(text[position - 1]):
        position -= 1
    return position


def _after_port(text: str, end: int) -> int:
    port = _PORT.match(text, end)
    return port.end() if port and int(port[2]) <= _LARGEST_PORT else end


def _after_path(text: str, end: int) -> int:
    path = _PATH.match(text, end)
    if path is None:
        return end
    length = max(1, len(path[0].rstrip(_ENDS_NO_PATH)))
    return end + length if path[0][0] == "/" or length > 1 else end


def _before_protocol(text: str, floor: int, begin: int) -> int | None:
    """Where the address begins with its protocol; None when what stands before spoils it."""
    if begin == floor:
        return begin
    if not text.endswith("://", floor, begin):
        before = text[begin - 1]
        return None if before in "/#@_" or before.isalnum() else begin
    name_end = begin - len("://")
    name = text[_reach_left(text, floor, name_end, _PROTOCOL) : name_end].lower()
    if name in _LOOKALIKES:
        return None
    protocol = next((known for known in _PROTOCOLS if f"{name}://".endswith(known)), None)
    return None if protocol is None else begin - len(protocol)


def _classified(text: str, candidate: _Candidate) -> Iterator[Entity]:
    """The candidate as an e-mail address or a link, if it is one."""
    begin, end, _ = candidate
    address = text[begin:end]
    if _EMAIL.fullmatch(address):
        yield Entity("email", begin, end)
    elif address.startswith(_MAILTO) and _EMAIL.fullmatch(address, len(_MAILTO)):
        yield Entity("email", begin + len(_MAILTO), end)
    else:
        length = _link_length(address)
        if length:
            yield Entity("url", begin, begin + length)


def _link_length(address: str) -> int:
    """How much of the address is the link; 0 when its host cannot be one."""
    protocol = next((known for known in _PROTOCOLS if address.lower().startswith(known)), "")
    rest = address.removeprefix(address[: len(protocol)])
    host_end = min((rest.find(mark) for mark in "/?#" if mark in rest), default=len(rest))
    host, path = rest[:host_end], rest[host_end:]
    if "@" in host:
        host = host.partition("@")[2]
    if ":" in host:
        host = host.rpartition(":")[0]
    if not _is_host(host, has_protocol=bool(protocol)):
        return 0
    return len(address) - len(path) + len(_balanced(path).rstrip(_ENDS_NO_PATH))


def _balanced(path: str) -> str:
    """The path up to a bracket that closes what was not opened in it."""
    opened = dict.fromkeys(_CLOSED_BY.values(), 0)
    for index, character in enumerate(path):
        if character in opened:
            opened[character] += 1
        elif character in _CLOSED_BY:
            opened[_CLOSED_BY[character]] -= 1
            if opened[_CLOSED_BY[character]] < 0:
                return path[:index]
    return path


def _is_host(host: str, *, has_protocol: bool) -> bool:
    labels = host.split(".")
    if len(labels) == 1 or any(not 1 <= len(label.encode()) <= _LONGEST_LABEL for label in labels):
        return False
    if any(label.endswith("-") for label in labels):
        return False
    if all(re.fullmatch("[0-9]+", label) for label in labels):
        return len(labels) == _OCTETS and all(_OCTET.fullmatch(label) for label in labels)
    return _is_ending(labels[-1], has_protocol=has_protocol) and "_" not in labels[-2]


def _is_ending(ending: str, *, has_protocol: bool) -> bool:
    if len(ending) == 1:
        return False
    if ending.startswith("xn--"):
        return re.fullmatch("[A-Za-z0-9]{2,}", ending[4:]) is not None
    if "_" in ending or "-" in ending:
        return False
    return has_protocol or _is_known_ending(ending)


def _is_known_ending(ending: str) -> bool:
    """A capital only in front is the start of a sentence whose space was forgotten, not an ending."""
    lowered = ending.lower()
    if lowered != ending and lowered[1:] == ending[1:]:
        return False
    return lowered in TLDS
