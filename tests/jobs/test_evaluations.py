"""The mail about an invoice tells what is paid last, and who says nothing of how it went is reminded by mail."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from tests.evaluations import WELL, applicant, provider_staff, set_held_back
from tests.jobs.test_redemptions import both_forms
from tests.payments import set_treasury
from tests.proofs import DELIVERY
from tests.scene import EMAIL
from tests.web.stage import work
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import (
    evaluate_as_business,
    evaluate_as_provider,
    remind_of_evaluations,
    tell_redemptions,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs import evaluations

pytestmark = pytest.mark.django_db

OWNER, PROVIDER = EMAIL["owner"], EMAIL["provider_staff"]
IN_PARTS = "Daarvan wordt eerst € 167,50 betaald."


def told(mailoutbox: list[EmailMessage]) -> dict[str, str]:
    """What was mailed now, in both forms, by address."""
    work()
    mails = {mail.to[0]: spaced(" ".join(both_forms(mail))) for mail in mailoutbox}
    assert len(mails) == len(mailoutbox)
    mailoutbox.clear()
    return mails


def redeemed(mailoutbox: list[EmailMessage], **rules: dict[str, object]) -> Redemption:
    one = set_held_back({**rules}).redeem()
    work()
    mailoutbox.clear()
    return one


def page_of(one: Redemption) -> str:
    return f"/mijn/cheques/{one.voucher.code}/evaluatie/{one.pk}/"


def spaced(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("rules", [{}, {"proof": dict(DELIVERY)}], ids=["told", "asked about delivery"])
def test_both_sides_hear_what_is_paid_last_and_where_to_say_it(
    mailoutbox: list[EmailMessage], rules: dict[str, dict[str, object]]
) -> None:
    one = redeemed(mailoutbox, **rules)
    tell_redemptions(SYSTEM)
    mails = told(mailoutbox)
    assert mails.keys() == {OWNER, PROVIDER}
    for mail in mails.values():
        assert mail.count(IN_PARTS) == 2
        assert page_of(one) in mail


def test_where_nothing_is_held_back_nothing_is_said_of_it(mailoutbox: list[EmailMessage]) -> None:
    set_treasury().redeem()
    work()
    mailoutbox.clear()
    tell_redemptions(SYSTEM)
    assert all("hoe het ging" not in mail for mail in told(mailoutbox).values())


def test_only_the_side_that_says_nothing_is_reminded(mailoutbox: list[EmailMessage]) -> None:
    one = redeemed(mailoutbox)
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL)
    assert remind_of_evaluations(SYSTEM, on=today() + timedelta(days=14)) == 1
    mails = told(mailoutbox)
    assert mails.keys() == {OWNER}
    assert "de laatste € 82,50 niet betaald" in mails[OWNER]
    assert page_of(one) in mails[OWNER]


def test_who_answered_before_the_mail_left_is_not_reminded(mailoutbox: list[EmailMessage]) -> None:
    one = redeemed(mailoutbox)
    remind_of_evaluations(SYSTEM, on=today() + timedelta(days=14))
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL)
    assert told(mailoutbox).keys() == {PROVIDER}


def test_the_daily_work_reminds(mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    redeemed(mailoutbox)
    evaluations.remind_of_evaluations()
    assert told(mailoutbox) == {}
    later = today() + timedelta(days=15)
    monkeypatch.setattr(evaluations, "today", lambda: later)
    evaluations.remind_of_evaluations()
    assert told(mailoutbox).keys() == {OWNER, PROVIDER}
