"""Writing a visit as the YAML file that `bot.content.reader` reads: reading it again gives the same visit."""

from typing import Final

import yaml

from bot.content.models import Visit

_WIDTH: Final = 110
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def written_visit(visit: Visit, heading: str) -> str:
    """Return the visit as a file, with a line of comment on top. Days are dates, also those that once were numbered."""
    document = visit.model_dump(mode="json", exclude_defaults=True)
    text: str = yaml.dump(document, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return f"# {heading}\n{text}"
