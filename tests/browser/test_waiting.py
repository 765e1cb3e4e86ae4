"""What waits and says so: an invoice that no machine can check, and a delivery on a voucher on hold; seen and usable."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL, award, invoice, set_scene
from wisselwerk.apps.vouchers.models import InvoiceCheck, Redemption
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    redeem_voucher,
    tell_redemptions,
)
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import TRIES

pytestmark = pytest.mark.browser

APPLICANT = "aanvrager@verzonnen.example"
"""Applied for a business, and has no role for it."""


@pytest.fixture
def one() -> Redemption:
    """In one more scheme of the demo, that asks for proof and reminds on days of its own."""
    rules = {
        "proof": {"delivery_working_days": 5},
        "reminders": {"days_before_last_day": [60, 30, 7]},
        "own_contribution": None,
        "amount": {"amount_cents": 50_000},
    }
    scene = set_scene(slug="wacht", rules=rules)  # type: ignore[arg-type]  # parameters by kind
    voucher = award(scene, email=APPLICANT)
    done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="W-1"))
    tell_redemptions(SYSTEM)
    return Redemption.objects.select_related("voucher__scheme", "voucher__application").get(pk=done.id)


def test_what_cannot_be_checked_is_work_for_the_coordinator(window: OpenWindow, one: Redemption) -> None:
    InvoiceCheck.objects.filter(redemption=one).update(tries=TRIES)
    coordinator = window(EMAIL["coordinator_genk"])
    for path, words in (
        ("/beheer/", "Kon niet officieel gecontroleerd worden"),
        ("/beheer/facturen/", "Kon niet officieel gecontroleerd worden"),
        (f"/beheer/facturen/{one.pk}/", "kijk zelf na: nummer, datum"),
    ):
        coordinator.go(path)
        assert words in coordinator.says()
        assert coordinator.faults(f"waiting{path.replace('/', '-')}"[:24]) == []
    coordinator.page.get_by_label("Waarom?").fill("Zelf bekeken: alles klopt.")
    coordinator.press("De factuur aanvaarden")
    assert "De factuur is aanvaard" in coordinator.says()


def test_a_voucher_tells_its_reminders_and_a_delivery_on_hold_its_days(
    window: OpenWindow, one: Redemption
) -> None:
    owner = window(APPLICANT)
    owner.go(f"/mijn/cheques/{one.voucher.code}/")
    assert "Herinneringen" in owner.says()
    assert owner.faults("waiting-reminders") == []
    contest_voucher(SYSTEM, voucher=one.voucher, reason="De zaak kent de aanvraag niet.")
    owner.go(f"/mijn/cheques/{one.voucher.code}/")
    assert "W-1" not in owner.says(), "who only applied does not see what was done with it meanwhile"
    assert owner.faults("waiting-contested") == []
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go(f"/beheer/cheques/{one.voucher.code}/facturen/{one.pk}/bewijs/")
    assert "de dagen om te antwoorden staan stil: er blijven 5 werkdagen over" in coordinator.says()
    assert coordinator.faults("waiting-hold") == []
    provider = window(EMAIL["provider_staff"])
    provider.go("/aanbieder/")
    assert "Btw bovenop beide" in provider.says()
    assert provider.faults("waiting-provider") == []
    anybody = window()
    anybody.go("/api/v1/docs")
    assert "How to sign a call" in anybody.says()
    assert anybody.faults("waiting-api") == []
