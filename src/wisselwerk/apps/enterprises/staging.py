"""Temporary tables in which the files of a set are laid beside each other, for the database to join.

A set is too large to hold, and its files need not be in one order. The tables are of the connection and gone with it.
What differs between the databases is how rows come in.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from wisselwerk.db import copy_rows
from wisselwerk.formats.kbo import KboSet

Row = tuple[Any, ...]
Progress = Callable[[str], None]

TABLES = {
    "kbo_enterprise": "number BIGINT, is_person SMALLINT",
    "kbo_establishment": "number BIGINT, enterprise_number BIGINT",
    "kbo_name": "number BIGINT, rank INTEGER, name VARCHAR",
    "kbo_place": "number BIGINT, postcode VARCHAR, municipality VARCHAR",
    "kbo_activity": "number BIGINT, rank INTEGER, nace VARCHAR",
}
"""Their columns, in the order in which ``KboSet`` gives them."""


@contextmanager
def staged(kbo: KboSet, progress: Progress) -> Iterator[None]:
    """Lay out everything of ``kbo``, indexed by number; take it away afterwards.

    Raises:
        Problems: one of its files cannot be read.
    """
    rows: dict[str, Callable[[], Iterable[Row]]] = {
        "kbo_enterprise": kbo.enterprises,
        "kbo_establishment": kbo.establishments,
        "kbo_name": kbo.names,
        "kbo_place": kbo.places,
        "kbo_activity": kbo.activities,
    }
    with connection.cursor() as cursor:
        _drop(cursor)
        try:
            for name, columns in TABLES.items():
                cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
                filled = copy_rows(cursor, name, rows[name]())
                cursor.execute(f"CREATE INDEX {name}_number ON {name} (number)")
                cursor.execute(f"ANALYZE {name}")
                progress(f"{name.removeprefix('kbo_')}: {filled:,} rows read")
            cursor.execute(
                "DELETE FROM kbo_name WHERE number IN (SELECT number FROM kbo_enterprise WHERE is_person = 1)"
            )
            yield
        finally:
            _drop(cursor)


def rows_in(table: str) -> int:
    """How many rows of a file there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our own tables
        (rows,) = cursor.fetchone()
        return int(rows)


def _drop(cursor: CursorWrapper) -> None:
    for name in TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
