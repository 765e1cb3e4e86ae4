"""A business says that it was not delivered, a coordinator settles it, a provider says what came in: seen and usable."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL, award, invoice, set_scene
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import redeem_voucher, tell_redemptions
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.browser


def redeemed() -> Redemption:
    """A redemption in one more scheme of the demo, that asks for proof."""
    rules = {"delivery_working_days": 5, "own_part_paid": "proven"}
    scene = set_scene(slug="bewijs", rules={"proof": rules})
    voucher = award(scene)
    done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
    tell_redemptions(SYSTEM)
    return Redemption.objects.select_related("voucher").get(pk=done.id)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_question_to_proof(window: OpenWindow, *, script: bool) -> None:
    one = redeemed()
    owner = window(EMAIL["owner"], script=script)
    owner.newest_mail()
    assert "Is dit geleverd zoals afgesproken?" in owner.says()
    owner.go("/mijn/")
    assert owner.faults() == []
    owner.go(f"/mijn/cheques/{one.voucher.code}/")
    assert owner.faults("proof-voucher") == []
    owner.follow("Nee, of niet zoals afgesproken")
    assert owner.faults("proof-delivery") == []
    owner.press("Melden dat er niet geleverd is zoals afgesproken")
    assert "Zeg in een of twee zinnen wat er mis is." in owner.says()
    assert owner.faults() == []
    owner.page.get_by_label("Wat is er mis?").fill("De helft van de gevel is nog vuil.")
    owner.press("Melden dat er niet geleverd is zoals afgesproken")
    assert "Er wordt voorlopig niets betaald" in owner.says()
    assert owner.faults() == []

    coordinator = window(EMAIL["coordinator_genk"], script=script)
    coordinator.go("/beheer/")
    assert coordinator.faults() == []
    coordinator.follow(one.invoice_number)
    assert coordinator.faults("proof-dispute") == []
    coordinator.page.get_by_label("De onderneming trekt haar betwisting in").check()
    coordinator.page.get_by_label("Waarom?").fill("De rest is vandaag gereinigd.")
    coordinator.press("De betwisting oplossen")
    assert "de tijd om te antwoorden loopt verder" in coordinator.says()
    assert coordinator.faults() == []

    owner.go(f"/mijn/cheques/{one.voucher.code}/")
    owner.press("Ja, het is geleverd")
    assert "Bevestigd door de onderneming" in owner.says()
    assert owner.faults() == []

    provider = window(EMAIL["provider_staff"], script=script)
    provider.go("/aanbieder/")
    assert provider.faults("proof-provider") == []
    provider.follow(one.invoice_number)
    assert provider.faults("proof-receipt") == []
    provider.page.get_by_label("Bedrag, in euro").fill("249,99")
    provider.page.get_by_label("Dag op het uittreksel van de bank").fill(today().isoformat())
    provider.press("Dit is binnen")
    assert "Er ontbreekt dus € 0,01" in provider.says()
    assert provider.faults() == []
    provider.page.get_by_label("Bedrag, in euro").fill("250")
    provider.press("Dit is binnen")
    assert "De aanbieder zegt dat hij € 250,00 kreeg" in provider.says()
    assert provider.faults("proof-done") == []
