"""``verify`` and the visum: that a scheme ran before visa were recorded is held to its rules, not to what a row says."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.scene import LONG_AGO, keep_open, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.schemes.models import RuleSetVersion, Visum
from wisselwerk.apps.vouchers.queries.visum_proof import visa_that_differ

pytestmark = pytest.mark.django_db(transaction=True)

A_DAY = timedelta(days=1)


@pytest.fixture
def kept() -> Visum:
    """A scheme that ran before."""
    visum = keep_open(set_scene(visum=False).scheme)
    assert list(visa_that_differ()) == []
    return visum


@pytest.mark.parametrize("on", [LONG_AGO - A_DAY, LONG_AGO + A_DAY])
def test_it_ran_from_the_day_of_its_first_rules_whatever_the_trail_was_made_to_tell(
    kept: Visum, tamper: Callable[..., None], on: date
) -> None:
    tamper(kept, decided_on=on)
    tamper(Entry.objects.get(command="keep_scheme_open"), authority=f"visum:{on}")
    assert list(visa_that_differ()) == [
        f"visum {kept.pk}: says that its scheme ran from {on}, its rules began on {LONG_AGO}"
    ]


def test_a_scheme_whose_rules_were_published_later_did_not_run_before(
    kept: Visum, tamper: Callable[..., None]
) -> None:
    tamper(RuleSetVersion.objects.get(), published_at=kept.at + A_DAY)
    assert next(visa_that_differ()).startswith(f"visum {kept.pk}: says that its scheme ran from")


def test_a_change_in_the_trail_is_named(kept: Visum, tamper: Callable[..., None]) -> None:
    tamper(Entry.objects.get(command="keep_scheme_open"), at=kept.at - A_DAY)
    assert list(visa_that_differ()) == [
        f"visum {kept.pk}: the trail tells of another actor, moment, day or scheme"
    ]
