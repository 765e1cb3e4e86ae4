"""A scheme that pays the business back: the invoice is judged by its supplier, the money goes to the holder."""

from datetime import timedelta

import pytest
from django.db.models import F

from tests.aid import AID_TO_BOTH, assert_agrees
from tests.payments import PAYEE_IBAN, Treasury, due_by, pass_checks, set_treasury, treasury_of
from tests.scene import (
    EMAIL,
    IN_PARTS,
    Rules,
    Scene,
    actor,
    award,
    enterprise_number,
    invoice,
    put_in_outbox,
    refusal_of,
    set_provider,
    set_scene,
)
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.ledger.queries import settled_cents
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on, change_of
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.payouts.queries.sight import payments_for, sees_account_of
from wisselwerk.apps.payouts.services import confirm_account, name_account
from wisselwerk.apps.vouchers.models import Payable, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof, redemptions_of, voucher_for
from wisselwerk.apps.vouchers.services import contest_voucher, redeem_voucher, tell_redemptions
from wisselwerk.apps.vouchers.services.redemptions import validate_invoice
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, invented_number
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.payee import PaidTo

pytestmark = pytest.mark.django_db

PAID_BACK: Rules = {"payee": {"paid_to": "holder"}}
IBAN, OTHER = "BE62510007547061", "NL91ABNA0417164300"
NAME = "Houthandel Lindekruin"
NET, PART = 60_000, 25_000


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=PAID_BACK)


def redeem(scene: Scene, voucher: Voucher, net: int = NET, **invoiced: str) -> Redemption:
    data = invoice(voucher, net, **invoiced)  # type: ignore[arg-type]  # the same names, all of them text
    return Redemption.objects.get(pk=redeem_voucher(scene.coordinator, code=voucher.code, data=data).id)


def due_to(organisation_id: int) -> int:
    found = Payable.objects.filter(payee=organisation_id).first()
    return int(settled_cents([found.account_id])) if found else 0


# -- The money ------------------------------------------------------------------------------------------------------


def test_what_the_voucher_pays_is_due_to_the_holder(scene: Scene) -> None:
    voucher = award(scene)
    done = redeem(scene, voucher)
    assert voucher.payee == voucher.holder
    assert (done.supplier, done.payee) == (scene.provider.organisation, voucher.holder)
    assert (done.voucher_part_cents, done.own_part_cents) == (PART, NET - PART)
    assert (due_to(voucher.holder_id), due_to(scene.provider.organisation_id)) == (PART, 0)
    assert list(proof.differences()) == []


@pytest.mark.parametrize("rules", [{}, {"payee": {"paid_to": "provider"}}])
def test_without_the_rule_and_with_the_other_choice_the_provider_is_paid(rules: Rules) -> None:
    scene = set_scene(rules=rules)
    voucher = award(scene)
    done = redeem(scene, voucher)
    assert voucher.payee is None
    assert done.supplier == done.payee == scene.provider.organisation
    assert (due_to(voucher.holder_id), due_to(scene.provider.organisation_id)) == (0, PART)


def test_the_invoice_is_still_judged_by_who_sent_it(scene: Scene) -> None:
    voucher = award(scene)
    stranger = enterprise(invented_number(55))
    for supplier in (stranger.enterprise_number, OWN_ENTERPRISE.number, invented_number(56)):
        found = validate_invoice(
            scene.coordinator, code=voucher.code, data=invoice(voucher, NET, supplier=supplier or "")
        )
        assert RefusalCode.INVOICE_WRONG_SUPPLIER in {reason.code for reason in found.reasons}
        assert found.paid_to is PaidTo.HOLDER
    assert not Payable.objects.exists()


def test_the_same_invoice_pays_once_whoever_is_paid(scene: Scene) -> None:
    first, second = award(scene), award(scene, enterprise_number(1))
    redeem(scene, first)
    data = invoice(second, NET)
    with pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=second.code, data=data)
    assert refusal_of(refused)[0] is RefusalCode.INVOICE_ALREADY_USED


def test_in_parts_with_any_provider_every_part_goes_back(scene: Scene) -> None:
    one = set_scene(slug="delen", rules=IN_PARTS | PAID_BACK)
    other = set_provider(invented_number(2))
    voucher = award(one, provider=None)
    redeem(one, voucher, 10_000, number="F-1")
    done = redeem(one, voucher, 20_000, number="F-2", supplier=other.organisation.enterprise_number or "")
    assert (done.supplier, done.payee) == (other.organisation, voucher.holder)
    assert due_to(voucher.holder_id) == 30_000
    assert list(proof.differences()) == []


def test_a_key_repeated_gives_the_same_answer_and_pays_once(scene: Scene) -> None:
    voucher = award(scene)
    data = invoice(voucher, NET)
    first, again = (
        redeem_voucher(scene.coordinator, code=voucher.code, data=data, key="k") for _ in range(2)
    )
    assert first == again
    assert due_to(voucher.holder_id) == PART


def test_a_provider_that_gets_aid_by_its_invoice_is_the_supplier_also_when_another_is_paid() -> None:
    scene = set_scene(rules=AID_TO_BOTH | PAID_BACK)
    voucher = award(scene, provider=None)
    redeem(scene, voucher, 100_000)
    assert set(RegisterLine.objects.values_list("recipient", flat=True)) == {
        voucher.holder_id,
        scene.provider.organisation_id,
    }
    assert RegisterLine.objects.filter(recipient=voucher.holder_id).count() == 1, "at the award, and once"
    assert_agrees()


# -- What is proven afterwards --------------------------------------------------------------------------------------


def test_verify_names_a_voucher_that_pays_another_than_its_rules(scene: Scene) -> None:
    voucher = award(scene)
    Voucher.objects.filter(pk=voucher.pk).update(payee=None)
    assert [line for line in proof.differences() if "payee" in line] == [
        f"voucher {voucher.pk}: its payee is None, its rules make it {voucher.holder_id}"
    ]


def test_verify_names_a_redemption_that_pays_another_than_its_voucher(scene: Scene) -> None:
    done = redeem(scene, award(scene))
    Redemption.objects.update(payee=F("supplier"))
    assert any(
        f"redemption {done.pk}: pays organisation {scene.provider.organisation_id}" in line
        for line in proof.differences()
    )


# -- Who sees what --------------------------------------------------------------------------------------------------


def test_the_provider_sees_its_invoice_and_not_the_payment(scene: Scene) -> None:
    treasury = treasury_of(scene)
    done = redeem(scene, award(scene))
    name_account(SYSTEM, organisation=done.payee, iban=IBAN, in_name_of=NAME)
    payment = treasury.signed().payments.get()
    provider, owner = actor("provider_staff"), actor_for(person(EMAIL["owner"]))
    assert [one.pk for one in redemptions_of(provider)] == [done.pk]
    assert voucher_for(provider, done.voucher.code).pk == done.voucher_id
    assert not payments_for(provider).exists()
    assert not sees_account_of(provider, payment)
    assert list(payments_for(owner)) == [payment]
    assert sees_account_of(owner, payment)
    assert not payments_for(actor("stranger")).exists()


def test_who_applied_and_the_provider_hear_of_it(scene: Scene) -> None:
    redeem(scene, award(scene))
    tell_redemptions(SYSTEM)
    told = {payload["person_id"] for name, payload in put_in_outbox() if name == "send_redemption"}
    assert told == {person(EMAIL["owner"]).pk, person(EMAIL["provider_staff"]).pk}


# -- The account ----------------------------------------------------------------------------------------------------


def applicant() -> Actor:
    """Who applied for the voucher, without any role."""
    return actor_for(person(EMAIL["owner"]))


def test_it_waits_for_the_account_of_the_business_whatever_the_provider_gave() -> None:
    treasury = set_treasury()
    scene = set_scene(slug="terug", rules=PAID_BACK)
    done = redeem(scene, award(scene))
    assert treasury.payee.bank_accounts.filter(iban=PAYEE_IBAN).exists()
    pass_checks()
    (due,) = due_by(treasury.payer, today())
    assert (due.redemption.pk, due.waits_for) == (done.pk, (Wait.ACCOUNT,))


def test_who_applied_gives_the_first_number_confirms_it_from_the_mail_and_waits_a_day(scene: Scene) -> None:
    holder = award(scene).holder
    account = name_account(applicant(), organisation=holder, iban=IBAN, in_name_of=NAME)
    assert account.confirmed_at is None
    assert ("send_account_change", {"account_id": account.pk, "person_id": applicant().id}) in put_in_outbox()
    confirm_account(applicant(), account=account)
    assert account_on(holder, today()) is None
    account.refresh_from_db()
    assert account.usable_from is not None
    assert account.usable_from >= today() + timedelta(days=2)
    assert account_on(holder, account.usable_from) == account


def test_who_holds_the_role_gives_the_first_number_at_once(scene: Scene) -> None:
    holder = award(scene).holder
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=holder, role=Role.HOLDER)
    name_account(actor("colleague"), organisation=holder, iban=IBAN, in_name_of=NAME)
    assert account_on(holder, today()) is not None


def test_who_applied_in_anothers_name_cannot_take_over_its_account_alone(scene: Scene) -> None:
    """Anybody can apply for a business with its number and a mail address of one's own."""
    holder = award(scene).holder
    elsewhere = set_scene(slug="elders", rules=PAID_BACK)
    award(elsewhere, email="bedrieger@verzonnen.example")
    impostor = actor_for(person("bedrieger@verzonnen.example"))
    account = name_account(impostor, organisation=holder, iban=OTHER, in_name_of="Iemand anders")
    told = {payload["person_id"] for _, payload in put_in_outbox() if payload.get("account_id") == account.pk}
    assert told == {impostor.id, applicant().id}
    with pytest.raises(Refusal) as refused:
        confirm_account(impostor, account=account)
    assert refusal_of(refused)[0] is RefusalCode.ACCOUNT_BY_ANOTHER
    name_account(applicant(), organisation=holder, iban=IBAN, in_name_of=NAME)
    with pytest.raises(Refusal) as refused:
        confirm_account(impostor, account=account)
    assert refusal_of(refused)[0] is RefusalCode.WRONG_STATE


def test_who_applied_does_not_withdraw_what_was_given_for_the_business(scene: Scene) -> None:
    holder = award(scene).holder
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=holder, role=Role.HOLDER)
    name_account(actor("colleague"), organisation=holder, iban=IBAN, in_name_of=NAME)
    theirs = name_account(actor("colleague"), organisation=holder, iban=PAYEE_IBAN, in_name_of=NAME)
    for number in (OTHER, IBAN):
        with pytest.raises(Refusal) as refused:
            name_account(applicant(), organisation=holder, iban=number, in_name_of=NAME)
        assert refusal_of(refused)[0] is RefusalCode.ACCOUNT_CHANGE_WAITS
    assert change_of(holder) == theirs
    confirm_account(actor("colleague"), account=theirs)
    mine = name_account(applicant(), organisation=holder, iban=OTHER, in_name_of=NAME)
    again = name_account(applicant(), organisation=holder, iban=OTHER, in_name_of=NAME)
    mine.refresh_from_db()
    assert mine.closed_at is not None
    assert change_of(holder) == again
    name_account(actor("colleague"), organisation=holder, iban=IBAN, in_name_of=NAME)
    assert change_of(holder) is None


def test_who_applied_for_a_contested_voucher_gives_no_number(scene: Scene) -> None:
    voucher = award(scene)
    contest_voucher(scene.coordinator, voucher=voucher, reason="De zaak kent de aanvraag niet.")
    with pytest.raises(Refusal) as refused:
        name_account(applicant(), organisation=voucher.holder, iban=IBAN, in_name_of=NAME)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def test_who_applied_where_the_provider_is_paid_gives_no_number() -> None:
    voucher = award(set_scene())
    with pytest.raises(Refusal) as refused:
        name_account(applicant(), organisation=voucher.holder, iban=IBAN, in_name_of=NAME)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("name", ["", "  ", "\t\n"])
def test_the_bank_needs_a_name_where_only_the_number_is_known(scene: Scene, name: str) -> None:
    holder = award(scene).holder
    with pytest.raises(Refusal) as refused:
        name_account(applicant(), organisation=holder, iban=IBAN, in_name_of=name)
    assert refusal_of(refused)[0] is RefusalCode.ACCOUNT_NAME_MISSING
    assert not BankAccount.objects.exists()


def test_the_order_to_the_bank_names_who_the_bank_knows(scene: Scene) -> None:
    treasury: Treasury = treasury_of(scene)
    done = redeem(scene, award(scene))
    name_account(SYSTEM, organisation=done.payee, iban=IBAN, in_name_of="  Houthandel   Lindekruin ")
    (payment,) = order_of(treasury.signed()).payments
    assert (payment.creditor_name, payment.creditor_iban, payment.amount_cents) == (NAME, IBAN, PART)
