"""Where is this payment: being approved, at the bank, paid, or come back?"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, payments_for, sees_account_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.pieces import Event
from wisselwerk.web.states import STATES
from wisselwerk.wording import bank_reason, money, word


@signed_in
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One payment, for who pays, who is paid, and who coordinates or audits the scheme."""
    actor = actor_of_request(request)
    found = get_object_or_404(payments_for(actor), pk=payment_id)
    lines = list(found.bank_lines.select_related("file"))
    partnership = found.redemption.voucher.scheme.partnership_id
    step = steps_of([found.redemption], today()).get(found.redemption_id)
    is_audited = actor.has(Role.AUDITOR, partnership)
    context = {
        "payment": found,
        "step": step,
        "is_standing": step is not None and step.payment is not None and step.payment.pk == found.pk,
        "sees_account": sees_account_of(actor, found),
        "is_reader": is_audited or found.batch.payer_id in actor.organisations(*DIRECTORS),
        "is_audited": is_audited,
        "lines": lines,
        "events": list(_events(found, lines)),
    }
    return render(request, "finance/payment.html", context)


def _events(one: Payment, lines: list[BankLine]) -> Iterator[Event]:
    batch = one.batch
    yield Event(batch.proposed_at, _("Proposed"))
    if batch.ordered_at is not None:
        yield Event(batch.ordered_at, _("Ordered"), tone="success")
    if batch.signed_at is not None:
        yield Event(batch.signed_at, _("Signed"), tone="success")
    for line in lines:
        # What it means says which way it went: to a payee, money that came in is not less than nothing.
        text = money(abs(line.amount_cents)) if line.amount_cents is not None else ""
        if line.reason:
            text = f"{text} {bank_reason(line.reason)}".strip()
        title = _("The bank says: {what}").format(what=word(line.meaning))
        yield Event(line.booked_on or line.file.read_at, capfirst(title), text, STATES[line.meaning].tone)
