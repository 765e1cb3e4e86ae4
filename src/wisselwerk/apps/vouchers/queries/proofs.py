"""What a redemption must be proven by before it is paid, besides its invoice, and what of that is known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact, GreaterThanOrEqual, IsNull

from wisselwerk.apps.schemes.kinds import versions_with
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import FulfilmentStep, OwnPayment, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.sight import (
    DOUBTED,
    Parties,
    coordinated_by,
    held_by,
    is_applicant,
    may_see,
)
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.fulfilment import FulfilmentState, FulfilmentVerb, Said
from wisselwerk.domain.money import Cents
from wisselwerk.domain.own_payment import Evidence, OwnPart
from wisselwerk.domain.rule.proof import Proof
from wisselwerk.domain.rule.vat import VatBasis

PARTS = (
    "remains_of__undone",
    "supplier",
    "transfer",
    "voucher__application",
    "voucher__holder",
    "voucher__rule_set",
    "voucher__scheme__partnership",
)

SAYING: Mapping[FulfilmentVerb, str] = {
    FulfilmentVerb.ASK: "ask_delivery",
    FulfilmentVerb.CONFIRM: "confirm_delivery",
    FulfilmentVerb.DISPUTE: "dispute_delivery",
    FulfilmentVerb.FIND: "find_delivered",
    FulfilmentVerb.WITHDRAW: "withdraw_dispute",
    FulfilmentVerb.HOLD: "hold_delivery",
    FulfilmentVerb.GO_ON: "resume_delivery",
}
"""The command that says each thing about a delivery, as the trail knows it."""
SHOWING: Mapping[Evidence, str] = {
    Evidence.RECEIPT: "state_receipt",
    Evidence.BANK_PROOF: "see_bank_proof",
}
"""The command that shows in each way that the own part was paid."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What is asked of one redemption before it is paid, and what is known of it on ``day``."""

    redemption: Redemption
    rule: Proof | None
    steps: tuple[FulfilmentStep, ...]
    """What was said about its delivery, oldest first."""
    own_payment: OwnPayment | None
    day: date

    @property
    def asks_delivery(self) -> bool:
        """Whether the business is asked if it was delivered."""
        return asks_delivery(self.redemption, self.rule)

    @property
    def asks_own_part(self) -> bool:
        """Whether somebody must show that the business paid its own part."""
        return asks_own_part(self.redemption, self.rule)

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked at all."""
        return self.asks_delivery or self.asks_own_part

    @property
    def said(self) -> Said | None:
        """The last thing that was said about delivery; None while the question is on its way."""
        return self.steps[-1].said() if self.steps else None

    @property
    def state(self) -> FulfilmentState:
        """Where delivery stands today."""
        return self.said.state(self.day) if self.said else FulfilmentState.ASKED

    @property
    def since(self) -> date | None:
        """The day from which that holds."""
        return self.said.since(self.day) if self.said else None

    @property
    def can_answer(self) -> bool:
        """Whether the business can say now whether it was delivered."""
        open_ = self.state in {FulfilmentState.ASKED, FulfilmentState.DISPUTED}
        return self.asks_delivery and open_ and not self.redemption.is_reversed

    @property
    def is_disputed(self) -> bool:
        """Whether the business says that it was not delivered, or not as agreed."""
        return self.can_answer and self.state is FulfilmentState.DISPUTED

    @property
    def lacks_own_payment(self) -> bool:
        """Whether it has still to be shown that the business paid its own part."""
        return self.asks_own_part and self.own_payment is None and not self.redemption.is_reversed


def asks_delivery(redemption: Redemption, rule: Proof | None) -> bool:
    """Whether its business is asked if it was delivered: where nothing is paid, nothing waits for an answer."""
    return rule is not None and rule.delivery_working_days is not None and redemption.transfer_id is not None


def asks_own_part(redemption: Redemption, rule: Proof | None) -> bool:
    """Whether it must be shown that its business paid its own part: also where that part is all there is."""
    return rule is not None and rule.asks_own_part and redemption.business_cents > 0


def own_part_of(redemption: Redemption) -> OwnPart:
    """What its business must have paid, at most what the invoice came to before any credit note."""
    total = _first_of(redemption).total_cents
    return OwnPart(
        needed_cents=Cents(redemption.business_cents),
        vat_basis=VatBasis.WITHOUT_VAT if redemption.has_vat_besides else VatBasis.WITH_VAT,
        total_cents=None if total is None else Cents(total),
        invoiced_on=redemption.invoice_issued_on,
    )


def _first_of(redemption: Redemption) -> Redemption:
    """The first redemption of the same invoice: itself, unless credit notes took a part back."""
    note = getattr(redemption, "remains_of", None)
    return redemption if note is None else _first_of(note.undone)


def rule_of(redemption: Redemption) -> Proof | None:
    """The rule for proof of its voucher; have the rule set at hand."""
    return rule_set(redemption.voucher.rule_set).find(Proof)


def proofs_of(redemptions: Collection[Redemption], day: date) -> Mapping[UUID, Proofs]:
    """What is asked and known of each that anything is asked of, by redemption. Two queries, or none."""
    rules = {one.pk: rule_of(one) for one in redemptions}
    asked = [one for one in redemptions if rules[one.pk] is not None]
    if not asked:
        return {}
    steps: dict[UUID, list[FulfilmentStep]] = {one.pk: [] for one in asked}
    for step in FulfilmentStep.objects.filter(redemption__in=asked).select_related("remark").order_by("pk"):
        steps[step.redemption_id].append(step)
    paid = {one.redemption_id: one for one in OwnPayment.objects.filter(redemption__in=asked)}
    return {one.pk: Proofs(one, rules[one.pk], tuple(steps[one.pk]), paid.get(one.pk), day) for one in asked}


def redemption_for(actor: Actor, pk: UUID) -> Redemption:
    """A redemption with its voucher, for those it is about. One query.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
    """
    found = Redemption.objects.select_related(*PARTS).get(pk=pk)
    if not may_see(actor, parties_of(found)):
        raise Redemption.DoesNotExist
    return found


def parties_of(redemption: Redemption) -> Parties:
    """Whom a redemption is about: the provider is who the invoice comes from."""
    voucher = redemption.voucher
    return Parties(
        voucher.scheme.partnership_id,
        voucher.holder_id,
        redemption.supplier_id,
        voucher.application.applicant_id,
    )


def answers_as_applicant(actor: Actor, redemption: Redemption) -> bool:
    """Whether the actor speaks for the business without a role: having applied, as long as nobody contests that."""
    return is_applicant(actor, parties_of(redemption)) and redemption.voucher.state not in DOUBTED


def to_answer(actor: Actor, day: date) -> list[Proofs]:
    """Redemptions of which the actor's business can say whether it was delivered, oldest first. Four queries at most."""
    held = _asked_delivery().filter(voucher__in=Voucher.objects.filter(held_by(actor)))
    known = [one for one in _with_proofs(held, day) if one.can_answer and not one.is_disputed]
    return [
        one
        for one in known
        if actor.has(Role.HOLDER, one.redemption.voucher.holder_id)
        or answers_as_applicant(actor, one.redemption)
    ]


def disputes(actor: Actor, day: date) -> list[Proofs]:
    """Redemptions that the actor coordinates and whose business says that it was not delivered, oldest first."""
    coordinated = _asked_delivery().filter(voucher__in=Voucher.objects.filter(coordinated_by(actor)))
    return _with_proofs(disputed_redemptions(coordinated), day)


def unproven(day: date) -> Mapping[str, Combinable]:
    """What a redemption still waits for on ``day``, as conditions on redemptions: with the rules that ask it, one query.

    ``undelivered``: its business has days left to answer, or was not asked yet. ``disputed``: it says that it was not delivered.
    ``own_part_open``: nobody showed that its business paid the own part of this invoice, or of one that came before it
    on the same voucher: such an invoice may be all that proves the own money.
    """
    last = FulfilmentStep.objects.filter(redemption=OuterRef("pk")).order_by("-pk")
    verb, until, left = (Subquery(last.values(name)[:1]) for name in ("verb", "until", "days_left"))
    dispute = Q(Exact(verb, Value(FulfilmentVerb.DISPUTE.value)))
    has_days = Q(IsNull(verb, True)) | Q(GreaterThanOrEqual(until, day)) | (Q(IsNull(left, False)) & ~dispute)
    rules = proof_rules()
    delivery = Q(
        voucher__rule_set__in=[pk for pk, rule in rules.items() if rule.delivery_working_days is not None]
    )
    own_part = Q(voucher__rule_set__in=[pk for pk, rule in rules.items() if rule.asks_own_part])
    # Where the business is paid back, all of the invoice is its to pay first. What a credit note left of an invoice was
    # redeemed anew, and an earlier one all the same: whatever leans on its own money goes on waiting for that.
    unpaid = Redemption.objects.filter(
        Q(own_part_cents__gt=0) | ~Q(payee=F("supplier")),
        Q(redeemed_at__lte=OuterRef("redeemed_at")) | Q(remains_of__isnull=False),
        voucher=OuterRef("voucher"),
        is_reversed=False,
        own_payment=None,
    )
    return {
        "undelivered": _holds(delivery & has_days),
        "disputed": _holds(delivery & dispute),
        "own_part_open": _holds(own_part & Q(Exists(unpaid))),
    }


def disputed_redemptions(found: QuerySet[Redemption]) -> QuerySet[Redemption]:
    """Those of which the last word is that it was not delivered, whatever day it is."""
    later = FulfilmentStep.objects.filter(redemption=OuterRef("redemption"), pk__gt=OuterRef("pk"))
    last_words = FulfilmentStep.objects.filter(~Exists(later), verb=FulfilmentVerb.DISPUTE)
    return found.filter(Exists(last_words.filter(redemption=OuterRef("pk"))))


def proof_rules() -> Mapping[int, Proof]:
    """The rule for proof of each version of rules that has one. One query, which reads no other version."""
    return versions_with(Proof)


def _asked_delivery() -> QuerySet[Redemption]:
    rules = [pk for pk, rule in proof_rules().items() if rule.delivery_working_days is not None]
    return Redemption.objects.filter(voucher__rule_set__in=rules, is_reversed=False, transfer__isnull=False)


def _with_proofs(found: QuerySet[Redemption], day: date) -> list[Proofs]:
    redemptions = list(found.select_related(*PARTS).order_by("redeemed_at", "pk"))
    known = proofs_of(redemptions, day)
    return [known[one.pk] for one in redemptions]


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))
