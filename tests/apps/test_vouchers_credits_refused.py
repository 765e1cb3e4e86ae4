"""Who may hand in a credit note, and every reason for which one is refused and changes nothing."""

from datetime import timedelta
from typing import Any

import pytest

from tests.credits import agrees, fresh, give, redeem, used
from tests.scene import (
    EMAIL,
    IN_PARTS,
    actor,
    award,
    credit_note,
    enterprise_number,
    invoice,
    refusal_of,
    set_provider,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.vouchers.models import Attempt, CreditNote, Redemption, Voucher
from wisselwerk.apps.vouchers.services import (
    credit_invoice,
    redeem_voucher,
    reverse_redemption,
    try_credit_note,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


def test_where_the_holder_is_paid_the_same_people_as_for_an_invoice() -> None:
    scene = set_scene(rules=IN_PARTS | {"payee": {"paid_to": "holder"}})
    voucher = award(scene)
    redeem(scene, voucher, 30_000, "F-1")
    for role, number in ((Role.HOLDER, OWN_ENTERPRISE.number), (Role.HOLDER, OTHER_ENTERPRISE.number)):
        who = "colleague" if number == OWN_ENTERPRISE.number else "stranger"
        grant_role(SYSTEM, person=person(EMAIL[who]), organisation=enterprise(number), role=role)
    for serial, key in enumerate(("owner", "colleague", "provider_staff", "coordinator_genk")):
        data = credit_note(voucher, 1_000, number=f"C-{serial}")
        assert try_credit_note(actor(key), code=voucher.code, data=data).ok
        assert credit_invoice(actor(key), code=voucher.code, data=data).credited_cents == 1_000
    data = credit_note(voucher, 1_000, number="C-9")
    for command in (try_credit_note, credit_invoice):
        with pytest.raises(Voucher.DoesNotExist):
            command(actor("stranger"), code=voucher.code, data=data)
        with pytest.raises(Voucher.DoesNotExist):
            command(actor("owner"), code="niets", data=data)
        with pytest.raises(Refusal) as refused:
            command(actor("auditor"), code=voucher.code, data=data)
        assert refused.value.code is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("is_chosen", [True, False])
def test_where_the_provider_is_paid_its_customer_cannot_undo_that(*, is_chosen: bool) -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene) if is_chosen else award(scene, provider=None)
    redeem(scene, voucher, 30_000, "F-1")
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    data = credit_note(voucher, 1_000)
    for key in ("owner", "colleague"):
        for command in (try_credit_note, credit_invoice):
            with pytest.raises(Refusal) as refused:
                command(actor(key), code=voucher.code, data=data)
            assert refusal_of(refused) == (RefusalCode.NOT_ALLOWED, {"command": "credit_invoice"})
    assert not CreditNote.objects.exists()
    assert credit_invoice(actor("provider_staff"), code=voucher.code, data=data).credited_cents == 1_000
    data = credit_note(voucher, 1_000, number="C-2")
    assert credit_invoice(scene.coordinator, code=voucher.code, data=data).credited_cents == 1_000


def test_without_a_chosen_provider_it_is_whoever_the_note_comes_from() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene, enterprise_number(1), provider=None)
    redeem(scene, voucher, 30_000, "F-1")
    data = credit_note(voucher, 1_000)
    assert credit_invoice(actor("provider_staff"), code=voucher.code, data=data).credited_cents == 1_000


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"corrects": None}, RefusalCode.CREDIT_NOTE_WITHOUT_INVOICE),
        ({"corrects": "F-2"}, RefusalCode.CREDIT_NOTE_INVOICE_UNKNOWN),
        ({"net_cents": 30_001}, RefusalCode.CREDIT_NOTE_TOO_HIGH),
        ({"supplier": invented_number(77)}, RefusalCode.CREDIT_NOTE_OTHER_PARTIES),
        ({"buyer": OTHER_ENTERPRISE.number}, RefusalCode.CREDIT_NOTE_OTHER_PARTIES),
        ({"currency": "USD"}, RefusalCode.CREDIT_NOTE_WRONG_CURRENCY),
        ({"issued_on": today() - timedelta(days=1)}, RefusalCode.CREDIT_NOTE_WRONG_DATE),
        ({"issued_on": today() + timedelta(days=1)}, RefusalCode.CREDIT_NOTE_WRONG_DATE),
        ({"corrects_on": today() - timedelta(days=1)}, RefusalCode.CREDIT_NOTE_INVOICE_DATE),
        ({"net_cents": 0}, RefusalCode.CREDIT_NOTE_OF_NOTHING),
        ({"net_cents": -1}, RefusalCode.CREDIT_NOTE_OF_NOTHING),
    ],
)
def test_a_bad_one_changes_nothing_and_is_kept_as_an_attempt(
    changes: dict[str, Any], code: RefusalCode
) -> None:
    scene = set_scene(rules=IN_PARTS)
    set_provider(invented_number(77))
    voucher = used(scene)
    trail = Entry.objects.count()
    data = credit_note(voucher, **{"net_cents": 1_000, **changes})
    assert [one.code for one in try_credit_note(scene.coordinator, code=voucher.code, data=data).reasons] == [
        code
    ]
    with pytest.raises(Refusal) as refused:
        credit_invoice(scene.coordinator, code=voucher.code, data=data)
    assert refused.value.code is code
    assert Attempt.objects.get().times == 2
    assert (fresh(voucher).account.balance_cents, Entry.objects.count()) == (20_000, trail)
    assert not CreditNote.objects.exists()


def test_an_invoice_is_no_credit_note_and_the_other_way_round() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    with pytest.raises(Refusal) as refused:
        credit_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 1_000))
    assert refused.value.code is RefusalCode.CREDIT_NOTE_EXPECTED
    with pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=credit_note(voucher, 1_000))
    assert refused.value.code is RefusalCode.CREDIT_NOTE_NOT_EXPECTED


def test_an_invoice_that_was_undone_has_nothing_to_take_back() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    reverse_redemption(scene.coordinator, redemption=Redemption.objects.get().pk, reason="Fout.")
    with pytest.raises(Refusal) as refused:
        give(scene, voucher, 1_000)
    assert refused.value.code is RefusalCode.CREDIT_NOTE_INVOICE_UNKNOWN


def test_of_two_invoices_with_one_number_the_supplier_and_the_day_tell_which() -> None:
    scene = set_scene(rules=IN_PARTS)
    other = set_provider(invented_number(77))
    voucher = award(scene, enterprise_number(1), provider=None)
    redeem(scene, voucher, 10_000, "F-1")
    data = invoice(voucher, 20_000, number="F-1", supplier=invented_number(77))
    redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    done = give(scene, voucher, 5_000, corrects="f 1".replace(" ", "-"))
    assert Redemption.objects.get(pk=done.undone).payee == scene.provider.organisation
    done = give(scene, voucher, 5_000, supplier=invented_number(77))
    assert Redemption.objects.get(pk=done.undone).payee == other.organisation
    assert agrees()
