"""Around an invoice that a person checks: a slow check costs no right, only parties see it, and its file goes in time."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.nights import live
from tests.pdfs import ALL, accepted, handed_in, pdf, refused
from tests.scene import (
    EMAIL,
    IN_PARTS,
    Scene,
    actor,
    award,
    invoice,
    put_in_outbox,
    refusal_of,
    set_provider,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR
from wisselwerk.apps.privacy.register import PDF_KEPT_FOR
from wisselwerk.apps.privacy.services import erase_expired, erase_person
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice, Remark, Voucher
from wisselwerk.apps.vouchers.queries import pdf_file, pdf_invoices_on
from wisselwerk.apps.vouchers.queries.pdf_waiting import hand_in_until
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    accept_pdf,
    check_invoices,
    extend_voucher,
    lapse_vouchers,
    redeem_voucher,
    refuse_pdf,
    reverse_redemption,
)
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.invoice_check import Finding, Severity
from wisselwerk.domain.pdf_invoice import TIME_TO_MEND, Ground, PdfState
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BROKEN = Finding("BR-23", Severity.FATAL, "A unit of measure is missing.", "Invoice/InvoiceLine")


@pytest.fixture
def scene() -> Scene:
    return set_scene()


# -- Days -----------------------------------------------------------------------------------------------------------


def last_day(voucher: Voucher) -> date:
    return voucher.valid_until + TIME_TO_HAND_IN


def test_a_slow_check_costs_nobody_a_right(scene: Scene) -> None:
    voucher = award(scene)
    last = last_day(voucher)
    assert live(last) == 0, "its holder is reminded, so that nothing but the PDF holds it back"
    with time_machine.travel(last.isoformat(), tick=False):
        one = handed_in(scene, voucher, issued_on=voucher.valid_until)
    with time_machine.travel((last + 60 * DAY).isoformat(), tick=False):
        assert lapse_vouchers(SYSTEM, on=today()) == 0
        assert accepted(scene, one).state == PdfState.ACCEPTED
        assert lapse_vouchers(SYSTEM, on=today()) == 0
        assert list(differences()) == []


def test_handed_in_too_late_is_too_late(scene: Scene) -> None:
    voucher = award(scene)
    with (
        time_machine.travel((last_day(voucher) + DAY).isoformat(), tick=False),
        pytest.raises(Refusal) as refusal,
    ):
        handed_in(scene, voucher, issued_on=voucher.valid_until)
    assert refusal_of(refusal)[0] is RefusalCode.VOUCHER_LAPSED
    assert refusal_of(refusal)[1]["claim_until"] == last_day(voucher)


def test_after_a_late_refusal_there_is_time_for_a_better_invoice(scene: Scene) -> None:
    voucher = award(scene)
    last = last_day(voucher)
    assert live(last) == 0, "its holder is reminded, so that nothing but the PDF holds it back"
    with time_machine.travel(last.isoformat(), tick=False):
        one = handed_in(scene, voucher, issued_on=voucher.valid_until)
    checked_on = last + 60 * DAY
    with time_machine.travel(checked_on.isoformat(), tick=False):
        refused(scene, one)
    with time_machine.travel((checked_on + TIME_TO_MEND).isoformat(), tick=False):
        assert lapse_vouchers(SYSTEM, on=today()) == 0
        data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
        assert redeem_voucher(scene.coordinator, code=voucher.code, data=data).state == "used"


def test_that_time_ends_too(scene: Scene) -> None:
    voucher = award(scene)
    assert live(last_day(voucher)) == 0
    with time_machine.travel(last_day(voucher).isoformat(), tick=False):
        one = handed_in(scene, voucher, issued_on=voucher.valid_until)
        refused(scene, one)
    with time_machine.travel((last_day(voucher) + TIME_TO_MEND + DAY).isoformat(), tick=False):
        with pytest.raises(Refusal) as refusal:
            handed_in(scene, voucher, issued_on=voucher.valid_until)
        assert refusal.value.code is RefusalCode.VOUCHER_LAPSED
        assert lapse_vouchers(SYSTEM, on=today()) == 1
        assert list(differences()) == []


def test_a_refused_pdf_moves_the_last_day_once(scene: Scene) -> None:
    """Else one every fortnight would keep a voucher, and its money, for ever."""
    voucher = award(scene)
    last = last_day(voucher)
    assert live(last) == 0, "its holder is reminded"
    for number, on in (("P-1", last), ("P-2", last + TIME_TO_MEND)):
        with time_machine.travel(on.isoformat(), tick=False):
            assert lapse_vouchers(SYSTEM, on=today()) == 0
            refused(scene, handed_in(scene, voucher, number=number, issued_on=voucher.valid_until))
            assert hand_in_until(voucher) == last + TIME_TO_MEND
    with time_machine.travel((last + TIME_TO_MEND + DAY).isoformat(), tick=False):
        with pytest.raises(Refusal) as refusal:
            handed_in(scene, voucher, number="P-3", issued_on=voucher.valid_until)
        assert refusal_of(refusal)[0] is RefusalCode.VOUCHER_LAPSED
        assert refusal_of(refusal)[1]["claim_until"] == last + TIME_TO_MEND
        assert lapse_vouchers(SYSTEM, on=today()) == 1
        assert list(differences()) == []


def test_a_refusal_that_left_enough_time_does_not_use_up_the_one_that_comes_late(scene: Scene) -> None:
    voucher = award(scene)
    last = last_day(voucher)
    with time_machine.travel((last - TIME_TO_MEND).isoformat(), tick=False):
        refused(scene, handed_in(scene, voucher, number="P-1", issued_on=voucher.valid_until))
        assert hand_in_until(voucher) == last
    with time_machine.travel((last - TIME_TO_MEND + DAY).isoformat(), tick=False):
        refused(scene, handed_in(scene, voucher, number="P-2", issued_on=voucher.valid_until))
        assert hand_in_until(voucher) == last + DAY


def test_a_later_last_day_that_was_decided_begins_anew(scene: Scene) -> None:
    voucher = award(scene)
    with time_machine.travel(last_day(voucher).isoformat(), tick=False):
        refused(scene, handed_in(scene, voucher, number="P-1", issued_on=voucher.valid_until))
        until = voucher.valid_until + 90 * DAY
        voucher = extend_voucher(scene.coordinator, voucher=voucher, until=until, reason="Ziekte.")
        assert hand_in_until(voucher) == last_day(voucher)
    with time_machine.travel(last_day(voucher).isoformat(), tick=False):
        refused(scene, handed_in(scene, voucher, number="P-2", issued_on=voucher.valid_until))
        assert hand_in_until(voucher) == last_day(voucher) + TIME_TO_MEND


@pytest.mark.parametrize(("findings", "is_mended"), [((BROKEN,), True), ((), False)])
def test_after_a_late_failed_check_there_is_time_for_a_better_e_invoice(
    scene: Scene, findings: tuple[Finding, ...], *, is_mended: bool
) -> None:
    voucher = award(scene)
    last = last_day(voucher)
    assert live(last) == 0, "its holder is reminded"
    data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
    with time_machine.travel(last.isoformat(), tick=False):
        wrong = redeem_voucher(scene.coordinator, code=voucher.code, data=data)
        check_invoices(SYSTEM, judge=lambda _: findings)
    undone_on = last + 3 * DAY
    with time_machine.travel(undone_on.isoformat(), tick=False):
        reverse_redemption(scene.coordinator, redemption=wrong.id, reason="Er komt een betere.")
    with time_machine.travel((undone_on + TIME_TO_MEND).isoformat(), tick=False):
        if is_mended:
            assert lapse_vouchers(SYSTEM, on=today()) == 0
            assert redeem_voucher(scene.coordinator, code=voucher.code, data=data).state == "used"
        else:
            with pytest.raises(Refusal) as refusal:
                redeem_voucher(scene.coordinator, code=voucher.code, data=data)
            assert refusal.value.code is RefusalCode.VOUCHER_LAPSED
            assert lapse_vouchers(SYSTEM, on=today()) == 1
    assert list(differences()) == []


def test_the_time_for_a_better_e_invoice_ends_too(scene: Scene) -> None:
    voucher = award(scene)
    last = last_day(voucher)
    assert live(last) == 0
    with time_machine.travel(last.isoformat(), tick=False):
        data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
        wrong = redeem_voucher(scene.coordinator, code=voucher.code, data=data)
        check_invoices(SYSTEM, judge=lambda _: (BROKEN,))
        reverse_redemption(scene.coordinator, redemption=wrong.id, reason="Er komt een betere.")
    with time_machine.travel((last + TIME_TO_MEND + DAY).isoformat(), tick=False):
        with pytest.raises(Refusal) as refusal:
            redeem_voucher(scene.coordinator, code=voucher.code, data=data)
        assert refusal.value.code is RefusalCode.VOUCHER_LAPSED
        assert lapse_vouchers(SYSTEM, on=today()) == 1


# -- Who ------------------------------------------------------------------------------------------------------------


def test_holder_colleague_provider_and_partnership_may_hand_in() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    for number, key in enumerate(["owner", "colleague", "provider_staff", "coordinator_genk"]):
        assert handed_in(actor(key), voucher, 1_000, number=f"P-{number}").handed_in_by == str(actor(key))


def test_for_a_stranger_there_is_no_voucher_and_no_invoice(scene: Scene) -> None:
    voucher = award(scene)
    one = handed_in(scene, voucher)
    grant_role(
        SYSTEM,
        person=person(EMAIL["stranger"]),
        organisation=set_provider(invented_number(2)).organisation,
        role=Role.PROVIDER,
    )
    stranger = actor("stranger")
    with pytest.raises(Voucher.DoesNotExist):
        handed_in(stranger, voucher, number="P-2")
    with pytest.raises(PdfInvoice.DoesNotExist):
        accepted(scene, one, by=stranger)
    with pytest.raises(PdfFile.DoesNotExist):
        pdf_file(stranger, one.pk)
    assert pdf_invoices_on(stranger, voucher) == []


@pytest.mark.parametrize("key", ["owner", "provider_staff", "auditor"])
def test_only_a_coordinator_checks(scene: Scene, key: str) -> None:
    one = handed_in(scene, award(scene))
    for act in (accept_pdf, refuse_pdf):
        more = {"reason": "Nee."} if act is refuse_pdf else {}
        with pytest.raises(PdfInvoice.DoesNotExist):
            act(actor(key), invoice=one.pk, ground=Ground.EXEMPT, stated=one.stated(), ticked=ALL, **more)


def test_an_auditor_looks_and_does_not_touch(scene: Scene) -> None:
    voucher = award(scene)
    one = handed_in(scene, voucher)
    assert pdf_file(actor("auditor"), one.pk) == pdf("P-1")
    with pytest.raises(Refusal) as refusal:
        handed_in(actor("auditor"), voucher, number="P-2")
    assert refusal.value.code is RefusalCode.NOT_ALLOWED


def test_a_provider_sees_its_own_invoices_and_not_those_of_another() -> None:
    scene = set_scene(rules=IN_PARTS)
    other = set_provider(invented_number(2)).organisation
    grant_role(SYSTEM, person=person(EMAIL["stranger"]), organisation=other, role=Role.PROVIDER)
    voucher = award(scene, provider=None)
    theirs = handed_in(scene, voucher, 1_000, number="P-1", supplier_number=other.enterprise_number)
    ours = handed_in(actor("provider_staff"), voucher, 1_000, number="P-2")
    assert pdf_invoices_on(actor("stranger"), voucher) == [theirs]
    assert pdf_file(actor("stranger"), theirs.pk) == pdf("P-1")
    with pytest.raises(PdfFile.DoesNotExist):
        pdf_file(actor("stranger"), ours.pk)
    assert pdf_invoices_on(actor("owner"), voucher) == [ours, theirs]


# -- Telling and erasing --------------------------------------------------------------------------------------------


def told() -> list[tuple[str, object]]:
    return [
        (str(what["state"]), what["person_id"])
        for name, what in put_in_outbox()
        if name == "send_pdf_invoice"
    ]


def test_both_sides_and_whoever_handed_it_in_hear_of_it(scene: Scene) -> None:
    voucher = award(scene)
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    one = handed_in(actor("colleague"), voucher)
    concerned = {person(EMAIL[key]).pk for key in ("owner", "provider_staff", "colleague")}
    assert {who for state, who in told() if state == "pdf_to_check"} == concerned
    refused(scene, one)
    assert {who for state, who in told() if state == "refused"} == concerned


def test_the_file_goes_at_its_term_and_what_was_read_on_it_stays(scene: Scene) -> None:
    done = accepted(scene, handed_in(scene, award(scene)))
    assert done.checked_at is not None
    for at, left in ((done.checked_at + PDF_KEPT_FOR, 1), (done.checked_at + PDF_KEPT_FOR + DAY, 0)):
        erase_expired(SYSTEM, at=at)
        assert PdfFile.objects.count() == left
    assert PdfInvoice.objects.get().sha256 == done.sha256
    assert list(differences()) == []


def test_what_waits_for_a_check_keeps_its_file(scene: Scene) -> None:
    handed_in(scene, award(scene))
    erase_expired(SYSTEM, at=now() + 5 * PDF_KEPT_FOR)
    assert PdfFile.objects.count() == 1


def test_whoever_is_erased_leaves_no_file_that_nobody_needs(scene: Scene) -> None:
    voucher = award(scene)
    waits = handed_in(actor("owner"), voucher, number="P-1")
    refused(scene, handed_in(actor("owner"), voucher, number="P-2"))
    erase_person(SYSTEM, email=EMAIL["owner"])
    assert [file.invoice_id for file in PdfFile.objects.all()] == [waits.pk]
    assert list(differences()) == []


def left() -> set[str]:
    return {one.number for one in PdfInvoice.objects.all()}


def test_what_was_refused_by_rules_or_a_person_goes_at_its_term_and_what_gave_something_stays() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    refused(scene, handed_in(scene, voucher, 1_000, number="refused"))
    accepted(scene, handed_in(scene, voucher, 1_000, number="accepted"))
    handed_in(scene, voucher, 1_000, number="waits")
    with pytest.raises(Refusal):
        handed_in(scene, voucher, 1_000, number="by rules", issued_on=date(2014, 1, 1))
    everything = {"refused", "accepted", "waits", "by rules"}
    term = now() + PERSON_KEPT_FOR
    erase_expired(SYSTEM, at=term - DAY)
    assert left() == everything
    erased = erase_expired(SYSTEM, at=term + DAY)
    assert erased["vouchers.PdfInvoice.*"] == 2
    assert left() == {"accepted", "waits"}
    assert list(differences()) == []
    assert Entry.objects.filter(command="erase_pdf").count() == 2


def test_verify_names_one_that_went_otherwise_than_at_its_term() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    one = refused(scene, handed_in(scene, voucher, 1_000, number="P-1"))
    gave = accepted(scene, handed_in(scene, voucher, 1_000, number="P-2"))
    problem = "pdf_invoice:{}: the trail tells of it, and it is gone"
    PdfInvoice.objects.filter(pk=one.pk).delete()
    assert problem.format(one.pk) in list(differences())
    record(SYSTEM, "erase_pdf", f"pdf_invoice:{one.pk}")
    assert list(differences()) == []
    record(SYSTEM, "erase_pdf", f"pdf_invoice:{gave.pk}")
    assert f"PDF invoice {gave.pk}: is not what the trail says was kept" in list(differences())
    PdfInvoice.objects.filter(pk=gave.pk).delete()
    assert problem.format(gave.pk) in list(differences()), "what gave something is never erased"


def test_words_are_erased_at_their_own_term(scene: Scene) -> None:
    refused(scene, handed_in(scene, award(scene)))
    Remark.objects.update(at=now() - 4000 * DAY)
    erase_expired(SYSTEM, at=now())
    kept = PdfInvoice.objects.select_related("why").get()
    assert kept.why is not None
    assert kept.why.text == ""
    assert list(differences()) == []
