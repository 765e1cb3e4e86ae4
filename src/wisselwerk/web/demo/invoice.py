"""A sample invoice that fits a voucher of the demo, to play the whole road."""

from django.http import Http404, HttpRequest, HttpResponse

from wisselwerk.demo.mailbox import is_demo
from wisselwerk.demo.play import sample_invoice


def invoice(request: HttpRequest, code: str) -> HttpResponse:
    """The XML file as the provider's software would send it."""
    content = sample_invoice(code) if is_demo() else None
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="factuur-{code}.xml"'}
    return HttpResponse(content, content_type="application/xml", headers=headers)
