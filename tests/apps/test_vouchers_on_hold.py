"""While a voucher is on hold silence is no yes, and who only applied for it does not see what it paid."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.payments import PART_CENTS, Treasury, treasury_of
from tests.pdfs import handed_in
from tests.proofs import DELIVERY, LAST_DAY, MONDAY, on, set_proof, waits
from tests.scene import EMAIL, IN_PARTS, actor, award, invoice, put_in_outbox, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries.claims import claim_of
from wisselwerk.apps.payouts.queries.payable import Wait, payable
from wisselwerk.apps.payouts.queries.sight import payments_for, sees_account_of
from wisselwerk.apps.payouts.services import name_account
from wisselwerk.apps.vouchers.models import FulfilmentStep, PdfFile, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import pdf_file, pdf_invoices_on, proof, voucher_for
from wisselwerk.apps.vouchers.queries.proofs import proofs_of
from wisselwerk.apps.vouchers.services import (
    confirm_delivery,
    contest_voucher,
    dispute_delivery,
    redeem_voucher,
    resume_voucher,
    reverse_redemption,
    revoke_voucher,
    tell_redemptions,
    withdraw_dispute,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.fulfilment import FulfilmentState

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
TUESDAY = MONDAY + A_DAY
MUCH_LATER = date(2026, 12, 24)
WHY = "De zaak zegt dat ze niets aanvroeg."


@pytest.fixture
def treasury() -> Treasury:
    """On the Monday before Armistice Day: an invoice of which the business was asked whether it was delivered."""
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        treasury.redeem()
        tell_redemptions(SYSTEM)
    return treasury


def the_one() -> Redemption:
    return Redemption.objects.select_related("voucher__scheme", "voucher__application").get()


def contest(treasury: Treasury) -> None:
    contest_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason=WHY)


def said() -> list[str]:
    return list(FulfilmentStep.objects.order_by("pk").values_list("verb", flat=True))


def agrees() -> bool:
    return list(proof.differences()) == []


def told() -> set[object]:
    return {what["person_id"] for name, what in put_in_outbox() if name == "send_fulfilment"}


# -- The clock ------------------------------------------------------------------------------------------------------


def test_the_days_to_answer_stand_still_and_go_on_with_what_was_left(treasury: Treasury) -> None:
    with on(TUESDAY):
        contest(treasury)
    step = FulfilmentStep.objects.latest("pk")
    assert (step.verb, step.until, step.days_left) == ("HOLD", None, 2)
    with on(MUCH_LATER):
        assert waits(treasury) == {the_one().pk: (Wait.ON_HOLD, Wait.DELIVERY)}
        assert proofs_of([the_one()], today())[the_one().pk].state is FulfilmentState.ASKED
        assert agrees()
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        # Christmas is a Friday: two working days after the day before it are the Monday and the Tuesday.
        assert FulfilmentStep.objects.latest("pk").until == date(2026, 12, 29)
        assert waits(treasury) == {the_one().pk: (Wait.DELIVERY,)}
        assert not payable(treasury.payer, today()).exists()
    with on(date(2026, 12, 30)):
        assert waits(treasury) == {the_one().pk: ()}
        assert payable(treasury.payer, today()).exists()
        assert agrees()


def test_a_withdrawn_voucher_is_on_hold_no_longer_and_who_only_applied_is_not_asked(
    treasury: Treasury,
) -> None:
    """What a voucher for parts paid stays paid when the rest is withdrawn: its business says whether that was right."""
    holder = the_one().voucher.holder
    with on(TUESDAY):
        grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=holder, role=Role.HOLDER)
        contest(treasury)
        before = len(put_in_outbox())
        revoke_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason=WHY)
        assert said() == ["ASK", "HOLD", "GO_ON"]
        asked = {what["person_id"] for name, what in put_in_outbox()[before:] if name == "send_fulfilment"}
        assert asked == {person(EMAIL["colleague"]).pk}
        assert agrees()


def test_once_a_contested_voucher_is_withdrawn_silence_of_nobody_pays_nothing(treasury: Treasury) -> None:
    coordinator = treasury.scene.coordinator
    with on(TUESDAY):
        contest(treasury)
        revoke_voucher(coordinator, voucher=the_one().voucher, reason=WHY)
    with on(MUCH_LATER):
        assert said() == ["ASK", "HOLD"]
        assert waits(treasury) == {the_one().pk: (Wait.DELIVERY,)}
        assert not payable(treasury.payer, today()).exists()
        assert agrees()
        confirm_delivery(coordinator, redemption=the_one().pk)
        assert waits(treasury) == {the_one().pk: ()}
        assert agrees()


def test_a_question_that_comes_after_the_withdrawal_waits_for_the_coordinator() -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        treasury.redeem()
        contest(treasury)
        revoke_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason=WHY)
        tell_redemptions(SYSTEM)
        assert told() == {treasury.scene.coordinator.id}
    with on(MUCH_LATER):
        dispute_delivery(treasury.scene.coordinator, redemption=the_one().pk, reason="Gebeld.")
        withdraw_dispute(treasury.scene.coordinator, redemption=the_one().pk, reason="Misverstand.")
        assert waits(treasury) == {the_one().pk: (Wait.DELIVERY,)}
        assert FulfilmentStep.objects.latest("pk").until is None
        assert agrees()


def test_who_applied_and_acts_for_the_business_too_hears_that_its_days_go_on(treasury: Treasury) -> None:
    with on(TUESDAY):
        grant_role(
            SYSTEM, person=person(EMAIL["owner"]), organisation=the_one().voucher.holder, role=Role.HOLDER
        )
        contest(treasury)
        before = len(put_in_outbox())
        revoke_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason=WHY)
        assert said() == ["ASK", "HOLD", "GO_ON"]
        asked = {what["person_id"] for name, what in put_in_outbox()[before:] if name == "send_fulfilment"}
        assert asked == {person(EMAIL["owner"]).pk}
        assert agrees()


def test_what_counted_as_a_yes_before_the_hold_goes_on_counting(treasury: Treasury) -> None:
    with on(LAST_DAY + A_DAY):
        contest(treasury)
        assert said() == ["ASK"]
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert waits(treasury) == {the_one().pk: ()}
        assert agrees()


def test_on_the_last_day_to_answer_that_day_is_left(treasury: Treasury) -> None:
    with on(LAST_DAY):
        contest(treasury)
    with on(MUCH_LATER):
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert FulfilmentStep.objects.latest("pk").until == MUCH_LATER
        assert waits(treasury) == {the_one().pk: (Wait.DELIVERY,)}
        assert agrees()
    with on(MUCH_LATER + A_DAY):
        assert waits(treasury) == {the_one().pk: ()}


def test_a_question_that_comes_on_hold_begins_to_count_afterwards_and_somebody_hears_it() -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        treasury.redeem()
        contest(treasury)
        tell_redemptions(SYSTEM)
        assert told() == {treasury.scene.coordinator.id}, "who applied does not answer for the business now"
        step = FulfilmentStep.objects.get()
        assert (step.verb, step.until, step.days_left) == ("ASK", None, 3)
    with on(MUCH_LATER):
        assert waits(treasury) == {the_one().pk: (Wait.ON_HOLD, Wait.DELIVERY)}
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert FulfilmentStep.objects.latest("pk").until == date(2026, 12, 30)
        assert person(EMAIL["owner"]).pk in told()
        assert agrees()


def test_a_question_sees_the_hold_that_came_just_before_it_was_locked() -> None:
    with on(MONDAY):
        treasury = set_proof(DELIVERY)
        treasury.redeem()
        is_contested = False

        def contest_after(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal is_contested
            done = execute(sql, *rest)
            if not is_contested and sql.startswith("SELECT") and "is_told" in sql.partition("WHERE")[2]:
                is_contested = True
                contest(treasury)
            return done

        with connection.execute_wrapper(contest_after):
            tell_redemptions(SYSTEM)
        assert is_contested
        step = FulfilmentStep.objects.get()
        assert (step.verb, step.until, step.days_left) == ("ASK", None, 3)
        assert agrees()


def test_a_dispute_stays_one_and_its_withdrawal_on_hold_starts_no_clock(treasury: Treasury) -> None:
    coordinator = treasury.scene.coordinator
    with on(TUESDAY):
        dispute_delivery(actor("owner"), redemption=the_one().pk, reason="De helft.")
        contest(treasury)
        assert said() == ["ASK", "DISPUTE"]
        withdraw_dispute(coordinator, redemption=the_one().pk, reason="Misverstand.")
        step = FulfilmentStep.objects.latest("pk")
        assert (step.verb, step.until, step.days_left) == ("WITHDRAW", None, 2)
        assert agrees()
    with on(MUCH_LATER):
        assert waits(treasury) == {the_one().pk: (Wait.ON_HOLD, Wait.DELIVERY)}
        resume_voucher(coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert said()[-1] == "GO_ON"
        assert agrees()


def test_a_dispute_that_stands_when_the_hold_ends_goes_on_standing(treasury: Treasury) -> None:
    with on(TUESDAY):
        contest(treasury)
        dispute_delivery(treasury.scene.coordinator, redemption=the_one().pk, reason="De helft.")
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert said() == ["ASK", "HOLD", "DISPUTE"]
        assert waits(treasury) == {the_one().pk: (Wait.DISPUTE,)}
        assert agrees()


def test_a_yes_on_hold_ends_the_clock_and_what_was_undone_has_none(treasury: Treasury) -> None:
    with on(TUESDAY):
        contest(treasury)
        confirm_delivery(treasury.scene.coordinator, redemption=the_one().pk)
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert said() == ["ASK", "HOLD", "CONFIRM"]
        contest(treasury)
        reverse_redemption(treasury.scene.coordinator, redemption=the_one().pk, reason="Niet van de zaak.")
        resume_voucher(treasury.scene.coordinator, voucher=the_one().voucher, reason="Toch van de zaak.")
        assert said() == ["ASK", "HOLD", "CONFIRM"]
        assert agrees()


def test_verify_names_a_clock_that_runs_on_hold_and_one_that_stands_still_without(treasury: Treasury) -> None:
    with on(TUESDAY):
        contest(treasury)
        held = FulfilmentStep.objects.latest("pk")
        Voucher.objects.update(state="used")
        still = f"fulfilment step {held.pk}: its clock stands still, and voucher {the_one().voucher_id} is not on hold"
        assert still in list(proof.differences())
        resume = Voucher.objects.get()
        Voucher.objects.update(state="frozen")
        resume_voucher(treasury.scene.coordinator, voucher=resume, reason="Toch van de zaak.")
        Voucher.objects.update(state="frozen")
        running = FulfilmentStep.objects.latest("pk")
        runs = f"fulfilment step {running.pk}: its clock runs, and voucher {the_one().voucher_id} is on hold"
        assert runs in list(proof.differences())
        assert Entry.objects.filter(command="hold_delivery").count() == 1


# -- Who sees what --------------------------------------------------------------------------------------------------


@pytest.fixture
def paid() -> Payment:
    """A business that is paid back, and that has nobody here but who applied for it."""
    treasury = treasury_of(set_scene(rules=IN_PARTS | {"payee": {"paid_to": "holder"}}))
    voucher = award(treasury.scene)
    data = invoice(voucher, PART_CENTS)
    redeem_voucher(treasury.scene.coordinator, code=voucher.code, data=data)
    name_account(SYSTEM, organisation=voucher.holder, iban="BE43068999999501", in_name_of="Houthandel")
    treasury.bank_pays(treasury.signed())
    return Payment.objects.select_related("redemption__voucher__scheme", "batch__payer").get()


@pytest.mark.parametrize("end", ["frozen", "revoked"])
def test_who_only_applied_sees_a_contested_voucher_and_not_what_it_paid(paid: Payment, end: str) -> None:
    coordinator, voucher = actor("coordinator_genk"), paid.redemption.voucher
    owner = actor("owner")
    assert list(payments_for(owner)) == [paid]
    assert sees_account_of(owner, paid)
    assert len(voucher_for(owner, voucher.code).redemptions.all()) == 1
    handed_in(owner, voucher, 1_000)
    assert len(pdf_invoices_on(owner, voucher)) == 1

    contest_voucher(coordinator, voucher=voucher, reason=WHY)
    if end == "revoked":
        revoke_voucher(coordinator, voucher=voucher, reason=WHY)
    seen = voucher_for(owner, voucher.code)
    assert seen.state == end
    assert len(seen.redemptions.all()) == 0
    assert list(payments_for(owner)) == []
    assert not sees_account_of(owner, paid)
    (pdf,) = pdf_invoices_on(coordinator, voucher)
    assert pdf_invoices_on(owner, voucher) == []
    with pytest.raises(PdfFile.DoesNotExist):
        pdf_file(owner, pdf.pk)


def test_who_has_to_pay_back_a_contested_voucher_is_the_business_and_not_who_applied(paid: Payment) -> None:
    coordinator, voucher = actor("coordinator_genk"), paid.redemption.voucher
    reverse_redemption(coordinator, redemption=paid.redemption_id, reason=WHY)
    assert claim_of(actor("owner"), paid.pk) is not None
    contest_voucher(coordinator, voucher=voucher, reason=WHY)
    assert claim_of(actor("owner"), paid.pk) is None
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    assert claim_of(actor("colleague"), paid.pk) is not None


def test_everybody_else_goes_on_seeing_it(paid: Payment) -> None:
    voucher = paid.redemption.voucher
    contest_voucher(actor("coordinator_genk"), voucher=voucher, reason=WHY)
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    for key in ("colleague", "coordinator_genk", "auditor", "provider_staff"):
        assert len(voucher_for(actor(key), voucher.code).redemptions.all()) == 1, key
    for key in ("colleague", "coordinator_genk", "auditor", "financial_director"):
        assert list(payments_for(actor(key))) == [paid], key


def test_who_applied_and_acts_for_the_business_sees_it_as_the_business(paid: Payment) -> None:
    voucher = paid.redemption.voucher
    contest_voucher(actor("coordinator_genk"), voucher=voucher, reason=WHY)
    grant_role(SYSTEM, person=person(EMAIL["owner"]), organisation=voucher.holder, role=Role.HOLDER)
    assert len(voucher_for(actor("owner"), voucher.code).redemptions.all()) == 1
    assert list(payments_for(actor("owner"))) == [paid]
