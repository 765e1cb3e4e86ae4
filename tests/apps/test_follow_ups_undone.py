"""A pair of which the first invoice was undone since: it counts no more, and nobody is asked again."""

import pytest

from tests.follow_ups import asked, later, say
from tests.scene import Scene, set_scene
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.queries.due import questions_to_remind
from wisselwerk.apps.evaluation.queries.persistence import persistence_of
from wisselwerk.apps.evaluation.services import remind_follow_ups, renew_persistence
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.follow_up import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def test_a_pair_whose_invoice_was_undone_since_counts_and_is_reminded_no_more(scene: Scene) -> None:
    pairs = asked(scene, *range(12))
    for number, one in enumerate(pairs):
        say(one, Said.YES if number < 7 else Said.NO)
    first = Redemption.objects.get(voucher__holder=pairs[0].business)
    reverse_redemption(scene.coordinator, redemption=first.pk, reason="Fout")
    renew_persistence(SYSTEM, on=today())
    [found] = persistence_of([scene.scheme.pk])[scene.scheme.pk]
    share = found.share
    assert share is not None
    assert (share.lasts, share.clear) == (6, 11)
    assert list(differences()) == []
    with later(14):
        # Of each pair the provider did not answer; of that which was undone nobody is asked again.
        assert not questions_to_remind(today()).filter(follow_up=pairs[0]).exists()
        assert questions_to_remind(today()).filter(follow_up=pairs[1]).exists()
        assert remind_follow_ups(SYSTEM, on=today()) == 11


def test_a_pair_undone_after_it_was_counted_was_well_counted(scene: Scene) -> None:
    pairs = asked(scene, *range(12))
    for number, one in enumerate(pairs):
        say(one, Said.YES if number < 6 else Said.NO)
    renew_persistence(SYSTEM, on=today())
    with later(1):
        first = Redemption.objects.get(voucher__holder=pairs[0].business)
        reverse_redemption(scene.coordinator, redemption=first.pk, reason="Fout")
        assert list(differences()) == []
