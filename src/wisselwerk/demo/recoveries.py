"""What the demo recovers: two invoices undone after they were paid, one asked back by mail and one by letter, and their aid."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.payouts.models import ClaimNotice
from wisselwerk.apps.payouts.services import claim_everything_back, deliver_claim
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import DeliveryState, Redemption
from wisselwerk.apps.vouchers.services import reverse_redemption, revoke_voucher
from wisselwerk.clock import as_if, midnight, now, today
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.demo.last_parts import first_day, use_voucher
from wisselwerk.demo.payments import TONGEREN, answer, approve, check_all_invoices, director, give_accounts
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.aid import EntryKind

PAID_AFTER = timedelta(days=2)
ENTERED = timedelta(days=40)
"""How long ago the grants of before were entered in the central register, in an invented one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRecovery:
    """An invoice of the first day, paid, and undone some days ago."""

    days_ago: int
    number: str
    email: str
    provider: str
    net_cents: int
    why: str
    revoked: str = ""
    """Why its voucher was withdrawn as well; empty when it was not."""


RECOVERIES: tuple[DemoRecovery, ...] = (
    # De Zilverspar has a mail address: asked by mail, and reminded today. The voucher is over, so its aid is corrected.
    DemoRecovery(
        days_ago=16,
        number=invented_number(284),
        email="zaak@lindeveld.example",
        provider=PROVIDER_NUMBER,
        net_cents=32_000,
        why="De factuur was voor werk dat al voor de cheque besteld was.",
        revoked="De onderneming vroeg de cheque voor werk dat al besteld was.",
    ),
    # Of this provider nobody's mail address is known: a letter waits to be posted.
    DemoRecovery(
        days_ago=1,
        number=invented_number(285),
        email="zaak@jekerdal.example",
        provider=invented_number(5),
        net_cents=50_000,
        why="De factuur werd twee keer gemaakt: de andere is al betaald.",
    ),
)


def load_recoveries(scheme: Scheme) -> None:
    """Used, paid, undone and asked back, each on its day; only where nothing was used yet."""
    if scheme.vouchers.exists():
        return
    with as_if(_morning_of(first_day())):
        give_accounts()
        used = [_use(scheme, one) for one in RECOVERIES]
        check_all_invoices()
    with as_if(_morning_of(first_day() + PAID_AFTER)):
        answer(approve(local_government(TONGEREN, today())))
    for one, redemption in zip(RECOVERIES, used, strict=True):
        with as_if(now() - timedelta(days=one.days_ago)):
            _undo(redemption, one)
    claim_everything_back(SYSTEM, on=today())


def load_register() -> None:
    """The lines of the first weeks are entered in the central register; what came later still has to be."""
    signs = director(local_government(TONGEREN, today()), Role.FINANCIAL_DIRECTOR)
    entered_on = today() - ENTERED
    for line in RegisterLine.objects.filter(
        kind=EntryKind.GRANT, happened_on__lte=entered_on, registrations=None
    ):
        with as_if(_morning_of(entered_on)):
            register_aid(signs, lines=[line.pk], reference=f"DEMO-{line.pk}", registered_on=entered_on)


def _morning_of(day: date) -> datetime:
    return midnight(day) + timedelta(hours=9)


def _use(scheme: Scheme, one: DemoRecovery) -> Redemption:
    return use_voucher(
        scheme, number=one.number, email=one.email, provider=one.provider, net_cents=one.net_cents
    )


def _undo(redemption: Redemption, one: DemoRecovery) -> None:
    if one.revoked:
        revoke_voucher(SYSTEM, voucher=redemption.voucher, reason=one.revoked)
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason=one.why)
    claim_everything_back(SYSTEM, on=today())
    for notice in ClaimNotice.objects.filter(state=DeliveryState.WAITING):
        deliver_claim(SYSTEM, notice=notice)
