"""What a coordinator proposes for a need; the business chooses itself who sees its address."""

from collections.abc import Collection

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.queries import services_on
from wisselwerk.apps.introductions.models import Need, Suggestion
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import day_of, now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.need import LONGEST_REASON
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def suggest_services(
    actor: Actor, *, need: Need, services: Collection[Service], reason: str
) -> list[Suggestion]:
    """Propose services for a need, each once, with why; its business hears of it by mail.

    No provider hears anything, and nobody learns the address of the business.

    Raises:
        Need.DoesNotExist: its words were erased at their term.
        Refusal: NOT_ALLOWED, NEED_WITHDRAWN, SUGGESTION_UNCLEAR, NOT_RECOGNISED_NOW or INTRODUCED_TO_ITSELF.
    """
    require(actor, "suggest_services", need.partnership_id)
    # Who withdraws it at the same moment is first or last: what was proposed goes with it.
    need = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
    if need.withdrawn_at is not None:
        raise Refusal(Reason(RefusalCode.NEED_WITHDRAWN, {"withdrawn_on": day_of(need.withdrawn_at)}))
    if not need.sentence:
        raise Need.DoesNotExist
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON:
        raise Refusal(Reason(RefusalCode.SUGGESTION_UNCLEAR, {"longest": LONGEST_REASON}))
    _look_at(need, services)
    known = {one.service_id: one for one in need.suggestions.all()}
    at = now()
    made = [
        Suggestion(
            need=need,
            service=service,
            reason=words,
            need_stated_at=need.stated_at,
            actor=str(actor),
            at=at,
        )
        for service in services
        if service.pk not in known
    ]
    for one in made:
        one.save()
        record(actor, "suggest_services", f"suggestion:{one.pk}", authority=one.seal(), at=at)
    if made:
        enqueue("send_suggestions", need_id=str(need.pk), first=made[0].pk, last=made[-1].pk)
    return [known[one.pk] for one in services if one.pk in known] + made


def _look_at(need: Need, services: Collection[Service]) -> None:
    """Stop where one of them cannot be chosen today."""
    offered = set(
        services_on(today()).filter(pk__in=[one.pk for one in services]).values_list("pk", flat=True)
    )
    for service in services:
        if service.provider.organisation_id == need.enterprise_id:
            raise Refusal(Reason(RefusalCode.INTRODUCED_TO_ITSELF))
        if service.pk not in offered:
            name = service.provider.organisation.name
            raise Refusal(Reason(RefusalCode.NOT_RECOGNISED_NOW, {"provider": name}))
