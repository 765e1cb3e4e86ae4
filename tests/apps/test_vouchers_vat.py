"""An enterprise that cannot deduct VAT says so once, when it applies; where the scheme lets it, its invoices count with VAT."""

import pytest

from tests.credits import agrees, give, redeem, standing
from tests.scene import GENK, IN_PARTS, Rules, Scene, invoice, refusal_of, set_scene
from wisselwerk.apps.vouchers.models import Application, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import enter_application, redeem_voucher, validate_invoice
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

COUNTS: Rules = {"eligible_amount": {"without_deduction": "with_vat"}}
NEVER_COUNTS: Rules = {"eligible_amount": {"without_deduction": "without_vat"}}


def applied(scene: Scene, **declared: object) -> Voucher:
    application = enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=OWN_ENTERPRISE.number,
        email="iemand@voorbeeld.example",
        provider=PROVIDER_NUMBER,
        declarations={"municipality": GENK, **declared},
    )
    return Voucher.objects.select_related("holder").get(application=application)


def test_who_cannot_deduct_vat_is_paid_on_the_invoice_with_vat() -> None:
    scene = set_scene(rules=COUNTS)
    voucher = applied(scene, deducts_vat=False)
    # 413,23 and 21 % are 500,01.
    done = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 41_323))
    assert (done.voucher_part_cents, done.own_part_cents) == (25_000, 25_001)
    assert Redemption.objects.get().eligible_cents == 50_001
    assert list(differences()) == []


def test_a_credit_note_takes_back_with_vat_what_counted_with_vat() -> None:
    scene = set_scene(rules={**IN_PARTS, **COUNTS})
    voucher = applied(scene, deducts_vat=False)
    redeem(scene, voucher, 30_000, "F-1")
    done = give(scene, voucher, 10_000)
    left = standing(done.replacement)
    assert (done.credited_cents, done.back_cents) == (12_100, 12_100)
    assert (left.eligible_cents, left.voucher_part_cents, left.vat_cents) == (24_200, 24_200, 0)
    with pytest.raises(Refusal) as refusal:
        give(scene, voucher, 20_001, number="CN-2")
    assert refusal_of(refusal)[0] is RefusalCode.CREDIT_NOTE_TOO_HIGH
    rest = give(scene, voucher, 20_000, number="CN-2")
    assert (rest.credited_cents, rest.replacement, rest.left_cents) == (24_200, None, 50_000)
    assert agrees()


@pytest.mark.parametrize(
    ("rules", "declared"),
    [
        (COUNTS, {}),
        (COUNTS, {"deducts_vat": True}),
        (NEVER_COUNTS, {"deducts_vat": False}),
        ({}, {"deducts_vat": False}),
    ],
)
def test_for_everybody_else_it_counts_without(rules: Rules, declared: dict[str, object]) -> None:
    scene = set_scene(rules=rules)
    voucher = applied(scene, **declared)
    found = validate_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 41_323))
    assert (found.eligible_cents, found.vat_cents, found.missing_cents) == (41_323, 8_678, 8_677)
    with pytest.raises(Refusal):
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 41_323))
    assert "deducts_vat" not in Application.objects.get().declarations


@pytest.mark.parametrize("nonsense", ["nee", 0, None, []])
def test_a_declaration_that_is_no_yes_or_no_is_not_kept(nonsense: object) -> None:
    with pytest.raises(ValueError, match="true or false"):
        applied(set_scene(rules=COUNTS), deducts_vat=nonsense)
