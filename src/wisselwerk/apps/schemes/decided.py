"""Which version of a scheme a council decided about, and how it stands to those that hold or are to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_standing import decided_elsewhere, draft_of, is_about_else
from wisselwerk.apps.schemes.councils import MemberCouncil
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, RuleSetVersion, Scheme


@dataclass(frozen=True, slots=True)
class Stand:
    """How the council of a member stands to a published version: the one sentence that every page tells of it."""

    version: RuleSetVersion
    state: StepState
    on: date | None
    """The day of its meeting, when one is known."""
    is_about_else: bool
    """It decided about another first day than was published, or about others who grant."""

    @property
    def is_open(self) -> bool:
        """Whether the version still waits for a decision of this council."""
        return self.is_about_else or self.state not in (StepState.DECIDED, StepState.VOTED_DOWN)


def stand(version: RuleSetVersion, councils: Iterable[MemberCouncil], member: Organisation) -> Stand:
    """How one of the councils before a version stands to it. Two queries where no council was followed, else none."""
    followed = {one.member.pk: one for one in councils if one.step is not None}
    if not followed:
        on = decided_elsewhere(version, version.scheme).get(member.pk)
        return Stand(version, StepState.DECIDED if on else StepState.OPEN, on, is_about_else=False)
    own, draft = followed.get(member.pk), draft_of(version)
    if own is None or own.step is None:
        return Stand(version, StepState.OPEN, None, is_about_else=False)
    is_else = own.has_decided and draft is not None and is_about_else(draft, own.step)
    return Stand(version, own.state, own.on, is_about_else=is_else)


def versions_decided(scheme: Scheme, decisions: Iterable[CouncilDecision]) -> dict[int, list[int]]:
    """The numbers of the versions that decisions about the rules are about, by decision, where that is on record.

    A scheme with one version needs no number. At most two queries.
    """
    about_rules = [one for one in decisions if one.subject == DecisionSubject.REGULATION]
    if not about_rules or len(scheme.versions.all()) < 2:
        return {}
    of_scheme = CouncilStep.objects.filter(Q(version__scheme=scheme) | Q(draft__version__scheme=scheme))
    steps = of_scheme.annotate(number=Coalesce("version__number", "draft__version__number")).order_by("pk")
    newest = {(one.member_id, one.number): one for one in steps}
    return {
        decision.pk: sorted(
            number
            for (member, number), step in newest.items()
            if (member, step.state, step.on)
            == (decision.local_government_id, StepState.DECIDED, decision.decided_on)
        )
        for decision in about_rules
    }
