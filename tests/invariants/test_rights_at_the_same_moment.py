"""However many workers look after vouchers at once, and wherever one is killed: each holder is reminded once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tests.invariants.together import together
from tests.nights import at_night, live
from tests.payments import set_treasury
from tests.scene import award, enterprise_number, invoice, set_scene
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.payouts.models import ClaimNotice
from wisselwerk.apps.payouts.services import claim_everything_back
from wisselwerk.apps.vouchers.models import DeadlineChange, Notice, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import (
    deliver_notice,
    extend_voucher,
    lapse_vouchers,
    redeem_voucher,
    remind_holders,
    reverse_redemption,
)
from wisselwerk.apps.vouchers.services import reminders as services
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
WORKERS = 6


def asked_for() -> int:
    """Mails about vouchers in the queue."""
    rows = DBTaskResult.objects.values_list("args_kwargs", flat=True)
    return len([row for row in rows if row["args"][0] in {"send_notice", "send_claim"}])


def test_two_workers_at_once_remind_once() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(4)]
    on = vouchers[0].valid_until - 30 * DAY
    found = together([partial(remind_holders, SYSTEM, on=on)] * WORKERS)
    assert sum(one for one in found if isinstance(one, int)) == len(vouchers), found
    assert Notice.objects.count() == asked_for() == len(vouchers)


def test_two_workers_at_once_move_a_day_once() -> None:
    scene = set_scene()
    voucher = award(scene)
    late = voucher.valid_until + 40 * DAY
    with at_night(late):
        together([partial(remind_holders, SYSTEM, on=late)] * WORKERS)
    assert DeadlineChange.objects.count() == Notice.objects.count() == 1
    assert Voucher.objects.get().valid_until == late + 14 * DAY
    assert list(proof.differences()) == []


def test_a_mail_that_two_workers_sent_is_on_record_once() -> None:
    scene = set_scene()
    remind_holders(SYSTEM, on=award(scene).valid_until - 30 * DAY)
    notice = Notice.objects.get()
    found = together([partial(deliver_notice, SYSTEM, notice=notice)] * WORKERS)
    assert (found.count(True), found.count(False)) == (1, WORKERS - 1), found
    assert list(proof.differences()) == []


def test_whatever_happens_while_it_lapses_it_ends_in_one_way() -> None:
    scene = set_scene()
    voucher = award(scene)
    last = voucher.valid_until + 30 * DAY
    live(last)
    with at_night(last):
        until = voucher.valid_until + 300 * DAY
        data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
        acts: list[Callable[[], Any]] = [
            partial(extend_voucher, scene.coordinator, voucher=voucher, until=until, reason="Ziekte."),
            partial(redeem_voucher, SYSTEM, code=voucher.code, data=data),
            partial(remind_holders, SYSTEM, on=last + DAY),
        ]
    with at_night(last + DAY):
        acts.append(partial(lapse_vouchers, SYSTEM, on=last + DAY))
        together(acts * 2)
    assert Voucher.objects.get().state in {"lapsed", "used", "open"}
    assert [*ledger.differences(), *proof.differences()] == []


def test_two_workers_at_once_ask_money_back_once() -> None:
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel.")
    found = together([partial(claim_everything_back, SYSTEM, on=today())] * WORKERS)
    assert sum(one for one in found if isinstance(one, int)) == 1, found
    assert ClaimNotice.objects.count() == asked_for() == 1


@pytest.mark.parametrize("after", [1, 2, 3])
def test_who_is_killed_half_way_leaves_whole_vouchers_and_the_next_does_the_rest(
    after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(3)]
    on = vouchers[0].valid_until - 30 * DAY
    calls: list[str] = []

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls.append("")
        if len(calls) == after:
            raise KeyboardInterrupt
        return record(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(services, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            remind_holders(SYSTEM, on=on)
    assert Notice.objects.count() == asked_for() == after - 1
    assert remind_holders(SYSTEM, on=on) == 4 - after
    assert Notice.objects.count() == asked_for() == 3
