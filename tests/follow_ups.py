"""Pairs of which a first invoice was handed in a while ago, and what they answer, for tests."""

from datetime import date, datetime, timedelta

import time_machine

from tests.scene import EMAIL, GENK, Scene, award, enterprise_number, invoice
from wisselwerk.apps.evaluation.link import ANSWERING
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpQuestion
from wisselwerk.apps.evaluation.services import answer_follow_up, ask_follow_ups
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import BRUSSELS, now, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.follow_up import Said, Side

HALF_A_YEAR = timedelta(days=184)
"""At least six months, and not yet too late to ask."""


def used(scene: Scene, serial: int = 0, *, place: str = GENK, email: str = EMAIL["owner"]) -> Voucher:
    """A voucher with a first invoice of today."""
    voucher = award(scene, enterprise_number(serial), municipality=place, email=email)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number=f"F-{serial}"))
    return voucher


def used_long_ago(scene: Scene, *serials: int, place: str = GENK, ago: timedelta = HALF_A_YEAR) -> None:
    """First invoices of half a year ago, each of another business, with a mail address of its own."""
    vouchers = [used(scene, one, place=place, email=f"zaak{one}@voorbeeld.example") for one in serials]
    Redemption.objects.filter(voucher__in=vouchers).update(redeemed_at=days_from_now(-ago))


def asked(scene: Scene, *serials: int, place: str = GENK) -> list[FollowUp]:
    """Pairs that were asked today."""
    used_long_ago(scene, *serials, place=place)
    ask_follow_ups(SYSTEM, on=today())
    return list(FollowUp.objects.filter(scheme=scene.scheme).order_by("pk"))[-len(serials) :]


def question(follow_up: FollowUp, side: Side = Side.BUSINESS) -> FollowUpQuestion:
    """The question of one side."""
    return follow_up.questions.get(side=side)


def say(follow_up: FollowUp, said: Said, side: Side = Side.BUSINESS, **more: int | None) -> bool:
    """One side answers by its link."""
    token = ANSWERING.token(question(follow_up, side).pk)
    return answer_follow_up(ANONYMOUS, token=token, said=said, **more)  # type: ignore[arg-type]  # an amount


def later(days: int) -> time_machine.travel:
    """So many days from now."""
    return time_machine.travel(days_from_now(timedelta(days=days)))


def all_over() -> date:
    """A day by which everything of today is of a year that is over, and nobody can answer any more: what figures count."""
    return date(today().year + 3, 1, 1)


def days_from_now(days: timedelta) -> datetime:
    """The same time of the day in Brussels, days away: by the clock on the wall, as summer time is no other day."""
    return now().astimezone(BRUSSELS) + days
