"""What can I do with my voucher, until when, and what has happened with it?"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from wisselwerk.apps.payouts.queries.accounts import without_account
from wisselwerk.apps.payouts.queries.keepers import gives_account
from wisselwerk.apps.payouts.queries.payable import claims_on
from wisselwerk.apps.payouts.queries.road import payments_of
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.paper import voucher_paper
from wisselwerk.apps.vouchers.queries import attempts_on, history_of, pdf_invoices_on, voucher_for
from wisselwerk.apps.vouchers.queries.deadlines import (
    hand_in_reminders_ahead,
    read_deadlines,
    reminders_ahead,
)
from wisselwerk.apps.vouchers.queries.handing_in import may_credit
from wisselwerk.apps.vouchers.queries.proofs import proofs_of
from wisselwerk.apps.vouchers.queries.recognitions import ending_of
from wisselwerk.apps.vouchers.queries.sight import Parties, is_applicant
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.formats.paper.voucher import qr_svg
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.enterprise.answering import ConfirmForm, answers_for
from wisselwerk.web.evaluating import held_back
from wisselwerk.web.history import timeline_of
from wisselwerk.web.voucher_view import VoucherView
from wisselwerk.wording import whom_to_ask


@signed_in
def voucher(request: HttpRequest, code: str) -> HttpResponse:
    """One voucher, for its holder, its provider, its partnership and the auditor."""
    page = voucher_or_404(request, code)
    read_deadlines(page.voucher)
    proofs = [one for one in proofs_of(page.voucher.redemptions.all(), today()).values() if one.is_asked]
    evaluations = held_back(actor_of_request(request), page.voucher.redemptions.all(), today())
    may_answer = any(answers_for(actor_of_request(request), one) for one in proofs)
    context = {
        "voucher": page,
        "is_supplier": _is_supplier(actor_of_request(request), page),
        "may_credit": page.can_be_credited and credits_for(actor_of_request(request), page),
        "proofs": proofs,
        "may_answer": may_answer,
        "waits_for_answer": may_answer and any(one.can_answer and not one.is_disputed for one in proofs),
        "is_disputed": any(one.is_disputed for one in proofs),
        "confirm": ConfirmForm(auto_id=False),
        "evaluations": evaluations,
        "waits_for_evaluation": any(one.to_say for one in evaluations),
        "events": timeline_of(
            page.voucher,
            history_of(page.voucher),
            payments_of(page.voucher.redemptions.all()),
            attempts_on(actor_of_request(request), page.voucher),
        ),
        "ending": ending_of(page.voucher),
        "reminders": reminders_ahead(page.voucher, today()),
        "hand_in_reminders": hand_in_reminders_ahead(page.voucher, today()),
        "claims": claims_on(page.voucher),
        "pdf_invoices": pdf_invoices_on(actor_of_request(request), page.voucher),
        "qr": SafeString(qr_svg(address_of(page.code))),
        "contact": whom_to_ask(page.voucher.scheme.partnership),
        **_account_of(request, page.voucher),
    }
    return render(request, "enterprise/voucher.html", context)


@signed_in
def voucher_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same voucher on paper."""
    page = voucher_or_404(request, code)
    content = voucher_paper(
        page.voucher,
        url=address_of(page.code),
        contact=whom_to_ask(page.voucher.scheme.partnership),
        notice=demo_notice(),
    )
    headers = {"Content-Disposition": f'inline; filename="cheque-{page.code}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def voucher_or_404(request: HttpRequest, code: str) -> VoucherView:
    """The voucher with this code; 404 when there is none, or when it is not for whoever asks."""
    try:
        return VoucherView(voucher_for(actor_of_request(request), code))
    except Voucher.DoesNotExist as error:
        raise Http404 from error


def credits_for(actor: Actor, page: VoucherView) -> bool:
    """Whether whoever looks may hand in a credit note: of the provider, or of one whose invoice counts."""
    return may_credit(actor, page.voucher, *(one.pk for one in page.providers))


def _is_supplier(actor: Actor, page: VoucherView) -> bool:
    """Whether whoever looks makes the invoices and speaks for no business that pays them."""
    voucher = page.voucher
    mine = actor.organisations(Role.PROVIDER)
    is_holder = actor.has(Role.HOLDER, voucher.holder_id) or is_applicant(actor, Parties.of(voucher))
    return not is_holder and any(one.pk in mine for one in page.providers)


def _account_of(request: HttpRequest, voucher: Voucher) -> dict[str, object]:
    """Whether whoever looks gives the account on which the holder is paid back, and whether it is still to be given."""
    payee = voucher.payee_id
    if payee is None or not gives_account(actor_of_request(request), payee):
        return {}
    return {"gives_account": True, "without_account": without_account([payee], today())}


def address_of(code: str) -> str:
    """Where the page of a voucher is, from outside: paper outlives the address this request happened to come by."""
    return f"{settings.BASE_URL}{reverse('enterprise:voucher', args=[code])}"
