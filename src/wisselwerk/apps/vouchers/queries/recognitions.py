"""Recognitions that end while vouchers for their provider can still be used, and so until which day invoices count there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from wisselwerk.apps.catalogue.models import Provider, Recognition
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries.deadlines import CAN_LAPSE
from wisselwerk.apps.vouchers.queries.sight import coordinated_by, offered_by
from wisselwerk.apps.vouchers.terms import recognition_day
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.period import Period
from wisselwerk.domain.recognition import WARNED_BEFORE, ending_before
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.domain.rule.provider import ProviderCategory, RecognitionDay


@dataclass(frozen=True, slots=True)
class Ending:
    """A recognition that ends before the vouchers do that are open for its provider."""

    recognition: Recognition
    vouchers: tuple[Voucher, ...]
    """Those that end first in front."""

    @property
    def provider(self) -> Provider:
        """Whose recognition it is."""
        return self.recognition.provider

    @property
    def until(self) -> date:
        """The last day on which an invoice of the provider counts."""
        return last_day_of(self.recognition)

    @property
    def number(self) -> int:
        """How many vouchers there are."""
        return len(self.vouchers)

    def is_over(self, on: date) -> bool:
        """Whether an invoice of this day counts no more."""
        return self.until < on


def last_day_of(recognition: Recognition) -> date:
    """The last day of a recognition that ends."""
    last = _period(recognition).last_day
    assert last is not None, "only a recognition that ends has a last day"
    return last


def ending_of(voucher: Voucher) -> Ending | None:
    """The recognition that ends before this voucher, however far away that is; have its rules at hand.

    None where it does not, where the voucher can be used no more, and where its award is enough. One query.
    """
    if voucher.provider_id is None or voucher.state not in CAN_LAPSE:
        return None
    held = Recognition.objects.filter(provider=voucher.provider_id).select_related("provider__organisation")
    found = _ending(voucher, _admitted(rule_set(voucher.rule_set), held))
    return None if found is None else Ending(found, (voucher,))


def endings_coordinated(actor: Actor, on: date) -> list[Ending]:
    """Those that vouchers of the schemes the actor coordinates run into, as ``endings``."""
    return endings(coordinated_by(actor), on)


def endings_with_us(actor: Actor, on: date) -> list[Ending]:
    """Those of the providers the actor acts for, as ``endings``."""
    return endings(offered_by(actor), on)


def endings(condition: Q, on: date) -> list[Ending]:
    """Recognitions that end within sixty days from ``on``, or ended, with the open vouchers that run into it.

    Those that end first in front. Three queries when there are none, else four, however many vouchers are open.
    """
    found = Voucher.objects.filter(condition, state__in=CAN_LAPSE, provider__isnull=False)
    near = _near(found, on)
    if not near:
        return []
    wanted = Q()
    for version, provider in near:
        wanted |= Q(rule_set=version, provider=provider)
    parts = "rule_set", "scheme__partnership", "holder", "application"
    groups: defaultdict[Recognition, list[Voucher]] = defaultdict(list)
    for voucher in found.filter(wanted).select_related(*parts).order_by("valid_until", "pk"):
        ending = _ending(voucher, near[voucher.rule_set_id, voucher.provider_id])
        if ending is not None and last_day_of(ending) <= on + WARNED_BEFORE:
            groups[ending].append(voucher)
    listed = [Ending(recognition, tuple(vouchers)) for recognition, vouchers in groups.items()]
    return sorted(listed, key=lambda one: (one.until, one.provider.organisation.name, one.recognition.pk))


def _near(found: QuerySet[Voucher], on: date) -> dict[tuple[int, int | None], Mapping[Recognition, Period]]:
    """The recognitions that vouchers of a version for a provider go by, where the provider may soon have none."""
    pairs = set(found.order_by().values_list("rule_set", "provider").distinct())
    rules = {
        one.pk: rule_set(one)
        for one in RuleSetVersion.objects.filter(pk__in={version for version, _ in pairs})
    }
    held: defaultdict[int | None, list[Recognition]] = defaultdict(list)
    of_them = Recognition.objects.filter(provider__in={provider for _, provider in pairs})
    for one in of_them.select_related("provider__organisation"):
        held[one.provider_id].append(one)
    known = {(version, provider): _admitted(rules[version], held[provider]) for version, provider in pairs}
    return {pair: admitted for pair, admitted in known.items() if not _goes_on(admitted.values(), on)}


def _ending(voucher: Voucher, admitted: Mapping[Recognition, Period]) -> Recognition | None:
    """The one that ends before the voucher; none where it is enough that the provider was recognised at its award."""
    if recognition_day(rule_set(voucher.rule_set)) is RecognitionDay.AWARD and any(
        voucher.awarded_on in valid for valid in admitted.values()
    ):
        return None
    return ending_before(admitted, voucher.valid_until)


def _goes_on(periods: Iterable[Period], on: date) -> bool:
    """Whether a recognition that holds now lasts longer than anybody is warned ahead: the usual case."""
    later = on + WARNED_BEFORE + timedelta(days=1)
    return any(on in one and later in one for one in periods)


def _admitted(rules: RuleSet, held: Iterable[Recognition]) -> Mapping[Recognition, Period]:
    """Those of a kind that the rules admit."""
    category = rules.find(ProviderCategory)
    return {
        one: _period(one) for one in held if category is None or category.admits((ProviderKind(one.kind),))
    }


def _period(recognition: Recognition) -> Period:
    return Period(recognition.valid_from, recognition.valid_until)
