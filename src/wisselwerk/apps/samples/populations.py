"""What a sample is drawn from, each with its group."""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from wisselwerk.apps.initiatives.models import Signal
from wisselwerk.apps.samples.models import Sample, SampleLine
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.lottery import SALT_BYTES, commitment
from wisselwerk.domain.sample import ALL, WITHOUT, Line, SampleKind, Strata, amount_band, counted, merged
from wisselwerk.domain.signal import SignalKind

PUBLIC_KINDS = (SignalKind.DECISION, SignalKind.REPORT)
MONTHS_IN_QUARTER = 3


def public_signals(year: int) -> QuerySet[Signal]:
    """What decisions and policy reports tell of initiatives, as it became known in a year and still stands."""
    found = Signal.objects.filter(kind__in=PUBLIC_KINDS, known_on__year=year, followed_by=None)
    return found.exclude(initiative__state=InitiativeState.DENIED).order_by("pk")


def dossiers(scheme: Scheme, year: int) -> QuerySet[Redemption]:
    """The invoices that stand on vouchers out of the budget of a year: as many as main lines count."""
    found = Redemption.objects.filter(voucher__scheme=scheme, voucher__budget_account__budget__year=year)
    return found.filter(is_reversed=False).order_by("pk")


def public_lines(year: int, strata: Strata, at: datetime) -> list[SampleLine]:
    """The list of what is public, without its sample. One query."""
    return [
        SampleLine(
            stratum=_group_of_signal(one, strata), line=f"signal:{one.pk}", signal_id=one.pk, made_at=at
        )
        for one in public_signals(year)
    ]


def dossier_lines(scheme: Scheme, year: int, strata: Strata, at: datetime) -> list[SampleLine]:
    """The list of the dossiers of a year, without its sample: each with a secret, in groups that point at nobody. One query."""
    lines = list(_dossiers_with_salt(scheme, year, strata, at))
    names = merged(counted(value_of(one) for one in lines), DISCLOSED_FROM)
    for one in lines:
        one.stratum = names[one.stratum]
    return lines


def are_as_parted_before(scheme: Scheme, year: int, lines: list[SampleLine]) -> bool:
    """Whether these are the dossiers of the list by groups that was published last of this year, or there is none. Two queries.

    Side by side, two of them would tell of which group is what came in or was undone between them: invoices still come in
    when a year is over, on vouchers that its budget gave.
    """
    parted = Sample.objects.filter(kind=SampleKind.DOSSIERS, scheme=scheme, year=year).exclude(
        strata=Strata.NONE
    )
    last = parted.order_by("-pk").first()
    if last is None:
        return True
    return set(last.lines.values_list("redemption", flat=True)) == {one.redemption_id for one in lines}


def value_of(line: SampleLine) -> Line:
    """A line as the domain knows it."""
    return Line(line.stratum, line.line)


def _dossiers_with_salt(scheme: Scheme, year: int, strata: Strata, at: datetime) -> Iterator[SampleLine]:
    for one in dossiers(scheme, year):
        salt = secrets.token_hex(SALT_BYTES)
        yield SampleLine(
            stratum=_group_of_dossier(one, strata),
            line=commitment(one.pk, salt),
            redemption_id=one.pk,
            salt=salt,
            made_at=at,
        )


def _group_of_signal(one: Signal, strata: Strata) -> str:
    found = {Strata.GOVERNMENT: one.government, Strata.SOURCE: one.kind, Strata.PRIORITY: one.priority}
    return found.get(strata) or WITHOUT.get(strata, ALL)


def _group_of_dossier(one: Redemption, strata: Strata) -> str:
    match strata:
        case Strata.AMOUNT:
            return amount_band(one.voucher_part_cents)
        case Strata.QUARTER:
            return f"quarter-{(one.invoice_issued_on.month - 1) // MONTHS_IN_QUARTER + 1}"
    return ALL
