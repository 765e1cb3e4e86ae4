"""What a local government has to pay, and what each of it waits for."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable

from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.payouts.models import BankAccount, BankLine, Payment, SetAside
from wisselwerk.apps.payouts.queries.accounts import account_of
from wisselwerk.apps.payouts.queries.told import UNEXPECTED, paid_in_no_books
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries.checks import check_state
from wisselwerk.apps.vouchers.queries.evaluations import last_cents, last_part_rules, unevaluated
from wisselwerk.apps.vouchers.queries.proofs import unproven
from wisselwerk.domain.invoice_check import CLEARED, CheckState
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import ARRIVED, STANDING, Part, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.voucher import VoucherState

WENT_WRONG = (Meaning.RETURNED, Meaning.REFUSED)
NOT_ARRIVED = (PaymentState.RETURNED, PaymentState.REFUSED)


class Wait(StrEnum):
    """Why something that is due cannot be paid yet."""

    ACCOUNT = "ACCOUNT"
    """The payee gave no account number yet, or a new one cannot be used yet."""
    ON_HOLD = "ON_HOLD"
    """Its voucher is contested."""
    CHECK = "CHECK"
    """Its invoice was not held to the official rules (EN 16931) yet."""
    CHECK_FAILED = "CHECK_FAILED"
    """Its invoice breaks them or could not be checked, and no coordinator has undone or accepted it yet."""
    CAME_BACK = "CAME_BACK"
    """The bank refused it, gave it back or paid otherwise than was ordered, and nobody has looked into that yet; or what it
    paid is in no books."""
    DISPUTE = "DISPUTE"
    """Its business says that it was not delivered, or not as agreed."""
    DELIVERY = "DELIVERY"
    """Its business was asked whether it was delivered, and has days left to answer."""
    OWN_PART = "OWN_PART"
    """Nobody showed yet that its business paid its own part."""
    EVALUATION = "EVALUATION"
    """It is the last part, and not both sides have said how it went."""
    SET_ASIDE = "SET_ASIDE"
    """A director leaves it out for now, and said why."""


TOLD_BY: Mapping[str, Wait] = {
    "came_back": Wait.CAME_BACK,
    "disputed": Wait.DISPUTE,
    "undelivered": Wait.DELIVERY,
    "own_part_open": Wait.OWN_PART,
    "unevaluated": Wait.EVALUATION,
}
"""What a redemption from ``unpaid`` carries, and what it waits for where that is true."""


def unpaid(payer: Organisation, day: date, pay_on: date | None = None) -> QuerySet[Any]:
    """Redemptions in the schemes that ``payer`` pays for on ``day``, due and not all in a payment, oldest first.

    A partnership has no legal personality: its managing municipality pays (Decreet lokaal bestuur, art. 392-395).
    Each is a ``Redemption`` and carries ``account_id``, the account its payee can be paid on that day (or ``pay_on``,
    when the bank is to pay on another), ``check_state``, how far its invoice is with the official rules (failed as well
    where it could not be checked), ``came_back``, ``set_aside_now``, and what ``unproven`` says of it.
    Where a last part is held back, one part is due at a time: ``part``, the first before the last, of ``part_cents``, and
    ``unevaluated`` for a last part that a side has still to say how it went for.
    """
    managed = Agreement.objects.on(day).filter(managing_municipality=payer).values("partnership")
    standing = Payment.objects.filter(redemption=OuterRef("pk"), state__in=STANDING)
    first, last = (Exists(standing.filter(part=part)) for part in (Part.FIRST, Part.LAST))
    rules = last_part_rules()
    return (
        Redemption.objects.annotate(last_cents=last_cents(rules))
        .filter(
            ~first | (Q(voucher__rule_set__in=list(rules), last_cents__gt=0) & ~last),
            voucher__scheme__partnership__in=managed,
            is_reversed=False,
            transfer__isnull=False,
        )
        .annotate(
            account_id=account_of("payee", pay_on or day),
            check_state=check_state(),
            came_back=came_back(),
            set_aside_now=is_set_aside(),
            **unproven(day),
            **_part_due(rules, first),
        )
        .order_by("redeemed_at", "pk")
    )


def _part_due(rules: Mapping[int, LastPart], first: Exists) -> Mapping[str, Combinable]:
    """Which part is due of a redemption that carries ``last_cents``, and whether it waits for evaluations."""
    whole, never = Value(Part.FIRST.value), Value(False)
    if not rules:
        return {"part": whole, "part_cents": F("voucher_part_cents"), "unevaluated": never}
    return {
        "part": Case(When(first, then=Value(Part.LAST.value)), default=whole),
        "part_cents": Case(
            When(first, then=F("last_cents")), default=F("voucher_part_cents") - F("last_cents")
        ),
        "unevaluated": Case(When(Q(first) & unevaluated(rules), then=Value(True)), default=never),
    }


def payable(payer: Organisation, day: date, pay_on: date | None = None) -> QuerySet[Any]:
    """Those that wait for nothing, each with the account that holds on the day the bank pays."""
    found = unpaid(payer, day, pay_on).filter(
        account_id__isnull=False,
        check_state__in=CLEARED,
        came_back=False,
        set_aside_now=False,
        disputed=False,
        undelivered=False,
        own_part_open=False,
        unevaluated=False,
    )
    return found.exclude(voucher__state=VoucherState.FROZEN)


def bounced(redemption: Any) -> QuerySet[BankLine]:
    """Lines that say that a payment of this redemption was refused, came back or went out otherwise than was ordered, and
    that nobody looked into yet.
    """
    asks = Q(meaning__in=WENT_WRONG) | UNEXPECTED
    return BankLine.objects.filter(asks, payment__redemption=redemption, look=None)


def due_to(payee: Organisation, payer: Organisation, day: date) -> Cents:
    """What ``payer`` has still to pay a payee, whatever it waits for. One query."""
    found = unpaid(payer, day).filter(payee=payee).order_by().aggregate(cents=Sum("part_cents", default=0))
    return Cents(found["cents"])


def is_due_again(account: BankAccount) -> bool:
    """Whether a payment to this account did not arrive, and what it was to pay is due still. Three queries at most.

    A bank may refuse an account by what came back of a second time: then the payee has what was due.
    """
    standing = Payment.objects.filter(
        redemption=OuterRef("redemption"), part=OuterRef("part"), state__in=STANDING
    )
    lost = Payment.objects.filter(
        ~Exists(standing), to_account=account, state__in=NOT_ARRIVED, redemption__is_reversed=False
    )
    return lost.exclude(redemption__in=paid_in_no_books()).exists()


def came_back() -> Combinable:
    """Whether a redemption waits for a look at what a bank did with a payment of it, or for what it paid to be booked or to
    come back: a part of a query on redemptions.
    """
    asks = Exists(bounced(OuterRef("pk")))
    found = paid_in_no_books()
    return Case(When(asks | Q(pk__in=found), then=Value(True)), default=Value(False)) if found else asks


def is_set_aside() -> Exists:
    """Whether a director leaves a redemption out for now: a part of a query on redemptions."""
    return Exists(SetAside.objects.filter(redemption=OuterRef("pk"), lifted_at=None))


def waits_of(redemption: Any) -> Iterator[Wait]:
    """What a redemption waits for that carries what those from ``unpaid`` do."""
    if redemption.check_state == CheckState.FAILED:
        yield Wait.CHECK_FAILED
    if redemption.set_aside_now:
        yield Wait.SET_ASIDE
    if redemption.account_id is None:
        yield Wait.ACCOUNT
    if redemption.voucher.state == VoucherState.FROZEN:
        yield Wait.ON_HOLD
    if redemption.check_state in {CheckState.WAITING, None}:
        yield Wait.CHECK
    yield from (wait for name, wait in TOLD_BY.items() if getattr(redemption, name))


def claims_of(payer: Organisation) -> Q:
    """Payments whose redemption was undone after they were paid: the payee pays them back, or has. A condition on payments."""
    return Q(batch__payer=payer, state__in=ARRIVED, redemption__is_reversed=True)


def claims_on(voucher: Voucher) -> QuerySet[Payment]:
    """What has to be paid back of a voucher: paid, and undone since. With who pays back and to whom, and ``open_cents``.

    Of the redemptions that it brought along, where it came from ``voucher_for``. One query then.
    """
    redeemed = [one.pk for one in voucher.redemptions.all()]
    found = Payment.objects.filter(
        redemption__in=redeemed, redemption__is_reversed=True, state=PaymentState.PAID
    )
    left = "redemption__credit_note__replacement"
    back = Sum("bank_lines__amount_cents", filter=Q(bank_lines__meaning=Meaning.RECOVERED), default=0)
    found = found.annotate(open_cents=F("amount_cents") - back)
    return found.select_related("redemption__payee", "batch__payer", left).order_by("pk")


def paid_cents(scheme: Scheme) -> Cents:
    """What the bank has paid of a scheme; what came back whole is taken off, parts of it are not. One query."""
    paid = Payment.objects.filter(redemption__voucher__scheme=scheme, state=PaymentState.PAID)
    return Cents(paid.aggregate(sum=Sum("amount_cents", default=0))["sum"])
