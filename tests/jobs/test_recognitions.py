"""The mails about a recognition that ends while vouchers are open."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from tests.jobs.test_evaluations import spaced, told
from tests.scene import EMAIL, Scene, award, enterprise_number, set_scene
from tests.web.stage import work
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.clock import today
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.jobs import recognitions
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db

OWNER, PROVIDER = EMAIL["owner"], EMAIL["provider_staff"]
LAST_DAY = timedelta(days=10)


def set_ending(mailoutbox: list[EmailMessage], last_day: timedelta = LAST_DAY) -> tuple[Scene, Voucher]:
    """A voucher that outlives the recognition of its provider, and nothing mailed yet."""
    scene = set_scene()
    voucher = award(scene)
    scene.provider.recognitions.update(valid_until=today() + last_day + timedelta(days=1))
    work()
    mailoutbox.clear()
    return scene, voucher


def test_the_daily_work_tells_holder_and_provider_once(mailoutbox: list[EmailMessage]) -> None:
    scene, voucher = set_ending(mailoutbox)
    award(scene, enterprise_number(1), email=EMAIL["colleague"])
    work()
    mailoutbox.clear()
    recognitions.warn_of_recognitions()
    mails = told(mailoutbox)
    assert mails.keys() == {OWNER, PROVIDER, EMAIL["colleague"]}
    until = spaced(day(today() + LAST_DAY))
    assert all(until in text for text in mails.values())
    assert f"/mijn/cheques/{voucher.code}/" in mails[OWNER]
    assert f"met als datum ten laatste {until}" in mails[OWNER]
    assert "regisseur van Interlokale vereniging genk" in mails[OWNER]
    assert "2 cheques openstaan" in mails[PROVIDER]
    recognitions.warn_of_recognitions()
    assert told(mailoutbox) == {}


def test_who_hears_it_afterwards_is_not_told_to_order(mailoutbox: list[EmailMessage]) -> None:
    set_ending(mailoutbox, last_day=timedelta(days=-1))
    recognitions.warn_of_recognitions()
    text = told(mailoutbox)[OWNER]
    assert "Die dag is voorbij." in text
    assert "Bestel" not in text


def test_what_is_no_longer_so_is_not_mailed(mailoutbox: list[EmailMessage]) -> None:
    scene, _ = set_ending(mailoutbox)
    recognitions.warn_of_recognitions()
    scene.provider.recognitions.create(
        kind=ProviderKind.MAATWERKBEDRIJF, source="Test", valid_from=today() + timedelta(days=11)
    )
    assert told(mailoutbox) == {}
