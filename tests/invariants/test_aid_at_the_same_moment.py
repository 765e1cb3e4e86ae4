"""De minimis aid under fire: whatever comes at once, nobody gets more than the ceiling, and each grant has one line."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial

import pytest

from tests.aid import AID, AID_TO_BOTH, CEILING, VOUCHER, declare, fill, had
from tests.invariants.together import together
from tests.nights import at_night, live
from tests.scene import EMAIL, IN_PARTS, Rules, award, enter, enterprise_number, invoice, set_scene
from wisselwerk.apps.aid import proof as aid
from wisselwerk.apps.aid.models import RegisterLine, Registration
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.parties.services import enterprise, person
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import Redeemed, lapse_vouchers, redeem_voucher, revoke_voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)

FREE_NUMBER: Rules = {"number_per_enterprise": None}


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *aid.differences(), *proof.differences()] == []


def states(results: Sequence[object]) -> list[str]:
    """The state of each application; what failed raises."""
    for result in results:
        if isinstance(result, Exception):
            raise result
    return sorted(one.state for one in results if isinstance(one, Application))


def test_ten_applications_of_one_enterprise_at_once_near_its_ceiling_give_four() -> None:
    scene = set_scene(rules=AID | FREE_NUMBER)
    enterprise(OWN_ENTERPRISE.number)
    person(EMAIL["owner"])
    room_for_four = had(CEILING - 5 * VOUCHER + 1, today())
    found = states(together([partial(declare, scene, room_for_four)] * 10))
    assert found == [ApplicationState.AWARDED] * 4 + [ApplicationState.REFUSED] * 6
    assert RegisterLine.objects.count() == 4


def test_ten_enterprises_that_choose_one_provider_near_its_ceiling_give_it_four() -> None:
    scene = set_scene(rules=AID_TO_BOTH)
    fill(CEILING - 5 * VOUCHER + 1)
    acts = [partial(enter, scene, enterprise_number(serial)) for serial in range(10)]
    found = states(together(acts))
    assert found == [ApplicationState.AWARDED] * 4 + [ApplicationState.REFUSED] * 6
    provider = scene.provider.organisation
    assert RegisterLine.objects.filter(recipient=provider, scheme=scene.scheme).count() == 4


def test_ten_invoices_of_one_provider_near_its_ceiling_give_it_four() -> None:
    scene = set_scene(rules=AID_TO_BOTH | IN_PARTS)
    vouchers = [award(scene, enterprise_number(serial), provider=None) for serial in range(10)]
    fill(CEILING - 5 * 10_000 + 1)
    found = together(
        [
            partial(
                redeem_voucher,
                SYSTEM,
                code=one.code,
                data=invoice(one, 10_000, number=f"F-{one.pk}"),
            )
            for one in vouchers
        ]
    )
    assert sum(isinstance(one, Redeemed) for one in found) == 4
    refused = [one.code for one in found if isinstance(one, Refusal)]
    assert refused == [RefusalCode.DE_MINIMIS_CEILING] * 6


def test_one_invoice_handed_in_ten_times_at_once_is_aid_once() -> None:
    scene = set_scene(rules=AID_TO_BOTH | IN_PARTS)
    voucher = award(scene, provider=None)
    act = partial(redeem_voucher, SYSTEM, code=voucher.code, data=invoice(voucher, 10_000), key="1")
    assert len({str(one) for one in together([act] * 10)}) == 1
    assert RegisterLine.objects.filter(recipient=scene.provider.organisation).count() == 1


def test_lapse_and_revocation_at_once_are_corrected_once() -> None:
    scene = set_scene(rules=AID)
    voucher = award(scene)
    ends_on = voucher.valid_until + timedelta(days=31)
    live(ends_on - timedelta(days=1))
    acts: list[Callable[[], object]] = [
        partial(lapse_vouchers, SYSTEM, on=ends_on),
        partial(revoke_voucher, SYSTEM, voucher=voucher, reason="Fout."),
    ]
    with at_night(ends_on):
        together(acts * 3)
    assert sum(RegisterLine.objects.values_list("amount_cents", flat=True)) == 0
    assert RegisterLine.objects.count() == 2


def test_a_line_entered_ten_times_at_once_is_entered_once() -> None:
    scene = set_scene(rules=AID)
    award(scene)
    line = RegisterLine.objects.get()
    act = partial(register_aid, SYSTEM, lines=[line.pk], reference="EAID-1", registered_on=today())
    found = together([act] * 10)
    assert not [one for one in found if isinstance(one, Exception)]
    assert Registration.objects.count() == 1
