"""Where what is stored of evaluations does not agree with itself, with the rules, or with the trail."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Evaluation, EvaluationReminder, Redemption
from wisselwerk.apps.vouchers.queries.evaluations import SAYING, WAIVING, key_of
from wisselwerk.clock import day_of
from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, MOST_REMINDERS, Side
from wisselwerk.domain.rule.last_part import LastPart

REMINDING = "remind_of_evaluation"
CHUNK = 2000


def evaluations_that_differ() -> Iterator[str]:
    """All of them."""
    trail = all_told([*SAYING.values(), WAIVING])
    kept: set[Told] = set()
    invoices = Redemption.objects.filter(voucher=OuterRef("voucher"))
    sold = invoices.filter(supplier=OuterRef("supplier"))
    first = sold.order_by("redeemed_at").values("redeemed_at")[:1]
    rows = Evaluation.objects.annotate(has_sold=Exists(sold), waits_since=Subquery(first))
    rows = rows.select_related("voucher__rule_set", "remark")
    reminders = EvaluationReminder.objects.values_list("voucher", "side", "supplier")
    reminded = Counter(reminders.iterator(CHUNK))
    found: QuerySet[Any] = rows.order_by("pk")
    for one in found.iterator(CHUNK):
        told = _told(one)
        kept.add(told)
        yield from _of_evaluation(one, told, trail)
        if one.is_waived and reminded[key_of(one, one.side)] < MOST_REMINDERS and _is_early(one):
            yield f"evaluation {one.pk}: it went on without a side that had not had its reminders"
    for told in sorted(trail - kept):
        yield f"{told.subject}: the trail tells of {told.command} at {told.at}, and it is kept nowhere"
    yield from _of_reminders()


def _of_evaluation(one: Any, told: Told, trail: Collection[Told]) -> Iterator[str]:
    """``one`` is an ``Evaluation`` that carries ``has_sold``: whether an invoice on its voucher came from its supplier."""
    name, voucher = f"evaluation {one.pk}", one.voucher
    if told not in trail:
        yield f"{name}: the trail tells of another voucher, side, actor, moment or answer"
    if rule_set(voucher.rule_set).find(LastPart) is None:
        yield f"{name}: the rules of voucher {voucher.pk} ask nobody how it went"
    if not one.has_sold:
        yield f"{name}: is about an organisation of which there is no invoice on voucher {voucher.pk}"
    if one.remark and (one.remark.application_id, one.remark.actor) != (voucher.application_id, one.actor):
        yield f"{name}: its words are somebody else's, or of another application"


def _is_early(one: Any) -> bool:
    """Whether there was still time to remind a side that was gone on without: ``waits_since`` is of its first invoice."""
    last: date = day_of(one.waits_since) + (MOST_REMINDERS + 1) * BETWEEN_REMINDERS
    return day_of(one.at) < last


def _of_reminders() -> Iterator[str]:
    told = {(one.subject, one.authority) for one in all_told([REMINDING])}
    rows = EvaluationReminder.objects.iterator(CHUNK)
    kept = {(f"voucher:{one.voucher_id}", one.told()) for one in rows}
    for subject, authority in sorted(kept ^ told):
        yield f"{subject}: the trail and what is kept differ about the reminder {authority}"


def _told(one: Evaluation) -> Told:
    command = WAIVING if one.is_waived else SAYING[Side(one.side)]
    return Told(f"voucher:{one.voucher_id}", command, one.actor, one.at, one.told())
