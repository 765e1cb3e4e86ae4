"""Where did the mail go? In a demo everybody reads it here."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.demo.mailbox import is_demo
from wisselwerk.demo.play import SHOWN, batches_to_play, claims_to_play, mails, vouchers_to_play

PER_PAGE = 20


def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail sent in this demo, newest first; a sample invoice for each voucher, and the bank's answer to each batch."""
    if not is_demo():
        raise Http404
    page = Paginator(mails(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "vouchers": vouchers_to_play(),
        "batches": batches_to_play()[:SHOWN],
        "claims": claims_to_play(),
    }
    return render(request, "demo/mailbox.html", context)
