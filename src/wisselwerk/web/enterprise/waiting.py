"""What waits for me? The few things only I can move, oldest right first; then all that is mine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.aid.queries import LOOKERS, clocks, visible_lines
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.network.queries.talk import new_answers, waiting_for_answer
from wisselwerk.apps.parties.permissions import PARTICIPANTS, may
from wisselwerk.apps.payouts.queries.accounts import without_account
from wisselwerk.apps.payouts.queries.beside import owed_by
from wisselwerk.apps.payouts.queries.claims import letters_to_post, to_pay_back
from wisselwerk.apps.payouts.queries.desk import Desk, desk_of, lines_to_look_into, waiting_batches
from wisselwerk.apps.payouts.queries.keepers import changes_to_confirm
from wisselwerk.apps.payouts.queries.payee_notices import payee_letters_to_post
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, payers_of
from wisselwerk.apps.payouts.queries.stranded import stranded
from wisselwerk.apps.practices.queries.practices import waiting_for as practices_waiting_for
from wisselwerk.apps.samples.queries import OFFICES, samples_to_do
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.visum import waiting_for_visum
from wisselwerk.apps.settlements.queries.dues import dues_of, settlements_to_post, settlements_to_send
from wisselwerk.apps.settlements.queries.settlements import MEMBERS, sent_to
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries import (
    applications_of,
    vouchers_held,
    vouchers_offered,
)
from wisselwerk.apps.vouchers.queries.evaluations import to_evaluate
from wisselwerk.apps.vouchers.queries.proofs import to_answer
from wisselwerk.apps.vouchers.queries.reviews import Review, reviews_of
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.context import places_of_work
from wisselwerk.web.coordination import waiting_for
from wisselwerk.web.enterprise.acquaintances import acquaintances_of
from wisselwerk.web.enterprise.answering import ConfirmForm
from wisselwerk.web.evaluating import held_back
from wisselwerk.web.finance.batch_view import BatchView, views_of
from wisselwerk.web.initiative.desk import register_work
from wisselwerk.web.initiative.digest import offer_to
from wisselwerk.web.public.expost_talk import expost_work
from wisselwerk.web.sampling.view import Told
from wisselwerk.web.voucher_view import VoucherView

MINE = (
    "questions", "lacks_account", "usable", "proofs", "evaluations", "offered", "to_approve", "to_look_into", "to_propose",
    "to_post", "payee_letters", "stranded", "owed", "dues", "settlements_to_post", "settlements_to_send", "visa_asked", "changes",
    "claims", "introductions", "to_answer", "in_register", "asked_afterwards", "samples", "network_answers", "network_calls",
    "practices_waiting",
)  # fmt: skip
"""What only whoever looks can move, besides what coordinators and clocks of aid add."""
BESIDES = ("applications", "others", "needs", "places")
"""What is shown as well, and asks for nothing."""


@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """Where somebody lands after signing in."""
    actor = actor_of_request(request)
    held = [VoucherView(voucher) for voucher in vouchers_held(actor)]
    applications = list(applications_of(actor))
    lacking = without_account(_paid_back(held) | actor.organisations(Role.PROVIDER), today())
    desks = _desks(actor)
    context: dict[str, Any] = {
        "questions": _questions(applications),
        "usable": [voucher for voucher in held if voucher.can_be_used],
        "others": [voucher for voucher in held if not voucher.can_be_used],
        "applications": applications,
        "proofs": to_answer(actor, today()),
        "may_answer": True,
        "evaluations": held_back(actor, [one.redemption for one, _ in to_evaluate(actor)], today()),
        "confirm": ConfirmForm(auto_id=False),
        "waiting": waiting_for(actor),
        "clocks": clocks(visible_lines(actor), today()) if actor.organisations(*LOOKERS) else None,
        "to_approve": _to_approve(actor) if actor.organisations(*DIRECTORS) else [],
        "to_look_into": _to_look_into(actor),
        "to_propose": [desk for desk in desks if desk.payable],
        "stranded": stranded(actor, desks, today()),
        "to_post": letters_to_post(actor) if actor.organisations(Role.FINANCIAL_DIRECTOR) else [],
        "payee_letters": payee_letters_to_post(actor) if actor.organisations(Role.FINANCIAL_DIRECTOR) else [],
        "owed": owed_by(actor) if actor.organisations(Role.FINANCIAL_DIRECTOR) else [],
        "gives": actor.organisations(Role.FINANCIAL_DIRECTOR),
        "dues": dues_of(members, sent_to(members)) if (members := actor.organisations(*MEMBERS)) else None,
        "settlements_to_post": settlements_to_post(actor) if actor.organisations(*DIRECTORS) else [],
        "settlements_to_send": settlements_to_send(actor) if actor.organisations(*DIRECTORS) else [],
        "records_payments": bool(actor.organisations(Role.FINANCIAL_DIRECTOR)),
        "visa_asked": _visa_asked(actor),
        "claims": to_pay_back(actor) if actor.organisations(Role.PROVIDER) else [],
        "without_account": lacking,
        "lacks_account": any(one.coming_from is None and not one.has_change for one in lacking),
        "changes": changes_to_confirm(actor),
        "places_of_work": places_of_work(actor),
        "offered": _offered(actor) if actor.organisations(Role.PROVIDER) else [],
        "work": (work := register_work(actor)),
        "in_register": work.number,
        "digest": offer_to(actor),
        "asked": (asked := expost_work(actor)),
        "asked_afterwards": asked.number,
        "samples": [Told(one) for one in samples_to_do(actor)] if actor.organisations(*OFFICES) else [],
        "practices_waiting": practices_waiting_for(actor),
        **_of_network(actor),
        **acquaintances_of(actor),
    }
    clocks_run = context["clocks"] is not None and context["clocks"].number
    context["waits"] = bool(clocks_run or context["waiting"].number or any(context[name] for name in MINE))
    context["is_empty"] = not context["waits"] and not any(context[name] for name in BESIDES)
    return render(request, "enterprise/waiting.html", context)


def _of_network(actor: Actor) -> dict[str, Any]:
    """What others of the learning network answered, and what they ask."""
    return {
        "network_answers": new_answers(actor) if actor.organisations(*PARTICIPANTS) else [],
        "network_calls": list(waiting_for_answer(actor)) if actor.organisations(*SPEAKING) else [],
    }


def _questions(applications: list[Application]) -> list[tuple[Application, Review]]:
    """Applications about which the coordinator waits for an answer, the first to end first."""
    reviews = reviews_of(applications)
    asked = [
        (one, reviews[one.pk]) for one in applications if one.pk in reviews and reviews[one.pk].can_answer
    ]
    return sorted(asked, key=lambda pair: pair[1].answer_by or today())


def _to_approve(actor: Actor) -> list[BatchView]:
    """Batches of payments that wait for the actor's order or signature."""
    return list(views_of(actor, list(waiting_batches(actor))).values())


def _visa_asked(actor: Actor) -> list[Scheme]:
    """Schemes that do not open before the actor gives the visum."""
    return waiting_for_visum(actor, today()) if actor.organisations(Role.FINANCIAL_DIRECTOR) else []


def _to_look_into(actor: Actor) -> int:
    """How many lines of the bank ask for the financial director's eye."""
    return lines_to_look_into(actor).count() if actor.organisations(Role.FINANCIAL_DIRECTOR) else 0


def _desks(actor: Actor) -> list[Desk]:
    """What there is to pay, of those for whom the actor proposes to pay."""
    payers = [payer for payer in payers_of(actor) if may(actor, "propose_batch", payer.pk)]
    return [desk_of(payer, today()) for payer in payers]


def _paid_back(held: list[VoucherView]) -> set[int]:
    """The businesses that vouchers pay back, of which whoever looks gives the account."""
    vouchers = [one.voucher for one in held if one.state not in DOUBTED]
    return {one.payee_id for one in vouchers if one.payee_id is not None}


def _offered(actor: Actor) -> list[VoucherView]:
    """Vouchers of customers that wait for an invoice of the provider's."""
    offered = [VoucherView(voucher) for voucher in vouchers_offered(actor)]
    return [voucher for voucher in offered if voucher.can_be_used]
