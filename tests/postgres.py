"""A PostgreSQL of the suite's own: made, started and removed with the run, on a port that is free."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

INSTALL = (
    "Install PostgreSQL: `apt install postgresql` on Debian or Ubuntu, `brew install postgresql@16` on macOS."
)
PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
USER = "wisselwerk"
UNPRIVILEGED = "nobody"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server and the folder that holds it."""

    binaries: Path
    folder: Path
    port: int

    def url(self, name: str) -> str:
        """The address of database ``name``."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """Stop the server and remove what it kept."""
        _run(self.binaries / "pg_ctl", "stop", "-D", self.folder / "data", "-m", "immediate", "-w")
        shutil.rmtree(self.folder)


def start_cluster() -> Cluster:
    """Start a server with its defaults: fsync on, because it is durability that is tested.

    Raises:
        RuntimeError: PostgreSQL is not installed, or does not start; the message says what to do, or its log.
    """
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="wisselwerk-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    cluster = Cluster(binaries, folder, free_port())
    data, log = folder / "data", folder / "log"
    _run(
        binaries / "initdb",
        "-D",
        data,
        "-U",
        USER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
    )
    options = (
        f"-p {cluster.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200"
    )
    try:
        _run(binaries / "pg_ctl", "start", "-D", data, "-l", log, "-w", "-o", options)
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{log.read_text() if log.exists() else ''}") from error
    return cluster


def find_binaries() -> Path:
    """The folder with ``initdb`` of the newest version installed; a ``PATH`` may hold wrappers, so it comes last.

    Raises:
        RuntimeError: there is none.
    """
    found = [path for place in PLACES for path in Path(place).glob("*/bin/initdb") if _version(path)]
    if found:
        return max(found, key=_version).parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError(f"The tests need PostgreSQL and none was found. {INSTALL}")
    return Path(on_path).resolve().parent


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _version(initdb: Path) -> float:
    digits = initdb.parent.parent.name.removeprefix("postgresql@")
    return float(digits) if digits.replace(".", "", 1).isdecimal() else 0.0


def _run(program: Path, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL, which refuses to be root."""
    as_user: dict[str, str | int] = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        as_user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}  # type: ignore[dict-item]
    with tempfile.TemporaryFile() as output:
        # A pipe would stay open as long as the server that pg_ctl leaves behind.
        done = subprocess.run(
            [program, *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            **as_user,  # type: ignore[call-overload]
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program.name} failed:\n{output.read().decode(errors='replace')}")
