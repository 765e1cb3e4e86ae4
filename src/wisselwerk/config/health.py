"""Whether the process, its database and its background work are well."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wisselwerk.cli.heartbeat import background_work_is_alive


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when something is not; each part by name, nothing about why: anybody may ask."""
    database = _database_answers()
    parts = {
        "process": True,
        "database": database,
        "background_work": database and background_work_is_alive(cache),
    }
    well = all(parts.values())
    return JsonResponse({"ok": well, **parts}, status=200 if well else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
