"""A file for somebody's own calendar."""

from django.http import HttpResponse

from wisselwerk.formats.calendar import CONTENT_TYPE


def calendar_file(name: str, content: bytes) -> HttpResponse:
    """The answer that a browser keeps as ``name.ics``."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
