"""Where introductions do not agree with the trail, with each other or with their counters. See ``wisselwerk verify``."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db.models import Count, Q, Sum

from wisselwerk.apps.audit.queries import Told, all_told, last_told
from wisselwerk.apps.introductions.models import (
    Event,
    FamiliarityCount,
    FamiliarityQuestion,
    Introduction,
    JointOffer,
    JointPartner,
    Need,
    Quote,
    Suggestion,
)
from wisselwerk.apps.vouchers.queries.lines import DISCLOSED_FROM
from wisselwerk.clock import day_of
from wisselwerk.domain.familiarity import SCALE

Sealed = Need | Suggestion | Introduction | Quote | Event | JointOffer


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _sealed("need", Need.objects.order_by("pk"), ("enter_need",), lambda one: one.stated_at)
    yield from _sealed(
        "suggestion", Suggestion.objects.order_by("pk"), ("suggest_services",), lambda one: one.at
    )
    yield from _sealed(
        "introduction",
        Introduction.objects.order_by("pk"),
        ("ask_introductions", "record_introduction"),
        lambda one: one.made_at,
    )
    yield from _sealed("quote", Quote.objects.order_by("pk"), ("record_quote",), lambda one: one.at)
    yield from _sealed("event", Event.objects.order_by("pk"), ("plan_event",), lambda one: one.planned_at)
    yield from _sealed(
        "joint_offer",
        JointOffer.objects.order_by("pk"),
        ("propose_joint_offer",),
        lambda one: one.proposed_at,
    )
    yield from _turned(
        "need", "withdrawn_at", Need.objects.values_list("pk", "withdrawn_at"), "withdraw_need"
    )
    yield from _turned(
        "introduction",
        "withdrawn_at",
        Introduction.objects.values_list("pk", "withdrawn_at"),
        "withdraw_introduction",
    )
    yield from _turned(
        "event", "called_off_at", Event.objects.values_list("pk", "called_off_at"), "call_off_event"
    )
    yield from _turned(
        "joint_offer", "ended_at", JointOffer.objects.values_list("pk", "ended_at"), "end_joint_offer"
    )
    yield from _partners()
    yield from _of_suggestions()
    yield from _of_introductions()
    yield from _of_quotes()
    yield from _counted()
    yield from _answered()


def _sealed(
    name: str, rows: Iterable[Sealed], commands: tuple[str, ...], at: Callable[..., datetime]
) -> Iterator[str]:
    """Rows that are not what the trail tells, and what it tells of that is gone."""
    told: dict[str, Told] = {one.subject: one for one in all_told(commands)}
    for row in rows:
        entry = told.pop(f"{name}:{row.pk}", None)
        if entry is None or (entry.actor, entry.at, entry.authority) != (row.actor, at(row), row.seal()):
            yield f"{name} {row.pk}: is not what the trail tells"
    for subject in sorted(told):
        yield f"{subject}: the trail tells of it, and it is gone"


def _turned(
    name: str, what: str, rows: Iterable[tuple[object, datetime | None]], command: str
) -> Iterator[str]:
    """Rows that ended otherwise than the trail tells."""
    told = last_told((command,))
    for pk, at in rows:
        entry = told.get(f"{name}:{pk}")
        if at != (entry.at if entry else None):
            yield f"{name} {pk}: {what} is not what the trail tells"


def _partners() -> Iterator[str]:
    """Who said yes to a joint offer, and nobody else, takes part in it."""
    yield from _turned(
        "joint_partner",
        "confirmed_at",
        JointPartner.objects.order_by("pk").values_list("pk", "confirmed_at"),
        "confirm_joint_offer",
    )


def _of_suggestions() -> Iterator[str]:
    """Proposals of before their need, and those that say why though its words are gone."""
    for one in Suggestion.objects.select_related("need").order_by("pk"):
        if one.at < one.need.stated_at or one.need_stated_at != one.need.stated_at:
            yield f"suggestion {one.pk}: is of another moment than its need"
        if not one.need.sentence and one.reason:
            yield f"suggestion {one.pk}: the words of its need are gone, and it still says why"


def _of_introductions() -> Iterator[str]:
    """Introductions that show an address that was taken back, or are of another enterprise than their need."""
    shown = Introduction.objects.filter(withdrawn_at__isnull=False, person__isnull=False)
    for pk in shown.order_by("pk").values_list("pk", flat=True):
        yield f"introduction {pk}: was withdrawn and still shows an address"
    for one in Introduction.objects.filter(need__isnull=False).select_related("need").order_by("pk"):
        if one.need is not None and one.need.enterprise_id != one.enterprise_id:
            yield f"introduction {one.pk}: is of another enterprise than need {one.need_id}"
        if one.need is not None and one.person_id not in {None, one.need.person_id}:
            yield f"introduction {one.pk}: shows the address of somebody else than need {one.need_id}"


def _of_quotes() -> Iterator[str]:
    for quote in Quote.objects.select_related("introduction").order_by("pk"):
        made_at = quote.introduction.made_at
        if quote.quoted_on < day_of(made_at) or quote.at < made_at:
            yield f"quote {quote.pk}: is of before its introduction"


def _counted() -> Iterator[str]:
    """Events whose counters are not what their registrations say, until those are erased."""
    found = Event.objects.annotate(
        rows=Count("registrations"), there=Count("registrations", filter=Q(registrations__has_attended=True))
    )
    for event in found.order_by("pk"):
        if event.rows and (event.registered, event.attended) != (event.rows, event.there):
            yield (
                f"event {event.pk}: counts {event.registered} registered and {event.attended} there, "
                f"its list has {event.rows} and {event.there}"
            )


def _answered() -> Iterator[str]:
    """Moments at which other numbers were counted than businesses answered."""
    answered = Counter(
        FamiliarityQuestion.objects.filter(is_answered=True).values_list("partnership", "moment")
    )
    counted = {
        (partnership, moment): number
        for partnership, moment, number in FamiliarityCount.objects.values_list("partnership", "moment")
        .annotate(number=Sum("number"))
        .order_by()
    }
    for partnership, moment in sorted(answered.keys() | counted.keys()):
        asked, number = answered[partnership, moment], counted.get((partnership, moment), 0)
        if asked != number:
            yield f"familiarity {moment} of organisation {partnership}: {asked} answered, {number} counted"
    yield from _shown()


def _shown() -> Iterator[str]:
    """Figures that were not renewed by five, so that the difference of two moments tells what somebody answered."""
    said = FamiliarityCount.objects.filter(answer__in=SCALE).values("partnership", "moment")
    for one in said.annotate(shown=Sum("shown"), number=Sum("number")).order_by("partnership", "moment"):
        if 0 < one["shown"] < DISCLOSED_FROM or one["number"] - one["shown"] >= DISCLOSED_FROM:
            yield (
                f"familiarity {one['moment']} of organisation {one['partnership']}: shows {one['shown']} of "
                f"{one['number']} answers, which is not how figures renew"
            )
