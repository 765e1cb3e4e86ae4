"""Where is this payment: being approved, at the bank, paid, or come back?"""

from collections.abc import Collection, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.history import history_of
from wisselwerk.apps.payouts.queries.road import Step, steps_of
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, payments_for, sees_account_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.payment import Part
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.finance.batch import TOLD
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
    whole = steps_of([found.redemption], today()).get(found.redemption_id)
    step = whole.last if whole is not None and found.part == Part.LAST else whole
    is_audited = actor.has(Role.AUDITOR, partnership)
    context = {
        "payment": found,
        "step": step,
        "paid_since": _paid_since(found, step),
        "is_part": whole is not None and whole.last is not None,
        "is_standing": step is not None and step.payment is not None and step.payment.pk == found.pk,
        "sees_account": sees_account_of(actor, found),
        "is_reader": is_audited or found.batch.payer_id in actor.organisations(*DIRECTORS),
        "is_audited": is_audited,
        "lines": [(line, moved(line)) for line in lines],
        "events": list(_events(found, lines)),
    }
    return render(request, "finance/payment.html", context)


def _paid_since(one: Payment, step: Step | None) -> Payment | None:
    """The other payment that paid, or is going to pay, what this one did not."""
    other = step.payment if step is not None else None
    is_other = other is not None and other.pk != one.pk and other.part == one.part
    return other if is_other else None


def _events(one: Payment, lines: list[BankLine]) -> Iterator[Event]:
    """What was done with its batch as long as it was in it, and what the bank said. Who did it is for the batch's page."""
    for done in history_of(one.batch):
        if done.payment_id in {None, one.pk}:
            title, tone = TOLD[done.command]
            yield Event(done.at, _(title), tone=tone)
        if done.payment_id == one.pk:
            break
    counts = {line.file_id for line in lines if line.meaning == Meaning.RECOVERED}
    otherwise = {line.file_id for line in lines if line.meaning == Meaning.PAID}
    for line in lines:
        text = moved(line)
        if line.reason:
            text = ": ".join(filter(None, (text, bank_reason(line.reason))))
        yield Event(
            line.booked_on or line.file.read_at,
            capfirst(_otherwise(line) if line.file_id in otherwise else "") or capfirst(_said(line, counts)),
            text,
            STATES[line.meaning].tone,
        )


def moved(line: BankLine) -> str:
    """How much a line tells of; and whether it went out or came in, where what it means does not say so."""
    if line.amount_cents is None:
        return ""
    # To a payee, money that came in is not less than nothing.
    amount = money(abs(line.amount_cents))
    if line.meaning != Meaning.DIFFERENT:
        return amount
    said = _("{amount} went out") if line.amount_cents < 0 else _("{amount} came in")
    return said.format(amount=amount)


def _otherwise(line: BankLine) -> str:
    """That a line is by how much a bank paid otherwise than was ordered; empty where it is something else."""
    if line.file.kind != BankFileKind.BY_HAND or line.meaning != Meaning.BESIDE:
        return ""
    is_less = (line.amount_cents or 0) > 0
    return _("paid too little by the bank") if is_less else _("paid too much by the bank")


def _said(line: BankLine, counts: Collection[int]) -> str:
    """What a line tells; ``counts`` are the records of what was asked back."""
    if line.file.kind != BankFileKind.BY_HAND:
        if line.meaning == Meaning.BESIDE:
            return _("paid back more than was asked")
        return _("The bank says: {what}").format(what=word(line.meaning))
    if line.meaning == Meaning.PAID:
        return _("booked as paid by hand, after the bank was asked")
    if line.meaning == Meaning.BESIDE and line.undoes_id is None:
        came = (line.amount_cents or 0) > 0
        if not came and line.file_id in counts:
            return _("we owed it before: it counts for what is asked back")
        return (
            _("given back by the payee, recorded by hand")
            if came
            else _("given back to the payee, recorded by hand")
        )
    is_mistake = (line.amount_cents or 0) < 0 or line.undoes_id is not None
    return _("recorded by mistake, and taken back") if is_mistake else _("paid back, recorded by hand")
