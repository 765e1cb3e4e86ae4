"""Many values given to a database as one, and many taken from it as one: a place and a row for each cost more than a search."""

import json
from collections.abc import Collection
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, BooleanField, F, Func, JSONField
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, Any]


class Among(Func):
    """That a column is one of these, whole numbers or texts: what ``column__in`` says, in one parameter."""

    output_field = BooleanField()

    def __init__(self, column: str, values: Collection[int] | Collection[str]) -> None:
        super().__init__(F(column))
        self.values = sorted(values)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        column, params = compiler.compile(self.get_source_expressions()[0])
        return f"{column} = ANY(%s)", (*params, self.values)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        column, params = compiler.compile(self.get_source_expressions()[0])
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608  # the column is Django's
        return sql, (*params, json.dumps(self.values))


class Listed(Aggregate):
    """All numbers of a group as one list; None where there are none to list."""

    function = "json_group_array"
    output_field = JSONField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        # As text: ``jsonb_agg`` makes a value of each number first, which takes twice as long for all of it.
        template = "'[' || string_agg((%(expressions)s)::text, ',') || ']'"
        return super().as_sql(compiler, connection, template=template, **extra)
