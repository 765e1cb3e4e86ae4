"""Whatever is done in whatever order, money stays on its roads: a machine plays the scheme against a model of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.nights import live
from tests.scene import IN_PARTS, award, enter, enterprise_number, invoice, set_scene
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import ApplicationState, Payable, Voucher
from wisselwerk.apps.vouchers.queries import main_lines, proof
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    extend_voucher,
    redeem_voucher,
    resume_voucher,
    reverse_redemption,
    revoke_voucher,
)
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.voucher import Verb, VoucherState, may

AMOUNT = 50_000
BUDGET = 3 * AMOUNT
ENTERPRISES = 3
DAY = timedelta(days=1)
OVER = {VoucherState.LAPSED, VoucherState.REVOKED}


@dataclass
class Model:
    """A voucher as the regulation would have it, kept in plain numbers."""

    voucher: Voucher
    enterprise: int
    state: VoucherState = VoucherState.OPEN
    left: int = AMOUNT
    paid: int = 0

    @property
    def uses_up_the_right(self) -> bool:
        """Whether its enterprise has had its voucher: one that is contested or withdrawn was none, unless it was used."""
        return self.state not in {VoucherState.FROZEN, VoucherState.REVOKED} or self.paid > 0

    def by_what_is_left(self) -> VoucherState:
        if not self.left:
            return VoucherState.USED
        return VoucherState.OPEN if self.left == AMOUNT else VoucherState.PARTLY_USED


@dataclass
class Used:
    """A redemption, as the model knows it."""

    id: UUID
    of: Model
    part: int
    is_reversed: bool = False


class Roads(RuleBasedStateMachine):
    """Applies, redeems, undoes and ends, and knows what must come of it."""

    vouchers = Bundle("vouchers")
    redemptions = Bundle("redemptions")

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.scene = set_scene(
            rules=IN_PARTS | {"budget_ceiling": {"total_cents": 10**9}}, budget_cents=BUDGET
        )
        self.models: list[Model] = []
        self.funded, self.invoices = BUDGET, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @property
    def budget(self) -> int:
        """What the model says is left to award."""
        return self.funded - sum(one.left + one.paid for one in self.models)

    @initialize(target=vouchers)
    def begin_with_one(self) -> Any:
        return self.apply(0)

    @rule(target=vouchers, enterprise=st.integers(0, ENTERPRISES - 1))
    def apply(self, enterprise: int) -> Any:
        counted = [one for one in self.models if one.enterprise == enterprise and one.uses_up_the_right]
        if counted or self.budget < AMOUNT:
            refused = enter(self.scene, enterprise_number(enterprise))
            assert refused.state == ApplicationState.REFUSED
            return multiple()
        model = Model(award(self.scene, enterprise_number(enterprise)), enterprise)
        self.models.append(model)
        return model

    @rule(target=redemptions, model=vouchers, net=st.integers(1, AMOUNT + 10_000))
    def redeem(self, model: Model, net: int) -> Any:
        self.invoices += 1
        data = invoice(model.voucher, net, number=f"F-{self.invoices}")

        def act() -> Any:
            return redeem_voucher(self.scene.coordinator, code=model.voucher.code, data=data)

        if not may(Verb.REDEEM, model.state):
            assert refused(act) is not None
            return multiple()
        done, part = act(), min(net, model.left)
        assert (done.voucher_part_cents, done.own_part_cents) == (part, net - part)
        model.left, model.paid = model.left - part, model.paid + part
        model.state = model.by_what_is_left()
        assert (done.state, done.left_cents) == (model.state, model.left)
        return Used(done.id, model, part)

    @rule(used=redemptions)
    def reverse(self, used: Used) -> None:
        def act() -> Any:
            return reverse_redemption(self.scene.coordinator, redemption=used.id, reason="Fout.")

        if used.is_reversed:
            assert refused(act) is RefusalCode.ALREADY_REVERSED
            return
        act()
        used.is_reversed = True
        used.of.paid -= used.part
        if used.of.state not in OVER:
            used.of.left += used.part
        if used.of.state not in OVER | {VoucherState.FROZEN}:
            used.of.state = used.of.by_what_is_left()

    @rule(model=vouchers)
    def contest(self, model: Model) -> None:
        self._turn(model, Verb.FREEZE, contest_voucher)
        if may(Verb.FREEZE, model.state):
            model.state = VoucherState.FROZEN

    @rule(model=vouchers)
    def resume(self, model: Model) -> None:
        others = [
            one
            for one in self.models
            if one is not model and one.enterprise == model.enterprise and one.uses_up_the_right
        ]
        if model.state is VoucherState.FROZEN and others:
            act = _with_reason(resume_voucher, self.scene.coordinator, model)
            assert refused(act) is RefusalCode.ALREADY_HAS_VOUCHER
        elif model.state is VoucherState.FROZEN:
            _with_reason(resume_voucher, self.scene.coordinator, model)()
            model.state = model.by_what_is_left()
        else:
            assert refused(_with_reason(resume_voucher, self.scene.coordinator, model)) is not None

    @rule(model=vouchers)
    def revoke(self, model: Model) -> None:
        self._turn(model, Verb.REVOKE, revoke_voucher)
        if may(Verb.REVOKE, model.state):
            model.state, model.left = VoucherState.REVOKED, 0

    @rule(model=vouchers)
    def extend(self, model: Model) -> None:
        model.voucher.refresh_from_db()
        until = model.voucher.valid_until + DAY

        def act() -> Any:
            return extend_voucher(self.scene.coordinator, voucher=model.voucher, until=until, reason="Tijd.")

        if may(Verb.EXTEND, model.state):
            assert act().valid_until == until
        else:
            assert refused(act) is RefusalCode.WRONG_STATE

    @rule(model=vouchers)
    def lapse_all_up_to(self, model: Model) -> None:
        model.voucher.refresh_from_db()
        on = model.voucher.valid_until + TIME_TO_HAND_IN + DAY
        for one in self.models:
            one.voucher.refresh_from_db()
        ended = [
            one
            for one in self.models
            if may(Verb.LAPSE, one.state) and one.voucher.valid_until + TIME_TO_HAND_IN < on
        ]
        assert live(on) == len(ended)
        for one in ended:
            one.state, one.left = VoucherState.LAPSED, 0

    @rule(cents=st.integers(1, AMOUNT))
    def fund(self, cents: int) -> None:
        fund_scheme(SYSTEM, scheme=self.scene.scheme, year=today().year, amount_cents=cents)
        self.funded += cents

    @invariant()
    def every_voucher_is_as_the_model_says(self) -> None:
        found = Voucher.objects.select_related("account").in_bulk([one.voucher.pk for one in self.models])
        stored = [
            (found[one.voucher.pk].state, found[one.voucher.pk].account.balance_cents) for one in self.models
        ]
        assert stored == [(one.state, one.left) for one in self.models]

    @invariant()
    def every_cent_is_somewhere_once(self) -> None:
        lines = main_lines(self.scene.scheme, today().year)
        assert lines.is_balanced
        assert (lines.budget_cents, lines.left_cents) == (self.funded, self.budget)
        owed = ledger.settled_cents(list(Payable.objects.values_list("account", flat=True)))
        assert lines.settled_cents == owed == sum(one.paid for one in self.models)
        assert sum(one.balance_cents for one in Account.objects.exclude(kind=AccountKind.OWED)) == -owed

    @invariant()
    def what_is_stored_agrees_with_itself(self) -> None:
        assert [*ledger.differences(), *proof.differences()] == []

    def _turn(self, model: Model, verb: Verb, command: Callable[..., Any]) -> None:
        act = _with_reason(command, self.scene.coordinator, model)
        if may(verb, model.state):
            act()
        else:
            assert refused(act) is RefusalCode.WRONG_STATE


def _with_reason(command: Callable[..., Any], by: object, model: Model) -> Callable[[], Any]:
    return lambda: command(by, voucher=model.voucher, reason="Zo is het.")


def refused(act: Callable[[], Any]) -> RefusalCode | None:
    """The code with which ``act`` is refused; None when it is not."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.django_db
def test_money_stays_on_its_roads() -> None:
    run_state_machine_as_test(
        Roads,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
