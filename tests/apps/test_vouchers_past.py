"""New rules tried on old applications: with the rules of then the same comes out, which proves that they are the same."""

from collections.abc import Iterator

import pytest

from tests.cast import Stage
from tests.scene import TONGEREN, Rules, award, enter, enterprise_number, invoice, set_scene
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.reach import reach_on
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries.past import Past, past_applications
from wisselwerk.apps.vouchers.services import (
    decide_application,
    redeem_voucher,
    revoke_voucher,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.simulation import Played, Trial, play
from wisselwerk.domain.trial_books import Pot

pytestmark = pytest.mark.django_db


def _played(scheme: Scheme, past: list[Past]) -> Iterator[Played]:
    """These, tried with the rules they were decided under and the money there was."""
    budgets = Budget.objects.filter(scheme=scheme).select_related("credit", "member")
    pots = tuple(
        Pot(
            cents=-one.credit.balance_cents,
            year=one.year,
            member=one.member.nis_code if one.member else None,
        )
        for one in budgets
    )
    return _tried(scheme, past, pots)


def _tried(scheme: Scheme, past: list[Past], pots: tuple[Pot, ...]) -> Iterator[Played]:
    (version,) = {one.decision.rule_set for one in past}
    member_of = {one.place: one.member.nis_code or "" for one in reach_on(scheme, today()).members}
    trial = Trial(rules=rule_set(version), pots=pots, member_of=member_of)
    return play(trial, [one.trial(100_000) for one in past])


def replayed(coordinator: Actor, scheme: Scheme) -> list[tuple[Past, Played]]:
    """Every application of a scheme with what comes of it."""
    past = past_applications(coordinator, scheme)
    return list(zip(past, _played(scheme, past), strict=True))


def test_the_schemes_of_the_demo_come_out_as_they_were_decided(demo: Stage) -> None:
    seen = 0
    for scheme, key in (
        (demo.genk, "coordinator_genk"),
        (demo.zuidoost_limburg, "coordinator_zuidoost_limburg"),
    ):
        found = replayed(demo.actor(key), scheme)
        for past, played in found:
            assert past.says_the_same(played.evaluation), past.decision
        seen += len(found)
        assert any(not one.was_awarded for one, _ in found)
    decided = Application.objects.filter(scheme__in=(demo.genk, demo.zuidoost_limburg))
    assert seen == decided.exclude(state="unconfirmed").count() >= 10


TIGHT: Rules = {
    "number_per_enterprise": {"maximum": 2, "maximum_per_provider": 2},
    "enterprise_ceiling": {"per_year_cents": 40_000},
    "budget_ceiling": {"total_cents": 120_000, "per_member_cents": 110_000, "per_year_cents": 130_000},
    "decision_mode": {"mode": "automatic"},
}


def test_every_ceiling_counts_as_it_did() -> None:
    scene = set_scene(rules=TIGHT, budget_cents=100_000)
    first = award(scene)
    enter(scene, enterprise_number(40), municipality=TONGEREN)
    redeem_voucher(scene.coordinator, code=first.code, data=invoice(first, 50_000, number="F-1"))
    for serial in (1, 2, 3, 4, 1):
        enter(scene, number=enterprise_number(serial))
    found = replayed(scene.coordinator, scene.scheme)
    assert [one.was_awarded for one, _ in found] == [True, False, True, True, True, False, False]
    for past, played in found:
        # To the fact: what was left, and what each enterprise had had.
        assert [one.to_plain() for one in played.evaluation.outcomes] == past.decision.outcomes


def test_a_draw_lets_in_whom_it_let_in() -> None:
    window: dict[str, object] = {"opens_on": "2016-01-01", "closes_on": "2099-12-31"}
    scene = set_scene(rules={"allocation": {"method": "lottery"}, "application_window": window})
    for serial in (1, 2, 1, 3):
        enter(scene, number=enterprise_number(serial))
    past = past_applications(scene.coordinator, scene.scheme)
    assert [one.decision.result for one in past] == ["entered", "entered", "refused", "entered"]
    pots = (Pot(cents=10**9),)
    played = list(_tried(scene.scheme, past, pots))
    assert [one.result for one in played] == ["refused", "awarded", "awarded", "awarded"]
    assert past[2].says_the_same(played[0].evaluation)


def test_what_a_person_refused_stays_refused() -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    yes, no = (enter(scene, number=enterprise_number(serial)) for serial in (1, 2))
    decide_application(scene.coordinator, application=yes, award=True, motivation="Goed.")
    decide_application(
        scene.coordinator, application=no, award=False, refused_on="territory", motivation="Niet."
    )
    (_, granted), (_, declined) = replayed(scene.coordinator, scene.scheme)
    assert (granted.result, granted.by_person) == ("awarded", True)
    assert declined.result == "refused"


def test_orders_are_those_that_are_known() -> None:
    scene = set_scene()
    used, revoked, _open = (award(scene, enterprise_number(serial)) for serial in (1, 2, 3))
    redeem_voucher(scene.coordinator, code=used.code, data=invoice(used, 70_000, number="F-1"))
    revoke_voucher(scene.coordinator, voucher=revoked, reason="Vergissing.")
    past = past_applications(scene.coordinator, scene.scheme)
    assert [one.trial(60_000).order_cents for one in past] == [70_000, None, 60_000]


@pytest.mark.parametrize("key", ["coordinator_zuidoost_limburg", "owner", "auditor"])
def test_applications_are_for_who_coordinates_their_scheme(demo: Stage, key: str) -> None:
    assert past_applications(demo.actor("coordinator_genk"), demo.genk)
    assert not past_applications(demo.actor(key), demo.genk)
