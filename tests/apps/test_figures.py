"""The figures of a scheme: counted from what happened, read from a roll-up, and small ones hidden."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.payments import pass_checks, treasury_of
from tests.scene import (
    EMAIL,
    GENK,
    OPGLABBEEK,
    Scene,
    award,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.evaluation.models import SchemeFigure
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.queries.counting import measures_of
from wisselwerk.apps.evaluation.services import renew_figures
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import Confirmation, Redemption
from wisselwerk.apps.vouchers.services import (
    confirm_application,
    redeem_voucher,
    reverse_redemption,
    submit_application,
)
from wisselwerk.clock import BRUSSELS, now, today
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
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


def next_year() -> date:
    """When this year is over."""
    return date(today().year + 1, 1, 1)


def figures(scene: Scene) -> dict[Indicator, Figure]:
    renew_figures(SYSTEM, on=next_year())
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
    # One provider is few, and so is one municipality with five vouchers.
    assert not found[Indicator.PROVIDERS].is_shown
    assert not found[Indicator.PLACES].is_shown
    assert {found[one].until for one in (Indicator.USED, Indicator.OWN_MONEY)} == {date(today().year, 12, 31)}
    assert found[Indicator.USED].since == date(2015, 1, 1)


def test_days_to_payment_are_those_of_the_bank(scene: Scene) -> None:
    treasury = treasury_of(scene)
    use(scene, range(6))
    pass_checks()
    treasury.bank_pays(treasury.signed())
    found = figures(scene)[Indicator.PAYMENT_DAYS]
    assert (found.value, found.counted) == (0.0, 6)


def test_a_year_with_an_open_voucher_waits(scene: Scene) -> None:
    use(scene, range(5))
    voucher = award(scene, enterprise_number(9))
    assert figures(scene)[Indicator.USED].value is Blank.NOTHING
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number="F-9"))
    assert figures(scene)[Indicator.USED].counted == 6


def test_who_met_in_another_scheme_is_no_first_acquaintance(scene: Scene) -> None:
    other = set_scene(slug="elders")
    use(scene, range(6))
    with time_machine.travel(now() + timedelta(days=1)):
        use(other, range(1, 13), since="E")
        measures = measures_of([scene.scheme.pk, other.scheme.pk], next_year(), now())[Indicator.FIRST]
    assert (measures[scene.scheme.pk].numerator, measures[scene.scheme.pk].denominator) == (6, 6)
    assert (measures[other.scheme.pk].numerator, measures[other.scheme.pk].denominator) == (7, 12)


def test_counting_again_changes_nothing(scene: Scene) -> None:
    use(scene, range(5))
    first = figures(scene)
    rows = list(SchemeFigure.objects.order_by("pk").values())
    assert figures(scene) == first
    assert list(SchemeFigure.objects.order_by("pk").values()) == rows


def test_nothing_of_the_year_that_runs_counts_but_what_everybody_may_know(scene: Scene) -> None:
    treasury = treasury_of(scene)
    use(scene, range(6))
    pass_checks()
    treasury.bank_pays(treasury.signed())
    renew_figures(SYSTEM, on=today())
    found = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk]
    assert {one for one, figure in found.items() if figure.is_shown} == {Indicator.UPTAKE}


def test_a_figure_that_was_tampered_with_is_named(scene: Scene) -> None:
    use(scene, range(6))
    figures(scene)
    assert list(differences()) == []
    for indicator in (Indicator.OWN_MONEY, Indicator.FIRST, Indicator.USED, Indicator.DECISION_DAYS):
        row = SchemeFigure.objects.get(indicator=indicator)
        SchemeFigure.objects.filter(pk=row.pk).update(numerator=-1)
        assert list(differences()) == [
            f"figure {indicator} of scheme {scene.scheme.pk}: is not what happened"
        ]
        SchemeFigure.objects.filter(pk=row.pk).update(numerator=row.numerator)
    SchemeFigure.objects.filter(indicator=Indicator.OWN_MONEY).delete()
    assert list(differences()) == [
        f"figure {Indicator.OWN_MONEY} of scheme {scene.scheme.pk}: is not what happened"
    ]


def test_what_was_awarded_of_a_budget_is_held_to_the_books_where_nothing_moved_since(scene: Scene) -> None:
    use(scene, range(6))
    figures(scene)
    SchemeFigure.objects.filter(indicator=Indicator.UPTAKE).update(numerator=1)
    assert list(differences()) == [
        f"figure {Indicator.UPTAKE} of scheme {scene.scheme.pk}: is not what happened"
    ]
    # Where money moved since, the trail still tells what was counted.
    SchemeFigure.objects.update(counted_on=next_year() - timedelta(days=366))
    SchemeFigure.objects.exclude(indicator=Indicator.UPTAKE).delete()
    assert list(differences()) == [f"figures of scheme {scene.scheme.pk}: are not what the trail tells"]


def test_figures_that_are_gone_altogether_are_missed(scene: Scene) -> None:
    use(scene, range(6))
    figures(scene)
    SchemeFigure.objects.all().delete()
    assert list(differences()) == [f"figures of scheme {scene.scheme.pk}: are not what the trail tells"]


def test_fewer_used_vouchers_than_there_were_is_a_fault(scene: Scene) -> None:
    use(scene, range(7))
    figures(scene)
    used = SchemeFigure.objects.filter(indicator=Indicator.USED)
    used.update(numerator=6, denominator=6, counted=6)
    assert list(differences()) == [
        f"figure {Indicator.USED} of scheme {scene.scheme.pk}: is not what happened"
    ]


LAST_YEAR = date(2025, 12, 30)


def test_what_a_bank_tells_in_january_of_last_year_counts_a_year_later_and_is_no_fault() -> None:
    with time_machine.travel(LAST_YEAR):
        scene = set_scene()
        treasury = treasury_of(scene)
        use(scene, range(6))
        pass_checks()
        signed = treasury.signed()
    with time_machine.travel(datetime(2026, 1, 1, 6, tzinfo=BRUSSELS)):
        renew_figures(SYSTEM, on=today())
    with time_machine.travel(datetime(2026, 1, 1, 9, tzinfo=BRUSSELS)):
        treasury.bank_pays(signed, booked_on=date(2025, 12, 31))
        assert list(differences()) == []
        renew_figures(SYSTEM, on=today())
        found = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk]
        assert not found[Indicator.PAYMENT_DAYS].is_shown
        assert list(differences()) == []
    with time_machine.travel(date(2027, 1, 1)):
        renew_figures(SYSTEM, on=today())
        found = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk]
        assert found[Indicator.PAYMENT_DAYS].counted == 6
        assert list(differences()) == []


def test_who_confirms_after_midnight_is_no_fault_and_hides_how_few_they_are() -> None:
    with time_machine.travel(LAST_YEAR):
        scene = set_scene()
        use(scene, range(6))
    with time_machine.travel(datetime(2025, 12, 31, 23, 55, tzinfo=BRUSSELS)):
        late = submit_application(
            ANONYMOUS,
            scheme=scene.scheme,
            enterprise_number=enterprise_number(9),
            email=EMAIL["owner"],
            provider=PROVIDER_NUMBER,
            declarations={"municipality": GENK},
        )
    with time_machine.travel(datetime(2026, 1, 1, 0, 5, tzinfo=BRUSSELS)):
        renew_figures(SYSTEM, on=today())
        shown = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk]
        assert shown[Indicator.DECISION_DAYS].counted == 6
    with time_machine.travel(datetime(2026, 1, 1, 0, 10, tzinfo=BRUSSELS)):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year, amount_cents=10_000_000)
        code = Confirmation.objects.get(application=late)
        assert confirm_application(ANONYMOUS, token=code.token, code=code.code).state == "awarded"
        assert list(differences()) == []
        renew_figures(SYSTEM, on=today())
        shown = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk]
        assert not shown[Indicator.DECISION_DAYS].is_shown
        assert list(differences()) == []


def test_a_voucher_that_was_open_when_the_year_ended_counts_a_year_later() -> None:
    with time_machine.travel(LAST_YEAR):
        scene = set_scene()
        use(scene, range(5))
        voucher = award(scene, enterprise_number(9))
    with time_machine.travel(datetime(2026, 1, 1, 6, tzinfo=BRUSSELS)):
        renew_figures(SYSTEM, on=today())
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number="F-9"))
        assert list(differences()) == []
        renew_figures(SYSTEM, on=today())
        found = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk][Indicator.USED]
        assert not found.is_shown
    with time_machine.travel(date(2027, 1, 1)):
        renew_figures(SYSTEM, on=today())
        found = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk][Indicator.USED]
        assert (found.numerator, found.counted) == (6, 6)
        undone = Redemption.objects.get(voucher=voucher).pk
        reverse_redemption(scene.coordinator, redemption=undone, reason="Niet geleverd.")
        assert list(differences()) == []
        renew_figures(SYSTEM, on=today())
        assert list(differences()) == []


def test_the_trail_tells_of_figures_when_they_change(scene: Scene) -> None:
    use(scene, range(6))
    for _night in range(3):
        figures(scene)
    assert Entry.objects.filter(command="renew_figures").count() == 1


def test_only_background_work_counts(scene: Scene) -> None:
    with pytest.raises(Refusal) as refused:
        renew_figures(scene.coordinator, on=today())
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_a_page_asks_one_query_and_counting_no_more_for_more_schemes(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as asked:
        figures_of([scene.scheme.pk, 0, 1, 2], today=today())
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        measures_of([scene.scheme.pk, 0, 1, 2], next_year(), now())
    assert len(asked) == 8
