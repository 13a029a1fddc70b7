"""Why a correction of the programme cannot be made, as a value that is said in any language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.translation import Translator


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason: English text that stands in the catalogues, with {names}, and the days and times that fill them."""

    text: str
    values: Mapping[str, dt.date | dt.time] = field(default_factory=dict)

    def said(self, tr: Translator) -> str:
        """Return it in the reader's language."""
        return tr(self.text, **self.shown(tr))

    def shown(self, tr: Translator) -> Mapping[str, str]:
        """Return what fills the names, in the reader's language."""
        return {
            name: tr.time(value) if isinstance(value, dt.time) else tr.day(value) for name, value in self.values.items()
        }
