"""Who says how it went, when, and what the other side reads of it; and how a coordinator goes on without a side."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.evaluations import WELL, applicant, both_evaluate, provider_staff, remind_twice, set_held_back
from tests.payments import Treasury, set_treasury
from tests.scene import (
    EMAIL,
    actor,
    award,
    credit_note,
    invoice,
    put_in_outbox,
    refusal_of,
    set_provider,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Evaluation, EvaluationReminder, Redemption, Remark, RemarkSubject
from wisselwerk.apps.vouchers.queries.evaluations import (
    evaluations_of,
    last_part_rules,
    to_evaluate,
    to_go_on_without,
    unevaluated,
)
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    credit_invoice,
    evaluate_as_business,
    evaluate_as_provider,
    redeem_voucher,
    remind_of_evaluations,
    reverse_redemption,
    waive_evaluation,
)
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, Side
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

WHY = "Twee keer herinnerd, geen antwoord."


def known(one: Redemption) -> tuple[Side, ...]:
    found = Redemption.objects.select_related("voucher__rule_set").get(pk=one.pk)
    return evaluations_of([found])[one.pk].missing


def refused(treasury: Treasury, one: Redemption) -> RefusalCode:
    with pytest.raises(Refusal) as refusal:
        waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.BUSINESS, reason=WHY)
    return refusal.value.code


def test_each_side_speaks_for_itself_and_once() -> None:
    one = set_held_back().redeem()
    assert known(one) == (Side.BUSINESS, Side.PROVIDER)
    said = evaluate_as_business(applicant(), redemption=one.pk, answers=WELL, words="  Vlot.  ")
    assert said.remark is not None
    assert (said.supplier_id, said.went, said.again, said.remark.text) == (
        one.supplier_id,
        5,
        4,
        "Vlot.",
    )
    assert known(one) == (Side.PROVIDER,)
    with pytest.raises(Refusal) as again:
        evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    assert again.value.code is RefusalCode.ALREADY_EVALUATED
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)
    assert known(one) == ()
    assert (
        Entry.objects.filter(command="evaluate_as_provider", subject=f"voucher:{one.voucher_id}").count() == 1
    )
    assert list(differences()) == []


def test_nobody_speaks_for_the_other_side_nor_a_coordinator_for_either() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    for who, say in (
        (applicant(), evaluate_as_provider),
        (provider_staff(), evaluate_as_business),
        (treasury.scene.coordinator, evaluate_as_business),
        (treasury.scene.coordinator, evaluate_as_provider),
        (actor("auditor"), evaluate_as_business),
    ):
        with pytest.raises(Refusal) as refusal:
            say(who, redemption=one.pk, answers=WELL)
        assert refusal.value.code is RefusalCode.NOT_ALLOWED
    for who in (applicant(), provider_staff(), actor("auditor")):
        with pytest.raises(Refusal) as refusal:
            waive_evaluation(who, redemption=one.pk, side=Side.BUSINESS, reason=WHY)
        assert refusal.value.code is RefusalCode.NOT_ALLOWED
    with pytest.raises(Redemption.DoesNotExist):
        evaluate_as_business(actor("general_director"), redemption=one.pk, answers=WELL)
    assert not Evaluation.objects.exists()


def test_who_applied_does_not_speak_for_a_business_that_contests_that() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    contest_voucher(treasury.scene.coordinator, voucher=one.voucher, reason="Niet door ons aangevraagd.")
    with pytest.raises(Refusal) as refusal:
        evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    assert refusal.value.code is RefusalCode.NOT_ALLOWED
    assert to_evaluate(applicant()) == []


def test_going_on_without_a_side_needs_a_reason_and_closes_that_side() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    remind_twice()
    with pytest.raises(Refusal) as refusal:
        waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.BUSINESS, reason=" ")
    assert refusal.value.code is RefusalCode.MOTIVATION_MISSING
    said = waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.BUSINESS, reason=WHY)
    assert (said.is_waived, said.went, said.again) == (True, None, None)
    assert refused(treasury, one) is RefusalCode.ALREADY_EVALUATED
    with pytest.raises(Refusal) as refusal:
        evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    assert refusal_of(refusal) == (RefusalCode.ALREADY_EVALUATED, {})
    assert known(one) == (Side.PROVIDER,)
    assert list(differences()) == []


def test_nothing_is_asked_of_what_was_undone_or_holds_nothing_back() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Niet geleverd.")
    assert refused(treasury, one) is RefusalCode.ALREADY_REVERSED
    assert to_evaluate(applicant()) == []


def test_where_no_rule_asks_it_there_is_nothing_to_say() -> None:
    treasury = set_treasury()
    one = treasury.redeem()
    assert refused(treasury, one) is RefusalCode.PROOF_NOT_ASKED
    assert to_evaluate(applicant()) == []
    assert remind_of_evaluations(SYSTEM, on=today() + timedelta(days=99)) == 0


def test_what_was_said_stands_when_a_credit_note_takes_a_part_back() -> None:
    treasury = set_held_back({"own_contribution": None})
    one = treasury.redeem()
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    note = credit_note(one.voucher, 1_000)
    left = credit_invoice(treasury.scene.coordinator, code=one.voucher.code, data=note).replacement
    assert left is not None
    assert known(Redemption.objects.get(pk=left)) == (Side.PROVIDER,)
    assert list(differences()) == []


def test_it_waits_for_who_can_say_it_and_for_nobody_else() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    assert [(item.redemption, side) for item, side in to_evaluate(applicant())] == [(one, Side.BUSINESS)]
    assert [(item.redemption, side) for item, side in to_evaluate(provider_staff())] == [(one, Side.PROVIDER)]
    assert to_evaluate(treasury.scene.coordinator) == []
    # Whoever coordinates waits with them for their reminders.
    assert to_go_on_without(treasury.scene.coordinator, today()) == []
    for weeks in (2, 4):
        remind_of_evaluations(SYSTEM, on=today() + timedelta(weeks=weeks))
    assert [item.redemption for item in to_go_on_without(treasury.scene.coordinator, today())] == [one]
    assert to_go_on_without(actor("auditor"), today()) == []
    both_evaluate(one)
    assert to_evaluate(applicant()) == to_evaluate(provider_staff()) == []
    assert to_go_on_without(treasury.scene.coordinator, today()) == []


def test_a_side_is_reminded_twice_two_weeks_apart_and_then_no_more() -> None:
    one = set_held_back().redeem()
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)
    start = now()
    reminded = []
    for days in (13, 14, 15, 27, 28, 42, 99):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            number = remind_of_evaluations(SYSTEM, on=today())
            assert remind_of_evaluations(SYSTEM, on=today()) == 0
            reminded += [days] * number
    assert reminded == [14, 28]
    assert EvaluationReminder.objects.filter(side=Side.BUSINESS).count() == 2
    mails = [payload for name, payload in put_in_outbox() if name == "send_evaluation_reminder"]
    assert [mail["person_id"] for mail in mails] == [applicant().id] * 2
    assert list(differences()) == []


def test_where_nobody_is_left_to_remind_it_comes_to_the_coordinator_all_the_same() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)
    assert erase_person(SYSTEM, email=EMAIL["owner"])
    for weeks in (2, 4, 6):
        assert remind_of_evaluations(SYSTEM, on=today() + timedelta(weeks=weeks)) == 0
    assert not EvaluationReminder.objects.exists()
    coordinator = treasury.scene.coordinator
    assert to_go_on_without(coordinator, today() + timedelta(weeks=6, days=-1)) == []
    found = to_go_on_without(coordinator, today() + timedelta(weeks=6))
    assert [item.redemption for item in found] == [one]


def test_nobody_goes_on_without_a_side_before_its_reminders() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    start = now()
    for days in (0, 14, 27):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            remind_of_evaluations(SYSTEM, on=today())
            assert refused(treasury, one) is RefusalCode.STILL_REMINDED
    with time_machine.travel(start + timedelta(days=28), tick=False):
        remind_of_evaluations(SYSTEM, on=today())
        waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.BUSINESS, reason=WHY)
    assert list(differences()) == []


def test_verify_names_a_side_that_was_gone_on_without_too_early() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    coordinator = treasury.scene.coordinator
    words = Remark.objects.create(
        application=one.voucher.application,
        subject=RemarkSubject.EVALUATION_WAIVED,
        text=WHY,
        actor=str(coordinator),
        at=now(),
    )
    Evaluation.objects.create(
        voucher=one.voucher,
        side=Side.BUSINESS,
        supplier_id=one.supplier_id,
        remark=words,
        actor=str(coordinator),
        at=now(),
    )
    assert any("without a side that had not had its reminders" in told for told in differences())


def test_where_nobody_could_be_reminded_it_goes_on_after_six_weeks() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    start = now()
    with time_machine.travel(start + timedelta(days=41), tick=False):
        assert refused(treasury, one) is RefusalCode.STILL_REMINDED
    with time_machine.travel(start + timedelta(days=42), tick=False):
        waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.BUSINESS, reason=WHY)
    assert list(differences()) == []


def test_an_invoice_of_another_provider_waits_for_words_about_that_one() -> None:
    """The first invoice was undone, so the voucher is used again, with somebody else."""
    other = set_provider(invented_number(77))
    treasury = set_held_back()
    coordinator, voucher = treasury.scene.coordinator, award(treasury.scene, provider=None)

    def used(number: str, supplier: str | None) -> Redemption:
        data = invoice(voucher, 50_000, number=number, supplier=supplier or "")
        return Redemption.objects.get(pk=redeem_voucher(coordinator, code=voucher.code, data=data).id)

    ours = used("A-1", PROVIDER_NUMBER)
    both_evaluate(ours)
    assert known(ours) == ()
    reverse_redemption(coordinator, redemption=ours.pk, reason="Verkeerde factuur.")
    theirs = used("B-1", other.organisation.enterprise_number)
    assert known(theirs) == (Side.BUSINESS, Side.PROVIDER)
    assert theirs in Redemption.objects.filter(unevaluated(last_part_rules()))
    remind_of_evaluations(SYSTEM, on=today() + BETWEEN_REMINDERS)
    assert set(EvaluationReminder.objects.values_list("supplier", flat=True)) == {theirs.supplier_id}
    evaluate_as_business(applicant(), redemption=theirs.pk, answers=WELL)
    assert known(theirs) == (Side.PROVIDER,)
    assert list(differences()) == []


def test_verify_names_what_was_changed_behind_its_back() -> None:
    treasury = set_held_back()
    one = treasury.redeem()
    both_evaluate(one)
    entry = Entry.objects.get(command="evaluate_as_business")
    said = Evaluation.objects.get(side=Side.PROVIDER)
    # Rows that never change cannot be changed here either: what was kept beside the trail is.
    Evaluation.objects.create(
        voucher=one.voucher,
        side=Side.PROVIDER,
        supplier=treasury.payer,
        went=1,
        again=1,
        actor=entry.actor,
        at=said.at,
    )
    EvaluationReminder.objects.create(
        voucher=one.voucher, side=Side.PROVIDER, supplier_id=one.supplier_id, asked_on=today()
    )
    found = " ".join(differences())
    assert "the trail tells of another voucher, side, actor, moment or answer" in found
    assert f"is about an organisation of which there is no invoice on voucher {one.voucher_id}" in found
    assert f"differ about the reminder provider:{one.supplier_id}:{today()}" in found


@pytest.mark.parametrize(("went", "again"), [(0, 3), (3, 6), (None, 3), (3, None), (None, None)])
def test_the_database_keeps_no_answer_off_the_scale_nor_half_of_one(
    went: int | None, again: int | None
) -> None:
    one = set_held_back().redeem()
    with pytest.raises(IntegrityError, match="on_scale"), transaction.atomic():
        Evaluation.objects.create(
            voucher=one.voucher,
            side=Side.BUSINESS,
            supplier_id=one.supplier_id,
            went=went,
            again=again,
            actor="person:1",
            at=now(),
        )


def test_words_are_erased_at_their_term_and_what_was_answered_stays() -> None:
    one = set_held_back().redeem()
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL, words="Vlot.")
    Remark.objects.update(text="")
    assert known(one) == (Side.PROVIDER,)
    assert list(differences()) == []
