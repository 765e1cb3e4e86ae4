"""What a bank would say of a batch of the demo, to play the whole road."""

from django.http import Http404, HttpRequest, HttpResponse

from wisselwerk.demo.mailbox import is_demo
from wisselwerk.demo.play import bank_answer as answer_to


def bank_answer(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The statement (camt.053) on which the payments are booked."""
    content = answer_to(batch_id) if is_demo() else None
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="rekeninguittreksel-{batch_id}.xml"'}
    return HttpResponse(content, content_type="application/xml", headers=headers)
