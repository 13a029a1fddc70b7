"""Saying in plain words what pydantic found wrong with a document."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.content.problems import Where, shortened
from bot.content.texts import Localized, Names

_LONGEST_VALUE: Final = 60
_LONGEST_ID: Final = 20

_PATTERNS: Final[Mapping[str, str]] = {
    "phone": "is not a phone number such as +86 21 0000 0000",
    "email": "is not an e-mail address such as name@example.org",
    "telegram": "is not a Telegram name such as @example",
    "language": "is not a language of two small letters such as ru",
    "original": "is not a language of two small letters such as ru",
}
_NOT_AN_ID: Final = "is not an id: Latin letters and digits, with single hyphens between them"


def in_words(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what to do about one of pydantic's errors in a document of this model; never the whole of an input."""
    if error["input"] is None and error["type"] not in {"missing", "extra_forbidden", "value_error"}:
        return "is empty: write it, or leave the key out where it is not needed"
    say = _WORDS.get(error["type"])
    reason = error["msg"] if say is None else say(error, model)
    given = error["input"]
    # Some of pydantic's values are long; the reason itself says what was expected.
    if isinstance(given, str) and error["type"] in _SHOWING_THE_VALUE:
        reason = f"{reason}, and «{shortened(given, _LONGEST_VALUE)}» is written"
    return shortened(reason)


def without_source(error: ErrorDetails, document: Mapping[str, Any]) -> str | None:
    """Return what to do where one of pydantic's errors says that an entry of a visit's document names no source."""
    match error["loc"]:
        case (str(section), int(position), *_, "sources") if error["input"] is None or error["type"] in _NOTHING_THERE:
            # Where the entry is no mapping, or the section no list, the error is another one.
            item_id = document[section][position].get("id")
            named = item_id if isinstance(item_id, str) else section
            return f"{shortened(named, _LONGEST_ID)} names no source: write the id of a page that was read and says so"
        case _:
            return None


def known_keys(model: type[BaseModel], path: Where) -> tuple[str, ...]:
    """Return the keys that a document of this model has at a place; none where there is no mapping."""
    found = _model_at(model, path)
    return () if found is None else tuple(found.model_fields)


def resembling(word: str, known: tuple[str, ...]) -> str:
    """Return "; did you mean X?" when one of the known words resembles this one, else nothing."""
    close = difflib.get_close_matches(word[:_LONGEST_VALUE], known, n=1, cutoff=0.7)
    return f"; did you mean {close[0]}?" if close else ""


def _model_at(model: type[BaseModel], path: Where) -> type[BaseModel] | None:
    """The model of what stands at a path: field by field, through tuples and optional values."""
    found: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int):
            continue
        field = None if found is None else found.model_fields.get(step)
        found = None if field is None else _model_in(field.annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


def _unknown_key(error: ErrorDetails, model: type[BaseModel]) -> str:
    *parent, key = error["loc"]
    known = known_keys(model, tuple(parent))
    return f"is not known here{resembling(str(key), known)}; known are: {', '.join(known)}"


def _no_mapping(error: ErrorDetails, model: type[BaseModel]) -> str:
    found = _model_at(model, error["loc"])
    if found is Localized:
        return "needs a text for each language: ru, en, zh"
    if found is Names:
        return "needs a form for each script: ru, en, zh, each with text and status"
    return f"needs keys and values; known are: {', '.join(known_keys(model, error['loc']))}"


def _not_the_pattern(error: ErrorDetails, _: type[BaseModel]) -> str:
    names = [step for step in error["loc"] if isinstance(step, str)]
    return _PATTERNS.get(names[-1] if names else "", _NOT_AN_ID)


def _fixed(reason: str) -> Callable[[ErrorDetails, type[BaseModel]], str]:
    return lambda _error, _model: reason


def _with(reason: str) -> Callable[[ErrorDetails, type[BaseModel]], str]:
    return lambda error, _model: reason.format(**error.get("ctx", {}))


_NOT_A_DATE: Final = _fixed("is not a date such as 2025-09-23")
_NO_WHOLE_NUMBER: Final = _fixed("is not a whole number")
_NOT_A_TIME: Final = _fixed("is not a time such as 09:30")
_NO_WEB_ADDRESS: Final = _fixed("is not a web address such as https://example.org/page")

_WORDS: Final[Mapping[str, Callable[[ErrorDetails, type[BaseModel]], str]]] = {
    "missing": _fixed("is missing"),
    "extra_forbidden": _unknown_key,
    "literal_error": _with("is not {expected}"),
    "model_type": _no_mapping,
    "tuple_type": _fixed("needs a list"),
    "string_type": _fixed("needs a text, not a list or keys"),
    "string_too_short": _fixed("is empty"),
    "string_too_long": _with("is longer than {max_length} characters"),
    "string_pattern_mismatch": _not_the_pattern,
    "string_unicode": _fixed("has a character that cannot be shown"),
    "too_short": _fixed("needs at least one"),
    "value_error": _with("{error}"),
    "bool_type": _fixed("is neither true nor false"),
    "bool_parsing": _fixed("is neither true nor false"),
    "float_type": _fixed("is not a number"),
    "float_parsing": _fixed("is not a number"),
    "int_type": _NO_WHOLE_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_parsing_size": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "finite_number": _fixed("is not a number"),
    "greater_than_equal": _with("is less than {ge}"),
    "less_than_equal": _with("is more than {le}"),
    "date_type": _NOT_A_DATE,
    "date_parsing": _NOT_A_DATE,
    "date_from_datetime_parsing": _NOT_A_DATE,
    "date_from_datetime_inexact": _NOT_A_DATE,
    "time_type": _NOT_A_TIME,
    "time_parsing": _NOT_A_TIME,
    "url_type": _NO_WEB_ADDRESS,
    "url_parsing": _NO_WEB_ADDRESS,
    "url_syntax_violation": _NO_WEB_ADDRESS,
    "url_scheme": _NO_WEB_ADDRESS,
    "url_too_long": _with("is longer than {max_length} characters"),
}
_NOTHING_THERE: Final = frozenset({"missing", "too_short"})
# Where the value is short by nature and seeing it helps.
_SHOWING_THE_VALUE: Final = frozenset(
    {"literal_error", "string_pattern_mismatch", "bool_parsing", "float_parsing", "url_parsing"}
)
