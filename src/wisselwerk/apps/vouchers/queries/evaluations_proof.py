"""Where what is stored of evaluations does not agree with itself, with the rules, or with the trail."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Evaluation, EvaluationReminder, Redemption
from wisselwerk.apps.vouchers.queries.evaluations import SAYING, WAIVING
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.rule.last_part import LastPart

REMINDING = "remind_of_evaluation"
CHUNK = 2000


def evaluations_that_differ() -> Iterator[str]:
    """All of them."""
    trail = all_told([*SAYING.values(), WAIVING])
    kept: set[Told] = set()
    sold = Redemption.objects.filter(voucher=OuterRef("voucher"), supplier=OuterRef("organisation"))
    rows = Evaluation.objects.annotate(has_sold=Exists(sold)).select_related("voucher__rule_set", "remark")
    found: QuerySet[Any] = rows.order_by("pk")
    for one in found.iterator(CHUNK):
        told = _told(one)
        kept.add(told)
        yield from _of_evaluation(one, told, trail)
    for told in sorted(trail - kept):
        yield f"{told.subject}: the trail tells of {told.command} at {told.at}, and it is kept nowhere"
    yield from _of_reminders()


def _of_evaluation(one: Any, told: Told, trail: Collection[Told]) -> Iterator[str]:
    """``one`` is an ``Evaluation`` that carries ``has_sold``: whether an invoice on its voucher came from its organisation."""
    name, voucher = f"evaluation {one.pk}", one.voucher
    if told not in trail:
        yield f"{name}: the trail tells of another voucher, side, actor, moment or answer"
    if rule_set(voucher.rule_set).find(LastPart) is None:
        yield f"{name}: the rules of voucher {voucher.pk} ask nobody how it went"
    is_holder = one.organisation_id == voucher.holder_id
    if not (is_holder if one.side == Side.BUSINESS else one.has_sold):
        yield f"{name}: is of an organisation that is not the {one.side} of voucher {voucher.pk}"
    if one.remark and (one.remark.application_id, one.remark.actor) != (voucher.application_id, one.actor):
        yield f"{name}: its words are somebody else's, or of another application"


def _of_reminders() -> Iterator[str]:
    told = {(one.subject, one.authority) for one in all_told([REMINDING])}
    rows = EvaluationReminder.objects.values_list("voucher", "side", "asked_on")
    kept = {(f"voucher:{voucher}", f"{side}:{asked_on}") for voucher, side, asked_on in rows.iterator(CHUNK)}
    for subject, authority in sorted(kept ^ told):
        yield f"{subject}: the trail and what is kept differ about the reminder {authority}"


def _told(one: Evaluation) -> Told:
    command = WAIVING if one.is_waived else SAYING[Side(one.side)]
    return Told(f"voucher:{one.voucher_id}", command, one.actor, one.at, one.told())
