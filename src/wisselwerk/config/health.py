"""Whether the process, its database and its background work are well, and whether work was given up."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wisselwerk.cli.background import given_up
from wisselwerk.cli.heartbeat import background_work_is_alive
from wisselwerk.clock import now

PATIENCE_SECONDS = 3.0
"""Commands wait long for their turn in the database; whoever asks whether it is there wants to know now."""


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when this can serve, 503 when it cannot; each part by name, nothing about why: anybody may ask.

    Work that was given up makes it not ``ok``, for a person to look at; sending visitors elsewhere would not help.
    """
    database = database_answers(connection)
    serves = {
        "process": True,
        "database": database,
        "background_work": database and background_work_is_alive(cache),
    }
    parts = {**serves, "nothing_given_up": database and not given_up(now())}
    return JsonResponse({"ok": all(parts.values()), **parts}, status=200 if all(serves.values()) else 503)


def database_answers(database: BaseDatabaseWrapper) -> bool:
    """Whether a database answers within ``PATIENCE_SECONDS``."""
    # A pool lets callers wait for as long as a command may; only for this question it is asked to be quick.
    pool = getattr(database, "pool", None) if database.connection is None else None
    try:
        if pool is None:
            with database.cursor() as cursor:
                cursor.execute("SELECT 1")
        else:
            pool.open()
            with database.wrap_database_errors, pool.connection(timeout=PATIENCE_SECONDS) as connected:
                connected.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
