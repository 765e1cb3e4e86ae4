"""An invoice on which the official check breaks down again and again is left to a person, who looks at it and decides."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine

from tests.payments import Treasury, set_treasury
from tests.scene import award, invoice, put_in_outbox
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid, waits_of
from wisselwerk.apps.vouchers.models import InvoiceCheck, Redemption
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.queries.checks import broken_rules, delayed_checks, failed_checks, is_check_due
from wisselwerk.apps.vouchers.services import (
    accept_invoice,
    check_invoices,
    redeem_voucher,
    reverse_redemption,
)
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import TRIES, CheckState, Finding
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasury() -> Treasury:
    """With one invoice that waits."""
    treasury = set_treasury()
    voucher = award(treasury.scene)
    redeem_voucher(treasury.scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    return treasury


def check_of(redemption: Redemption) -> InvoiceCheck:
    return InvoiceCheck.objects.get(pk=redemption.pk)


def waits(treasury: Treasury) -> list[tuple[Wait, ...]]:
    return [tuple(waits_of(one)) for one in unpaid(treasury.payer, today()).select_related("voucher")]


def break_down(_data: bytes) -> Sequence[Finding]:
    raise MemoryError("no memory")


def tried_in_vain(times: int) -> list[timedelta]:
    """Background work that breaks down so often, each time as soon as a try is due; after how long each began."""
    start, began = now(), []
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(times):
            while not is_check_due():
                clock.shift(timedelta(minutes=1))
            began.append(now() - start)
            check_invoices(SYSTEM, judge=break_down)
    return began


def test_what_breaks_down_again_and_again_is_left_to_a_person_after_a_day(treasury: Treasury) -> None:
    one, coordinator = Redemption.objects.get(), treasury.scene.coordinator
    tried_in_vain(TRIES - 1)
    assert not failed_checks(coordinator).exists()
    assert list(delayed_checks(coordinator)) == [check_of(one)]
    with time_machine.travel(now() + timedelta(hours=20, minutes=5), tick=False):
        assert check_invoices(SYSTEM, judge=break_down) == 0
        check = check_of(one)
        assert (check.state, check.is_uncheckable, check.is_for_a_person) == (CheckState.WAITING, True, True)
        assert list(failed_checks(coordinator)) == [check]
        assert not delayed_checks(coordinator).exists()
        assert waits(treasury) == [(Wait.CHECK_FAILED,)]
        # Nobody can do anything about it but the coordinator.
        assert [name for name, _ in put_in_outbox() if name == "send_invoice_check"] == []
        assert list(proof.differences()) == []

        accept_invoice(coordinator, redemption=one.pk, reason="Zelf bekeken: alles klopt.")
        check = check_of(one)
        assert (check.state, check.data, check.is_uncheckable) == (CheckState.ACCEPTED, None, True)
        assert [(rule.rule, rule.is_fatal) for rule in broken_rules(check)] == [("NOT-CHECKED", True)]
        treasury.bank_pays(treasury.signed())
        assert [*proof.differences(), *payouts.differences()] == []


def test_an_outage_of_days_heals_by_itself_when_it_ends(treasury: Treasury) -> None:
    """However long it was, nobody has to look at an invoice that a machine can judge after all."""
    one, coordinator = Redemption.objects.get(), treasury.scene.coordinator
    began = tried_in_vain(TRIES + 3)
    assert [later - earlier for earlier, later in pairwise(began)][-3:] == [timedelta(days=1)] * 3
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        assert list(failed_checks(coordinator)) == [check_of(one)]
        assert check_invoices(SYSTEM, judge=lambda _: ()) == 1
        assert check_of(one).state == CheckState.PASSED
        assert not failed_checks(coordinator).exists()
        assert waits(treasury) == [()]
        assert list(proof.differences()) == []


def test_a_person_and_a_check_that_works_again_do_not_both_decide(treasury: Treasury) -> None:
    one, coordinator = Redemption.objects.get(), treasury.scene.coordinator
    InvoiceCheck.objects.update(tries=TRIES)

    def judge(_data: bytes) -> Sequence[Finding]:
        accept_invoice(coordinator, redemption=one.pk, reason="Zelf bekeken.")
        return ()

    assert check_invoices(SYSTEM, judge=judge) == 0
    assert check_of(one).state == CheckState.ACCEPTED
    with pytest.raises(Refusal):
        accept_invoice(coordinator, redemption=one.pk, reason="Nog eens.")
    assert list(proof.differences()) == []


def test_the_tries_last_almost_a_day_and_one_that_works_is_in_time(treasury: Treasury) -> None:
    one = Redemption.objects.get()
    began = tried_in_vain(TRIES - 1)
    assert timedelta(hours=18) < began[-1] < timedelta(hours=24)
    with time_machine.travel(now() + timedelta(hours=24), tick=False):
        assert check_invoices(SYSTEM, judge=lambda _: ()) == 1
    assert check_of(one).state == CheckState.PASSED


def test_what_ends_the_whole_process_is_left_to_a_person_too(treasury: Treasury) -> None:
    """It raises nothing that could be counted, so that it is counted as begun."""
    one = Redemption.objects.get()
    InvoiceCheck.objects.update(tries=TRIES - 1)

    def judge(_data: bytes) -> Sequence[Finding]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_invoices(SYSTEM, judge=judge)
    assert check_of(one).is_for_a_person
    assert not is_check_due()


def test_what_cannot_be_checked_may_be_undone_as_well(treasury: Treasury) -> None:
    one = Redemption.objects.get()
    InvoiceCheck.objects.update(tries=TRIES)
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Er komt een nieuwe.")
    assert not failed_checks(treasury.scene.coordinator).exists()
    assert (check_of(one).state, check_of(one).data) == (CheckState.FAILED, None)
    assert not is_check_due()
    assert list(proof.differences()) == []


def test_what_was_undone_before_that_does_not_wait_for_ever(treasury: Treasury) -> None:
    """Nobody decides about it any more, so that nothing would take the invoice away."""
    one = Redemption.objects.get()
    InvoiceCheck.objects.update(tries=5)
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Er komt een nieuwe.")
    assert check_of(one).state == CheckState.WAITING
    InvoiceCheck.objects.update(tries=TRIES - 1)
    assert check_invoices(SYSTEM, judge=break_down) == 1
    assert (check_of(one).state, check_of(one).data) == (CheckState.FAILED, None)
    assert list(proof.differences()) == []
