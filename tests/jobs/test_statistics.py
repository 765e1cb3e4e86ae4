"""The database knows how much there is before anything is counted, so that it takes the shorter way."""

import pytest
from django.db import connection

from tests.follow_ups import used
from tests.scene import set_scene
from wisselwerk.config.jobs import DAILY
from wisselwerk.jobs.daily import gather_statistics

pytestmark = pytest.mark.django_db


def test_it_comes_first_of_all_that_comes_round_daily() -> None:
    assert DAILY[0] == "gather_statistics"


def test_sqlite_looks_at_its_tables_and_postgresql_does_so_by_itself() -> None:
    used(set_scene())
    for _ in range(2):
        gather_statistics()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'vouchers_redemption'")
            assert cursor.fetchone()[0] > 0
