"""The Chromium of the machine, and how it is started in the tests."""

import os
import shutil
from pathlib import Path

INSTALL = "Install Chromium: `apt install chromium` on Debian, `brew install --cask chromium` on macOS."
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """The path of the browser; `CHROMIUM` names another one.

    Raises:
        RuntimeError: there is none; the message says how to get one.
    """
    given = os.environ.get("CHROMIUM")
    on_path = [path for path in map(shutil.which, [given] if given else NAMES) if path]
    in_applications = [
        str(path)
        for name in ("Chromium", "Google Chrome")
        if (path := MAC / f"{name}.app" / "Contents" / "MacOS" / name).exists()
    ]
    found = on_path + in_applications
    if not found:
        raise RuntimeError(f"The browser tests need Chromium and none was found. {INSTALL}")
    return found[0]
