"""What a bank would say of a batch of the demo, or of what is paid back, to play the whole road."""

from django.http import Http404, HttpRequest, HttpResponse

from wisselwerk.demo.mailbox import is_demo
from wisselwerk.demo.play import bank_answer as answer_to
from wisselwerk.demo.play import bank_repayment


def bank_answer(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The statement (camt.053) on which the payments are booked."""
    return _statement(answer_to(batch_id) if is_demo() else None, f"rekeninguittreksel-{batch_id}.xml")


def repayment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The statement (camt.053) on which a claim is paid back."""
    content = bank_repayment(payment_id) if is_demo() else None
    return _statement(content, f"rekeninguittreksel-terug-{payment_id}.xml")


def _statement(content: bytes | None, name: str) -> HttpResponse:
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/xml", headers=headers)
