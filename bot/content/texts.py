"""Text in several languages, and names in several scripts with where each form comes from."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from bot.content.times import Day
from bot.core.languages import Language, fallback_order

# Control characters and halves of a surrogate pair, which no editor types on purpose and Telegram drops or refuses.
_NOT_SHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _printable(text: str) -> str:
    if found := _NOT_SHOWN.search(text):
        raise ValueError(f"has a character that cannot be shown (U+{ord(found.group()):04X})")
    return text


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_printable)
]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=20)]


class Document(BaseModel):
    """A part of a visit's content: immutable, compared by value, refusing keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Localized(Document):
    """One text in up to three languages; at least one of them is there."""

    ru: Line | None = None
    en: Line | None = None
    zh: Line | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.ru is None and self.en is None and self.zh is None:
            raise ValueError("a text is needed in at least one of ru, en, zh")
        return self

    def pick(self, wanted: Language) -> tuple[str, Language]:
        """Return the text for a reader of `wanted` and the language it is really in (asked, en, ru, zh)."""
        for language in fallback_order(wanted):
            text = self.in_language(language)
            if text is not None:
                return text, language
        raise AssertionError("validated: one language is always there")

    def in_language(self, language: Language) -> str | None:
        """Return the text in exactly this language, or None."""
        text: str | None = getattr(self, language)
        return text


class NameForm(Document):
    """A name as written in one script, and whether a source prints it so or the project rendered it.

    `confirmed_on` is the day on which the organisers confirmed the spelling, letter by letter; a rendering that they
    confirmed remains the project's own. Another `text` is another spelling: see `confirming`.
    """

    text: Line
    status: Literal["source", "ours"]
    source: Identifier | None = None
    confirmed_on: Day | None = None

    @model_validator(mode="after")
    def _found_means_found_somewhere(self) -> Self:
        if (self.status == "source") != (self.source is not None):
            raise ValueError("status 'source' names its source; status 'ours' has none")
        return self


class Names(Document):
    """The forms of one name: Cyrillic (ru), Latin (en), Chinese characters (zh); an absent form is not known.

    Chinese characters are never rendered by the project: they are printed only where a source has them.
    """

    ru: NameForm | None = None
    en: NameForm | None = None
    zh: NameForm | None = None

    @model_validator(mode="after")
    def _is_a_name(self) -> Self:
        if self.ru is None and self.en is None and self.zh is None:
            raise ValueError("a name is needed in at least one of ru, en, zh")
        return self

    def form(self, language: Language) -> NameForm | None:
        """Return the form in the script of this language, or None where it is not known."""
        form: NameForm | None = getattr(self, language)
        return form

    def pick(self, wanted: Language) -> NameForm:
        """Return the form to show a reader of `wanted` (asked, en, ru, zh)."""
        for language in fallback_order(wanted):
            form = self.form(language)
            if form is not None:
                return form
        raise AssertionError("validated: one form is always there")
