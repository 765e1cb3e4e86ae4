"""A business and a provider say how it went, and a coordinator goes on without a side: seen and usable."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.evaluations import HELD_BACK
from tests.scene import EMAIL, award, invoice, set_scene
from wisselwerk.apps.vouchers.models import EvaluationReminder, Redemption
from wisselwerk.apps.vouchers.services import redeem_voucher, tell_redemptions
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, Side

pytestmark = pytest.mark.browser


def redeemed() -> Redemption:
    """A redemption in one more scheme of the demo, that holds a part back."""
    scene = set_scene(slug="evaluatie", rules=HELD_BACK)
    voucher = award(scene)
    done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
    tell_redemptions(SYSTEM)
    one = Redemption.objects.select_related("voucher").get(pk=done.id)
    for number in (1, 2):
        asked_on = today() + number * BETWEEN_REMINDERS
        EvaluationReminder.objects.create(
            voucher=voucher, side=Side.PROVIDER, supplier_id=one.supplier_id, asked_on=asked_on
        )
    return one


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_answer_to_going_on_without_the_other(window: OpenWindow, *, script: bool) -> None:
    one = redeemed()
    owner = window(EMAIL["owner"], script=script)
    owner.newest_mail()
    assert "Zeg het op deze pagina:" in owner.says()
    owner.go("/mijn/")
    assert owner.faults("evaluation-waiting") == []
    owner.go(f"/mijn/cheques/{one.voucher.code}/")
    assert owner.faults("evaluation-voucher") == []
    owner.follow("Zeg hoe het ging")
    assert owner.faults("evaluation-form") == []
    owner.press("Mijn antwoord versturen")
    assert "Kies hoe het ging." in owner.says()
    assert owner.faults() == []
    owner.page.get_by_label("Zeer goed").check()
    owner.page.get_by_label("Waarschijnlijk wel").check()
    owner.page.get_by_label("Wat wilt u nog zeggen?").fill("De ploeg was vriendelijk en op tijd.")
    owner.press("Mijn antwoord versturen")
    assert "Uw antwoord is bewaard." in owner.says()
    assert owner.faults("evaluation-answered") == []

    provider = window(EMAIL["provider_staff"], script=script)
    provider.go(f"/aanbieder/facturen/{one.pk}/")
    assert "De ploeg was vriendelijk" not in provider.says()
    assert provider.faults("evaluation-provider") == []

    coordinator = window(EMAIL["coordinator_genk"], script=script)
    coordinator.go("/beheer/")
    assert coordinator.faults("evaluation-dashboard") == []
    coordinator.follow(one.invoice_number)
    assert coordinator.faults("evaluation-coordinator") == []
    coordinator.page.get_by_label("De aanbieder").check()
    coordinator.page.get_by_label("Waarom?").fill("Twee keer herinnerd, en er is niemand meer.")
    coordinator.press("Verdergaan zonder dit antwoord")
    assert "Het gaat verder zonder dat antwoord." in coordinator.says()
    assert coordinator.faults() == []
