"""Runs uv with the package index that pip was configured with.

uv reads no pip.conf, and a workplace that mirrors its packages usually has only that. Hashes are checked whatever
the index, so that the best version may come from any of them, as with pip.

    python tools/install.py pip sync requirements.txt
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import uv

NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def pip_configuration() -> dict[str, str]:
    """What pip would do, by the name of its option: files first, then the environment, which wins."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, str] = {}
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2]] = " ".join(value.strip("'\"").split("\\n"))
    return found


def environment(current: Mapping[str, str], pip: Mapping[str, str]) -> dict[str, str]:
    """The environment for uv: what its user set for uv itself stays."""
    translated = {NAMES[name]: value for name, value in pip.items() if name in NAMES}
    if "UV_FIND_LINKS" in translated:
        # Several places: pip separates them by spaces, uv by commas.
        translated["UV_FIND_LINKS"] = ",".join(translated["UV_FIND_LINKS"].split())
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_NO_PROGRESS": "1", **translated, **current}


if __name__ == "__main__":
    interpreter = ["--python", sys.executable]
    verb, rest = sys.argv[1:3], sys.argv[3:]
    os.chdir(Path(__file__).resolve().parent.parent)
    program = uv.find_uv_bin()
    os.execve(  # noqa: S606
        program, [program, *verb, *interpreter, *rest], environment(os.environ, pip_configuration())
    )
