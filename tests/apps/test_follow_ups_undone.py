"""A pair of which the first invoice was undone since: it counts no more, and nobody is asked again."""

import pytest

from tests.follow_ups import all_over, asked, later, say
from tests.scene import Scene, set_scene
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.queries.due import questions_to_remind
from wisselwerk.apps.evaluation.queries.persistence import persistence_of
from wisselwerk.apps.evaluation.services import remind_follow_ups, renew_figures, renew_persistence
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, Said
from wisselwerk.domain.indicator import Indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def test_a_pair_whose_invoice_was_undone_since_counts_and_is_reminded_no_more(scene: Scene) -> None:
    pairs = asked(scene, *range(12))
    for number, one in enumerate(pairs):
        say(one, Said.YES if number < 7 else Said.NO)
    say(pairs[0], Said.YES, amount_cents=100_000)
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


def test_what_is_undone_after_nobody_can_answer_changes_no_figure(scene: Scene) -> None:
    pairs = asked(scene, *range(12))
    for number, one in enumerate(pairs):
        say(one, Said.YES if number < 6 else Said.NO)
    renew_figures(SYSTEM, on=all_over())
    told = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk][Indicator.LASTING_6]
    assert (told.numerator, told.counted) == (6, 12)
    with later(ANSWERED_WITHIN.days + 2):
        first = Redemption.objects.get(voucher__holder=pairs[0].business)
        reverse_redemption(scene.coordinator, redemption=first.pk, reason="Fout")
        renew_figures(SYSTEM, on=all_over())
    again = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk][Indicator.LASTING_6]
    assert (again.numerator, again.counted) == (6, 12)
