"""An invoice that need not be an e-invoice: handed in, checked by a person, and then the same road as any other."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from tests.pdfs import ALL, accepted, checker, handed_in, locked, pdf, refused, stated
from tests.scene import (
    Rules,
    Scene,
    actor,
    award,
    enterprise_number,
    invoice,
    put_in_outbox,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import pdf_invoices_to_check
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    hand_in_pdf,
    redeem_voucher,
    reverse_redemption,
    revoke_voucher,
)
from wisselwerk.apps.vouchers.services.pdf_invoices import settlement_of
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, invented_number
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.pdf_invoice import Check, Ground, PdfState
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.ubl import MAX_BYTES

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


# -- Handing in -----------------------------------------------------------------------------------------------------


def test_nothing_is_redeemed_before_a_person_has_looked(scene: Scene) -> None:
    voucher = award(scene)
    one = handed_in(actor("owner"), voucher)
    assert (one.state, one.handed_in_by, one.corrections) == (PdfState.TO_CHECK, str(actor("owner")), {})
    assert Redemption.objects.count() == Transfer.objects.filter(road="REDEEM").count() == 0
    assert [waiting.pk for waiting in pdf_invoices_to_check(scene.coordinator)] == [one.pk]
    assert settlement_of(scene.coordinator, one).voucher_part_cents == 25_000
    assert list(differences()) == []


def test_accepting_is_the_road_of_any_other_invoice(scene: Scene) -> None:
    voucher = award(scene)
    one = accepted(scene, handed_in(actor("owner"), voucher))
    kept = Redemption.objects.select_related("transfer").get()
    assert (kept.pk, kept.payee, kept.invoice_number) == (
        one.redemption_id,
        scene.provider.organisation,
        "P-1",
    )
    assert (kept.voucher_part_cents, kept.own_part_cents) == (25_000, 35_000)
    assert kept.invoice_sha256 == one.sha256
    assert Voucher.objects.get().state == "used"
    assert list(pdf_invoices_to_check(scene.coordinator)) == []
    trail = Entry.objects.filter(command__in=["hand_in_pdf", "redeem_voucher", "accept_pdf"]).order_by("pk")
    assert list(trail.values_list("command", "actor")) == [
        ("hand_in_pdf", str(actor("owner"))),
        ("redeem_voucher", str(checker(scene))),
        ("accept_pdf", str(checker(scene))),
    ]
    assert list(differences()) == []


def test_what_was_accepted_can_be_undone_and_handed_in_again(scene: Scene) -> None:
    voucher = award(scene)
    one = accepted(scene, handed_in(scene, voucher))
    assert one.redemption_id is not None
    reverse_redemption(scene.coordinator, redemption=one.redemption_id, reason="Fout.")
    again = accepted(scene, handed_in(scene, voucher))
    assert again.redemption_id != one.redemption_id
    assert list(differences()) == []


def test_the_same_file_twice_is_handed_in_once(scene: Scene) -> None:
    voucher = award(scene)
    assert handed_in(scene, voucher) == handed_in(actor("owner"), voucher)
    assert PdfInvoice.objects.count() == PdfFile.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"number": "P-2"},
        {"issued_on": date(2026, 1, 5)},
        {"net_cents": 61_000, "gross_cents": 61_000},
        {"ground": Ground.NOT_LIABLE},
    ],
)
def test_the_same_file_with_something_else_filled_in_is_not_dropped_in_silence(
    scene: Scene, other: dict[str, object]
) -> None:
    voucher = award(scene)
    first = handed_in(scene, voucher, data=pdf())
    with pytest.raises(Refusal) as refusal:
        handed_in(actor("owner"), voucher, data=pdf(), **other)  # type: ignore[arg-type]
    code, said = refusal_of(refusal)
    assert code is RefusalCode.PDF_WAITS_OTHERWISE
    assert (said["number"], said["issued_on"], said["gross_cents"]) == ("P-1", first.issued_on, 60_000)
    assert PdfInvoice.objects.get().digest() == first.digest()
    refused(scene, first)
    assert handed_in(actor("owner"), voucher, data=pdf(), number="P-2").number == "P-2"
    assert list(differences()) == []


@pytest.mark.parametrize("other", ["voucher", "file"])
def test_an_invoice_that_waits_waits_once(scene: Scene, other: str) -> None:
    voucher = award(scene)
    handed_in(scene, voucher)
    again = voucher if other == "file" else award(scene, OTHER_ENTERPRISE.number)
    with pytest.raises(Refusal) as refusal:
        handed_in(scene, again, data=pdf("Anders"), buyer_number=again.holder.enterprise_number)
    assert refusal.value.code is RefusalCode.INVOICE_IS_BEING_CHECKED


def test_after_a_refusal_it_may_come_again(scene: Scene) -> None:
    voucher = award(scene)
    refused(scene, handed_in(scene, voucher))
    assert accepted(scene, handed_in(scene, voucher)).state == PdfState.ACCEPTED


@pytest.mark.parametrize(
    ("issued_on", "ground", "code"),
    [
        (date(2025, 12, 31), Ground.BEFORE_DUTY, None),
        (date(2026, 1, 1), Ground.BEFORE_DUTY, RefusalCode.E_INVOICE_NEEDED),
        (date(2025, 12, 31), Ground.EXEMPT, None),
        (date(2026, 1, 1), Ground.EXEMPT, None),
        (date(2026, 1, 1), Ground.NOT_LIABLE, None),
    ],
)
def test_the_duty_starts_on_the_first_of_january(
    issued_on: date, ground: Ground, code: RefusalCode | None
) -> None:
    with time_machine.travel("2025-12-20", tick=False):
        scene = set_scene()
        voucher = award(scene)
    with time_machine.travel("2026-01-05", tick=False):
        if code is None:
            one = handed_in(scene, voucher, ground=ground, issued_on=issued_on)
            assert accepted(scene, one).state == PdfState.ACCEPTED
            return
        with pytest.raises(Refusal) as refusal:
            handed_in(scene, voucher, ground=ground, issued_on=issued_on)
    assert refusal_of(refusal) == (code, {"issued_on": issued_on, "duty_from": date(2026, 1, 1)})


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ({"net_cents": 49_999}, RefusalCode.OWN_CONTRIBUTION_TOO_LOW, {"missing_cents": 1}),
        ({"buyer_number": invented_number(9)}, RefusalCode.INVOICE_WRONG_BUYER, {}),
        ({"supplier_number": invented_number(9)}, RefusalCode.INVOICE_WRONG_SUPPLIER, {}),
        ({"gross_cents": 60_001}, RefusalCode.INVOICE_TOTALS_WRONG, {"expected_cents": 60_000}),
        ({"net_cents": -60_000}, RefusalCode.CREDIT_NOTE_NOT_EXPECTED, {}),
        (
            {"issued_on": today() + DAY},
            RefusalCode.INVOICE_DATE_TO_COME,
            {"issued_on": today() + DAY, "handed_in_on": today()},
        ),
        (
            {"issued_on": date(2020, 1, 1)},
            RefusalCode.INVOICE_OUTSIDE_PERIOD,
            {"issued_on": date(2020, 1, 1)},
        ),
    ],
)
def test_what_can_give_nothing_is_refused_at_once_and_stays_on_record(
    scene: Scene, wrong: dict[str, object], code: RefusalCode, said: dict[str, object]
) -> None:
    voucher = award(scene)
    says = {"net_cents": 60_000, **wrong}
    with pytest.raises(Refusal) as refusal:
        handed_in(scene, voucher, **{"gross_cents": says["net_cents"], **says})  # type: ignore[arg-type]
    found, params = refusal_of(refusal)
    assert found is code
    assert said.items() <= dict(params).items()
    kept = PdfInvoice.objects.get()
    assert (kept.state, kept.reasons[0]["code"]) == (PdfState.FAILED, code)
    assert PdfFile.objects.count() == 0
    assert put_in_outbox()[-1][0] != "send_pdf_invoice"
    assert list(differences()) == []


def test_vat_above_any_rate_is_a_mistake(scene: Scene) -> None:
    voucher = award(scene)
    handed_in(scene, voucher, vat_cents=12_600)
    with pytest.raises(Refusal) as refusal:
        handed_in(scene, voucher, vat_cents=13_000, number="P-2")
    assert refusal_of(refusal)[1]["expected_cents"] == 12_600


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", RefusalCode.PDF_UNREADABLE),
        (b"<Invoice/>", RefusalCode.PDF_UNREADABLE),
        (b"%PDF-1.7\nand nothing that follows from it", RefusalCode.PDF_UNREADABLE),
        (pdf()[:300], RefusalCode.PDF_UNREADABLE),
        (locked("geheim"), RefusalCode.PDF_UNREADABLE),
        (locked(""), RefusalCode.PDF_UNREADABLE),
        (pdf(pages=21), RefusalCode.PDF_UNREADABLE),
        (b"%PDF-1.7" + b"\0" * MAX_BYTES, RefusalCode.INVOICE_TOO_LARGE),
    ],
    ids=["nothing", "xml", "a start only", "cut off", "locked", "forbids", "a book", "huge"],
)
def test_what_people_cannot_read_is_not_taken(scene: Scene, data: bytes, code: RefusalCode) -> None:
    voucher = award(scene)
    with pytest.raises(Refusal) as refusal:
        hand_in_pdf(
            actor("owner"), code=voucher.code, ground=Ground.EXEMPT, stated=stated(voucher), data=data
        )
    assert refusal.value.code is code
    assert PdfInvoice.objects.count() == 0


# -- Checking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", Check)
def test_every_point_of_the_list_is_looked_at(scene: Scene, missing: Check) -> None:
    one = handed_in(scene, award(scene))
    with pytest.raises(Refusal) as refusal:
        accepted(scene, one, ticked=ALL - {missing})
    assert refusal.value.code is RefusalCode.CHECK_INCOMPLETE
    assert Redemption.objects.count() == 0


def test_what_the_paper_says_counts_and_what_was_filled_in_is_kept(scene: Scene) -> None:
    voucher = award(scene)
    one = handed_in(actor("owner"), voucher)
    says = stated(voucher, 55_000, number="P-10")
    done = accepted(scene, one, says=says, ground=Ground.NOT_LIABLE)
    assert done.corrections == {
        "ground": "exempt",
        "number": "P-1",
        "net_cents": 60_000,
        "gross_cents": 60_000,
    }
    kept = Redemption.objects.get()
    assert (kept.invoice_number, kept.eligible_cents) == ("P-10", 55_000)
    assert list(differences()) == []


def test_a_correction_is_judged_as_the_invoice_it_becomes(scene: Scene) -> None:
    voucher = award(scene)
    one = handed_in(actor("owner"), voucher)
    with pytest.raises(Refusal) as refusal:
        accepted(scene, one, says=stated(voucher, 49_000))
    assert refusal_of(refusal)[1]["missing_cents"] == 1_000
    assert PdfInvoice.objects.get().state == PdfState.TO_CHECK


def test_an_invoice_pays_once_whichever_way_it_came(scene: Scene) -> None:
    first, second = award(scene), award(scene, OTHER_ENTERPRISE.number)
    one = handed_in(scene, first, number="F-1")
    redeem_voucher(scene.coordinator, code=second.code, data=invoice(second, 50_000, number="f-1"))
    with pytest.raises(Refusal) as refusal:
        accepted(scene, one)
    assert refusal.value.code is RefusalCode.INVOICE_ALREADY_USED
    refused(scene, one)
    with pytest.raises(Refusal) as refusal:
        handed_in(scene, first, number="F-1")
    assert refusal.value.code is RefusalCode.INVOICE_ALREADY_USED

    accepted(scene, handed_in(scene, first, number="F-2"))
    third = award(scene, enterprise_number(3))
    with pytest.raises(Refusal) as refusal:
        redeem_voucher(scene.coordinator, code=third.code, data=invoice(third, 50_000, number="F-2"))
    assert refusal.value.code is RefusalCode.INVOICE_ALREADY_USED


@pytest.mark.parametrize("act", [accepted, refused])
def test_what_was_checked_is_not_checked_again(
    scene: Scene, act: Callable[[Scene, PdfInvoice], PdfInvoice]
) -> None:
    one = handed_in(scene, award(scene))
    act(scene, one)
    for again in (accepted, refused):
        with pytest.raises(Refusal) as refusal:
            again(scene, one)
        assert refusal.value.code is RefusalCode.WRONG_STATE


def test_a_refusal_says_why_and_stays_on_record(scene: Scene) -> None:
    voucher = award(scene)
    one = handed_in(actor("owner"), voucher)
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Dubbel.")
    refused(scene, one)
    kept = PdfInvoice.objects.select_related("why").get()
    assert kept.why is not None
    assert (kept.state, kept.why.text) == (PdfState.REFUSED, "De datum is niet leesbaar.")
    assert [reason["code"] for reason in kept.reasons] == ["VOUCHER_REVOKED"]
    assert kept.ticked == ["number"]
    assert list(differences()) == []


def test_a_refusal_without_words_is_none(scene: Scene) -> None:
    one = handed_in(scene, award(scene))
    with pytest.raises(Refusal) as refusal:
        refused(scene, one, reason="  ")
    assert refusal.value.code is RefusalCode.MOTIVATION_MISSING
    assert PdfInvoice.objects.get().state == PdfState.TO_CHECK


def test_nobody_checks_what_they_handed_in(scene: Scene) -> None:
    one = handed_in(scene, award(scene))
    with pytest.raises(Refusal) as refusal:
        accepted(scene, one, by=scene.coordinator)
    assert refusal.value.code is RefusalCode.CHECKED_BY_ANOTHER


def test_a_check_by_a_person_is_done_by_a_person(scene: Scene) -> None:
    """Software of the partnership may hand in, and not say that it looked."""
    key = Actor(ActorKind.KEY, 1, frozenset({(Role.COORDINATOR, scene.partnership.pk)}))
    one = handed_in(key, award(scene))
    with pytest.raises(Refusal) as refusal:
        accepted(scene, one, by=key)
    assert refusal.value.code is RefusalCode.NOT_ALLOWED


def test_vat_counts_here_as_with_an_e_invoice() -> None:
    rules: Rules = {"eligible_amount": {"without_deduction": "with_vat"}}
    scene = set_scene(rules=rules)
    voucher = award(scene)
    voucher.application.declarations["deducts_vat"] = False
    voucher.application.save()
    accepted(scene, handed_in(scene, voucher, 41_323, vat_cents=8_678))
    assert Redemption.objects.get().eligible_cents == 50_001
    assert list(differences()) == []
