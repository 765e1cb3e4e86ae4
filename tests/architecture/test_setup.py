"""The ground the suite stands on."""

import pytest
from django.db import DatabaseError, connection

from tests.conftest import DATABASE
from wisselwerk.apps.audit.models import Entry
from wisselwerk.clock import now


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_append_only_rows_stay_within_a_test_and_go_after_it(turn: str) -> None:
    """The second turn finds what the first left, if emptying did not work."""
    assert not Entry.objects.exists()
    Entry.objects.create(at=now(), actor="system", command="test", subject=f"turn:{turn}")
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.update(command="changed")
