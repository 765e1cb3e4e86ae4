"""What waits for a coordinator: shown on the dashboard, and where a coordinator lands after signing in."""

from dataclasses import dataclass, field, fields

from wisselwerk.apps.introductions.models import Need
from wisselwerk.apps.introductions.queries.introductions import (
    Followed,
    introductions_coordinated,
    waiting_introductions,
)
from wisselwerk.apps.introductions.queries.needs import needs_unanswered
from wisselwerk.apps.payouts.models import SetAside
from wisselwerk.apps.payouts.queries.set_aside import questions_to
from wisselwerk.apps.schemes.models import Scheme, Visum
from wisselwerk.apps.schemes.visum import refused_to
from wisselwerk.apps.vouchers.models import Application, Delivery, Draw, InvoiceCheck, Notice, PdfInvoice
from wisselwerk.apps.vouchers.queries import (
    delivery_of,
    latest_decision,
    pdf_invoices_to_check,
    undelivered_applications,
    vouchers_coordinated,
    waiting_applications,
)
from wisselwerk.apps.vouchers.queries.checks import failed_checks
from wisselwerk.apps.vouchers.queries.draws import draws_to_move, schemes_to_seal
from wisselwerk.apps.vouchers.queries.evaluations import Evaluations, to_go_on_without
from wisselwerk.apps.vouchers.queries.notices import undelivered_notices
from wisselwerk.apps.vouchers.queries.proofs import Proofs, disputes
from wisselwerk.apps.vouchers.queries.recognitions import Ending, endings_coordinated
from wisselwerk.apps.vouchers.queries.reviews import Review, reviews_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.web.voucher_view import VoucherView


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A decision that did not reach who applied."""

    application: Application
    delivery: Delivery | None


@dataclass(frozen=True, slots=True)
class ToDecide:
    """An application that waits for a person, and how it stands with its term."""

    application: Application
    review: Review


@dataclass(frozen=True, slots=True)
class Waiting:
    """The few things that only a coordinator can move, each list with the oldest first."""

    applications: list[ToDecide] = field(default_factory=list)
    """Those that are late first, then what ends first."""
    awaited: list[ToDecide] = field(default_factory=list)
    """Applications of which the applicant was asked something: only the applicant can move these."""
    undelivered: list[Undelivered] = field(default_factory=list)
    pdf_invoices: list[PdfInvoice] = field(default_factory=list)
    """Invoices that are no e-invoices, to be checked."""
    notices: list[Notice] = field(default_factory=list)
    """Reminders and other letters that did not reach a holder."""
    checks: list[InvoiceCheck] = field(default_factory=list)
    """Invoices that break official rules: what they give is not paid until they are undone or accepted."""
    frozen: list[VoucherView] = field(default_factory=list)
    """Vouchers on hold: they do not lapse, and their money stays where it is until somebody decides."""
    draws: list[Draw] = field(default_factory=list)
    """Draws of which the next step can be taken: the seed is there to be typed, or the draw to be held."""
    to_seal: list[Scheme] = field(default_factory=list)
    """Schemes whose last day to apply is over: their list has to be sealed before there can be a draw."""
    disputes: list[Proofs] = field(default_factory=list)
    """Invoices of which the business says that it was not delivered: nothing is paid of them until that is settled."""
    questions: list[SetAside] = field(default_factory=list)
    """Invoices that a director does not pay for now, with a question to whoever coordinates the scheme."""
    needs: list[Need] = field(default_factory=list)
    """Needs that led to nobody: somebody who knows the providers may know more than a search."""
    introductions: list[Followed] = field(default_factory=list)
    """Introductions of which nothing came for a while."""
    silent: list[Evaluations] = field(default_factory=list)
    """Invoices of which a side says nothing for weeks: the last part waits until it is gone on without."""
    refused_visa: list[Visum] = field(default_factory=list)
    """Refusals of the visum: the scheme stays closed until what was wrong is mended."""
    endings: list[Ending] = field(default_factory=list)
    """Recognitions that end while vouchers are open: whether a newer one comes, only a person can say."""

    @property
    def number(self) -> int:
        """How many there are. What waits for an applicant is not counted."""
        return sum(len(getattr(self, one.name)) for one in fields(self)) - len(self.awaited)


def waiting_for(actor: Actor) -> Waiting:
    """What waits for the actor. At most twenty-nine queries; none for who coordinates nothing."""
    if not actor.organisations(Role.COORDINATOR):
        return Waiting()
    frozen = vouchers_coordinated(actor, state=VoucherState.FROZEN).order_by("awarded_on", "pk")
    found = _to_decide(actor)
    return Waiting(
        applications=[one for one in found if not one.review.is_awaited],
        awaited=[one for one in found if one.review.is_awaited],
        undelivered=[Undelivered(one, _delivery(one)) for one in undelivered_applications(actor)],
        pdf_invoices=list(pdf_invoices_to_check(actor)),
        notices=list(undelivered_notices(actor)),
        checks=list(failed_checks(actor)),
        frozen=[VoucherView(voucher) for voucher in frozen],
        draws=list(draws_to_move(actor, today())),
        to_seal=schemes_to_seal(actor, today()),
        disputes=disputes(actor, today()),
        questions=list(questions_to(actor)),
        needs=list(needs_unanswered(actor)),
        introductions=waiting_introductions(introductions_coordinated(actor), actor, today()),
        silent=to_go_on_without(actor, today()),
        refused_visa=refused_to(actor),
        endings=endings_coordinated(actor, today()),
    )


def _to_decide(actor: Actor) -> list[ToDecide]:
    """What stands longest comes first among what has the same last day."""
    applications = list(waiting_applications(actor))
    reviews = reviews_of(applications)
    found = [ToDecide(one, reviews[one.pk]) for one in applications if one.pk in reviews]
    return sorted(found, key=lambda one: one.review.urgency)


def _delivery(application: Application) -> Delivery | None:
    decision = latest_decision(application)
    return delivery_of(decision) if decision else None
