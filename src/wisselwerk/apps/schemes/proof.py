"""Whether every version that was drawn up as a draft came from where it says, and what councils decided is on record.

See ``wisselwerk verify``.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_text import read
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, GrantingArrangement
from wisselwerk.apps.schemes.plan import planned
from wisselwerk.apps.schemes.plan_model import PlanEntry
from wisselwerk.apps.schemes.undecided_proof import of_undecided
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule_draft import DraftRules

CHUNK = 2000
COUNCILS_ASKED = ("arrange_draft", "publish_without_council")
"""What came with the question which councils did not decide: of what was published before the first, nobody was asked."""

COUNCIL_COMMANDS = ("record_council_step", "amend_for_council", "take_back_council_step")


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    told = Entry.objects.filter(
        command="publish_draft", subject=_named("draft:", "pk"), authority=_named("version:", "version")
    )
    first = told.order_by("pk").values("pk")[:1]
    published = Draft.objects.filter(version__isnull=False).annotate(told_by=Subquery(first))
    asked_since = Entry.objects.filter(command__in=COUNCILS_ASKED).order_by("pk").values_list("pk", flat=True)
    since = asked_since.first()
    for draft in published.select_related("scheme", "version").order_by("pk").iterator(CHUNK):
        yield from _of_draft(draft)
        told_by: int | None = draft.told_by
        if since is not None and told_by is not None and told_by > since:
            yield from of_undecided(draft, told_by)
    yield from _of_councils()
    yield from _of_plans()
    kept = Draft.objects.annotate(subject=Concat(Value("draft:"), Cast("pk", CharField()))).filter(
        subject=OuterRef("subject"), version__isnull=False
    )
    lost = Entry.objects.filter(~Exists(kept), command="publish_draft")
    for subject, authority in lost.order_by("pk").values_list("subject", "authority"):
        yield f"{subject}: the trail tells that {authority} was published of it, and it does not say so"


def _of_councils() -> Iterator[str]:
    """What is on record of councils: told by the trail, readable, and among the decisions about the scheme."""
    told = Entry.objects.filter(command__in=COUNCIL_COMMANDS, subject=_named("council_step:", "pk"))
    newest: dict[tuple[int, int, int], CouncilStep] = {}
    untold = CouncilStep.objects.filter(~Exists(told)).values_list("pk", flat=True)
    for pk in untold.order_by("pk"):
        yield f"council step {pk}: the trail does not tell of it"
    steps = CouncilStep.objects.select_related("draft__version", "version")
    for step in steps.order_by("pk").iterator(CHUNK):
        if step.rules is not None and _unreadable(step.rules):
            yield f"council step {step.pk}: the rules it was decided on cannot be read"
        if step.proposed is not None and _is_no_text(step.proposed):
            yield f"council step {step.pk}: the text that lay before the council cannot be read"
        version = step.version or (step.draft.version if step.draft else None)
        if version is not None:
            newest[version.scheme_id, version.pk, step.member_id] = step
    for (scheme, _version, member), step in newest.items():
        known = CouncilDecision.objects.filter(
            scheme=scheme, local_government=member, subject=DecisionSubject.REGULATION
        )
        if step.state == StepState.DECIDED and step.on not in known.values_list("decided_on", flat=True):
            yield f"council step {step.pk}: its decision is not among those about scheme {scheme}"


def _of_plans() -> Iterator[str]:
    """What was entered for multi-year plans: told by the trail, and readable."""
    told = Entry.objects.filter(command="set_plan", subject=_named("plan_entry:", "pk"))
    entries = PlanEntry.objects.annotate(is_told=Exists(told)).order_by("pk")
    for entry in entries.iterator(CHUNK):
        if not entry.is_told:
            yield f"plan entry {entry.pk}: the trail does not tell of it"
        try:
            planned(entry)
        except ValueError:
            yield f"plan entry {entry.pk}: its amounts cannot be read"


def _unreadable(rules: object) -> bool:
    try:
        RuleSet.from_plain(rules)
    except ValueError:
        return True
    return False


def _is_no_text(proposed: dict[str, Any]) -> bool:
    try:
        read(proposed)
    except ValueError:
        return True
    return False


def _named(kind: str, field: str) -> Concat:
    return Concat(Value(kind), Cast(OuterRef(field), CharField()))


def _of_draft(draft: Draft) -> Iterator[str]:
    version, scheme, name = draft.version, draft.scheme, f"draft {draft.pk}"
    assert version is not None
    told = (version.whys, version.source, version.valid_from)
    if told != (draft.whys, draft.source, draft.valid_from) or _rules_of(draft) != RuleSet.from_plain(
        version.rules
    ):
        yield f"{name}: says otherwise than version {version.pk}, which was published of it"
    if scheme is None or (version.scheme_id, scheme.partnership_id) != (scheme.pk, draft.partnership_id):
        yield f"{name}: version {version.pk} is of another scheme or partnership"
    elif version.number == 1 and scheme.adopted_from_id != draft.parent_id:
        yield f"{name}: scheme {scheme.slug} says that it comes from another version"
    granted = GrantingArrangement.objects.filter(scheme=scheme, valid_from=version.valid_from)
    if draft.granter and (draft.granter, draft.signatory) not in granted.values_list("granter", "signatory"):
        yield f"{name}: who grants vouchers of scheme {version.scheme.slug} is not who it said"
    if draft.told_by is None:  # type: ignore[attr-defined]  # the annotation above
        yield f"{name}: the trail does not tell that version {version.pk} was published of it"


def _rules_of(draft: Draft) -> RuleSet | None:
    """What a draft says today: read as its version is, so that a parameter that came later is no difference."""
    try:
        return DraftRules.read(draft.rules).rule_set(draft.source)
    except InvalidRule:
        return None
