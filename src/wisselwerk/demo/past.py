"""Years that are over, played day by day before everything of this year, through the same commands as everybody else.

Each business used its voucher at once, was paid with the others of its year, and was asked since whether it still works with
its provider. What was mailed then has arrived: it is not in the mailbox of today.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.evaluation.models import FollowUp
from wisselwerk.apps.evaluation.services import stop_follow_ups
from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.queries.payable import payable
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Delivery, DeliveryState
from wisselwerk.apps.vouchers.services import tell_redemptions
from wisselwerk.clock import as_if, midnight, today
from wisselwerk.demo.adjustments import decide_long_ago
from wisselwerk.demo.applications import OWNER, DemoApplication, enter
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.demo.follow_ups import ANSWERED_AFTER, answer_all, ask
from wisselwerk.demo.past_years import (
    BOOKED_AFTER,
    INVOICE_CENTS,
    LOOKED_AT,
    NORTH,
    PAID_AFTER,
    SOUTH,
    DemoPair,
    DemoYear,
    last_over,
    past_years,
)
from wisselwerk.demo.payments import answer, approve, check_all_invoices, give_accounts
from wisselwerk.demo.play import batches_to_play
from wisselwerk.demo.settlements import keep_budget_key
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.follow_up import MOMENTS, Outcome
from wisselwerk.domain.period import months_later

Event: TypeAlias = tuple[date, Callable[[], object]]
"""What happens on a day."""

DECIDED = (6, 15)
"""Month and day of what Genk decided on those that began first."""
OF_OWNER = DemoApplication(
    scheme=NORTH,
    number=invented_number(212),
    place="71016",
    email=OWNER,
    provider=PROVIDER_NUMBER,
    invoice_cents=INVOICE_CENTS[NORTH],
)
"""Another business of the owner, which is asked today: a newcomer can answer, as the owner and as De Zilverspar."""


def load_past(fund: Callable[[Scheme], None]) -> None:
    """All of it; only where nobody was asked yet. ``fund`` gives a scheme money for the year that it is."""
    if FollowUp.objects.exists():
        return
    years = past_years()
    waits = set(DBTaskResult.objects.values_list("pk", flat=True))
    for day, happens in sorted(_events(years, fund), key=itemgetter(0)):
        with _on(day):
            happens()
    _mails_arrived(waits)


def _events(years: tuple[DemoYear, ...], fund: Callable[[Scheme], None]) -> Iterator[Event]:
    """Everything that happens, in no order."""
    came_to = {one.application.number: one.came_to for year in years for _day, one in year.used}
    for year in years:
        yield date(year.began_on.year, 1, 2), partial(_open_year, fund)
        yield from _used(year.used)
        yield from _asked(year, came_to)
    look_on = today() - LOOKED_AT
    yield date(last_over() - 1, *DECIDED), partial(decide_long_ago, look_on)
    yield from _used([(months_later(today(), -min(MOMENTS)), DemoPair(application=OF_OWNER, came_to={}))])


def _asked(year: DemoYear, came_to: Mapping[str, Mapping[int, Outcome]]) -> Iterator[Event]:
    for moment in MOMENTS:
        answered_on = year.asked_on(moment) + ANSWERED_AFTER
        # What comes later is asked by the work of every day.
        if answered_on < today():
            yield year.asked_on(moment), ask
            yield answered_on, partial(answer_all, came_to)


def _used(pairs: list[tuple[date, DemoPair]]) -> Iterator[Event]:
    """Vouchers that are applied for and used, and paid together."""
    for day, one in pairs:
        yield day, partial(_use, one)
    last, _one = pairs[-1]
    yield last + PAID_AFTER, _pay
    yield last + BOOKED_AFTER, _book


def _open_year(fund: Callable[[Scheme], None]) -> None:
    for scheme in Scheme.objects.filter(slug__in=(NORTH, SOUTH)):
        fund(scheme)
        keep_budget_key(scheme, today().year)
    give_accounts()


def _use(one: DemoPair) -> None:
    enter([one.application])
    if one.stopped:
        stop_follow_ups(ANONYMOUS, person=person(one.application.email))


def _pay() -> None:
    check_all_invoices()
    for payer in _payers():
        if payable(payer, today()).exists():
            approve(payer)


def _book() -> None:
    for batch in batches_to_play():
        answer(batch)


def _payers() -> list[Organisation]:
    managing = Agreement.objects.on(today()).values("managing_municipality")
    return list(Organisation.objects.filter(pk__in=managing).order_by("pk"))


def _mails_arrived(waits: set[Any]) -> None:
    while tell_redemptions(SYSTEM):
        pass
    Delivery.objects.filter(state=DeliveryState.WAITING).update(state=DeliveryState.MAILED)
    since = DBTaskResult.objects.exclude(pk__in=waits)
    sent = [task.pk for task in since if task.args_kwargs["args"][0].startswith("send_")]
    DBTaskResult.objects.filter(pk__in=sent).delete()


@contextmanager
def _on(day: date) -> Iterator[None]:
    """Have it be the morning of that day."""
    with as_if(midnight(day) + timedelta(hours=10)):
        yield
