"""What has to be paid back to us, what was the payee told and when, and did it come back?"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.claim_paper import claim_paper, why_undone
from wisselwerk.apps.payouts.models import ClaimNotice
from wisselwerk.apps.payouts.queries.beside import owed_back, owed_cents
from wisselwerk.apps.payouts.queries.claims import Claim, claim_of, claims_for
from wisselwerk.apps.payouts.queries.told import perhaps_one
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import post_claim
from wisselwerk.clock import today
from wisselwerk.formats.paper import NoticePaper, notice_pdf
from wisselwerk.web.access import actor_of_request, for_role, signed_in
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.finance.roles import READERS
from wisselwerk.web.forms import ActForm, Answer

PER_PAGE = 50


@for_role(*READERS)
def claims(request: HttpRequest) -> HttpResponse:
    """Every claim, newest first, below what the bank paid too often and what was paid back too much."""
    actor = actor_of_request(request)
    page = Paginator(claims_for(actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "claims": [Claim(one) for one in page],
        "twice": paid_twice(actor),
        "owed": owed_back(actor),
        "gives": [payer for _, payer in actor.roles if may(actor, "give_back", payer)],
    }
    return render(request, "finance/claims.html", context)


@signed_in
def claim(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One claim, for who pays, who audits, and who has to pay back; the button says that a letter went."""
    found, actor = _claim_or_404(request, payment_id), actor_of_request(request)
    form = ActForm(request.POST or None)
    if found.waiting and form.is_valid() and _posted(request, found.waiting, form):
        messages.success(request, _("It is on record that the letter was sent."))
        return redirect("finance:claim", payment_id)
    last = found.notices[-1] if found.notices else None
    is_reader = bool(actor.organisations(*READERS))
    context = {
        "claim": found,
        "payment": found.payment,
        "why": why_undone(found),
        "is_late": found.recovered_on is None and found.pay_by is not None and found.pay_by < today(),
        "paper": _paper(found, last) if last else None,
        "may_post": found.waiting is not None and may(actor, "post_claim", found.payment.batch.payer_id),
        "may_record": may(actor, "record_repayment", found.payment.batch.payer_id),
        "owed": owed_cents(found.payment),
        "perhaps": perhaps_one(found.payment) if is_reader and found.open_cents else None,
        "is_reader": is_reader,
        "form": form,
    }
    return render(request, "finance/claim.html", context, status=form.status)


@signed_in
def letter(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The last thing that the payee was told, as a letter; 404 while there is none."""
    found = _claim_or_404(request, payment_id)
    if not found.notices:
        raise Http404
    paper = _paper(found, found.notices[-1])
    headers = {"Content-Disposition": f'inline; filename="{paper.reference}.pdf"'}
    return HttpResponse(notice_pdf(paper, _), content_type="application/pdf", headers=headers)


def _claim_or_404(request: HttpRequest, payment_id: int) -> Claim:
    found = claim_of(actor_of_request(request), payment_id)
    if found is None:
        raise Http404
    return found


def _paper(found: Claim, notice: ClaimNotice) -> NoticePaper:
    return claim_paper(found, notice, demo=demo_notice())


def _posted(request: HttpRequest, notice: ClaimNotice, form: ActForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:post_claim:{notice.pk}",
        lambda: {"notice": post_claim(actor, notice=notice).pk},
    )
