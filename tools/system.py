"""Makes sure that the system packages of the tests are there: PostgreSQL and Chromium.

Where it may (root on Debian or Ubuntu) it installs them; elsewhere it says what to install and fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from tests.chromium import find_chromium
from tests.postgres import find_binaries

NEEDED: dict[str, Callable[[], object]] = {"postgresql": find_binaries, "chromium": find_chromium}


def missing() -> dict[str, str]:
    """The packages that are not there, each with what to do."""
    found: dict[str, str] = {}
    for package, find in NEEDED.items():
        try:
            find()
        except RuntimeError as error:
            found[package] = str(error)
    return found


def install(packages: list[str]) -> None:
    """Install with apt; its own words come out when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' and '.join(packages)} with apt.", file=sys.stderr)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def main() -> None:
    """Install what is missing, or end with what a person has to install."""
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install(list(lacking))
        lacking = missing()
    if lacking:
        sys.exit("\n".join(lacking.values()))


if __name__ == "__main__":
    main()
