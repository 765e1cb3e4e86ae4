"""Introductions for who sees them, each with how far they got: read from quotes, vouchers and invoices, never typed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from wisselwerk.apps.introductions.models import Event, Introduction
from wisselwerk.apps.introductions.sight import coordinated, own_introductions, received
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries.sight import visible_redemptions, visible_vouchers
from wisselwerk.clock import day_of, midnight
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.introduction import IntroducedBy, Progress, Step
from wisselwerk.domain.voucher import VoucherState

FOLLOWED_FOR = timedelta(days=365)
"""An introduction of longer ago waits for nobody any more."""

Pair = tuple[int, int]
"""An enterprise and the organisation of a provider."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An introduction and how far it got."""

    introduction: Introduction
    progress: Progress

    @property
    def step(self) -> Step:
        """How far."""
        return self.progress.step


@dataclass(frozen=True, slots=True)
class Funnel:
    """Introductions in numbers: how many got at least so far."""

    introduced: int
    quoted: int
    with_voucher: int
    invoiced: int
    withdrawn: int
    by: Mapping[IntroducedBy, int]


def introductions_of(actor: Actor) -> QuerySet[Introduction]:
    """Of the actor's own enterprise, newest first. One query."""
    return _with_parts(Introduction.objects.filter(own_introductions(actor)))


def introductions_received(actor: Actor) -> QuerySet[Introduction]:
    """To the providers the actor acts for, newest first. One query."""
    return _with_parts(Introduction.objects.filter(received(actor)))


def introductions_coordinated(actor: Actor) -> QuerySet[Introduction]:
    """Of the partnerships the actor coordinates, newest first. One query."""
    return _with_parts(Introduction.objects.filter(coordinated(actor)))


def introductions_at(event: Event) -> QuerySet[Introduction]:
    """Made at an event, newest first. One query."""
    return _with_parts(Introduction.objects.filter(event=event))


def waiting_introductions(found: QuerySet[Introduction], actor: Actor, today: date) -> list[Followed]:
    """Those of the past year that stand still as the actor sees it, longest first. Four queries."""
    recent = found.filter(withdrawn_at=None, made_at__gte=midnight(today - FOLLOWED_FOR))
    waiting = [one for one in followed(recent, actor) if one.progress.waits(today)]
    return sorted(waiting, key=lambda one: (one.progress.last_on, one.introduction.pk))


def followed(introductions: Iterable[Introduction], actor: Actor) -> list[Followed]:
    """Each with how far it got. Three queries beside their own, however many there are.

    Vouchers and invoices count as far as the actor may see them: whoever typed the number of a business, or
    coordinates elsewhere, does not learn here what that business did.
    """
    found = list(introductions)
    quotes = _quotes(found)
    vouchers, invoices = _vouchers(found, actor), _invoices(found, actor)
    return [Followed(one, _progress(one, quotes, vouchers, invoices)) for one in found]


def funnel(found: Iterable[Followed]) -> Funnel:
    """The same in numbers."""
    every = list(found)
    return Funnel(
        introduced=len(every),
        quoted=sum(one.progress.quoted_on is not None for one in every),
        with_voucher=sum(one.progress.voucher_on is not None for one in every),
        invoiced=sum(one.progress.invoiced_on is not None for one in every),
        withdrawn=sum(one.step is Step.WITHDRAWN for one in every),
        by=Counter(IntroducedBy(one.introduction.made_by) for one in every),
    )


def _with_parts(found: QuerySet[Introduction]) -> QuerySet[Introduction]:
    return found.select_related(
        "enterprise", "provider__organisation", "service", "partnership", "need", "event", "person"
    ).order_by("-made_at", "-pk")


def _progress(
    one: Introduction,
    quotes: Mapping[int, date],
    vouchers: Mapping[Pair, list[date]],
    invoices: Mapping[Pair, list[tuple[date, date]]],
) -> Progress:
    """What came before the introduction did not come of it."""
    pair = (one.enterprise_id, one.provider.organisation_id)
    introduced_on = day_of(one.made_at)
    invoiced = min((found for found in invoices[pair] if found[0] >= introduced_on), default=None)
    awarded = [on for on in vouchers[pair] if on >= introduced_on]
    if invoiced is not None:
        # One that named no provider is a voucher for this one once it is used here.
        awarded.append(invoiced[1])
    return Progress(
        introduced_on=introduced_on,
        quoted_on=quotes.get(one.pk),
        voucher_on=min(awarded, default=None),
        invoiced_on=invoiced[0] if invoiced else None,
        withdrawn_on=day_of(one.withdrawn_at) if one.withdrawn_at else None,
    )


def _quotes(found: Iterable[Introduction]) -> dict[int, date]:
    """The day of the first quote of each."""
    rows = Introduction.objects.filter(pk__in=[one.pk for one in found], quotes__isnull=False)
    # The last of an order is what a dictionary keeps.
    return dict(rows.order_by("-quotes__quoted_on").values_list("pk", "quotes__quoted_on"))


def _vouchers(found: list[Introduction], actor: Actor) -> Mapping[Pair, list[date]]:
    """When vouchers were awarded, by holder and the provider that they name."""
    rows = Voucher.objects.filter(
        visible_vouchers(actor),
        holder__in={one.enterprise_id for one in found},
        provider__in={one.provider_id for one in found},
    ).exclude(state=VoucherState.REVOKED)
    days = defaultdict(list)
    for holder, provider, on in rows.values_list("holder", "provider__organisation", "awarded_on"):
        days[holder, provider].append(on)
    return days


def _invoices(found: list[Introduction], actor: Actor) -> Mapping[Pair, list[tuple[date, date]]]:
    """When invoices that stand are of, and their vouchers of, by holder and whom they come from."""
    rows = Redemption.objects.filter(
        visible_redemptions(actor),
        voucher__holder__in={one.enterprise_id for one in found},
        supplier__in={one.provider.organisation_id for one in found},
        is_reversed=False,
    )
    days = defaultdict(list)
    for holder, supplier, issued_on, awarded_on in rows.values_list(
        "voucher__holder", "supplier", "invoice_issued_on", "voucher__awarded_on"
    ):
        days[holder, supplier].append((issued_on, awarded_on))
    return days
