"""How far two enterprises got since they were introduced, and when somebody should ask."""

from datetime import date, timedelta

import pytest

from wisselwerk.domain.introduction import FOLLOW_UP_AFTER, Progress, Step

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("progress", "step"),
    [
        (Progress(DAY), Step.INTRODUCED),
        (Progress(DAY, quoted_on=DAY), Step.QUOTED),
        (Progress(DAY, voucher_on=LATER), Step.VOUCHER),
        (Progress(DAY, quoted_on=LATER, voucher_on=LATER, invoiced_on=LATER), Step.INVOICED),
        (Progress(DAY, quoted_on=DAY, withdrawn_on=LATER), Step.WITHDRAWN),
        (Progress(DAY, invoiced_on=LATER, withdrawn_on=LATER), Step.INVOICED),
    ],
)
def test_how_far(progress: Progress, step: Step) -> None:
    assert progress.step is step


def test_it_waits_from_the_fourteenth_day_without_news() -> None:
    fresh = Progress(DAY)
    assert not fresh.waits(DAY + FOLLOW_UP_AFTER - timedelta(days=1))
    assert fresh.waits(DAY + FOLLOW_UP_AFTER)


def test_a_quote_is_news_and_a_voucher_has_reminders_of_its_own() -> None:
    quoted = Progress(DAY, quoted_on=LATER)
    assert not quoted.waits(LATER + FOLLOW_UP_AFTER - timedelta(days=1))
    assert quoted.waits(LATER + FOLLOW_UP_AFTER)
    long_after = DAY + timedelta(days=300)
    assert not Progress(DAY, voucher_on=LATER).waits(long_after)
    assert not Progress(DAY, invoiced_on=LATER).waits(long_after)
    assert not Progress(DAY, withdrawn_on=LATER).waits(long_after)
