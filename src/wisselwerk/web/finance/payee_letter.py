"""What was a payee told of its money besides what it has to pay back, and does a letter of it have to go by post?"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import PayeeNotice
from wisselwerk.apps.payouts.payee_paper import payee_paper
from wisselwerk.apps.payouts.queries.payee_notices import is_needed, payee_notice_of
from wisselwerk.apps.payouts.services import post_payee_notice
from wisselwerk.formats.paper import NoticePaper, notice_pdf
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.finance.roles import READERS
from wisselwerk.web.forms import ActForm, Answer


@signed_in
def payee_letter(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One of them, for who pays and who reads along; the button says that a letter went."""
    found, actor = _notice_or_404(request, notice_id), actor_of_request(request)
    form = ActForm(request.POST or None)
    waits = is_needed(found)
    if waits and form.is_valid() and _posted(request, found, form):
        messages.success(request, _("It is on record that the letter was sent."))
        return redirect("finance:payee-letter", found.pk)
    context = {
        "notice": found,
        "payment": found.line.payment if found.line else None,
        "paper": _paper(found),
        "waits": waits,
        "may_post": waits and may(actor, "post_payee_notice", found.payer_id),
        "is_reader": bool(actor.organisations(*READERS)),
        "form": form,
    }
    return render(request, "finance/payee_letter.html", context, status=form.status)


@signed_in
def letter(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The same as a letter."""
    paper = _paper(_notice_or_404(request, notice_id))
    headers = {"Content-Disposition": f'inline; filename="{paper.reference}.pdf"'}
    return HttpResponse(notice_pdf(paper, _), content_type="application/pdf", headers=headers)


def _notice_or_404(request: HttpRequest, notice_id: int) -> PayeeNotice:
    found = payee_notice_of(actor_of_request(request), notice_id)
    if found is None:
        raise Http404
    return found


def _paper(notice: PayeeNotice) -> NoticePaper:
    url = settings.BASE_URL + reverse("enterprise:account")
    return payee_paper(notice, url=url, demo=demo_notice())


def _posted(request: HttpRequest, notice: PayeeNotice, form: ActForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:post_payee_notice:{notice.pk}",
        lambda: {"notice": post_payee_notice(actor, notice=notice).pk},
    )
