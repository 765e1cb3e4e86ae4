"""A recognition that ends while vouchers are open: seen by who holds one, by the provider and by the coordinator."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.scene import EMAIL
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.demo.endings import HELD, STAFF

pytestmark = pytest.mark.browser


def test_who_is_concerned_sees_until_which_day_invoices_count(window: OpenWindow) -> None:
    held = Voucher.objects.get(holder__enterprise_number=HELD.number)
    for who, path, words, picture in (
        (
            EMAIL["owner"],
            f"/mijn/cheques/{held.code}/",
            "eindigt vroeger dan deze cheque",
            "recognition-voucher",
        ),
        (STAFF, "/aanbieder/", "eindigt terwijl er bij u", "recognition-provider"),
        (EMAIL["coordinator_genk"], "/beheer/", "Erkenningen die eindigen", ""),
    ):
        seen = window(who)
        seen.go(path)
        assert words in seen.says()
        assert seen.faults(picture) == []


def test_the_holder_was_mailed(window: OpenWindow) -> None:
    mailbox = window()
    mailbox.newest_mail()
    assert "De erkenning van die aanbieder eindigt vroeger dan uw" in mailbox.says()
