"""The ground the suite stands on."""

import pytest
from django.db import connection

from tests.conftest import DATABASE


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_was_asked_for() -> None:
    """A typing error would otherwise test SQLite twice."""
    assert connection.vendor == DATABASE


@pytest.mark.django_db
def test_the_database_is_as_durable_as_in_use() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
        else:
            cursor.execute("SHOW fsync")
            assert cursor.fetchone() == ("on",)
