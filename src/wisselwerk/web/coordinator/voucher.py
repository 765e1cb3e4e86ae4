"""What happened with this voucher, and what can I do with it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.parties.queries import addresses_of
from wisselwerk.apps.payouts.models import SetAside
from wisselwerk.apps.payouts.queries.payable import claims_on
from wisselwerk.apps.payouts.queries.road import payments_of, steps_of
from wisselwerk.apps.payouts.queries.set_aside import questions_to
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries import attempts_on, history_of, pdf_invoices_on
from wisselwerk.apps.vouchers.queries.proofs import proofs_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.voucher_act import acts_for
from wisselwerk.web.coordinator.vouchers import voucher_or_404
from wisselwerk.web.history import timeline_of
from wisselwerk.web.register_view import register_view


@for_role(Role.COORDINATOR)
def voucher(request: HttpRequest, code: str) -> HttpResponse:
    """One voucher of the coordinator's schemes."""
    page = voucher_or_404(request, code)
    redemptions = list(page.voucher.redemptions.all())
    steps = steps_of(redemptions, today())
    context = {
        "voucher": page,
        "events": timeline_of(
            page.voucher,
            history_of(page.voucher),
            payments_of(redemptions),
            attempts_on(actor_of_request(request), page.voucher),
            list(page.voucher.application.remarks.all()),
        ),
        "redemptions": [(one, steps.get(one.pk)) for one in redemptions],
        "proofs": proofs_of(redemptions, today()),
        "claims": claims_on(page.voucher),
        "pdf_invoices": pdf_invoices_on(actor_of_request(request), page.voucher),
        "questions": _questions(actor_of_request(request), page.voucher),
        "acts": acts_for(page),
        "register": register_view(page.voucher.holder, page.voucher.application.declarations),
        "notices": page.voucher.notices.select_related("person").order_by("pk"),
    }
    return render(request, "coordinator/voucher.html", context)


def _questions(actor: Actor, voucher: Voucher) -> list[tuple[SetAside, str]]:
    """What directors asked about its invoices, with the mail address to answer; empty of who was erased."""
    found = list(questions_to(actor).filter(redemption__voucher=voucher))
    known = addresses_of(one.actor for one in found)
    return [(one, known.get(one.actor, "")) for one in found]
