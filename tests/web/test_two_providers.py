"""A voucher for any provider, used with two: each sees its own invoice, and nothing of what is said of the other's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.machine import machine_of
from tests.proofs import BOTH, MONDAY, on, set_proof
from tests.scene import EMAIL, IN_PARTS, actor, award, invoice, set_provider
from tests.web.stage import browser, text
from wisselwerk.apps.parties.models import Organisation, RoleHolding
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries import attempts_on, voucher_for
from wisselwerk.apps.vouchers.services import (
    dispute_delivery,
    redeem_voucher,
    tell_redemptions,
)
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db

SECOND = invented_number(9)
WHY = "De haag staat er nog."
BY_ROLE = {"provider_staff": "F-1", "stranger": "F-2"}


@dataclass(frozen=True, slots=True)
class Used:
    """One voucher, an invoice of each provider on it, and the first of them disputed."""

    voucher: Voucher
    first: Redemption
    second: Redemption
    other: Organisation


@pytest.fixture
def used() -> Iterator[Used]:
    with on(MONDAY):
        scene = set_proof(BOTH, IN_PARTS).scene
        other = set_provider(SECOND).organisation
        RoleHolding.objects.filter(organisation=other).delete()
        grant_role(SYSTEM, person=person(EMAIL["stranger"]), organisation=other, role=Role.PROVIDER)
        voucher = award(scene, provider=None)
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000))
        data = invoice(voucher, 12_000, number="F-2", supplier=SECOND)
        redeem_voucher(SYSTEM, code=voucher.code, data=data)
        tell_redemptions(SYSTEM)
        first, second = Redemption.objects.order_by("invoice_number")
        dispute_delivery(actor("owner"), redemption=first.pk, reason=WHY)
        yield Used(voucher, first, second, other)


def test_each_provider_sees_its_own_invoice_and_who_it_is_about_sees_both(used: Used) -> None:
    numbers = {"F-1", "F-2"}
    for key in ("provider_staff", "stranger", "owner", "coordinator_genk", "auditor"):
        found = voucher_for(actor(key), used.voucher.code)
        mine = {BY_ROLE[key]} if key in BY_ROLE else numbers
        assert {one.invoice_number for one in found.redemptions.all()} == mine, key


def test_the_page_tells_a_provider_nothing_of_a_dispute_about_another(used: Used) -> None:
    page, levering = f"/mijn/cheques/{used.voucher.code}/", f"levering/{used.first.pk}/"
    told = "Betwist door de onderneming"
    for key, sees in (("provider_staff", True), ("stranger", False)):
        client = browser(key)
        assert (told in text(client.get(page))) == sees
        assert ("F-1" in text(client.get(page))) == sees
        assert client.get(page + levering).status_code == (200 if sees else 404)
    assert browser("stranger").get(f"{page}levering/{used.second.pk}/").status_code == 200


def test_the_api_tells_the_key_of_a_provider_of_its_own_invoice(used: Used) -> None:
    def seen(organisation: Organisation) -> list[tuple[Any, Any]]:
        shown = machine_of(organisation).get(f"/vouchers/{used.voucher.code}").json()
        return [(one["invoice_number"], one["delivery"]) for one in shown["redemptions"]]

    assert seen(used.other) == [("F-2", "asked")]
    assert seen(used.first.supplier) == [("F-1", "disputed")]
    assert seen(used.voucher.scheme.partnership) == [("F-1", "disputed"), ("F-2", "asked")]


def test_a_provider_sees_the_refusals_of_what_its_own_people_handed_in(used: Used) -> None:
    again = (
        ("provider_staff", "F-1", PROVIDER_NUMBER),
        ("stranger", "F-2", SECOND),
        ("owner", "F-2", SECOND),
    )
    for serial, (key, number, supplier) in enumerate(again):
        data = invoice(used.voucher, 1_000 + serial, number=number, supplier=supplier)
        with pytest.raises(Refusal):
            redeem_voucher(actor(key), code=used.voucher.code, data=data)
    for key in ("provider_staff", "stranger"):
        assert [one.actor for one in attempts_on(actor(key), used.voucher)] == [str(actor(key))]
    for key in ("owner", "coordinator_genk", "auditor"):
        assert len(attempts_on(actor(key), used.voucher)) == 3
