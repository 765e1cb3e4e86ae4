"""A scheme that was played, and the hands of somebody who has the database and not the program."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from tests.evaluations import HELD_BACK, WELL, remind_twice
from tests.payments import pass_checks, treasury_of
from tests.pdfs import handed_in, stated
from tests.scene import (
    IN_PARTS,
    TONGEREN,
    Rules,
    Scene,
    actor,
    award,
    credit_note,
    enter,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.vouchers.models import Notice
from wisselwerk.apps.vouchers.services import (
    accept_invoice,
    accept_pdf,
    answer_question,
    ask_applicant,
    check_invoices,
    credit_invoice,
    decide_application,
    deliver_notice,
    dispute_delivery,
    evaluate_as_business,
    extend_voucher,
    redeem_voucher,
    refuse_pdf,
    reverse_redemption,
    revoke_voucher,
    see_bank_proof,
    undeliver_question,
    waive_evaluation,
    warn_of_recognitions,
    withdraw_application,
    withdraw_dispute,
)
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.invoice_check import Finding, Severity
from wisselwerk.domain.pdf_invoice import Check, Ground
from wisselwerk.domain.refusal import Refusal

BROKEN = Finding("BR-23", Severity.FATAL, "A unit of measure is missing.", "Invoice/InvoiceLine")


@pytest.fixture
def played() -> Scene:
    """A scheme with something of everything: used, paid, in part, extended, reversed, revoked, refused, under a ceiling."""
    scene = set_scene(
        rules=IN_PARTS | {"budget_ceiling": {"total_cents": 500_000}, "cost_key": {"division": "equal"}}
    )
    used, part, revoked = (award(scene, enterprise_number(serial)) for serial in range(3))
    redeem_voucher(scene.coordinator, code=used.code, data=invoice(used, 60_000, number="F-1"))
    treasury = treasury_of(scene)
    pass_checks()
    treasury.bank_pays(treasury.signed())
    undone = redeem_voucher(scene.coordinator, code=part.code, data=invoice(part, 5_000, number="F-2"))
    reverse_redemption(scene.coordinator, redemption=undone.id, reason="Fout.")
    redeem_voucher(scene.coordinator, code=part.code, data=invoice(part, 20_000, number="F-3"))
    until = part.valid_until + timedelta(days=30)
    extend_voucher(scene.coordinator, voucher=part, until=until, reason="Ziekte.")
    revoke_voucher(scene.coordinator, voucher=revoked, reason="Fout.")
    deliver_notice(SYSTEM, notice=Notice.objects.get())
    check_pdfs(scene)
    give_aid()
    enter(scene, enterprise_number(3), municipality=TONGEREN)
    return scene


def check_pdfs(scene: Scene) -> None:
    """An invoice in each state that a PDF can be in."""
    voucher = award(scene, enterprise_number(5))
    one, other, _ = (handed_in(scene, voucher, 1_000, number=number) for number in ("P-1", "P-2", "P-3"))
    looked = {"ground": Ground.NOT_LIABLE, "ticked": frozenset(Check)}
    accept_pdf(SYSTEM, invoice=one.pk, stated=stated(voucher, 1_100, number="P-1"), **looked)  # type: ignore[arg-type]
    refuse_pdf(SYSTEM, invoice=other.pk, stated=other.stated(), reason="Onleesbaar.", **looked)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        handed_in(scene, voucher, 1_000, number="P-1")
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")


def give_aid() -> None:
    """Another scheme, whose vouchers are aid to the enterprise and to whoever sends the invoice; a part was taken back."""
    rules: Rules = {"de_minimis": {"provider_advantage": "whole_voucher"}}
    scene = set_scene(slug="steun", rules=IN_PARTS | rules)
    voucher = award(scene, enterprise_number(4), provider=None)
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 5_000, number="F-4"))
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    first = RegisterLine.objects.earliest("pk")
    register_aid(scene.coordinator, lines=[first.pk], reference="EAID-1", registered_on=today())


def ask_applicants() -> None:
    """Applications that wait for a person: one answered, one withdrawn, one whose mail did not arrive."""
    scene = set_scene(slug="beoordeeld", rules={"decision_mode": {"mode": "review"}})
    owner = actor("owner")
    answered, withdrawn, lost = (enter(scene, enterprise_number(serial)) for serial in range(70, 73))
    for one in (answered, withdrawn):
        ask_applicant(scene.coordinator, application=one, question="Waar werkt u?")
    answer_question(owner, application=answered, text="In Genk.")
    withdraw_application(owner, application=withdrawn)
    asked = ask_applicant(scene.coordinator, application=lost, question="Waar werkt u?")
    undeliver_question(SYSTEM, step=asked)
    decide_application(
        scene.coordinator, application=lost, award=False, motivation="Niet hier.", refused_on="territory"
    )


def show_proof() -> None:
    """Another scheme, that asks for proof: one dispute that was withdrawn, one that stands, and own parts that were shown."""
    rules: Rules = {"proof": {"delivery_working_days": 5, "own_part_paid": "proven"}}
    scene = set_scene(slug="bewijs", rules=rules)
    first, second = (
        redeem_voucher(
            scene.coordinator,
            code=voucher.code,
            data=invoice(voucher, 50_000, number=f"B-{voucher.pk}"),
        ).id
        for voucher in (award(scene, enterprise_number(serial)) for serial in (5, 6))
    )
    dispute_delivery(scene.coordinator, redemption=first, reason="Niet geleverd.")
    withdraw_dispute(scene.coordinator, redemption=first, reason="Vergissing.")
    dispute_delivery(scene.coordinator, redemption=second, reason="De helft.")
    see_bank_proof(scene.coordinator, redemption=first, amount_cents=25_000, paid_on=today())


def say_how_it_went() -> None:
    """Another scheme, that holds a part back: one side that said it in words, one that was reminded and gone on without."""
    scene = set_scene(slug="evaluatie", rules=HELD_BACK)
    voucher = award(scene, enterprise_number(7))
    data = invoice(voucher, 50_000, number="E-1")
    one = redeem_voucher(scene.coordinator, code=voucher.code, data=data).id
    evaluate_as_business(SYSTEM, redemption=one, answers=WELL, words="Vlot.")
    remind_twice()
    waive_evaluation(scene.coordinator, redemption=one, side=Side.PROVIDER, reason="Stil.")


def warn_of_recognition() -> None:
    """Another scheme, with a voucher that outlives the recognition of its provider: who holds it was warned, and the provider."""
    scene = set_scene(slug="erkenning")
    award(scene, enterprise_number(8))
    scene.provider.recognitions.update(valid_until=today() + timedelta(days=10))
    warn_of_recognitions(SYSTEM, on=today())


@pytest.fixture
def corrected(played: Scene) -> Scene:
    """The same, and another scheme: invoices that break a rule, one of them accepted, a refused one, and a credit note for a part."""
    scene = set_scene(slug="nota", rules=IN_PARTS | {"budget_ceiling": {"total_cents": 500_000}})
    voucher = award(scene, enterprise_number(6))
    done = [
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 5_000, number=number))
        for number in ("N-1", "N-2", "N-3")
    ]
    check_invoices(SYSTEM, judge=lambda _: [BROKEN])
    accept_invoice(scene.coordinator, redemption=done[0].id, reason="Enkel de eenheid ontbreekt.")
    with pytest.raises(Refusal):
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 5_000, number="N-1"))
    for serial, number in enumerate(("N-1", "N-2")):
        data = credit_note(voucher, 1_000, corrects=number, number=f"C-{serial}")
        credit_invoice(scene.coordinator, code=voucher.code, data=data)
    other = award(scene, enterprise_number(7))
    redeem_voucher(scene.coordinator, code=other.code, data=invoice(other, 4_000, number="N-4"))
    redeem_voucher(scene.coordinator, code=other.code, data=invoice(other, 6_000, number="N-5"))
    data = credit_note(other, 4_000, corrects="N-4", number="C-3")
    credit_invoice(scene.coordinator, code=other.code, data=data)
    return played


@pytest.fixture
def tamper() -> Iterator[Callable[..., None]]:
    """Change a row as somebody would who has the database and not the program."""

    def change(row: models.Model, **values: Any) -> None:
        type(row)._default_manager.filter(pk=row.pk).update(**values)

    drop_triggers()
    yield change
    install_triggers()
