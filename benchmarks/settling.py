"""The steps of settling a year, each called in a process of its own by ``benchmarks.settlements``."""

from collections import deque

from django.db import connection
from django.db.models import Sum

from benchmarks.steps import Step
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.lines import Basis, cost_lines
from wisselwerk.apps.settlements.services import draw_up_settlement
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import Road


def settle() -> None:
    """Freeze the statement of the year; beside it one sum over the same lines, by the database alone."""
    step, scheme = Step(), Scheme.objects.get()
    undone = Transfer.objects.filter(road=Road.REVERSE).count()
    with step.part("database alone"):
        lines = Redemption.objects.filter(voucher__scheme=scheme).aggregate(sum=Sum("voucher_part_cents"))
    assert lines["sum"]
    with step.part("settle"):
        settlement = draw_up_settlement(SYSTEM, scheme=scheme, year=today().year)
    assert sum(settlement.shares.values_list("owes_cents", flat=True)) == 0
    step.tell(lines=Redemption.objects.count() + undone, members=settlement.shares.count())


def attribute() -> None:
    """Tell of every line who bears which part of it."""
    step, settlement = Step(), YearSettlement.objects.get()
    connection.ensure_connection()
    with step.part("attribute"):
        lines = cost_lines(settlement.scheme, Basis.from_plain(settlement.frozen), settlement.counted_to)
        deque(lines, maxlen=0)
    step.tell()
