"""What of a redemption is paid last, how both sides say that it went, and who has still to say so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from wisselwerk.apps.schemes.kinds import versions_with
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Evaluation, EvaluationReminder, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.proofs import PARTS, answers_as_applicant
from wisselwerk.apps.vouchers.queries.sight import coordinated_by, spoken_for_by
from wisselwerk.clock import day_of
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, MOST_REMINDERS, Side
from wisselwerk.domain.money import Cents
from wisselwerk.domain.rule.base import WHOLE
from wisselwerk.domain.rule.last_part import LastPart

SAYING: Mapping[Side, str] = {
    Side.BUSINESS: "evaluate_as_business",
    Side.PROVIDER: "evaluate_as_provider",
}
"""The command by which each side says how it went."""
WAIVING = "waive_evaluation"

Key = tuple[int, str, int]
"""A voucher, a side, and whom the invoice came from."""


@dataclass(frozen=True, slots=True)
class Evaluations:
    """What both sides said of a redemption of which a part waits for that."""

    redemption: Redemption
    last_cents: Cents
    """What is paid when both have said it, or were not waited for."""
    said: Mapping[Side, Evaluation]
    reminded: Mapping[Side, tuple[date, ...]]
    """The days on which each side was reminded, oldest first."""

    @property
    def first_cents(self) -> Cents:
        """What is paid without waiting for it."""
        return Cents(self.redemption.voucher_part_cents - self.last_cents)

    @property
    def missing(self) -> tuple[Side, ...]:
        """The sides that are still waited for."""
        return tuple(side for side in Side if side not in self.said)

    @property
    def waits_until(self) -> date:
        """The day from which no side is waited for any more, whether or not there was somebody to remind."""
        return day_of(self.redemption.redeemed_at) + (MOST_REMINDERS + 1) * BETWEEN_REMINDERS

    def silent(self, on: date) -> tuple[Side, ...]:
        """Those of them that are not reminded any more, or of whom there was nobody to remind in all that time."""
        is_over = self.waits_until <= on
        return tuple(side for side in self.missing if is_over or len(self.reminded[side]) >= MOST_REMINDERS)

    @property
    def is_complete(self) -> bool:
        """Whether nobody is waited for. Only then does each side read what the other said: before, it could answer to that."""
        return not self.missing

    @property
    def is_open(self) -> bool:
        """Whether somebody can still say how it went."""
        return not self.is_complete and not self.redemption.is_reversed


def last_part_of(redemption: Redemption) -> Cents:
    """How much of what is paid of a redemption waits for evaluations; have the rule set at hand."""
    rule = rule_set(redemption.voucher.rule_set).find(LastPart)
    if rule is None or redemption.transfer_id is None:
        return Cents(0)
    return rule.last_cents(redemption.voucher_part_cents)


def side_of(redemption: Redemption, side: Side) -> int:
    """The organisation that speaks for a side."""
    return redemption.voucher.holder_id if side is Side.BUSINESS else redemption.supplier_id


def key_of(one: Redemption | Evaluation | EvaluationReminder, side: str) -> Key:
    """What ties what was said, or asked, to the invoices it is about."""
    return one.voucher_id, side, one.supplier_id


def evaluations_of(redemptions: Collection[Redemption]) -> Mapping[UUID, Evaluations]:
    """What was said of each of which a part is held back, by redemption. Two queries, or none."""
    held = {one.pk: cents for one in redemptions if (cents := last_part_of(one))}
    if not held:
        return {}
    vouchers = {one.voucher_id for one in redemptions if one.pk in held}
    said: dict[Key, Evaluation] = {
        key_of(one, one.side): one
        for one in Evaluation.objects.filter(voucher__in=vouchers).select_related("remark")
    }
    reminded: dict[Key, tuple[date, ...]] = {}
    for one in EvaluationReminder.objects.filter(voucher__in=vouchers).order_by("asked_on"):
        key = key_of(one, one.side)
        reminded[key] = (*reminded.get(key, ()), one.asked_on)

    def found(one: Redemption) -> Evaluations:
        keys = {side: key_of(one, side.value) for side in Side}
        return Evaluations(
            one,
            held[one.pk],
            {side: said[key] for side, key in keys.items() if key in said},
            {side: _since(one, reminded.get(key, ())) for side, key in keys.items()},
        )

    return {one.pk: found(one) for one in redemptions if one.pk in held}


def _since(redemption: Redemption, days: tuple[date, ...]) -> tuple[date, ...]:
    """Those days that are about this invoice: one that was undone before had reminders of its own."""
    handed_in = day_of(redemption.redeemed_at)
    return tuple(day for day in days if day > handed_in)


def last_part_rules() -> Mapping[int, LastPart]:
    """The rule for a last part of each version of rules that has one. One query, which reads no other version."""
    return versions_with(LastPart)


def last_cents(rules: Mapping[int, LastPart]) -> Combinable:
    """The same as ``last_part_of``, as a value of redemptions that move money; nothing where no rule holds anything back."""
    # Worked out a second time, because lists of what can be paid are chosen and added up by it in the database: with every
    # redemption read into Python they would not stay fast. Whole division is written differently in both, so there is no
    # one formula for them; a test holds the two together for any amount and percentage.
    cents = BigIntegerField()
    # Both databases divide whole numbers to a whole number, rounded down.
    held = [
        When(
            voucher__rule_set=pk,
            then=ExpressionWrapper(F("voucher_part_cents") * rule.held_back_percent / WHOLE, cents),
        )
        for pk, rule in rules.items()
    ]
    return Case(*held, default=Value(0), output_field=cents)


def unevaluated(rules: Mapping[int, LastPart]) -> Q:
    """That a side of a redemption is still waited for, as a condition on redemptions: not where no rule waits for it."""
    said = Evaluation.objects.filter(voucher=OuterRef("voucher"), supplier=OuterRef("supplier"))
    business, provider = (said.filter(side=side) for side in (Side.BUSINESS, Side.PROVIDER))
    return Q(voucher__rule_set__in=list(rules)) & ~(Q(Exists(business)) & Q(Exists(provider)))


def to_evaluate(actor: Actor) -> list[tuple[Evaluations, Side]]:
    """Redemptions of which the actor can still say how it went, with the side to speak for, oldest first."""
    held = Q(voucher__in=Voucher.objects.filter(spoken_for_by(actor)))
    sold = Q(supplier__in=actor.organisations(Role.PROVIDER))
    return [
        (known, side)
        for known in open_evaluations(held | sold)
        for side in known.missing
        if speaks_for(actor, known.redemption, side)
    ]


def to_go_on_without(actor: Actor, on: date) -> list[Evaluations]:
    """Redemptions that the actor coordinates and of which a side stays silent, also after its reminders; oldest first."""
    found = open_evaluations(Q(voucher__in=Voucher.objects.filter(coordinated_by(actor))))
    return [one for one in found if one.silent(on)]


def open_evaluations(condition: Q = Q()) -> list[Evaluations]:  # noqa: B008  # a Q is never changed
    """Of which a side is still waited for, oldest first. Four queries, one where no rule asks it."""
    rules = last_part_rules()
    if not rules:
        return []
    standing: QuerySet[Redemption] = Redemption.objects.filter(
        unevaluated(rules), condition, is_reversed=False, transfer__isnull=False
    )
    redemptions = list(standing.select_related(*PARTS).order_by("redeemed_at", "pk"))
    known = evaluations_of(redemptions)
    return [known[one.pk] for one in redemptions if one.pk in known]


def speaks_for(actor: Actor, redemption: Redemption, side: Side) -> bool:
    """Whether the actor says how it went for this side: nobody else does, whatever else the actor may."""
    organisation = side_of(redemption, side)
    if side is Side.PROVIDER:
        return actor.has(Role.PROVIDER, organisation)
    return actor.has(Role.HOLDER, organisation) or answers_as_applicant(actor, redemption)


def may_read(actor: Actor, known: Evaluations, side: Side) -> bool:
    """Whether the actor reads what a side said: its own, the other's once nobody is waited for, and who looks after them."""
    partnership = known.redemption.voucher.scheme.partnership_id
    looks_after = actor.has(Role.COORDINATOR, partnership) or actor.has(Role.AUDITOR, partnership)
    return known.is_complete or looks_after or speaks_for(actor, known.redemption, side)
