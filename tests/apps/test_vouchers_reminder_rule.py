"""A scheme says itself how many days before a deadline its holders are reminded; a voucher keeps the rules it was awarded under."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.nights import DAY, fresh, night, remind, reminded
from tests.scene import Rules, Scene, award, enterprise_number, rule_set, set_scene
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.models import DeadlineChange, Notice, NoticeAbout, Voucher
from wisselwerk.apps.vouchers.queries.deadlines import (
    ending_vouchers,
    notice_period,
    read_deadlines,
    reminders_ahead,
)
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import extend_voucher, revoke_voucher, shorten_voucher
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule.reminders import Reminders

pytestmark = pytest.mark.django_db

OWN: Rules = {"reminders": {"days_before_last_day": [7, 60, 45], "days_before_hand_in": [20, 1]}}


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=OWN)


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    return award(scene)


def every_night(voucher: Voucher, until: date) -> int:
    """Every night from two months before its last day on; how many vouchers lapsed."""
    start = voucher.valid_until - 70 * DAY
    return sum(night(start + number * DAY) for number in range((until - start).days + 1))


def test_holders_are_reminded_on_the_days_of_the_rule_and_then_the_voucher_lapses(voucher: Voucher) -> None:
    last = voucher.valid_until + TIME_TO_HAND_IN
    assert every_night(voucher, last) == 0
    assert night(last + DAY) == 1
    assert reminded() == [60, 45, 7]
    assert reminded(NoticeAbout.CLAIM) == [20, 1]
    assert not DeadlineChange.objects.exists()
    assert list(differences()) == []


def test_where_nothing_is_said_of_handing_in_it_is_as_without_the_rule() -> None:
    voucher = award(set_scene(rules={"reminders": {"days_before_last_day": [50, 40]}}))
    last = voucher.valid_until + TIME_TO_HAND_IN
    every_night(voucher, last + DAY)
    assert (reminded(), reminded(NoticeAbout.CLAIM)) == ([50, 40], [14, 3])


def test_the_first_night_is_that_of_the_earliest_day_of_any_scheme(voucher: Voucher) -> None:
    """A scheme with the usual days beside it is not reminded earlier for that."""
    usual = award(set_scene(slug="usual"), enterprise_number(1))
    assert usual.valid_until == voucher.valid_until
    assert remind(voucher.valid_until - 61 * DAY) == 0
    assert remind(voucher.valid_until - 60 * DAY) == 1
    assert Notice.objects.get().voucher == voucher
    assert remind(voucher.valid_until - 30 * DAY) == 1
    assert set(Notice.objects.values_list("voucher", flat=True)) == {voucher.pk, usual.pk}


def test_a_voucher_keeps_the_days_of_the_version_it_was_awarded_under(scene: Scene, voucher: Voucher) -> None:
    others: Rules = {"reminders": {"days_before_last_day": [10, 5]}}
    publish_version(
        SYSTEM, scheme=scene.scheme, rule_set=rule_set(others), valid_from=today() + DAY, source="Test"
    )
    assert RuleSetVersion.objects.count() == 2
    assert remind(voucher.valid_until - 60 * DAY) == 1


def test_without_two_reminders_at_least_so_long_before_the_day_moves(voucher: Voucher) -> None:
    """The last of them goes out seven days before, so that seven days must be left after the second."""
    assert night(voucher.valid_until) == 0
    assert night(voucher.valid_until + DAY) == 0
    moved = fresh(voucher).valid_until
    # The second comes as long after the first as the two lowest numbers lie apart: 38 days, and then 7 are left.
    assert moved == voucher.valid_until + 45 * DAY
    assert list(differences()) == []


def test_verify_reads_the_rule_of_the_version(voucher: Voucher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A last reminder of the day before is in time by this rule, and by the usual days it is not."""
    every_night(voucher, voucher.valid_until + TIME_TO_HAND_IN + DAY)
    assert fresh(voucher).state == "lapsed"
    assert list(differences()) == []
    monkeypatch.setattr(Reminders, "hand_in", None)
    assert any("reminders are on record in time" in line for line in differences())


def test_what_ends_sooner_leaves_time_for_all_the_reminders(scene: Scene, voucher: Voucher) -> None:
    assert notice_period(voucher) == 60 * DAY
    too_soon = today() + 59 * DAY
    with pytest.raises(ValueError, match="can end from"):
        shorten_voucher(scene.coordinator, voucher=voucher, until=too_soon, reason="Krediet vrijgegeven.")
    until = today() + 60 * DAY
    assert (
        shorten_voucher(scene.coordinator, voucher=voucher, until=until, reason="Krediet.").valid_until
        == until
    )


def test_a_page_tells_the_days_that_are_to_come(scene: Scene, voucher: Voucher) -> None:
    end = voucher.valid_until

    def ahead(on: date) -> list[int]:
        found = fresh(voucher)
        read_deadlines(found)
        return [(found.valid_until - day).days for day in reminders_ahead(found, on)]

    assert ahead(today()) == [60, 45, 7]
    assert ahead(end - 45 * DAY) == [7], "that of today goes out now"
    extend_voucher(scene.coordinator, voucher=voucher, until=end + 30 * DAY, reason="Ziekte.")
    assert ahead(end - 45 * DAY) == [60, 45, 7]
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    assert ahead(today()) == []


def test_looking_for_what_ends_asks_as_much_for_many_as_for_one(scene: Scene, voucher: Voucher) -> None:
    asked = []
    for serial in range(3):
        with CaptureQueriesContext(connection) as captured:
            found = list(ending_vouchers(voucher.valid_until))
            assert len(found) == 1 + serial
            assert all(one.rule_set.rules for one in found)
        asked.append(len(captured))
        award(scene, enterprise_number(10 + serial))
    assert asked == [4, 4, 4]
