"""How often each page asks the database: a number that does not grow with what there is to show."""

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.scene import award, enter, enterprise_number, invoice
from tests.web.stage import Stage, browser, set_stage
from wisselwerk.apps.vouchers.models import Delivery, DeliveryState, Redemption
from wisselwerk.apps.vouchers.queries import latest_decision
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db

# Each counts one for whether this is a demo; of somebody signed in also the session, the person and the roles.
COUNTS: Mapping[str, int] = {
    "home": 6,
    "schemes": 6,
    "scheme": 17,
    "services": 6,
    "provider": 5,
    "privacy": 1,
    "apply": 10,
    "waiting": 8,
    "decision": 8,
    "voucher": 7,
    "offering": 14,
    "coordination": 23,
    "applications": 7,
    "application": 7,
    "vouchers": 7,
    "coordinated voucher": 7,
    "coordinated scheme": 17,
    "decisions": 6,
    "audited": 5,
}


def pages(stage: Stage) -> dict[str, tuple[str, str]]:
    """Who looks at what."""
    code, asked = stage.voucher.code, stage.voucher.application_id
    decision = latest_decision(stage.voucher.application)
    assert decision is not None
    return {
        "home": ("anonymous", "/"),
        "schemes": ("anonymous", "/regelingen/"),
        "scheme": ("anonymous", "/regelingen/genk/"),
        "services": ("anonymous", "/aanbod/"),
        "provider": ("anonymous", f"/aanbod/{stage.scene.provider.organisation.slug}/"),
        "privacy": ("anonymous", "/privacy/"),
        "apply": ("anonymous", "/regelingen/genk/aanvragen/"),
        "waiting": ("owner", "/mijn/"),
        "decision": ("owner", f"/aanvragen/{asked}/"),
        "voucher": ("owner", f"/mijn/cheques/{code}/"),
        "offering": ("provider_staff", "/aanbieder/"),
        "coordination": ("coordinator_genk", "/beheer/"),
        "applications": ("coordinator_genk", "/beheer/aanvragen/"),
        "application": ("coordinator_genk", f"/beheer/aanvragen/{asked}/"),
        "vouchers": ("coordinator_genk", "/beheer/cheques/"),
        "coordinated voucher": ("coordinator_genk", f"/beheer/cheques/{code}/"),
        "coordinated scheme": ("coordinator_genk", "/beheer/regelingen/genk/"),
        "decisions": ("auditor", "/audit/"),
        "audited": ("auditor", f"/audit/beslissingen/{decision.pk}/"),
    }


def counted(stage: Stage) -> dict[str, int]:
    found = {}
    for name, (who, path) in pages(stage).items():
        client = browser(who)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        found[name] = len(queries)
    return found


def test_more_to_show_is_not_more_to_ask() -> None:
    stage = set_stage()
    Delivery.objects.update(state=DeliveryState.MAIL_REFUSED)
    assert counted(stage) == COUNTS
    for serial in range(4):
        voucher = award(stage.scene, enterprise_number(serial), email="eigenares@lindekruin.example")
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 1_000, number=f"X-{serial}"))
        enter(stage.scene, enterprise_number(100 + serial), municipality="72042")
        data = invoice(stage.voucher, 1_000, number=f"Y-{serial}")
        redeem_voucher(SYSTEM, code=stage.voucher.code, data=data)
    for redemption in Redemption.objects.filter(voucher=stage.voucher)[:2]:
        reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Vergissing.")
    Delivery.objects.update(state=DeliveryState.MAIL_REFUSED)
    assert counted(stage) == COUNTS
