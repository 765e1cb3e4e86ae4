"""How a database goes about a query: by an index, or by reading all that there is."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def plan_of(queries: CaptureQueriesContext, table: str) -> str:
    """The plan of the one query that reads a table. PostgreSQL reads a table of a few rows whole, so here it may not."""
    (sql,) = [one["sql"] for one in queries.captured_queries if f'FROM "{table}"' in one["sql"]]
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'' if is_postgresql else 'QUERY PLAN '}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
