"""One address, two databases: SQLite inside the home, or PostgreSQL by its URL."""

from pathlib import Path
from typing import Any

import dj_database_url

from wisselwerk.config.env import SettingError

LOCK_WAIT_SECONDS = 60
"""How long a command waits for another one before it gives up. Waiting is normal under load, so it is long."""

CONNECT_SECONDS = 10
"""How long to wait for a connection. There is one for each thread, so whoever waits waits for a database that is away."""

SQLITE_PRAGMAS = (
    # Readers do not wait for a writer.
    "PRAGMA journal_mode=WAL;"
    # What was acknowledged survives a power cut.
    "PRAGMA synchronous=FULL;"
)


def database(url: str, home: Path, *, pool_size: int) -> dict[str, Any]:
    """Django's description of the database at ``url``; empty means SQLite in ``home``.

    Raises:
        SettingError: the URL names another kind of database or cannot be read.
    """
    if not url:
        return sqlite(home / "wisselwerk.sqlite3")
    if url.partition("://")[0] not in {"postgres", "postgresql"}:
        raise SettingError(
            "WISSELWERK_DATABASE_URL starts with postgresql:// (postgresql://user:password@host:5432/name). "
            "Leave it out for SQLite in WISSELWERK_HOME."
        )
    return postgresql(url, pool_size=pool_size)


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as a production database for one partnership: durable, and a writer takes its lock at the start."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # Threads keep their connection: opening one and setting it up costs more than most queries.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": LOCK_WAIT_SECONDS,
            # A transaction that first reads and then writes would otherwise fail halfway instead of waiting.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
        # A file, because an in-memory test database knows no locks and so proves nothing about them.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def postgresql(url: str, *, pool_size: int) -> dict[str, Any]:
    """PostgreSQL through psycopg's pool: ``pool_size`` connections per process at most."""
    try:
        found: dict[str, Any] = {**dj_database_url.parse(url)}
    except ValueError as error:
        raise SettingError("WISSELWERK_DATABASE_URL cannot be read: is the port a number?") from error
    if not found.get("NAME"):
        raise SettingError(
            "WISSELWERK_DATABASE_URL names no database: postgresql://user:password@host:5432/name."
        )
    pool = {"min_size": 1, "max_size": pool_size, "timeout": CONNECT_SECONDS}
    # Only what is asked through ``db.prepared`` is prepared, and that at once.
    found["OPTIONS"] = {**found.get("OPTIONS", {}), "pool": pool, "prepare_threshold": 0}
    return found
