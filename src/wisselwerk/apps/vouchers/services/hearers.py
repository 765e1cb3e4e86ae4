"""Who hears of what happens to a redemption: the people of its business, of its provider and of its coordinator."""

from collections.abc import Iterator

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.vouchers.models import FulfilmentStep, PdfInvoice, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.clock import today
from wisselwerk.domain.actor import ActorKind, Role
from wisselwerk.domain.fulfilment import FulfilmentVerb, Said


def tell_fulfilment(step: FulfilmentStep, before: Said | None = None) -> None:
    """Put the mails about what was said of a delivery in the outbox, for those to whom it is news.

    A yes of the business is none, unless it said otherwise ``before``.
    """
    for person_id in dict.fromkeys(_hearers(step, before)):
        enqueue("send_fulfilment", step_id=step.pk, person_id=person_id)


def _hearers(step: FulfilmentStep, before: Said | None) -> Iterator[int]:
    one, verb = step.redemption, FulfilmentVerb(step.verb)
    if verb in {FulfilmentVerb.ASK, FulfilmentVerb.GO_ON}:
        asked = list(business_of(one))
        # Silence counts, so somebody must have heard the question.
        yield from asked or coordinators_of(one)
    elif verb is FulfilmentVerb.DISPUTE or (before and before.verb is FulfilmentVerb.DISPUTE):
        yield from provider_staff_of(one)
        by_coordinator = verb in {FulfilmentVerb.FIND, FulfilmentVerb.WITHDRAW}
        yield from business_of(one) if by_coordinator else coordinators_of(one)


def business_of(redemption: Redemption) -> Iterator[int]:
    """Who speaks for the business of its voucher."""
    yield from holders_of(redemption.voucher)


def holders_of(voucher: Voucher) -> Iterator[int]:
    """Who applied for a voucher, as long as the business does not contest that, and who acts for the holder."""
    applicant = None if voucher.state in DOUBTED else voucher.application.applicant_id
    if applicant is not None:
        yield applicant
    yield from _holding(Role.HOLDER, voucher.holder_id, besides=applicant)


def has_holder(voucher: Voucher) -> bool:
    """Whether somebody acts for the enterprise that holds it, other than by having applied."""
    return any(_holding(Role.HOLDER, voucher.holder_id))


def provider_staff_of(redemption: Redemption) -> Iterator[int]:
    """Who acts for the provider that it comes from, and did not apply for the voucher too."""
    yield from _holding(
        Role.PROVIDER, redemption.supplier_id, besides=redemption.voucher.application.applicant_id
    )


def staff_of(provider_id: int) -> Iterator[int]:
    """Who acts for a provider, by the number of its organisation."""
    yield from _holding(Role.PROVIDER, provider_id)


def concerned_by_pdf(one: PdfInvoice) -> Iterator[int]:
    """Who applied for the voucher, who acts for the provider that the invoice comes from, and who handed it in."""
    if one.voucher.application.applicant_id is not None:
        yield one.voucher.application.applicant_id
    staff = RoleHolding.objects.on(today()).filter(
        role=Role.PROVIDER, organisation__enterprise_number=one.supplier_number
    )
    yield from staff.values_list("person", flat=True)
    kind, _, number = one.handed_in_by.partition(":")
    if kind == ActorKind.PERSON:
        yield from Person.objects.filter(pk=number).values_list("pk", flat=True)


def coordinators_of(redemption: Redemption) -> Iterator[int]:
    """Who coordinates its scheme."""
    yield from _holding(Role.COORDINATOR, redemption.voucher.scheme.partnership_id)


def _holding(role: Role, organisation_id: int, *, besides: int | None = None) -> Iterator[int]:
    held = RoleHolding.objects.on(today()).filter(role=role, organisation=organisation_id)
    yield from held.exclude(person=besides).order_by("person").values_list("person", flat=True).distinct()
