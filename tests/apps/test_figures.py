"""The figures of a scheme: counted from what happened, read from a roll-up, and small ones hidden."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.payments import pass_checks, treasury_of
from tests.scene import GENK, OPGLABBEEK, Scene, award, enterprise_number, invoice, set_scene
from wisselwerk.apps.evaluation.models import SchemeFigure
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.queries.counting import measures_of
from wisselwerk.apps.evaluation.services import renew_figures
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.indicator import Figure, Indicator
from wisselwerk.domain.main_lines import Blank
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def use(scene: Scene, serials: range, *, place: str = GENK, since: str = "F") -> None:
    """Businesses that get a voucher and hand in one invoice of 600 euro on it, of which the voucher pays 250."""
    for serial in serials:
        voucher = award(scene, enterprise_number(serial), municipality=place)
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number=f"{since}-{serial}"))


def figures(scene: Scene) -> dict[Indicator, Figure]:
    renew_figures(SYSTEM, on=today())
    return dict(figures_of([scene.scheme.pk], today=today())[scene.scheme.pk])


def test_a_scheme_that_was_never_counted_says_so(scene: Scene) -> None:
    found = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk]
    assert set(found) == set(Indicator)
    assert {one.value for one in found.values()} == {Blank.NOTHING}


def test_what_happened_is_counted(scene: Scene) -> None:
    use(scene, range(5))
    use(scene, range(5, 7), place=OPGLABBEEK)
    found = figures(scene)
    assert found[Indicator.UPTAKE].value == pytest.approx(7 * 25_000 / 25_000_000)
    assert (found[Indicator.USED].value, found[Indicator.USED].counted) == (1.0, 7)
    assert (found[Indicator.DECISION_DAYS].value, found[Indicator.DECISION_DAYS].counted) == (0.0, 7)
    assert found[Indicator.OWN_MONEY].value == 140.0
    assert (found[Indicator.FIRST].numerator, found[Indicator.FIRST].counted) == (7, 7)
    assert found[Indicator.PAYMENT_DAYS].value is Blank.NOTHING
    # One provider and two municipalities are few.
    assert found[Indicator.PROVIDERS].value is found[Indicator.PLACES].value is Blank.HIDDEN
    assert {one.until for one in found.values()} == {today()}
    assert found[Indicator.USED].since == date(2015, 1, 1)


def test_days_to_payment_are_those_of_the_bank(scene: Scene) -> None:
    treasury = treasury_of(scene)
    use(scene, range(6))
    pass_checks()
    treasury.bank_pays(treasury.signed())
    found = figures(scene)[Indicator.PAYMENT_DAYS]
    assert (found.value, found.counted) == (0.0, 6)


def test_an_open_voucher_does_not_count_as_unused(scene: Scene) -> None:
    use(scene, range(5))
    award(scene, enterprise_number(9))
    assert figures(scene)[Indicator.USED].counted == 5


def test_who_met_in_another_scheme_is_no_first_acquaintance(scene: Scene) -> None:
    other = set_scene(slug="elders")
    use(scene, range(6))
    with time_machine.travel(now() + timedelta(days=1)):
        use(other, range(5, 12), since="E")
        measures = measures_of([scene.scheme.pk, other.scheme.pk])[Indicator.FIRST]
    assert (measures[scene.scheme.pk].numerator, measures[scene.scheme.pk].denominator) == (6, 6)
    assert (measures[other.scheme.pk].numerator, measures[other.scheme.pk].denominator) == (6, 7)


def test_counting_again_changes_nothing_and_few_more_wait(scene: Scene) -> None:
    use(scene, range(5))
    first = figures(scene)
    rows = list(SchemeFigure.objects.order_by("pk").values())
    assert figures(scene) == first
    assert list(SchemeFigure.objects.order_by("pk").values()) == rows
    use(scene, range(5, 9))
    later = figures(scene)
    assert later[Indicator.OWN_MONEY] == first[Indicator.OWN_MONEY]
    assert later[Indicator.UPTAKE] != first[Indicator.UPTAKE]
    use(scene, range(9, 10))
    assert figures(scene)[Indicator.OWN_MONEY].counted == 10


def test_only_background_work_counts(scene: Scene) -> None:
    with pytest.raises(Refusal) as refused:
        renew_figures(scene.coordinator, on=today())
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_a_page_asks_one_query_and_counting_no_more_for_more_schemes(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as asked:
        figures_of([scene.scheme.pk, 0, 1, 2], today=today())
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        measures_of([scene.scheme.pk, 0, 1, 2])
    assert len(asked) == 8
