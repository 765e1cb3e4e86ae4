"""Rows into a table as fast as the database takes them: ``COPY`` on PostgreSQL, one prepared statement on SQLite.

Nothing of a model is made and its columns without a value get their default, so a million rows take seconds.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

AS_THEY_ARE = frozenset({int, str, bool, type(None)})
"""What needs no preparing for either database."""


def insert(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write ``rows``, values by the name of their column; a number of its own is given by who calls.

    Numbers that the database gives afterwards follow the highest one. What makes the rows asks nothing of the database:
    it is busy taking them.
    """
    fields = model._meta.local_concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    defaults = {field.attname: field.get_default() for field in fields}

    def values() -> Iterator[list[Any]]:
        for row in rows:
            whole = {**defaults, **row}
            yield [
                value
                if type(value := whole[field.attname]) in AS_THEY_ARE
                else field.get_db_prep_save(value, connection)
                for field in fields
            ]

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values():
                    copy.write_row(row)
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({places})",
                values(),  # type: ignore[arg-type]  # an iterator is enough, and need not fit in memory
            )
