"""A visum under fire: two directors, a director and a coordinator, and applications that come meanwhile."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.invariants.together import together
from tests.payments import treasury_of
from tests.scene import enter, enterprise_number, set_scene
from wisselwerk.apps.schemes.models import CouncilDecision, Visum
from wisselwerk.apps.schemes.services import give_visum, record_exemption, refuse_visum
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.clock import today
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)


def test_given_and_exempted_at_once_one_stands() -> None:
    treasury = treasury_of(set_scene(visum=False))
    scheme = treasury.scene.scheme
    give = partial(give_visum, treasury.signs, scheme=scheme, given_on=today())
    exempt = partial(
        record_exemption,
        treasury.scene.coordinator,
        scheme=scheme,
        title="Geen visum",
        decided_on=today(),
        reference="GR 1",
    )
    results = together([give, exempt] * 4)
    refused = [one for one in results if isinstance(one, Refusal)]
    assert {one.code for one in refused} <= {RefusalCode.VISUM_STANDS}
    assert len(refused) == 4
    assert Visum.objects.count() == 1
    assert (
        CouncilDecision.objects.filter(subject="VISUM").count() == Visum.objects.filter(kind="EXEMPT").count()
    )
    assert list(proof.differences()) == []


def test_a_refusal_never_follows_what_opened_the_scheme() -> None:
    treasury = treasury_of(set_scene(visum=False))
    scheme = treasury.scene.scheme
    give = partial(give_visum, treasury.signs, scheme=scheme, given_on=today())
    refuse = partial(refuse_visum, treasury.signs, scheme=scheme, refused_on=today(), reason="Nee.")
    results = together([refuse, give] * 4)
    assert {one.code for one in results if isinstance(one, Refusal)} <= {RefusalCode.VISUM_STANDS}
    kinds = list(Visum.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-1] == "GIVEN"
    assert kinds.count("GIVEN") == 1


def test_no_voucher_comes_before_the_visum() -> None:
    treasury = treasury_of(set_scene(visum=False))
    scene = treasury.scene
    give = partial(give_visum, treasury.signs, scheme=scene.scheme, given_on=today())
    asks = [partial(enter, scene, enterprise_number(serial)) for serial in range(7)]
    acts: list[Callable[[], object]] = [*asks[:3], give, *asks[3:]]
    results = together(acts)
    refused = [one for one in results if isinstance(one, Refusal)]
    assert {one.code for one in refused} <= {RefusalCode.VISUM_MISSING}
    assert Voucher.objects.count() == 7 - len(refused)
    assert list(proof.differences()) == []
