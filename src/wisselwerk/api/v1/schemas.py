"""The shapes of API v1. Money is whole cents, days are ISO 8601 days of Europe/Brussels."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from wisselwerk.api.v1.evaluation_schemas import LastPart
from wisselwerk.apps.vouchers.declarations import MOST_CENTS, MOST_GRANTS
from wisselwerk.domain.aid import Activity
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.domain.rule.parameter import LARGEST_CENTS, Matches, without_limits
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.rule.question import QUESTIONS, Question
from wisselwerk.domain.rule.vat import VatBasis

T = TypeVar("T")
LAST_DAY = "The last day on which an invoice may be dated: that day counts."
PAID_TO = "Who gets what the voucher pays. With holder, the enterprise pays the provider the whole invoice and is paid back."
SHARE = "The most that it pays of what counts of an invoice, in percent; 100 where the rules set no share."
VAT_BESIDES = "VAT besides the two parts, zero where VAT counts; the three are what the invoice comes to."
VAT = f"{VAT_BESIDES} Null where it was not kept."

MISTAKEN = frozenset({400, 422})
"""How a request is answered that cannot be read, or has not the shape it should have."""
UNREACHABLE = frozenset({400, 401, 404})
"""How asking for one thing is answered when it is not for who asks."""
REFUSED = MISTAKEN | UNREACHABLE | {403, 409, 413}
"""How a command is answered that changes nothing."""


class Page(Schema, Generic[T]):
    """A part of a list."""

    items: list[T]
    next: str | None = Field(default=None, description="Address of the next part; null on the last.")


class Problem(Schema):
    """Why nothing changed (RFC 9457)."""

    status: int
    code: str = Field(description="Stable name of the refusal.")
    title: str
    detail: str = Field(description="A sentence for people, in the language of Accept-Language.")
    params: dict[str, Any]


class Reason(Schema):
    """One reason behind an outcome."""

    code: str
    detail: str
    params: dict[str, Any]


class Valid(Schema):
    """Days in force: ``until`` is the first day on which it no longer holds."""

    model_config = ConfigDict(populate_by_name=True)

    from_: date = Field(alias="from", serialization_alias="from")
    until: date | None


class Rule(Schema):
    """One rule of a scheme, in words and as data."""

    kind: str
    parameters: dict[str, Any]
    valid: Valid
    source: str
    text: str


class Difference(Schema):
    """What changed when the scheme was taken over."""

    model_config = ConfigDict(populate_by_name=True)

    kind: str
    parameter: str
    from_: Any = Field(alias="from", serialization_alias="from")
    to: Any
    why: str | None


class Lineage(Schema):
    """Where a scheme comes from."""

    parent: str | None
    differences: list[Difference]


class Member(Schema):
    """A local government that takes part, and a place within which it does, by membership or by its own decision."""

    name: str
    nis_code: str
    place: str


class Scheme(Schema):
    """A scheme as everybody may see it."""

    slug: str
    name: str
    partnership: str
    members: list[Member]
    rules: list[Rule]
    budget_cents: int = Field(description="Authorised for the current year.")
    left_cents: int = Field(description="Of that, not yet awarded.")
    lineage: Lineage


class EarlierAid(Schema):
    """De minimis aid that was granted before, by any government: one grant, or several as a sum."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"amount_cents": 1_250_000, "granted_on": "2026-03-02"}]},
    )

    amount_cents: int = Field(ge=1, le=MOST_CENTS)
    granted_on: date | None = Field(
        default=None,
        description="Day of the grant, of a sum the last of them; without it the aid goes on counting.",
    )
    activity: Activity = Field(default=Activity.GENERAL, description="For which activity it was given.")


class _Declarations(Schema):
    """What the applicant declares. What is absent is: nothing to declare, or not known."""

    model_config = ConfigDict(extra="forbid")

    municipality: str | None = Field(
        default=None, description="NIS or place code of the municipality of the seat."
    )
    de_minimis_aid: list[EarlierAid] = Field(
        default=[],
        max_length=MOST_GRANTS,
        description="Other de minimis aid of the last three years to the enterprise and what forms one undertaking with "
        "it. Kept only where the scheme has the rule `de_minimis`. What was granted here is known and is left out.",
    )
    activity: Activity = Field(
        default=Activity.GENERAL, description="For which activity the voucher is used, where aid is asked."
    )


def _answer(question: Question) -> tuple[Any, Any]:
    """A question as a field: the same type and limits, and the texts that people are asked with."""
    answer, limits = without_limits(question.answer)
    for limit in limits:
        answer = Annotated[answer, Field(**_LIMITS[type(limit)](limit))]
    asked = f"{question.told} {question.help} Kept only where a rule of the scheme asks it."
    optional = answer if question.usual is not None else answer | None
    return optional, Field(default=question.usual, description=asked)


_LIMITS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Matches: lambda limit: {"pattern": limit.pattern, "examples": [limit.example]},
}

_ANSWERS: dict[str, Any] = {question.name: _answer(question) for question in QUESTIONS}
if TYPE_CHECKING:
    Declarations = _Declarations
else:
    Declarations = create_model(
        "Declarations", __base__=_Declarations, __doc__=_Declarations.__doc__, **_ANSWERS
    )


class ApplicationIn(Schema):
    """An application for a voucher."""

    model_config = ConfigDict(extra="forbid")

    enterprise_number: str = Field(max_length=30)
    email: str = Field(max_length=254)
    provider_number: str | None = Field(default=None, max_length=30)
    service: str | None = Field(default=None, max_length=80, description="Slug of a service of the provider.")
    declarations: Declarations = Declarations()


class AwardedVoucher(Schema):
    """The voucher an application gave."""

    code: str
    amount_cents: int
    own_contribution_cents: int
    share_percent: int = Field(description=SHARE)
    valid_until: date = Field(description=LAST_DAY)


class DrawnPlace(Schema):
    """What a draw gave an application."""

    drawn: int = Field(description="Place in the order of the draw, from 1 on.")
    entries: int = Field(description="How many were drawn.")
    waiting: int | None = Field(
        description="Place on the waiting list now; null when it does not stand there."
    )
    until: date | None = Field(description="Last day of that place on the waiting list.")


class ApplicationOut(Schema):
    """What became of an application."""

    id: UUID
    outcome: str = Field(
        description="awarded, refused, review, withdrawn or unconfirmed; and where a draw decides entered, waiting_list or not_drawn"
    )
    reasons: list[Reason]
    voucher: AwardedVoucher | None = None
    place: DrawnPlace | None = Field(default=None, description="Once it was drawn.")


class ApplicationDetail(ApplicationOut):
    """The same, with the facts the decision was made on."""

    facts: dict[str, Any] | None


class RedemptionSummary(Schema):
    """One invoice on a voucher."""

    id: UUID
    state: str = Field(description="redeemed or reversed")
    invoice_number: str
    voucher_part_cents: int
    own_part_cents: int
    vat_cents: int | None = Field(description=VAT)
    delivery: str | None = Field(description="asked, silent, confirmed, found, disputed; null when not asked")
    delivery_until: date | None = Field(description="While it is asked: the last day to answer.")
    own_part_open: bool = Field(description="Whether it must still be shown that the business paid its part.")
    last_part: LastPart | None = Field(description="Null where nothing is held back.")
    redeemed_at: datetime


class Voucher(Schema):
    """A voucher, for those who have something to do with it."""

    code: str
    state: str
    amount_cents: int
    left_cents: int
    own_contribution_cents: int
    share_percent: int = Field(description=SHARE)
    paid_to: PaidTo = Field(description=PAID_TO)
    valid_until: date = Field(description=LAST_DAY)
    rules: list[Rule]
    redemptions: list[RedemptionSummary]


class Validation(Schema):
    """What handing in this invoice would give."""

    ok: bool
    eligible_cents: int = Field(description="What counts of the invoice: see `vat_basis`.")
    vat_basis: VatBasis = Field(description="`with_vat`: VAT counts for this voucher too.")
    paid_to: PaidTo = Field(description=PAID_TO)
    voucher_part_cents: int
    own_part_cents: int
    vat_cents: int = Field(description=VAT_BESIDES)
    missing_cents: int
    reasons: list[Reason]


class CreditOut(Schema):
    """What a credit note did. Amounts as the invoice counts: without VAT, or with it where VAT counts."""

    id: int
    undone: UUID = Field(description="The redemption that was undone.")
    replacement: UUID | None = Field(
        description="The redemption of what the invoice still comes to; null when nothing of it counts any more."
    )
    credited_cents: int
    voucher_part_cents: int = Field(description="What the voucher pays of what the invoice still comes to.")
    own_part_cents: int
    missing_cents: int = Field(
        description="How much too low the invoice has become to count at all; then all of it is undone."
    )
    back_cents: int = Field(
        description="What the voucher paid too much. What the bank paid already is to be paid back."
    )
    state: str = Field(description="Of the voucher.")
    left_cents: int


class RedemptionOut(Schema):
    """A redemption that has been done."""

    id: UUID
    state: str
    voucher_part_cents: int
    own_part_cents: int
    vat_cents: int | None = Field(description=VAT)
    left_cents: int


class DisputeIn(Schema):
    """What was not delivered, or not as agreed."""

    reason: str = Field(min_length=3, max_length=4000)


class SettlementIn(Schema):
    """How a dispute about a delivery ended, and why."""

    outcome: Literal["delivered", "withdrawn"] = Field(
        description="delivered: after all, as the partnership found. withdrawn: the business takes its dispute back."
    )
    reason: str = Field(min_length=3, max_length=4000)


class DeliveryOut(Schema):
    """Where the delivery of a redemption stands now."""

    redemption: UUID
    delivery: str
    days_left: int | None = Field(
        description="While the days to answer stand still: the working days that are left."
    )


class OwnPaymentIn(Schema):
    """That the business paid its own part, on what that stands, and when."""

    evidence: Literal["receipt", "bank_proof"] = Field(
        description="receipt: the provider says so. bank_proof: the partnership saw a proof of the bank."
    )
    amount_cents: int = Field(ge=0, le=LARGEST_CENTS)
    paid_on: date


class OwnPaymentOut(Schema):
    """The same, kept."""

    redemption: UUID
    evidence: str
    amount_cents: int
    paid_on: date


class ReversalIn(Schema):
    """Why a redemption is undone."""

    reason: str = Field(min_length=3, max_length=2000)


class ReversalOut(Schema):
    """A redemption that has been undone."""

    redemption: UUID
    state: str


class Provider(Schema):
    """A social-economy enterprise."""

    enterprise_number: str
    name: str
    kind: str
    recognised_until: date | None = Field(
        description="First day without recognition; null when no end is known."
    )
    places: list[str]


class Service(Schema):
    """Something a provider does for customers."""

    slug: str
    name: str
    description: str
    price: str
    kind: ServiceKind | None = Field(description="What sort of service it is; null while nobody said.")
    provider_number: str
    provider: str
    places: list[str]


class MainLine(Schema):
    """One scheme in one year, in aggregates; null where a number is too small to show, or an amount tells how it is split."""

    scheme: str
    partnership: str
    year: int
    budget_cents: int
    reserved_cents: int | None
    settled_cents: int | None
    released_cents: int | None
    applications: int | None
    vouchers: int | None
    redemptions: int | None
