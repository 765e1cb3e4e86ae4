"""A table that somebody takes along: CSV for a program, or a workbook for Excel, whichever the address ends with."""

import io

from django.http import Http404, HttpResponse

from wisselwerk.formats.sheet import CONTENT_TYPES, WRITERS, BookTable, Rows


def download(table: BookTable, rows: Rows, name: str, ending: str) -> HttpResponse:
    """The table as a file called ``name``; 404 for an ``ending`` that nobody writes."""
    if ending not in WRITERS:
        raise Http404
    target = io.BytesIO()
    WRITERS[ending](target, table, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(target.getvalue(), content_type=CONTENT_TYPES[ending], headers=headers)
