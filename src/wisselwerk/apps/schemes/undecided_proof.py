"""Whether the trail names the councils without which a draft was published: those, and no others. See ``wisselwerk verify``."""

from collections.abc import Iterator

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_standing import is_about_else
from wisselwerk.apps.schemes.council_text import newest_steps
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject
from wisselwerk.apps.schemes.plan import code_of
from wisselwerk.clock import day_of

COUNCIL = "council:"


def of_undecided(draft: Draft, told_by: int) -> Iterator[str]:
    """What differs for a published draft; ``told_by`` is the entry that tells of it. At most five queries.

    What was recorded of its councils after that entry is left out: it does not change what was known then.
    """
    assert draft.version is not None
    told = Entry.objects.filter(command="publish_without_council", subject=f"draft:{draft.pk}")
    named = {one.removeprefix(COUNCIL) for one in told.values_list("authority", flat=True)}
    joined = _told_before(told_by, "join_partnership", "membership:")
    taking_part = Membership.objects.on(draft.version.valid_from).filter(
        Exists(joined), partnership=draft.partnership_id
    )
    members = {code_of(one.member) for one in taking_part.select_related("member")}
    steps = newest_steps(draft)
    if steps:
        decided = {
            code_of(step.member)
            for step in steps.values()
            if step.state == StepState.DECIDED and not is_about_else(draft, step)
        }
    else:
        decided = _decided_elsewhere(draft, told_by)
        # What is put right later at a council may move or take away the decision that counted then.
        put_right = Organisation.objects.filter(council_steps__version=draft.version)
        twice = put_right.annotate(steps=Count("council_steps")).filter(steps__gt=1)
        unsure = {code_of(one) for one in twice}
        members, decided = members - unsure, decided - unsure
    for code in sorted(members - decided - named):
        yield f"draft {draft.pk}: the trail does not tell that it was published without a decision of {COUNCIL}{code}"
    for code in sorted(named & decided):
        yield f"draft {draft.pk}: the trail tells that it was published without a decision of {COUNCIL}{code}, which had decided"


def _decided_elsewhere(draft: Draft, told_by: int) -> set[str]:
    """Where no council was followed: those of which a decision was on record then, taken since the draft was begun.

    What a council decided about another version is none about this one.
    """
    of_scheme = Q(version__scheme=draft.scheme_id) | Q(draft__version__scheme=draft.scheme_id)
    at_another = CouncilStep.objects.filter(
        of_scheme,
        Exists(_told_before(told_by, "record_council_step", "council_step:")),
        member=OuterRef("local_government"),
        state=StepState.DECIDED,
        on=OuterRef("decided_on"),
    ).exclude(version=draft.version)
    known = CouncilDecision.objects.filter(
        ~Exists(at_another),
        Exists(_told_before(told_by, "record_decision", "council_decision:")),
        scheme=draft.scheme_id,
        subject=DecisionSubject.REGULATION,
        decided_on__gte=day_of(draft.started_at),
    )
    return {code_of(one.local_government) for one in known.select_related("local_government")}


def _told_before(told_by: int, command: str, kind: str) -> QuerySet[Entry]:
    """The entry of a row before another one: in a query of those rows."""
    subject = Concat(Value(kind), Cast(OuterRef("pk"), CharField()))
    return Entry.objects.filter(command=command, subject=subject, pk__lt=told_by)
