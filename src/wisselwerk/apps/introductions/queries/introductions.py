"""Introductions for who sees them, each with how far they got: read from quotes, vouchers and invoices, never typed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from wisselwerk.apps.introductions.models import Event, Introduction
from wisselwerk.apps.introductions.sight import coordinated, own_introductions, received
from wisselwerk.apps.vouchers.models import ApplicationState, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.sight import visible_redemptions, visible_vouchers
from wisselwerk.clock import day_of, midnight
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.introduction import IntroducedBy, Progress, Step
from wisselwerk.domain.voucher import VoucherState

FOLLOWED_FOR = timedelta(days=365)
"""An introduction of longer ago waits for nobody any more."""

Pair = tuple[int, int]
"""An enterprise and the organisation of a provider."""


@dataclass(frozen=True, slots=True, order=True)
class Invoiced:
    """When an invoice is of, when it was handed in, and of when its voucher is."""

    issued_on: date
    handed_in_at: datetime
    awarded_on: date

    def is_since(self, moment: datetime) -> bool:
        """Whether it can have come of something of that moment. An invoice has a day and no hour, so of the same day
        it is when it was handed in that tells.
        """
        return self.issued_on >= day_of(moment) and self.handed_in_at >= moment


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
    return _waiting(found, actor, today, lambda one: one.progress.waits(today))


def waiting_for_provider(found: QuerySet[Introduction], actor: Actor, today: date) -> list[Followed]:
    """Those of the past year that wait for their provider: new ones at once, until it gave a quote, and those that stand
    still. One that it made itself is not new to it. Longest waiting first. Four queries.
    """
    return _waiting(found, actor, today, lambda one: _is_new(one) or one.progress.waits(today))


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


def _waiting(
    found: QuerySet[Introduction], actor: Actor, today: date, waits: Callable[[Followed], bool]
) -> list[Followed]:
    recent = found.filter(withdrawn_at=None, made_at__gte=midnight(today - FOLLOWED_FOR))
    waiting = [one for one in followed(recent, actor) if waits(one)]
    return sorted(waiting, key=lambda one: (one.progress.last_on, one.introduction.pk))


def _is_new(one: Followed) -> bool:
    """Whether a provider was introduced by somebody else, and nothing came of it yet."""
    return one.step is Step.INTRODUCED and one.introduction.made_by != IntroducedBy.PROVIDER


def _with_parts(found: QuerySet[Introduction]) -> QuerySet[Introduction]:
    return found.select_related(
        "enterprise", "provider__organisation", "service", "partnership", "need", "event", "person"
    ).order_by("-made_at", "-pk")


def _progress(
    one: Introduction,
    quotes: Mapping[int, date],
    vouchers: Mapping[Pair, list[datetime]],
    invoices: Mapping[Pair, list[Invoiced]],
) -> Progress:
    """What came before the introduction did not come of it, also when that was on the same day."""
    pair = (one.enterprise_id, one.provider.organisation_id)
    invoiced = min((found for found in invoices[pair] if found.is_since(one.made_at)), default=None)
    awarded = [day_of(at) for at in vouchers[pair] if at >= one.made_at]
    if invoiced is not None:
        # One that named no provider is a voucher for this one once it is used here.
        awarded.append(invoiced.awarded_on)
    return Progress(
        introduced_on=day_of(one.made_at),
        quoted_on=quotes.get(one.pk),
        voucher_on=min(awarded, default=None),
        invoiced_on=invoiced.issued_on if invoiced else None,
        withdrawn_on=day_of(one.withdrawn_at) if one.withdrawn_at else None,
    )


def _quotes(found: Iterable[Introduction]) -> dict[int, date]:
    """The day of the first quote of each."""
    rows = Introduction.objects.filter(pk__in=[one.pk for one in found], quotes__isnull=False)
    # The last of an order is what a dictionary keeps.
    return dict(rows.order_by("-quotes__quoted_on").values_list("pk", "quotes__quoted_on"))


def _vouchers(found: list[Introduction], actor: Actor) -> Mapping[Pair, list[datetime]]:
    """When it was decided to award vouchers, by holder and the provider that they name."""
    rows = Voucher.objects.filter(
        visible_vouchers(actor),
        holder__in={one.enterprise_id for one in found},
        provider__in={one.provider_id for one in found},
        application__decisions__result=ApplicationState.AWARDED,
    ).exclude(state=VoucherState.REVOKED)
    moments = defaultdict(list)
    for holder, provider, at in rows.values_list(
        "holder", "provider__organisation", "application__decisions__decided_at"
    ):
        moments[holder, provider].append(at)
    return moments


def _invoices(found: list[Introduction], actor: Actor) -> Mapping[Pair, list[Invoiced]]:
    """Invoices that stand, by holder and whom they come from."""
    rows = Redemption.objects.filter(
        visible_redemptions(actor),
        voucher__holder__in={one.enterprise_id for one in found},
        supplier__in={one.provider.organisation_id for one in found},
        is_reversed=False,
    )
    invoices = defaultdict(list)
    for holder, supplier, issued_on, handed_in_at, awarded_on in rows.values_list(
        "voucher__holder", "supplier", "invoice_issued_on", "redeemed_at", "voucher__awarded_on"
    ):
        invoices[holder, supplier].append(Invoiced(issued_on, handed_in_at, awarded_on))
    return invoices
