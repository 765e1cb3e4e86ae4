"""Which practices changed, and who is to hear of it: the adopters that go on with one."""

from dataclasses import dataclass
from datetime import datetime

from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.parties.permissions import SPEAKS
from wisselwerk.apps.practices.models import PracticeMailStop, PracticeStep
from wisselwerk.apps.practices.queries.adoptions import adoptions_of
from wisselwerk.clock import today
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.practice import Action


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """That another version of a practice is what everybody reads."""

    step: PracticeStep
    adopters: frozenset[int]
    """The organisations that took it over and did not abandon it."""


def changes_between(since: datetime, until: datetime) -> list[PracticeChange]:
    """What changed after ``since``, up to and including ``until``: of each practice the last time. For a mail of the week."""
    steps = PracticeStep.objects.filter(action=Action.PUBLISH, at__gt=since, at__lte=until)
    last = {one.practice_id: one for one in steps.select_related("practice", "version").order_by("pk")}
    return [change for step in last.values() if (change := change_of(step)) is not None]


def change_of(step: PracticeStep) -> PracticeChange | None:
    """A publication as a change; None where nothing was public before it: then nobody took it over as it was."""
    before = PracticeStep.objects.filter(practice=step.practice_id, action=Action.PUBLISH, pk__lt=step.pk)
    if not before.exists():
        return None
    going_on = (one for one in adoptions_of(step.practice) if one.state is not AdoptionState.ABANDONED)
    return PracticeChange(step, frozenset(one.adopter.pk for one in going_on))


def readers_of(change: PracticeChange) -> list[int]:
    """The people who speak for the adopters, can be mailed and did not stop it. One query."""
    held = RoleHolding.objects.on(today()).filter(
        organisation__in=change.adopters,
        role__in=SPEAKS,
        person__is_active=True,
        person__email__isnull=False,
    )
    stopped = PracticeMailStop.objects.values("person")
    return sorted(set(held.exclude(person__in=stopped).values_list("person", flat=True)))
