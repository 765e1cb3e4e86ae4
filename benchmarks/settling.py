"""Fills an empty database with a year of voucher lines over nine members, and settles it.

Ten lines stand on each voucher, one line in twenty is undone, and each voucher has its own decision with its facts, for
that is where the place of a line comes from.
"""

import json
import resource
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction

from benchmarks.costs import WEIGHTS
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import (
    enterprise,
    found_partnership,
    join_partnership,
    local_government,
    sign_agreement,
)
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.services import fund_scheme, give_visum, publish_version
from wisselwerk.apps.settlements.queries.lines import Basis, cost_lines
from wisselwerk.apps.settlements.queries.proof import differences
from wisselwerk.apps.settlements.services import draw_up_settlement
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Channel,
    Decision,
    Redemption,
    Voucher,
)
from wisselwerk.clock import midnight, now, today
from wisselwerk.demo.cast import invented_number
from wisselwerk.demo.load import demo_schemes
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import AccountKind, Road
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet, SourcedRule
from wisselwerk.domain.rule.base import Facts
from wisselwerk.domain.rule.cost_key import CostKey, Division, PlaceShare
from wisselwerk.domain.voucher import VoucherState

PLACES = ("71016", "71047", "71002", "71067", "73083", "73006", "73066", "73109", "72003")
"""Each of another municipality today."""
LINES_PER_VOUCHER = 10
UNDONE_EVERY = 20
LINE_CENTS = 4_999
CHUNK = 2_000
T = TypeVar("T")


def main(lines: int) -> None:
    """Seed, settle, look line by line, prove; tells of each how long it took, as JSON."""
    with transaction.atomic():
        scheme, version, budget = _scheme(lines)
        for first in range(0, lines // LINES_PER_VOUCHER, CHUNK):
            number = min(CHUNK, lines // LINES_PER_VOUCHER - first)
            _vouchers(scheme, version, budget, range(first, first + number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    year = today().year
    told = {"lines": Redemption.objects.count() + Transfer.objects.filter(road=Road.REVERSE).count()}
    told["before_mb"] = _peak_mb()
    settling, settlement = _timed(lambda: draw_up_settlement(SYSTEM, scheme=scheme, year=year))
    told["settle_mb"] = _peak_mb()
    basis = Basis.from_plain(settlement.frozen)
    attributing, _ = _timed(lambda: deque(cost_lines(scheme, basis, settlement.counted_to), maxlen=0))
    proving, found = _timed(lambda: list(differences()))
    assert not found, found
    assert sum(settlement.shares.values_list("owes_cents", flat=True)) == 0
    seconds = {"settle": settling, "attribute": attributing, "verify": proving}
    print(
        json.dumps({**told, "members": settlement.shares.count(), "seconds": seconds, "peak_mb": _peak_mb()})
    )


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _scheme(lines: int) -> tuple[Scheme, RuleSetVersion, int]:
    first_day = today().replace(month=1, day=1)
    partnership = found_partnership(SYSTEM, slug="meting", name="Interlokale vereniging Meting")
    valid = Period(first_day.replace(year=first_day.year - 1))
    sign_agreement(
        SYSTEM,
        partnership=partnership,
        managing_municipality=local_government(PLACES[0], today()),
        mandate="-",
        evaluation="-",
        source="-",
        valid=valid,
    )
    for place in PLACES:
        join_partnership(SYSTEM, partnership=partnership, place=place, source="-", valid=valid)
    scheme = Scheme.objects.create(slug="meting", name="Meting", partnership=partnership)
    shares = tuple(PlaceShare(place=place, share=one) for place, one in zip(PLACES, WEIGHTS, strict=True))
    key = SourcedRule(CostKey(division=Division.FIXED, shares=shares), "-")
    rules = next(iter(demo_schemes())).versions[-1].rule_set.rules
    version = publish_version(
        SYSTEM, scheme=scheme, rule_set=RuleSet((*rules, key)), valid_from=first_day, source="-"
    )
    give_visum(SYSTEM, scheme=scheme, given_on=first_day)
    budget = fund_scheme(SYSTEM, scheme=scheme, year=today().year, amount_cents=lines * LINE_CENTS + 1)
    return scheme, version, budget.account_id


def _vouchers(scheme: Scheme, version: RuleSetVersion, budget: int, numbers: range) -> None:
    holder, payee = enterprise(invented_number(1)), enterprise(invented_number(2))
    accounts = Account.objects.bulk_create(
        Account(kind=AccountKind.VOUCHER, in_cents=LINE_CENTS * LINES_PER_VOUCHER) for _ in numbers
    )
    applications = Application.objects.bulk_create(
        Application(
            scheme=scheme,
            enterprise=holder,
            channel=Channel.API,
            state=ApplicationState.AWARDED,
            applied_at=now(),
        )
        for _ in numbers
    )
    Decision.objects.bulk_create(
        Decision(
            application=application,
            rule_set=version,
            facts=Facts(applied_on=today(), seat_places=(PLACES[number % len(PLACES)],)).to_plain(),
            outcomes=[],
            evaluated="awarded",
            result=ApplicationState.AWARDED,
            is_automatic=True,
            actor="system",
            decided_at=now(),
            seals={},
        )
        for number, application in zip(numbers, applications, strict=True)
    )
    vouchers = Voucher.objects.bulk_create(
        Voucher(
            application=application,
            scheme=scheme,
            rule_set=version,
            holder=holder,
            code=f"{number:016}",
            amount_cents=LINE_CENTS * LINES_PER_VOUCHER,
            own_contribution_cents=0,
            account=account,
            budget_account_id=budget,
            awarded_on=today(),
            valid_until=today(),
            state=VoucherState.USED,
        )
        for number, application, account in zip(numbers, applications, accounts, strict=True)
    )
    _lines(vouchers, payee, numbers.start * LINES_PER_VOUCHER)


def _lines(vouchers: list[Voucher], payee: Organisation, first: int) -> None:
    """Lines that stand, and the reversals of some of them, over the days of the year until today."""
    due, _ = Account.objects.get_or_create(kind=AccountKind.OWED)
    start = midnight(today().replace(month=1, day=1))
    days = (today() - start.date()).days or 1
    each = [one for one in vouchers for _ in range(LINES_PER_VOUCHER)]
    transfers = Transfer.objects.bulk_create(
        Transfer(
            from_account_id=one.account_id,
            to_account=due,
            amount_cents=LINE_CENTS,
            road=Road.REDEEM,
            at=now(),
        )
        for one in each
    )
    undone = transfers[::UNDONE_EVERY]
    Transfer.objects.bulk_create(
        Transfer(
            from_account=due,
            to_account_id=one.from_account_id,
            amount_cents=LINE_CENTS,
            road=Road.REVERSE,
            reverses=one,
            at=now(),
        )
        for one in undone
    )
    Redemption.objects.bulk_create(
        Redemption(
            voucher=one,
            supplier=payee,
            payee=payee,
            eligible_cents=LINE_CENTS,
            voucher_part_cents=LINE_CENTS,
            own_part_cents=0,
            transfer=transfer,
            invoice_number=str(first + i),
            invoice_issued_on=today(),
            invoice_sha256="",
            fingerprint=str(first + i),
            actor="system",
            redeemed_at=start + timedelta(days=(first + i) % days),
            is_reversed=i % UNDONE_EVERY == 0,
        )
        for i, (one, transfer) in enumerate(zip(each, transfers, strict=True))
    )
