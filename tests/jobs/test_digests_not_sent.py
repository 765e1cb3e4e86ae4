"""A mail of the week that was planned, and that nobody may read any more when it would leave."""

import pytest
from django.core.mail import EmailMessage

from tests.jobs.test_digests import MONDAY, asked, something_new, standing
from tests.web.stage import work
from wisselwerk.apps.initiatives.services.digest import plan_digests
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["its role ended", "it is active no more"])
def test_who_may_read_no_more_between_planning_and_sending_is_not_mailed(
    mailoutbox: list[EmailMessage], what: str
) -> None:
    asked()
    something_new()
    with standing(MONDAY):
        assert plan_digests(SYSTEM, on=MONDAY) == 1
        if what == "its role ended":
            RoleHolding.objects.update(valid_until=MONDAY)
        else:
            Person.objects.update(is_active=False)
        work()
    assert mailoutbox == []
