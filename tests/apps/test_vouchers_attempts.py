"""An invoice that was refused leaves a trace on the voucher, without its content, and keeping it gets in nobody's way."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.scene import (
    EMAIL,
    IN_PARTS,
    Scene,
    actor,
    award,
    credit_note,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.privacy.services import erase_expired, export_person
from wisselwerk.apps.vouchers.models import Attempt, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import attempts_on, proof
from wisselwerk.apps.vouchers.services import (
    attempts,
    credit_invoice,
    redeem_voucher,
    try_credit_note,
    try_invoice,
    validate_invoice,
)
from wisselwerk.clock import now
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.wording import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    return award(scene)


def refused(command: Callable[..., Any], by: object, code: str, data: bytes, **more: object) -> RefusalCode:
    with pytest.raises(Refusal) as found:
        command(by, code=code, data=data, **more)
    return found.value.code


def test_what_was_refused_is_kept_with_when_who_and_why(scene: Scene, voucher: Voucher) -> None:
    data = invoice(voucher, 40_000)
    begun = now()
    refused(redeem_voucher, scene.coordinator, voucher.code, data)
    kept = Attempt.objects.get()
    assert (kept.voucher, kept.actor, kept.times) == (voucher, str(scene.coordinator), 1)
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert begun <= kept.first_at == kept.last_at
    assert kept.reasons == [
        {
            "code": "OWN_CONTRIBUTION_TOO_LOW",
            "params": {"missing_cents": 10_000, "needed_cents": 50_000, "vat_basis": "without_vat"},
        }
    ]
    (shown,) = attempts_on(scene.coordinator, voucher)
    assert "€ 100,00" in sentence(shown.reasons[0]).replace("\N{NO-BREAK SPACE}", " ")
    assert list(proof.differences()) == []


def test_the_same_file_again_counts_and_takes_no_more_room(scene: Scene, voucher: Voucher) -> None:
    data = invoice(voucher, 40_000)
    for _ in range(3):
        refused(redeem_voucher, scene.coordinator, voucher.code, data)
    refused(redeem_voucher, actor("provider_staff"), voucher.code, data)
    kept = Attempt.objects.get()
    assert (kept.times, kept.actor) == (4, str(actor("provider_staff")))
    assert kept.first_at < kept.last_at


def test_a_flood_does_not_fill_the_table_and_everybody_is_still_told_why(
    scene: Scene, voucher: Voucher
) -> None:
    for serial in range(attempts.MOST_KEPT + 5):
        data = invoice(voucher, 100 + serial)
        assert refused(redeem_voucher, scene.coordinator, voucher.code, data) == "OWN_CONTRIBUTION_TOO_LOW"
    assert Attempt.objects.count() == attempts.MOST_KEPT
    refused(redeem_voucher, scene.coordinator, voucher.code, invoice(voucher, 100))
    assert Attempt.objects.get(times=2).voucher == voucher, "what is known goes on counting"
    other = award(scene, enterprise_number(1))
    refused(redeem_voucher, scene.coordinator, other.code, invoice(other, 100))
    assert Attempt.objects.filter(voucher=other).count() == 1


def test_looking_first_is_kept_when_it_is_refused_and_asking_is_not(scene: Scene, voucher: Voucher) -> None:
    """On a page one looks before one hands in, so that is where a wrong invoice stops; a validation changes nothing."""
    data = invoice(voucher, 40_000)
    assert not validate_invoice(scene.coordinator, code=voucher.code, data=data).ok
    assert not Attempt.objects.exists()
    assert not try_invoice(scene.coordinator, code=voucher.code, data=data).ok
    assert Attempt.objects.count() == 1
    assert try_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000)).ok
    assert Attempt.objects.count() == 1
    assert not Redemption.objects.exists()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<a/>", b"\x00\xff"])
@pytest.mark.parametrize("command", [redeem_voucher, try_invoice, credit_invoice, try_credit_note])
def test_a_file_that_cannot_be_read_is_kept_too(
    scene: Scene, voucher: Voucher, command: Callable[..., Any], data: bytes
) -> None:
    assert refused(command, scene.coordinator, voucher.code, data) is RefusalCode.INVOICE_UNREADABLE
    assert Attempt.objects.get().reasons[0]["code"] == "INVOICE_UNREADABLE"
    assert Attempt.objects.get().reasons[0]["params"].keys() == {"cause"}


def test_a_credit_note_that_is_refused_is_kept(scene: Scene, voucher: Voucher) -> None:
    data = credit_note(voucher, 100)
    refused(credit_invoice, scene.coordinator, voucher.code, data, key="k")
    assert not try_credit_note(scene.coordinator, code=voucher.code, data=data).ok
    assert (Attempt.objects.get().times, Attempt.objects.get().reasons[0]["code"]) == (
        2,
        "CREDIT_NOTE_INVOICE_UNKNOWN",
    )


def test_who_has_nothing_to_do_with_a_voucher_leaves_nothing_on_it(scene: Scene, voucher: Voucher) -> None:
    for by in (actor("stranger"), ANONYMOUS):
        assert refused(redeem_voucher, by, voucher.code, b"<a/>") is RefusalCode.INVOICE_UNREADABLE
        with pytest.raises(Voucher.DoesNotExist):
            redeem_voucher(by, code=voucher.code, data=invoice(voucher, 1))
    refused(redeem_voucher, actor("auditor"), voucher.code, invoice(voucher, 1))
    refused(redeem_voucher, actor("auditor"), voucher.code, b"<a/>")
    refused(redeem_voucher, SYSTEM, "0000000000000000", b"<a/>")
    assert not Attempt.objects.exists()


def test_a_key_that_was_used_before_says_nothing_of_the_invoice(scene: Scene) -> None:
    used, other = award(set_scene(slug="deel", rules=IN_PARTS)), award(scene, enterprise_number(3))
    redeem_voucher(SYSTEM, code=used.code, data=invoice(used, 1_000), key="k")
    assert (
        refused(redeem_voucher, SYSTEM, other.code, invoice(other, 50_000), key="k") == "IDEMPOTENCY_CONFLICT"
    )
    assert not Attempt.objects.exists()


def test_nothing_of_the_content_is_kept(scene: Scene, voucher: Voucher) -> None:
    """A number can be anything, also a name; what is no number and no currency is left out."""
    data = invoice(voucher, 50_000, buyer=OTHER_ENTERPRISE.number)
    named = data.replace(OTHER_ENTERPRISE.number.encode(), b"Jan Janssens")
    refused(redeem_voucher, scene.coordinator, voucher.code, named)
    refused(redeem_voucher, scene.coordinator, voucher.code, data)
    refused(redeem_voucher, scene.coordinator, voucher.code, invoice(voucher, 50_000, currency="USD"))
    kept = json.dumps(list(Attempt.objects.order_by("pk").values_list("reasons", flat=True)))
    for content in ("Jan", "Zilverspar", "Houthandel", "Tuinonderhoud", "F-1"):
        assert content not in kept
    assert OTHER_ENTERPRISE.number in kept
    assert "USD" in kept


@pytest.mark.parametrize("broken", ["_keep", "plain_value"])
def test_what_goes_wrong_while_keeping_it_is_in_the_log_and_nowhere_else(
    scene: Scene,
    voucher: Voucher,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(attempts, broken, fail)
    data = invoice(voucher, 40_000)
    assert refused(redeem_voucher, scene.coordinator, voucher.code, data) == "OWN_CONTRIBUTION_TOO_LOW"
    assert not try_invoice(scene.coordinator, code=voucher.code, data=data).ok
    assert not Attempt.objects.exists()
    assert [one.message for one in caplog.records] == ["attempt_not_kept"] * 2


def test_they_go_at_their_term(scene: Scene, voucher: Voucher) -> None:
    refused(redeem_voucher, scene.coordinator, voucher.code, invoice(voucher, 1))
    refused(redeem_voucher, scene.coordinator, voucher.code, invoice(voucher, 2))
    last = Attempt.objects.latest("pk")
    Attempt.objects.filter(pk=last.pk).update(first_at=now() - timedelta(days=800))
    erased = erase_expired(SYSTEM, at=now() + timedelta(days=729))
    assert erased["vouchers.Attempt.*"] == 0, "it counts from the last time"
    assert erase_expired(SYSTEM, at=now() + timedelta(days=731))["vouchers.Attempt.*"] == 2


def test_who_handed_it_in_can_ask_what_is_kept_of_it(scene: Scene, voucher: Voucher) -> None:
    refused(redeem_voucher, actor("provider_staff"), voucher.code, invoice(voucher, 1))
    (kept,) = export_person(EMAIL["provider_staff"])["refused_invoices"]
    assert (kept["times"], kept["reasons"][0]["code"]) == (1, "OWN_CONTRIBUTION_TOO_LOW")
    assert export_person(EMAIL["owner"])["refused_invoices"] == []


def test_a_code_that_nobody_has_is_no_error_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    refused(redeem_voucher, SYSTEM, "0000000000000000", b"<a/>")
    assert caplog.records == []
