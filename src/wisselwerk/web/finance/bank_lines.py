"""Which lines of the bank ask for a look, what do we know of one, and what was it?"""

from collections.abc import Mapping, Sequence

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.parties.queries import addresses_of
from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Look
from wisselwerk.apps.payouts.queries.beside import told_of_payment
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.queries.sight import lines_for
from wisselwerk.apps.payouts.queries.taken_back import may_be_returned, taken_back_by
from wisselwerk.apps.payouts.queries.told import booked_and_kept, booked_otherwise, is_whole, same_reference
from wisselwerk.apps.payouts.queries.twice import Again, is_out_otherwise_than_ordered, told_again
from wisselwerk.apps.payouts.services import (
    look_at_line,
    may_be_booked,
    may_be_taken_back,
)
from wisselwerk.apps.settlements.models import SettlementLine, SettlementShare
from wisselwerk.apps.settlements.queries.dues import Due, too_much_of
from wisselwerk.apps.settlements.queries.receiving import may_be_kept, recorded_by_hand, settlement_line_of
from wisselwerk.apps.settlements.queries.settlements import newest_settlement, sending_of
from wisselwerk.domain.paid_twice import out_cents
from wisselwerk.domain.reconciliation import ASKS_A_LOOK, Meaning
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.roles import READERS
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks
from wisselwerk.wording import money

PER_PAGE = 50
AGAIN: Mapping[Again, str] = {
    Again.LEFT: gettext_noop(
        "The bank paid this a second time. In the books it is paid once, and nothing is due. Ask the bank to get the money "
        "back, or ask the payee, and note here what you did. Until it is back it stands under “To be paid back”. What comes "
        "back in the name of this payment counts as this second time. Did the payee pay it back in another way? Record that."
    ),
    Again.BACK: gettext_noop(
        "What the bank paid too much came back. The payment itself stays paid: it does not become due again. Nothing changed "
        "in the books. Did somebody record the same money by hand, under another day? Take that record back: else it counts twice."
    ),
    Again.AFTER_ALL: gettext_noop(
        "The bank paid this after all, while it had refused it or given it back. In the books it is still due. Ask the "
        "bank what happened, and choose “Book it as paid”. Is that not there? Then another payment of it is under way: take that "
        "out first. Until this is booked, or came back, nobody can pay it again."
    ),
    Again.UNSIGNED: gettext_noop(
        "The bank paid this while nobody had signed it. In the books it is still due. Ask the bank how that could be, and "
        "which file it had. Did it pay? Choose “Book it as paid”; who ordered it leaves that to somebody else. Is that not "
        "there? Then another payment of it is under way: take that out first. Until it is booked, or came back, nobody can "
        "pay it again."
    ),
}
"""What it says of the whole of a payment told a second time."""
MEANS: Mapping[str, str] = {
    Meaning.PAID: gettext_noop("The bank paid this payment. There is nothing more to do."),
    Meaning.RETURNED: gettext_noop(
        "The money came back. It is due again, and can be paid anew once you have said what it was."
    ),
    Meaning.RECOVERED: gettext_noop(
        "The payee paid this back, because the invoice was undone after it was paid. There is nothing more to do."
    ),
    Meaning.SETTLED: gettext_noop(
        "A member paid what the settlement asks, or a part of it. It is recorded there, and there is nothing more to do."
    ),
    Meaning.BESIDE: gettext_noop(
        "This was recorded by hand, and changes nothing in the books: the payee gave back what the bank had paid once too "
        "often or paid back too much, or we gave that back or it counts for what is asked back (with a minus)."
    ),
    Meaning.REFUSED: gettext_noop(
        "The bank does not carry this payment out. It stays due, and can be paid anew once you have said what it was."
    ),
    Meaning.KNOWN: gettext_noop(
        "This was known already: another file told it before, or somebody recorded it by hand. Nothing changed in the books."
    ),
    Meaning.DIFFERENT: gettext_noop(
        "What the bank says does not agree with what we know of this payment. Nothing changed in the books. Ask the bank "
        "what happened, or who paid, where it is money that came in. Was it asked back, and did nobody record it yet, not under "
        "another day either? Then record it with its claim, or with each of them, and say so here."
    ),
    Meaning.UNKNOWN: gettext_noop(
        "The line bears a name as we give them, but no payment has it. Nothing changed in the books. Ask the bank what it "
        "was."
    ),
}
"""What a line says, and what to do."""
TOO_MUCH_OF_MEMBER = gettext_noop(
    "A member paid this for a settlement, and it is recorded there. In all the member paid {amount} more than is asked: that goes "
    "back to the member, or counts when the year is settled again."
)
NOT_SENT = gettext_noop("A member paid by a settlement that was not sent: nothing was asked of it yet.")
REPLACED = gettext_noop("A member paid by a settlement that another has replaced since.")
BEFORE_THE_YEAR = gettext_noop("A member paid with the reference of a settlement, before its year began.")
BY_HAND_ALREADY = gettext_noop(
    "A member paid what a settlement asks. Somebody recorded as much by hand, on another day: it may be the same money."
)
ONCE_MORE = gettext_noop("A member paid with the reference of a settlement, and more than is asked by it.")
NOT_BOOKED = gettext_noop(
    "{why} It is not booked by this line. Ask the member what it was. Is it recorded nowhere yet? Book it as paid by the "
    "member: what is too much of it goes back, or counts when the year is settled again. Was it recorded already? Say so here."
)
OUT_OTHERWISE = gettext_noop(
    "Money left your account in another amount than was ordered. Nothing changed in the books, and nobody can pay this again. "
    "Ask the bank how that could be, have it bring back all of this amount in the name of this payment, and note here what it "
    "said. Until that is back it stands under “To be paid back”. Is it back, and is the payment still under way? Then stop "
    "its batch and take the payment out: after that it can be paid anew. Does the payee keep this amount? Choose “Book it as "
    "paid”; who ordered it leaves that to somebody else."
)
BOOKED_OTHERWISE = gettext_noop(
    "Money left your account in another amount than was ordered, and that was booked: the payment is paid. What was too much or "
    "too little stands under “To be paid back” until it is settled with the payee."
)
TAKEN_BACK_OTHERWISE = gettext_noop(
    "The bank took back what it had paid in another amount than was ordered, and that is booked as paid. Choose “Book it as "
    "taken back”; who ordered it leaves that to somebody else. What was ordered is then due again."
)
TAKEN_BACK_IN_PART = gettext_noop(
    "Of the {left} that left in another amount than was ordered, {amount} came back. Choose “Book it as taken back”; who ordered "
    "it leaves that to somebody else. The payment stays paid, and “To be paid back” counts with what came back. Once the rest "
    "is back too, book that: what was ordered is then due again."
)
PART_BOOKED = gettext_noop(
    "The bank, or the payee, gave back a part of what had left in another amount than was ordered, and that is booked. The "
    "payment stays paid. What is still too much or too little stands under “To be paid back”."
)
TAKEN_BACK_SINCE = gettext_noop(
    "Money left your account in another amount than was ordered. The bank took that back, and both are booked. There is nothing "
    "more to do here."
)
RETURN_BOOKED = gettext_noop(
    "The bank took back what it had paid in another amount than was ordered, and that is booked. The payment can be made anew."
)
OTHER_AMOUNT: Mapping[str, str] = {
    Meaning.PAID: gettext_noop(
        "The bank paid another amount than was ordered, and somebody booked that. This is the difference: with a minus what the "
        "payee got too much, else what it got too little."
    ),
    Meaning.RETURNED: gettext_noop(
        "The bank took back what it had paid in another amount than was ordered. This is the difference the other way round, so "
        "that nothing of it is expected any more."
    ),
}
"""What a difference beside the books says, by what was booked with it."""
TOO_MUCH = gettext_noop(
    "The payee paid back more than was asked. This is what was too much: it goes back to the payee, and changes nothing in the "
    "books. It stands under “To be paid back” until somebody records that it was given back."
)
NO_LONGER_OUT = gettext_noop(
    "The bank paid this a second time, and all of that is back: the bank brought it back, or the payee did. The payment itself "
    "stays paid, and there is nothing more to ask."
)
TAKEN_BACK = gettext_noop("It was recorded by mistake that this was paid back, and that was taken back.")
BESIDE_TAKEN_BACK = gettext_noop("This was recorded by mistake, and that was taken back.")


@asks(money="text")
class LookForm(ActForm):
    """What the line was, in the director's words."""

    text = forms.CharField(
        label=gettext_lazy("What was it?"),
        help_text=gettext_lazy(
            "Kept with the line, for the other director and the auditor. Name no persons."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what it was, in a sentence or two.")},
    )


@for_role(*READERS)
def bank_lines(request: HttpRequest) -> HttpResponse:
    """Every line that asks for a look, oldest first."""
    found = lines_to_look_into(actor_of_request(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/bank_lines.html", {"page": page})


@for_role(*READERS)
def bank_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line beside what we know; for who may look into it, a form to say what it was."""
    actor = actor_of_request(request)
    line = get_object_or_404(lines_for(actor), pk=line_id)
    look = Look.objects.filter(line=line).first() if line.looked_at else None
    about = settlement_line_of(line)
    too_much = too_much_of([about]) if about and line.meaning == Meaning.SETTLED else []
    waits, is_returned = line.meaning in ASKS_A_LOOK and look is None, may_be_returned(line)
    form = LookForm(request.POST or None) if may(actor, "look_at_line", line.file.payer_id) else None
    if form is not None and form.is_valid() and _looked(request, line, form):
        messages.success(request, _("Noted. This line no longer waits for you."))
        return redirect("finance:dashboard")
    context = {
        "line": line,
        "about": about,
        "holds": newest_settlement(about.share.settlement.scheme, about.share.settlement.year)
        if about
        else None,
        "means": _of_member(line, about, too_much) if about else _of_payment(line),
        "dues": {"to_give_back": too_much},
        "records_payments": may(actor, "record_settlement_payment", line.file.payer_id),
        "alike": same_reference(line) if waits else None,
        "look": look,
        "by": addresses_of([look.actor]).get(look.actor, "") if look else "",
        "waits": waits,
        "claims_back": form is not None and waits and about is None and _may_pay_claims(line),
        "may_book": may(actor, "record_payment", line.file.payer_id) and may_be_booked(line),
        "may_return": is_returned and may(actor, "record_return", line.file.payer_id),
        "may_keep": about is not None
        and may(actor, "keep_settlement_line", line.file.payer_id)
        and may_be_kept(line),
        "may_take_back": form is not None and may_be_taken_back(line),
        "gives_back": may(actor, "record_repayment", line.file.payer_id) and _is_out(line),
        "form": form if (waits and not is_returned) or (form is not None and form.reasons) else None,
    }
    return render(request, "finance/bank_line.html", context, status=form.status if form else 200)


def _of_member(line: BankLine, about: SettlementLine, too_much: Sequence[Due]) -> str:
    """What it says of money of a member."""
    if too_much:
        return _(TOO_MUCH_OF_MEMBER).format(amount=money(sum(one.gets_back_cents for one in too_much)))
    if line.meaning == Meaning.DIFFERENT:
        return _(NOT_BOOKED).format(why=_(_why_not_booked(line, about.share)))
    return _(MEANS[line.meaning])


def _why_not_booked(line: BankLine, share: SettlementShare) -> str:
    """Why money of a member was not taken for what was asked, a message id. Three queries."""
    settlement = share.settlement
    if sending_of(settlement) is None:
        return NOT_SENT
    if newest_settlement(settlement.scheme, settlement.year) != settlement:
        return REPLACED
    if line.booked_on is not None and line.booked_on.year < settlement.year:
        return BEFORE_THE_YEAR
    by_hand = {one.amount_cents for one in recorded_by_hand(share, line.file.kind)}
    return BY_HAND_ALREADY if line.amount_cents in by_hand else ONCE_MORE


def _of_payment(line: BankLine) -> str:
    """What it says of a payment."""
    found = taken_back_by(line) if told_again(line) is None else None
    if found is None or (line.amount_cents or 0) > found.left_cents:
        return _(_means(line))
    if found.is_all:
        return _(TAKEN_BACK_OTHERWISE)
    return _(TAKEN_BACK_IN_PART).format(left=money(found.left_cents), amount=money(line.amount_cents or 0))


def _means(line: BankLine) -> str:
    """What it says, a message id; a record that was taken back says nothing any more."""
    if line.meaning == Meaning.BESIDE:
        is_undone = line.undoes_id is not None or BankLine.objects.filter(undoes=line).exists()
        if line.file.kind != BankFileKind.BY_HAND:
            return TOO_MUCH
        with_it = set(line.file.lines.values_list("meaning", flat=True))
        if with_it & OTHER_AMOUNT.keys():
            return OTHER_AMOUNT[(with_it & OTHER_AMOUNT.keys()).pop()]
        return BESIDE_TAKEN_BACK if is_undone else MEANS[line.meaning]
    undone = BankLine.objects.filter(transfer__reverses=line.transfer_id) if line.transfer_id else None
    is_undoing = line.meaning == Meaning.RECOVERED and (line.amount_cents or 0) < 0
    is_undone = line.meaning == Meaning.RECOVERED and undone is not None and undone.exists()
    if is_undoing or is_undone:
        return TAKEN_BACK
    other = _of_other_amount(line)
    if other is not None:
        return other
    again = told_again(line)
    if again is Again.LEFT and not _is_out(line):
        return NO_LONGER_OUT
    return AGAIN[again] if again else MEANS[line.meaning]


def _of_other_amount(line: BankLine) -> str | None:
    """What it says of another amount than was ordered that left, or that was booked as taken back by it; else nothing."""
    is_out = is_out_otherwise_than_ordered(line)
    if line.payment is None or line.meaning != Meaning.DIFFERENT or is_whole(line):
        return None
    booked, kept = booked_and_kept([line.payment.redemption_id])
    last = booked[-1].line if booked else None
    if last is None or (last.meaning == Meaning.RETURNED and last.pk < line.pk):
        return OUT_OTHERWISE if is_out else None
    is_back = line.payment.bank_lines.filter(pk__gt=last.pk, meaning=Meaning.RETURNED)
    if last.meaning == Meaning.PAID and is_back.exists():
        return TAKEN_BACK_SINCE if is_out else RETURN_BOOKED
    if last.meaning == Meaning.PAID:
        is_part = any(one.pk > line.pk and one.amount_cents == line.amount_cents for one in kept)
        return BOOKED_OTHERWISE if is_out else PART_BOOKED if is_part else None
    is_since = len(booked) > 1 and booked[-2].line.pk < line.pk
    return TAKEN_BACK_SINCE if is_out else RETURN_BOOKED if is_since else None


def _may_pay_claims(line: BankLine) -> bool:
    """Whether it is money that came in and was not what was asked back: it may be for another claim, or for two."""
    is_other = line.meaning == Meaning.DIFFERENT and (line.amount_cents or 0) > 0
    return is_other and told_again(line) is None and taken_back_by(line) is None


def _is_out(line: BankLine) -> bool:
    """Whether it left once more than the books have, and not all of that is back: its payee may give it back on its own."""
    is_told = told_again(line) not in {None, Again.BACK} or _is_booked_otherwise(line)
    return line.payment is not None and is_told and out_cents(told_of_payment(line.payment)) > 0


def _is_booked_otherwise(line: BankLine) -> bool:
    """Whether it left in another amount than was ordered, and was booked all the same."""
    payment = line.payment
    is_other = payment is not None and is_out_otherwise_than_ordered(line)
    return is_other and payment is not None and bool(booked_otherwise([payment.redemption_id]))


def _looked(request: HttpRequest, line: BankLine, form: LookForm) -> Answer | None:
    actor, text = actor_of_request(request), form.cleaned_data["text"]
    return form.carry_out(
        actor,
        f"web:look_at_line:{line.pk}",
        lambda: {"look": look_at_line(actor, line=line, text=text).pk},
    )
