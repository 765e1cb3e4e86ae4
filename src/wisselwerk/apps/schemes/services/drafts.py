"""Writing rules before they are published: begun, taken over, changed, explained, published or thrown away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import slugify

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import as_begun, checked, for_members, places_of, without_decision
from wisselwerk.apps.schemes.models import Granter, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.plan import code_of
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services.councils import carry_plan, keep_regulation_decisions
from wisselwerk.apps.schemes.services.loading import load_scheme
from wisselwerk.apps.schemes.services.versions import keep_granting, publish_version
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.domain.rule_draft import DraftRule, DraftRules
from wisselwerk.formats.scheme_file import ParentVersion, SchemeFile, SchemeVersion
from wisselwerk.formats.shape import SLUG_LENGTH

SLUG_WITHOUT_NAME = "regeling"


@dataclass(frozen=True, slots=True)
class GrantedBy:
    """Who grants the vouchers of a new scheme, and which function signs."""

    granter: Granter
    signatory: str


@command
def start_draft(actor: Actor, *, scheme: Scheme) -> Draft:
    """Begin the next version of a scheme from its last one; the draft that is open when somebody began before.

    What was entered of that version for the multi-year plans goes along.

    Raises:
        Refusal: NOT_ALLOWED; SLUG_TAKEN by a draft of a new scheme.
    """
    require(actor, "start_draft", scheme.partnership_id)
    take_turns(f"draft of {scheme.slug}")
    if begun := Draft.objects.filter(scheme=scheme, version=None).first():
        return begun
    if Draft.objects.filter(slug=scheme.slug, version=None).exists():
        raise Refusal(Reason(RefusalCode.SLUG_TAKEN, {"slug": scheme.slug}))
    last = scheme.versions.order_by("-valid_from").first()
    rules = DraftRules.of(rule_set(last)) if last else DraftRules()
    draft = _begin(
        actor,
        "start_draft",
        Draft(
            partnership=scheme.partnership,
            scheme=scheme,
            parent=last,
            slug=scheme.slug,
            name=scheme.name,
            purpose=scheme.purpose,
            rules=rules.to_plain(),
        ),
    )
    if last:
        carry_plan(actor, last, draft)
    return draft


@command
def start_scheme(actor: Actor, *, partnership: Organisation, name: str) -> Draft:
    """Begin a scheme that is made from no other one.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "start_scheme", partnership.pk)
    take_turns("names of drafts")
    return _begin(actor, "start_scheme", Draft(partnership=partnership, slug=_free_slug(name), name=name))


@command
def take_over(actor: Actor, *, version: RuleSetVersion, partnership: Organisation, name: str) -> Draft:
    """Begin a scheme for a partnership from a version of any scheme; the draft that is open when it did so before.

    The territory becomes that of its own members. What else names places of the parent is left out, and so are the
    texts the parent's rules stand on: both are different for everybody, and show in the differences.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "take_over", partnership.pk)
    take_turns("names of drafts")
    open_ones = Draft.objects.filter(partnership=partnership, scheme=None, version=None, parent=version)
    if begun := open_ones.first():
        return begun
    return _begin(
        actor,
        "take_over",
        Draft(
            partnership=partnership,
            parent=version,
            slug=_free_slug(name),
            name=name,
            purpose=version.scheme.purpose,
            rules=for_members(rule_set(version), places_of(partnership, today())).to_plain(),
        ),
    )


@command
def describe_draft(actor: Actor, *, draft: int, edition: int, name: str, purpose: str, slug: str) -> Draft:
    """Give a new scheme its name, what it is for, and the name it has in addresses.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED; SLUG_TAKEN by a scheme or another draft.
        ValueError: the draft is of a scheme that is there: a version changes its rules and nothing else.
    """
    take_turns("names of drafts")
    one = _locked(actor, "describe_draft", draft, edition)
    if one.scheme_id is not None:
        raise ValueError(f"draft {draft} is of a scheme that has its name already")
    if slug != one.slug and _is_taken(slug):
        raise Refusal(Reason(RefusalCode.SLUG_TAKEN, {"slug": slug}))
    one.name, one.purpose, one.slug = name, purpose, slug
    return _keep(actor, "describe_draft", one)


@command
def change_rule(
    actor: Actor,
    *,
    draft: int,
    edition: int,
    kind: str,
    parameters: Mapping[str, Any],
    source: str = "",
) -> Draft:
    """Give a rule of a draft these parameters (plain JSON, right or wrong); a kind that was not there is added.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED.
        ValueError: there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind of rule called {kind!r}")
    one = _locked(actor, "change_rule", draft, edition)
    changed = DraftRule.read(kind, parameters, source.strip())
    one.rules = DraftRules.read(one.rules).with_rule(changed).to_plain()
    return _keep(actor, "change_rule", one)


@command
def drop_rule(actor: Actor, *, draft: int, edition: int, kind: str) -> Draft:
    """Leave a rule out of a draft.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED.
    """
    one = _locked(actor, "drop_rule", draft, edition)
    one.rules = DraftRules.read(one.rules).without(kind).to_plain()
    return _keep(actor, "drop_rule", one)


@command
def put_back_rule(actor: Actor, *, draft: int, edition: int, kind: str) -> Draft:
    """Have a draft say of one rule what it said when it was begun: as it was, with the text it stood on, or not at all.

    Reasons that were given for changing it go with the change.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED.
    """
    one = _locked(actor, "put_back_rule", draft, edition)
    rules, was = DraftRules.read(one.rules), as_begun(one).written(kind)
    one.rules = (rules.without(kind) if was is None else rules.with_rule(was)).to_plain()
    one.whys = {key: why for key, why in one.whys.items() if key.split(".")[0] != kind}
    return _keep(actor, "put_back_rule", one)


@command
def explain_draft(actor: Actor, *, draft: int, edition: int, whys: Mapping[str, str]) -> Draft:
    """Say why parameters differ from where the draft comes from; an empty reason takes one back.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED.
    """
    one = _locked(actor, "explain_draft", draft, edition)
    said = {**one.whys, **{key: why.strip() for key, why in whys.items()}}
    one.whys = {key: why for key, why in said.items() if why}
    return _keep(actor, "explain_draft", one)


@command
def date_draft(actor: Actor, *, draft: int, edition: int, valid_from: date, source: str) -> Draft:
    """Say from which day a draft would hold and on which decision it stands; nothing is published yet.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED.
    """
    one = _locked(actor, "date_draft", draft, edition)
    one.valid_from, one.source = valid_from, source.strip()
    return _keep(actor, "date_draft", one)


@command
def arrange_draft(
    actor: Actor, *, draft: int, edition: int, valid_from: date, granted_by: GrantedBy | None = None
) -> Draft:
    """Say from which day a draft would hold and who grants the vouchers of a new scheme, so that councils decide about it.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED; PERSON_NAMED, of the function that signs: a regulation names it.
        ValueError: who grants is said of a scheme that is there (``arrange_granting``), or is not said of a new one.
    """
    one = _locked(actor, "arrange_draft", draft, edition)
    if (one.scheme_id is None) is (granted_by is None):
        raise ValueError(f"who grants is said in the draft of a new scheme, and in no other: draft {draft}")
    one.valid_from = valid_from
    if granted_by is not None:
        one.granter, one.signatory = granted_by.granter.value, of_nobody(granted_by.signatory)
    return _keep(actor, "arrange_draft", one)


@command
def discard_draft(actor: Actor, *, draft: int, edition: int) -> None:
    """Throw a draft away. That it was there stays in the trail.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED; DRAFT_BEFORE_COUNCIL when a council has dealt with it.
    """
    one = _locked(actor, "discard_draft", draft, edition)
    if one.council_steps.exists():
        raise Refusal(Reason(RefusalCode.DRAFT_BEFORE_COUNCIL))
    record(actor, "discard_draft", f"draft:{one.pk}")
    one.delete()


@command
def publish_draft(
    actor: Actor,
    *,
    draft: int,
    edition: int,
    granted_by: GrantedBy | None = None,
    without_councils: Collection[str] = (),
) -> RuleSetVersion:
    """Publish a draft as it was seen, by the one road that versions come: a new scheme is loaded, a next version follows.

    ``granted_by`` says who grants the vouchers of a new scheme, where its draft does not (``arrange_draft``). Nothing here
    delegates the decision to the software: until a council does and that is on record, a person confirms each one.
    ``without_councils`` are the NIS codes of all members whose council did not decide for this text: what is published
    without them is published knowingly, and the trail names them.

    Raises:
        Refusal: NOT_ALLOWED, DRAFT_CHANGED, DRAFT_PUBLISHED; DRAFT_INCOMPLETE when something stops it or it has no day
            or decision; WHY_MISSING; COUNCILS_NOT_DECIDED when they are others than those that were named; SLUG_TAKEN;
            PERSON_NAMED, of the function that signs; and what ``publish_version`` refuses.
    """
    one = _locked(actor, "publish_draft", draft, edition)
    found = checked(one)
    if found.stops or one.valid_from is None or not one.source:
        raise Refusal(Reason(RefusalCode.DRAFT_INCOMPLETE))
    if found.asks_whys:
        raise Refusal(Reason(RefusalCode.WHY_MISSING, {"number": len(found.unexplained)}))
    _know_who_did_not_decide(actor, one, without_councils)
    rules = found.rules.rule_set(one.source)
    # Only what differs in the end has a reason: who changed a rule and back changed nothing.
    one.whys = {f"{change.kind}.{change.parameter}": change.why for change in found.changes if change.why}
    if one.scheme is None:
        said = GrantedBy(Granter(one.granter), one.signatory) if one.granter else granted_by
        one.version = _as_new_scheme(actor, one, rules, said)
        one.scheme = one.version.scheme
    else:
        one.version = publish_version(
            actor,
            scheme=one.scheme,
            rule_set=rules,
            valid_from=one.valid_from,
            source=one.source,
            whys=one.whys,
        )
    keep_regulation_decisions(actor, one, one.scheme)
    _keep(actor, "publish_draft", one, authority=f"version:{one.version.pk}")
    return one.version


def _know_who_did_not_decide(actor: Actor, draft: Draft, named: Collection[str]) -> None:
    """Whoever publishes knows which councils did not decide: those, and no others, and the trail tells it.

    Raises:
        Refusal: COUNCILS_NOT_DECIDED.
    """
    missing = without_decision(draft)
    codes = sorted(code_of(one) for one in missing)
    if codes != sorted(set(named)):
        raise Refusal(
            Reason(RefusalCode.COUNCILS_NOT_DECIDED, {"members": tuple(one.name for one in missing)})
        )
    for code in codes:
        record(actor, "publish_without_council", f"draft:{draft.pk}", authority=f"council:{code}")


def _as_new_scheme(
    actor: Actor, draft: Draft, rules: RuleSet, granted_by: GrantedBy | None
) -> RuleSetVersion:
    """Through the code that loads a scheme from a file: what can be written there can be drawn up here, and no more."""
    assert draft.valid_from is not None
    if Scheme.objects.filter(slug=draft.slug).exists():
        raise Refusal(Reason(RefusalCode.SLUG_TAKEN, {"slug": draft.slug}))
    parent = draft.parent
    scheme = load_scheme(
        actor,
        SchemeFile(
            slug=draft.slug,
            name=draft.name,
            partnership=str(draft.partnership.slug),
            purpose=draft.purpose,
            parent=ParentVersion(parent.scheme.slug, parent.number) if parent else None,
            versions=(SchemeVersion(1, draft.valid_from, draft.source, rules, draft.whys),),
        ),
    )
    if granted_by is not None:
        keep_granting(
            actor,
            scheme=scheme,
            granter=granted_by.granter,
            signatory=granted_by.signatory,
            delegation=None,
            valid_from=draft.valid_from,
        )
    return scheme.versions.get()


def _locked(actor: Actor, command_name: str, pk: int, edition: int) -> Draft:
    """The draft, kept from others until the command is done, when it is still as it was seen."""
    found = Draft.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise Refusal(Reason(RefusalCode.DRAFT_PUBLISHED))
    require(actor, command_name, found.partnership_id)
    if found.version_id is not None:
        raise Refusal(Reason(RefusalCode.DRAFT_PUBLISHED))
    if found.edition != edition:
        raise Refusal(Reason(RefusalCode.DRAFT_CHANGED, {"changed_at": found.changed_at}))
    return found


def _begin(actor: Actor, command_name: str, draft: Draft) -> Draft:
    entry_at = now()
    draft.started_at = draft.changed_at = entry_at
    draft.changed_by = str(actor)
    draft.save()
    record(actor, command_name, f"draft:{draft.pk}", at=entry_at)
    return draft


def _keep(actor: Actor, command_name: str, draft: Draft, authority: str = "") -> Draft:
    entry = record(actor, command_name, f"draft:{draft.pk}", authority=authority)
    draft.edition += 1
    draft.changed_by, draft.changed_at = entry.actor, entry.at
    draft.save()
    return draft


def _free_slug(name: str) -> str:
    """A name for addresses that nobody has yet, made from the name people read."""
    slug = slugify(name)[: SLUG_LENGTH - 4].strip("-") or SLUG_WITHOUT_NAME
    return next(
        one for number in range(1, 1000) if not _is_taken(one := slug if number == 1 else f"{slug}-{number}")
    )


def _is_taken(slug: str) -> bool:
    return Scheme.objects.filter(slug=slug).exists() or Draft.objects.filter(slug=slug, version=None).exists()
