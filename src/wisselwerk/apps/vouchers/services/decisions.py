"""Deciding on an application: by the rules alone where they allow it. What a person decides is in ``answers``."""

import secrets
from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import open_account, post
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.aid import grant_with_award
from wisselwerk.apps.vouchers.grounds import Grounds, grounds_of
from wisselwerk.apps.vouchers.lots import keep_lot
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Decision,
    Remark,
    RemarkSubject,
    Voucher,
)
from wisselwerk.apps.vouchers.queries.applications import review_is_pending
from wisselwerk.apps.vouchers.queries.sight import applied_by
from wisselwerk.apps.vouchers.services.deliveries import mail
from wisselwerk.clock import now, today
from wisselwerk.db import NOT_OVERDRAWN, command, violated_constraint
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.ledger import AccountKind, Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import WAITS, Evaluation, Result, evaluate
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.voucher import CODE_RANDOM_BYTES, VoucherState, make_code

Choice = Callable[[Grounds, Evaluation], Result]
"""What to decide, given the grounds and what the rules say of them."""


def decide_by_rules(actor: Actor, application: Application) -> Decision:
    """The decision the rules make by themselves, or the proposal they make where they may not decide.

    Call it inside a command's transaction.
    """
    return decide(actor, application, _rules_alone, is_automatic=True)


@command
def request_review(actor: Actor, *, application: Application, text: str) -> Remark:
    """Ask that a person looks at a refusal. Who applied may, and who acts for the enterprise.

    Raises:
        Application.DoesNotExist: it is not the actor's to see.
        Refusal: WRONG_STATE when it is not refused, or when somebody is looking already; MOTIVATION_MISSING.
    """
    application = lock(application)
    if not Application.objects.filter(applied_by(actor), pk=application.pk).exists():
        raise Application.DoesNotExist
    if application.state != ApplicationState.REFUSED or review_is_pending(application):
        raise wrong_state(application.state)
    asked = remark(actor, application, RemarkSubject.REVIEW_REQUEST, text)
    record(actor, "request_review", f"application:{application.pk}")
    return asked


def lock(application: Application) -> Application:
    """The application as it is now, while nobody else decides anything for the same enterprise."""
    lock_enterprise(application.enterprise_id)
    return Application.objects.select_related("scheme", "provider").get(pk=application.pk)


def lock_enterprise(enterprise_id: int) -> None:
    """Have others who decide anything for this enterprise wait. The first lock of every command that takes it."""
    Organisation.objects.select_for_update(no_key=True).get(pk=enterprise_id)


def remark(actor: Actor, application: Application, subject: RemarkSubject, text: str) -> Remark:
    """Keep why a person did something, in that person's words.

    Raises:
        Refusal: MOTIVATION_MISSING when there are no words.
    """
    if not text.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    return Remark.objects.create(
        application=application, subject=subject, text=text.strip(), actor=str(actor), at=now()
    )


def wrong_state(state: str) -> Refusal:
    """The refusal of what cannot be done (any more) in this state."""
    return Refusal(Reason(RefusalCode.WRONG_STATE, {"state": str(state)}))


def _rules_alone(grounds: Grounds, evaluation: Evaluation) -> Result:
    leads_to_award = evaluation.result in {Result.AWARDED, *WAITS}
    if grounds.delegation is None or (leads_to_award and grounds.no_body):
        return Result.REVIEW
    return evaluation.result


def decide(
    actor: Actor, application: Application, choose: Choice, *, is_automatic: bool, refused_on: str = ""
) -> Decision:
    """Decide what ``choose`` says on the grounds of now, keep it and have it mailed. Call it with the enterprise locked.

    ``is_automatic``: by the rules alone, without a person who looked; a proposal to a person always is. ``refused_on``:
    the kind of rule that a person found is not met, kept where a doubt of the rules was answered with no.
    """
    on = today()
    while True:
        grounds = grounds_of(application, on)
        evaluation = evaluate(grounds.rules, grounds.facts)
        result = choose(grounds, evaluation)
        if result is not Result.AWARDED:
            break
        try:
            # Only this is undone when the money turns out to be gone.
            with transaction.atomic():
                _award(application, grounds, evaluation, on)
                break
        except IntegrityError as error:
            if violated_constraint(error) != NOT_OVERDRAWN:
                raise
            # Others took the money since it was read: what is left now decides.
    application.state = ApplicationState(result)
    application.save(update_fields=["state", "declarations"])
    if result is Result.ENTERED:
        application.lot = keep_lot(application)
    is_proposal = result is Result.REVIEW
    answers_doubt = result is Result.REFUSED and evaluation.result is Result.REVIEW
    decision = _freeze(
        actor,
        application,
        grounds,
        evaluation,
        is_automatic=is_automatic or is_proposal,
        refused_on=refused_on if answers_doubt else "",
    )
    mail(decision)
    return decision


def _freeze(
    actor: Actor,
    application: Application,
    grounds: Grounds,
    evaluation: Evaluation,
    *,
    is_automatic: bool,
    refused_on: str,
) -> Decision:
    decision = Decision(
        application=application,
        rule_set=grounds.version,
        facts=grounds.facts.to_plain(),
        outcomes=[outcome.to_plain() for outcome in evaluation.outcomes],
        evaluated=evaluation.result.value,
        result=application.state,
        granting_body=grounds.granting_body,
        delegation=grounds.delegation,
        is_automatic=is_automatic,
        refused_on=refused_on,
        actor=str(actor),
        decided_at=now(),
    )
    decision.seals = decision.digests()
    decision.save()
    return decision


def _award(application: Application, grounds: Grounds, evaluation: Evaluation, on: date) -> Voucher:
    budget, grant, body = grounds.budget, evaluation.grant, grounds.granting_body
    assert budget is not None, "no rule set awards without money: budget_ceiling is required"
    assert body is not None, "nothing is awarded that no local government grants"
    account, amount = open_account(AccountKind.VOUCHER), Cents(grant.amount_cents)
    under_ceilings = [Movement(one.room_id, one.limit_id, amount) for one in grounds.ceilings]
    given, *_ = post(Road.AWARD, [Movement(budget.account_id, account.pk, amount), *under_ceilings])
    voucher = Voucher.objects.create(
        application=application,
        scheme=application.scheme,
        rule_set=grounds.version,
        holder_id=application.enterprise_id,
        provider=application.provider,
        payee_id=application.enterprise_id if grounds.rules.paid_to is PaidTo.HOLDER else None,
        code=make_code(secrets.token_bytes(CODE_RANDOM_BYTES)),
        amount_cents=amount,
        own_contribution_cents=grant.own_contribution_cents,
        share_percent=grant.share_percent,
        account=account,
        budget_account_id=budget.account_id,
        awarded_on=on,
        valid_until=grant.valid_until,
        claim_days=grant.claim_days,
        state=VoucherState.OPEN,
    )
    voucher.ceilings.set(grounds.ceilings)
    grant_with_award(application, grounds.rules, given, granting_body_id=body.pk, on=on)
    return voucher
