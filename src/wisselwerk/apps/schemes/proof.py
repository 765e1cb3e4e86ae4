"""Whether every version that was drawn up as a draft came from where it says. See ``wisselwerk verify``."""

from collections.abc import Iterator

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule_draft import DraftRules

CHUNK = 2000


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    told = Entry.objects.filter(
        command="publish_draft", subject=_named("draft:", "pk"), authority=_named("version:", "version")
    )
    published = Draft.objects.filter(version__isnull=False).annotate(is_told=Exists(told))
    for draft in published.select_related("scheme", "version").order_by("pk").iterator(CHUNK):
        yield from _of_draft(draft)
    kept = Draft.objects.annotate(subject=Concat(Value("draft:"), Cast("pk", CharField()))).filter(
        subject=OuterRef("subject"), version__isnull=False
    )
    lost = Entry.objects.filter(~Exists(kept), command="publish_draft")
    for subject, authority in lost.order_by("pk").values_list("subject", "authority"):
        yield f"{subject}: the trail tells that {authority} was published of it, and it does not say so"


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
    if not draft.is_told:  # type: ignore[attr-defined]  # the annotation above
        yield f"{name}: the trail does not tell that version {version.pk} was published of it"


def _rules_of(draft: Draft) -> RuleSet | None:
    """What a draft says today: read as its version is, so that a parameter that came later is no difference."""
    try:
        return DraftRules.read(draft.rules).rule_set(draft.source)
    except InvalidRule:
        return None
