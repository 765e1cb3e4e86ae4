"""Loading a scheme that was written in a file, and how a file that does not fit what is here is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.documents import show
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services.versions import last_applied_on, publish_version
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.formats.json_document import Path
from wisselwerk.formats.scheme_file import ParentVersion, SchemeFile, SchemeVersion
from wisselwerk.formats.territory import belgian_territory

NO_PARTNERSHIP = gettext_noop(
    "No partnership is called “{value}” here. Check how it is spelt, or load its file first: `wisselwerk import partnership`."
)
OTHER_PARTNERSHIP = gettext_noop(
    "This scheme belongs to “{known}” already, not to “{value}”. Choose another slug for the scheme."
)
DRAFT_HOLDS_SLUG = gettext_noop(
    "A draft of another partnership has the address “{value}” already. Choose another slug for the scheme."
)
NO_PARENT = gettext_noop(
    "Version {version} of scheme “{value}” is not here. Load that scheme first, or leave the parent out."
)
OTHER_PARENT = gettext_noop(
    "Where this scheme comes from was told when it was loaded first, and stays so. Take the parent back as it was."
)
CHANGED = gettext_noop(
    "Version {version} has been published and never changes. Take it back as it was, or add a next version."
)
REACHES_BACK = SENTENCES[RefusalCode.VERSION_REACHES_BACK]
UNKNOWN_PLACE = gettext_noop("“{value}” is no place in Belgium. Look the NIS code up again.")
COARSE_PLACE = gettext_noop(
    "“{value}” is a municipality made by a merger. Name the former municipalities that take part: {choices}."
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where a file does not fit what is here: a path in the file, and what to do, as a ``Problem`` says it."""

    path: Path
    message: str
    params: Mapping[str, object]


class DoesNotFit(Exception):
    """A file that is well by itself and cannot be loaded here. Nothing was changed."""

    def __init__(self, *misfits: Misfit) -> None:
        self.misfits = misfits
        super().__init__("; ".join(one.message.format_map(one.params) for one in misfits))


@command
def load_scheme(actor: Actor, scheme_file: SchemeFile) -> Scheme:
    """Load a scheme with all its versions. Loaded before, it gets the name and the versions that are new.

    Raises:
        Refusal: NOT_ALLOWED.
        DoesNotFit: the partnership, the parent or a place is unknown, a draft of others has the slug, or a published
            version is not as it was.
    """
    # Locked, so that who loads the same file at the same moment finds it loaded.
    partnerships = Organisation.objects.select_for_update(no_key=True)
    partnership = partnerships.filter(
        slug=scheme_file.partnership, kind=OrganisationKind.INTERLOKALE_VERENIGING
    ).first()
    if partnership is None:
        raise DoesNotFit(Misfit(("partnership",), NO_PARTNERSHIP, {"value": scheme_file.partnership}))
    require(actor, "load_scheme", partnership.pk)
    parent = _parent(scheme_file.parent)
    known = Scheme.objects.select_related("partnership").filter(slug=scheme_file.slug).first()
    versions = {one.number: one for one in known.versions.all()} if known else {}
    if misfits := tuple(_misfits(scheme_file, parent, known, versions)):
        raise DoesNotFit(*misfits)
    scheme, is_new = Scheme.objects.update_or_create(
        slug=scheme_file.slug,
        defaults={"name": scheme_file.name, "purpose": scheme_file.purpose},
        create_defaults={
            "name": scheme_file.name,
            "purpose": scheme_file.purpose,
            "partnership": partnership,
            "adopted_from": parent,
        },
    )
    for one in scheme_file.versions:
        if one.number not in versions:
            publish_version(
                actor,
                scheme=scheme,
                rule_set=one.rule_set,
                valid_from=one.valid_from,
                source=one.source,
                whys=one.whys,
            )
    told = (scheme_file.name, scheme_file.purpose)
    if is_new or (known and (known.name, known.purpose) != told):
        record(actor, "load_scheme", f"scheme:{scheme.pk}")
        show(scheme)
    return scheme


def _parent(named: ParentVersion | None) -> RuleSetVersion | None:
    if named is None:
        return None
    return RuleSetVersion.objects.filter(scheme__slug=named.scheme, number=named.version).first()


def _misfits(
    scheme_file: SchemeFile,
    parent: RuleSetVersion | None,
    known: Scheme | None,
    versions: Mapping[int, RuleSetVersion],
) -> Iterator[Misfit]:
    named = scheme_file.parent
    if named is not None and parent is None:
        yield Misfit(("parent",), NO_PARENT, {"value": named.scheme, "version": named.version})
    drafts = Draft.objects.filter(slug=scheme_file.slug, scheme=None)
    if known is None and drafts.exclude(partnership__slug=scheme_file.partnership).exists():
        yield Misfit(("slug",), DRAFT_HOLDS_SLUG, {"value": scheme_file.slug})
    if known is not None:
        if known.partnership.slug != scheme_file.partnership:
            params = {"known": known.partnership.slug, "value": scheme_file.partnership}
            yield Misfit(("partnership",), OTHER_PARTNERSHIP, params)
        if known.adopted_from != parent:
            yield Misfit(("parent",), OTHER_PARENT, {})
    applied_on = last_applied_on(known) if known else None
    for i, version in enumerate(scheme_file.versions):
        published = versions.get(version.number)
        if published is None:
            yield from _place_misfits(i, version)
            if applied_on is not None and version.valid_from <= applied_on:
                days = {"applied_on": applied_on, "valid_from": version.valid_from}
                yield Misfit(("versions", i, "valid_from"), REACHES_BACK, days)
        elif _as_published(version) != (
            published.valid_from,
            published.source,
            rule_set(published),
            published.whys,
        ):
            yield Misfit(("versions", i), CHANGED, {"version": version.number})


def _as_published(version: SchemeVersion) -> tuple[object, ...]:
    return version.valid_from, version.source, version.rule_set, dict(version.whys)


def _place_misfits(i: int, version: SchemeVersion) -> Iterator[Misfit]:
    """Rules hold finest places alone: those mean the same on every day."""
    for j, sourced in enumerate(version.rule_set.rules):
        for k, code in enumerate(sourced.rule.places if isinstance(sourced.rule, Territory) else ()):
            path = ("versions", i, "rules", j, "parameters", "places", k)
            if misfit := place_misfit(path, code, version.valid_from):
                yield misfit


def place_misfit(path: Path, code: str, day: date) -> Misfit | None:
    """What is wrong with ``code`` where a finest place is asked for; ``day`` tells which ones may be meant."""
    territory = belgian_territory()
    if not territory.knows(code):
        return Misfit(path, UNKNOWN_PLACE, {"value": code})
    if code not in territory.finest_codes:
        finest = ", ".join(territory.finest(code, day))
        return Misfit(path, COARSE_PLACE, {"value": code, "choices": finest})
    return None
