"""De minimis aid: what counts, until when, what is left, and the lines of the register."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.aid import (
    CEILINGS,
    Activity,
    AidCeiling,
    AidRecord,
    EarlierAid,
    Entry,
    EntryKind,
    ceilings_on,
    correction_entry,
    counts_on,
    grant_entry,
    room_on,
    standing,
)
from wisselwerk.domain.rule.plain import from_plain, to_plain
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

DAY = date(2026, 3, 2)
GENERAL = ceilings_on(Activity.GENERAL, DAY)
days = st.dates(date(2022, 1, 1), date(2030, 1, 1))
activities = st.sampled_from(Activity)
aid = st.builds(
    EarlierAid,
    granted_on=st.none() | days,
    amount_cents=st.integers(0, 10**8),
    activity=activities,
)


def amounts(activity: Activity, day: date) -> list[tuple[str, int]]:
    return [(one.source, one.amount_cents) for one in ceilings_on(activity, day)]


def left(day: date, *earlier: EarlierAid, ceilings: tuple[AidCeiling, ...] = GENERAL) -> int:
    room = room_on(AidRecord(ceilings=ceilings, earlier=earlier), day)
    assert room is not None
    return room.left_cents


def test_the_ceilings_of_today_and_what_they_stand_on() -> None:
    assert amounts(Activity.GENERAL, DAY) == [("(EU) 2023/2831", 30000000), ("(EU) 2023/2832", 75000000)]
    assert amounts(Activity.AGRICULTURE, DAY) == [
        ("(EU) 2023/2831", 30000000),
        ("(EU) 1408/2013", 5000000),
        ("(EU) 2023/2832", 75000000),
    ]
    assert amounts(Activity.FISHERY, DAY) == [
        ("(EU) 2023/2831", 30000000),
        ("(EU) 717/2014", 3000000),
        ("(EU) 2023/2832", 75000000),
    ]
    assert amounts(Activity.GENERAL_INTEREST, DAY) == [("(EU) 2023/2832", 75000000)]
    assert all(one.article for one in CEILINGS)


@pytest.mark.parametrize(
    ("activity", "day", "is_known"),
    [
        (Activity.GENERAL, date(2023, 12, 31), False),
        (Activity.GENERAL, date(2024, 1, 1), True),
        (Activity.GENERAL, date(2030, 12, 31), True),
        (Activity.GENERAL, date(2031, 1, 1), False),
        (Activity.AGRICULTURE, date(2024, 12, 15), False),
        (Activity.AGRICULTURE, date(2024, 12, 16), True),
        (Activity.GENERAL_INTEREST, date(2023, 12, 31), False),
    ],
)
def test_outside_the_days_of_a_regulation_no_ceiling_is_known(
    activity: Activity, day: date, is_known: bool
) -> None:
    assert bool(ceilings_on(activity, day)) is is_known


@pytest.mark.parametrize("activity", Activity)
def test_no_two_ceilings_of_one_activity_hold_on_the_same_day(activity: Activity) -> None:
    periods = [one.valid for one in CEILINGS if one.activity is activity]
    assert not any(a.overlaps(b) for i, a in enumerate(periods) for b in periods[:i])


@pytest.mark.parametrize(
    ("granted_on", "last_day"),
    [
        (date(2024, 3, 1), date(2027, 2, 28)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2025, 12, 31), date(2028, 12, 30)),
        (date(2025, 1, 1), date(2027, 12, 31)),
    ],
)
def test_aid_counts_for_three_years_to_the_day(granted_on: date, last_day: date) -> None:
    granted = EarlierAid(granted_on=granted_on, amount_cents=1)
    assert counts_on(granted, granted_on)
    assert counts_on(granted, last_day)
    assert not counts_on(granted, last_day + timedelta(days=1))


def test_aid_without_a_day_and_aid_of_later_count() -> None:
    assert counts_on(EarlierAid(granted_on=None, amount_cents=1), DAY)
    assert counts_on(EarlierAid(granted_on=DAY + timedelta(days=400), amount_cents=1), DAY)


def test_who_had_nothing_has_all_the_room_there_is() -> None:
    assert left(DAY) == 30000000


def test_our_own_records_and_what_is_declared_are_added_up() -> None:
    ours = EarlierAid(granted_on=date(2025, 1, 1), amount_cents=25000)
    declared = EarlierAid(granted_on=None, amount_cents=10000000)
    assert left(DAY, ours, declared) == 30000000 - 10025000


def test_no_ceiling_is_no_room_that_could_be_told() -> None:
    assert room_on(AidRecord(ceilings=()), DAY) is None


@given(st.lists(aid, max_size=6), aid, days, activities)
def test_more_earlier_aid_never_leaves_more_room(
    earlier: list[EarlierAid], more: EarlierAid, day: date, activity: Activity
) -> None:
    ceilings = ceilings_on(activity, DAY)
    before = left(day, *earlier, ceilings=ceilings)
    after = left(day, *earlier, more, ceilings=ceilings)
    assert before - more.amount_cents <= after <= before


@given(st.lists(aid, max_size=6), days, st.integers(0, 3000))
def test_time_alone_only_makes_room(earlier: list[EarlierAid], day: date, passed: int) -> None:
    assert left(day + timedelta(days=passed), *earlier) >= left(day, *earlier)


@given(st.lists(aid, max_size=6))
def test_a_record_reads_back_as_it_was_stored(earlier: list[EarlierAid]) -> None:
    record = AidRecord(ceilings=GENERAL, earlier=tuple(earlier))
    assert from_plain(AidRecord, to_plain(record)) == record


def grant(cents: int = 25000) -> Entry:
    return grant_entry(date(2026, 3, 16), cents, BELGIAN_HOLIDAYS)


def test_a_grant_is_registered_within_twenty_working_days() -> None:
    line = grant()
    assert (line.kind, line.amount_cents) == (EntryKind.GRANT, 25000)
    assert line.register_by == date(2026, 4, 14)  # Easter Monday is between


def test_what_lapses_or_is_recovered_is_taken_off_until_nothing_stands() -> None:
    lines = [grant()]
    lines.append(correction_entry(lines, EntryKind.LAPSE, date(2026, 9, 17), 10000, BELGIAN_HOLIDAYS))
    assert lines[-1].amount_cents == -10000
    assert lines[-1].granted_on == date(2026, 3, 16)
    assert lines[-1].register_by == date(2026, 10, 15)
    assert standing(lines) == 15000
    lines.append(correction_entry(lines, EntryKind.RECOVERY, date(2027, 1, 4), 15000, BELGIAN_HOLIDAYS))
    assert standing(lines) == 0
    with pytest.raises(ValueError, match="0 cents of aid stand"):
        correction_entry(lines, EntryKind.RECOVERY, date(2027, 1, 5), 1, BELGIAN_HOLIDAYS)


@pytest.mark.parametrize("cents", [0, -1, 25001])
def test_a_correction_takes_off_something_and_no_more_than_stands(cents: int) -> None:
    with pytest.raises(ValueError, match="does not fit: 25000 cents"):
        correction_entry([grant()], EntryKind.LAPSE, date(2026, 9, 17), cents, BELGIAN_HOLIDAYS)


def test_a_correction_follows_its_grant() -> None:
    line = grant()
    with pytest.raises(ValueError, match="follows the line of its grant"):
        correction_entry([], EntryKind.LAPSE, date(2026, 9, 17), 1, BELGIAN_HOLIDAYS)
    with pytest.raises(ValueError, match="follows the line of its grant"):
        correction_entry([line], EntryKind.GRANT, date(2026, 9, 17), 1, BELGIAN_HOLIDAYS)
    with pytest.raises(ValueError, match="comes before its grant"):
        correction_entry([line], EntryKind.LAPSE, date(2026, 3, 15), 1, BELGIAN_HOLIDAYS)
    with pytest.raises(ValueError, match="at least one cent"):
        grant(0)
