"""A recognition that ends while vouchers are open: seen by who holds one, by the provider and by the coordinator."""

from datetime import timedelta

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL, award, set_scene
from wisselwerk.clock import today

pytestmark = pytest.mark.browser


def test_who_is_concerned_sees_until_which_day_invoices_count(window: OpenWindow) -> None:
    scene = set_scene(slug="erkenning")
    voucher = award(scene)
    scene.provider.recognitions.filter(kind="MAATWERKBEDRIJF").update(
        valid_until=today() + timedelta(days=40)
    )
    for who, path, words, picture in (
        ("owner", f"/mijn/cheques/{voucher.code}/", "eindigt vroeger dan deze cheque", "recognition-voucher"),
        ("provider_staff", "/aanbieder/", "eindigt terwijl er bij u", "recognition-provider"),
        ("coordinator_genk", "/beheer/", "Erkenningen die eindigen", "recognition-coordinator"),
    ):
        seen = window(EMAIL[who])
        seen.go(path)
        assert words in seen.says()
        assert seen.faults(picture) == []
