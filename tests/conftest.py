"""One suite, two databases: what touches a database runs on the one that WISSELWERK_TEST_DATABASE names.

The database is chosen, and Django set up, while this file is read: before any test module asks for a model.
With pytest-xdist the first process starts the PostgreSQL server and the others find it in their environment.
"""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.postgres import start_cluster

DATABASE = os.environ.setdefault("WISSELWERK_TEST_DATABASE", "sqlite")
# How long one example takes says how busy the machine is, not whether the code is right.
hypothesis_settings.register_profile("wisselwerk", deadline=None)
hypothesis_settings.load_profile("wisselwerk")

TOUCHES_DATABASE = {"db", "transactional_db", "live_server", "own_home"}


def choose_database() -> None:
    """Point the settings at the database of this run."""
    if DATABASE not in {"sqlite", "postgresql"}:
        raise pytest.UsageError(f"WISSELWERK_TEST_DATABASE={DATABASE}: give sqlite or postgresql.")
    if DATABASE == "sqlite" or "PYTEST_XDIST_WORKER" in os.environ:
        return
    cluster = start_cluster()
    atexit.register(cluster.stop)
    os.environ["WISSELWERK_DATABASE_URL"] = cluster.url("postgres")


# A run that is told to stop, by a time limit for instance, tidies up as one that ends.
signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
HOME = Path(tempfile.mkdtemp(prefix="wisselwerk-test-"))
# At exit, so that nothing stays behind either when the run ends before it began, on an error in what is imported.
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for name in [
    name for name in os.environ if name.startswith("WISSELWERK_") and not name.startswith("WISSELWERK_TEST_")
]:
    # A developer's own settings are not what is tested; a worker gets the server's address from the first process.
    if not (name == "WISSELWERK_DATABASE_URL" and "PYTEST_XDIST_WORKER" in os.environ):
        del os.environ[name]
os.environ["WISSELWERK_HOME"] = str(HOME)
choose_database()
os.environ["DJANGO_SETTINGS_MODULE"] = "wisselwerk.config.settings"
django.setup()

# Only after setup: these know the models.
from django.contrib.auth.models import Permission  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402

from wisselwerk.db import drop_triggers, install_triggers  # noqa: E402

pytest_plugins = ["tests.cast"]


def pytest_report_header() -> str:
    """Which of the two it is."""
    return f"database: {DATABASE}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what touches a database: the rest is the same there and ran on SQLite."""
    if DATABASE == "sqlite":
        return
    others = [item for item in items if not touches_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if touches_database(item)]


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asked for a database: pytest-django refuses it to any other."""
    if item.get_closest_marker("django_db") is not None:
        return True
    return not TOUCHES_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test is a failed one: nobody reads the list of what was not looked at."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, and nothing here is skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def in_dutch() -> None:
    """A request leaves its language behind in the thread, so a test begins with that of the house."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def emptying_the_database_works() -> Iterator[None]:
    """Tests that commit are followed by emptying all tables, which is what the append-only triggers refuse.

    In one transaction: Django's own way commits table by table, and then makes the content types and permissions anew
    that every migrated database holds.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_all())
        yield


def empty_all() -> None:
    """Leave the database as ``migrate`` did."""
    kept = {model._meta.db_table for model in (ContentType, Permission)}
    tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - kept)
    with transaction.atomic(), connection.cursor() as cursor:
        if DATABASE == "postgresql":
            # Whoever applies what another server sent runs no triggers, of ours or of a foreign key.
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            drop_triggers()
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        if DATABASE != "postgresql":
            install_triggers()
    # Its table belongs to no model.
    cache.clear()


@dataclass(frozen=True, slots=True)
class Home:
    """An installation beside the one the tests run in: for tests that start ``wisselwerk`` as a process."""

    path: Path
    env: dict[str, str]


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Home]:
    """An empty home with an empty database of its own, of the kind this run is about."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("WISSELWERK_", "PYTEST_"))
    }
    env["WISSELWERK_HOME"] = str(tmp_path / "home")
    if DATABASE == "sqlite":
        yield Home(tmp_path / "home", env)
        return
    server = os.environ["WISSELWERK_DATABASE_URL"]
    name = f"home_{os.urandom(6).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        env["WISSELWERK_DATABASE_URL"] = server.rpartition("/")[0] + f"/{name}"
        yield Home(tmp_path / "home", env)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
