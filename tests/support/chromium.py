"""The Chromium of this machine, for the tests of the chat page."""

import os
import shutil
from typing import Final

import pytest

# Nothing that a browser does on its own account, and no name on any network but this machine's.
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def chromium_path() -> str:
    """Return where it is. Without one the test is skipped, saying so, but on CI it fails: there it must be."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium on this CI machine: .ci/run installs one")
    pytest.skip("no Chromium on this machine: the chat page is not tried in a browser")
