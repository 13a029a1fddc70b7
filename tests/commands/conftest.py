"""What the tests of commands share: an operator's folder and a small visit in a file."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.small_visit import SMALL

# Its sources are invented, which only a sample may have.
INVENTED = {**SMALL, "sample": True}


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(INVENTED, ensure_ascii=False), encoding="utf-8")
    return path
