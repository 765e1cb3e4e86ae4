"""Loading a partnership that was written in a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.services import (
    AgreementWords,
    found_partnership,
    join_partnership,
    local_government,
    sign_agreement,
)
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, Granter, Scheme
from wisselwerk.apps.schemes.services.loading import (
    OTHER_PARTNERSHIP,
    UNKNOWN_PLACE,
    DoesNotFit,
    Misfit,
    place_misfit,
)
from wisselwerk.apps.schemes.services.versions import arrange_granting, record_decision
from wisselwerk.apps.schemes.services.visa import council_on, record_exemption
from wisselwerk.apps.search.documents import call_otherwise
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, gettext_noop
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.territory import Place
from wisselwerk.formats.json_document import Path
from wisselwerk.formats.partnership_file import (
    AboutScheme,
    DatedShape,
    DecisionShape,
    DelegationShape,
    PartnershipFile,
)
from wisselwerk.formats.territory import belgian_territory

OTHER_ORGANISATION = gettext_noop(
    "“{value}” is another organisation here, not a partnership. Choose another slug."
)
RECORDED = gettext_noop(
    "This has been recorded with another content. Take it back as it was; what changed later gets an entry of its own."
)
OVERLAP = gettext_noop("This overlaps with what starts on {start}. Have the one end before the other starts.")
MERGED = gettext_noop(
    "“{value}” was a municipality until {until}. End this on that day, and add an entry that starts then."
)
NO_MEMBER = gettext_noop(
    "“{value}” is no member on {start}. Choose a member to manage, or add it to the members."
)
NOT_MANAGING = gettext_noop(
    "“{value}” does not manage this partnership on that day, so its council exempts nothing. Name who does."
)
NO_DELEGATION = gettext_noop(
    "No decision of “{value}” of {decided_on} is here as a DELEGATION. Add it to the council decisions first."
)


@command
def load_partnership(actor: Actor, partnership_file: PartnershipFile) -> tuple[str, ...]:
    """Record a partnership with its members, agreements, council decisions and who grants.

    Loaded before, it gets the name, the contact, the ends that were open, and what is new. Decisions and granting belong to a
    scheme, and a scheme to a partnership: those of a scheme that is not here yet wait until the file is loaded again.

    Returns:
        Slugs of the schemes that are waited for.

    Raises:
        Refusal: NOT_ALLOWED; PERSON_NAMED, of a function that signs and was not recorded before.
        DoesNotFit: a place is unknown, something overlaps, or what was recorded is not as it was.
    """
    require(actor, "load_partnership")
    slug, said = partnership_file.slug, {"name": partnership_file.name, "contact": partnership_file.contact}
    if Organisation.objects.filter(slug=slug).exclude(kind=OrganisationKind.INTERLOKALE_VERENIGING).exists():
        raise DoesNotFit(Misfit(("slug",), OTHER_ORGANISATION, {"value": slug}))
    partnership = found_partnership(actor, slug=slug, name=partnership_file.name)
    before = partnership.name
    if any(getattr(partnership, field) != value for field, value in said.items()):
        partnership.name, partnership.contact = said["name"], said["contact"]
        partnership.save(update_fields=list(said))
        record(actor, "load_partnership", f"organisation:{partnership.pk}")
    known = Scheme.objects.select_related("partnership").in_bulk(partnership_file.schemes, field_name="slug")
    loading = _Loading(actor, partnership_file, partnership, known)
    misfits = (
        *loading.members(),
        *loading.agreements(),
        *loading.overlaps(),
        *loading.strangers(),
        *loading.decisions(),
        *loading.granting(),
    )
    if misfits:
        raise DoesNotFit(*misfits)
    # Of two of one name nobody could tell here whose it is: that waits until all is made anew.
    if before != partnership.name and not Organisation.objects.filter(name=before).exists():
        call_otherwise(before, partnership.name)
    return tuple(one for one in partnership_file.schemes if one not in known)


@dataclass(frozen=True, slots=True)
class _Loading:
    """Records what a file says part by part, and yields what does not fit; the caller undoes all of it then."""

    actor: Actor
    file: PartnershipFile
    partnership: Organisation
    known: Mapping[str, Scheme]

    def members(self) -> Iterator[Misfit]:
        for i, one in enumerate(self.file.members):
            misfit = place_misfit(("members", i, "place"), one.place, one.valid_from)
            if misfit is not None:
                yield misfit
                continue
            membership = join_partnership(
                self.actor, partnership=self.partnership, place=one.place, source=one.source, valid=one.valid
            )
            municipality = belgian_territory().municipality_of(one.place, one.valid_from)
            yield from _merged(("members", i), municipality, one)
            if (membership.source, membership.valid_until) != (one.source, one.valid_until):
                yield Misfit(("members", i), RECORDED, {})

    def agreements(self) -> Iterator[Misfit]:
        for i, one in enumerate(self.file.agreements):
            path: Path = ("agreements", i, "managing_municipality")
            code, start = one.managing_municipality, one.valid_from
            if not belgian_territory().knows(code):
                yield Misfit(path, UNKNOWN_PLACE, {"value": code})
                continue
            managing = local_government(code, start)
            agreement = sign_agreement(
                self.actor,
                partnership=self.partnership,
                managing_municipality=managing,
                words=AgreementWords(one.mandate, one.evaluation, one.contributions or "", one.leaving or ""),
                source=one.source,
                valid=one.valid,
            )
            yield from _merged(("agreements", i), belgian_territory().place(code, start), one)
            if not managing.member_of.on(start).filter(partnership=self.partnership).exists():
                yield Misfit(path, NO_MEMBER, {"value": code, "start": start})
            kept = (
                agreement.managing_municipality,
                agreement.mandate,
                agreement.evaluation,
                agreement.contributions,
                agreement.leaving,
                agreement.source,
            )
            # What a file leaves out of these two it says nothing of.
            words = (one.contributions or agreement.contributions, one.leaving or agreement.leaving)
            told = (managing, one.mandate, one.evaluation, *words, one.source)
            if (*kept, agreement.valid_until) != (*told, one.valid_until):
                yield Misfit(("agreements", i), RECORDED, {})

    def overlaps(self) -> Iterator[Misfit]:
        """Also with what an earlier file told: everything has been recorded by now."""
        stretches = list(self.partnership.memberships.values_list("place", "valid_from", "valid_until"))
        terms = list(self.partnership.agreements.values_list("valid_from", "valid_until"))
        for i, member in enumerate(self.file.members):
            others = [(start, end) for place, start, end in stretches if place == member.place]
            yield from _overlaps(("members", i), member, others)
        for i, agreement in enumerate(self.file.agreements):
            yield from _overlaps(("agreements", i), agreement, terms)

    def strangers(self) -> Iterator[Misfit]:
        """Schemes of another partnership: its own file speaks of those."""
        lists: Mapping[str, tuple[AboutScheme, ...]] = {
            "council_decisions": self.file.council_decisions,
            "granting": self.file.granting,
        }
        for name, entries in lists.items():
            for i, one in enumerate(entries):
                scheme = self.known.get(one.scheme)
                if scheme is not None and scheme.partnership != self.partnership:
                    params = {"known": scheme.partnership.slug, "value": self.file.slug}
                    yield Misfit((name, i, "scheme"), OTHER_PARTNERSHIP, params)

    def decisions(self) -> Iterator[Misfit]:
        for i, one in enumerate(self.file.council_decisions):
            path: Path = ("council_decisions", i)
            if not belgian_territory().knows(one.local_government):
                yield Misfit((*path, "local_government"), UNKNOWN_PLACE, {"value": one.local_government})
            elif one.scheme in self.known:
                council = local_government(one.local_government, one.decided_on)
                if one.subject == DecisionSubject.VISUM:
                    yield from self._exempt(path, one, council)
                    continue
                decision = record_decision(
                    self.actor,
                    scheme=self.known[one.scheme],
                    local_government=council,
                    subject=DecisionSubject(one.subject),
                    title=one.title,
                    decided_on=one.decided_on,
                    reference=one.reference,
                )
                if (decision.title, decision.reference) != (one.title, one.reference):
                    yield Misfit(path, RECORDED, {})

    def _exempt(self, path: Path, one: DecisionShape, council: Organisation) -> Iterator[Misfit]:
        scheme = self.known[one.scheme]
        try:
            if council != council_on(scheme, one.decided_on):
                yield Misfit((*path, "local_government"), NOT_MANAGING, {"value": one.local_government})
                return
            record_exemption(
                self.actor,
                scheme=scheme,
                title=one.title,
                decided_on=one.decided_on,
                reference=one.reference,
            )
        except Refusal as refusal:
            reason = refusal.reasons[0]
            yield Misfit(path, SENTENCES[reason.code], reason.params)

    def granting(self) -> Iterator[Misfit]:
        for i, one in enumerate(self.file.granting):
            if one.scheme not in self.known:
                continue
            scheme, by = self.known[one.scheme], one.delegation
            delegation = None if by is None else _delegation(scheme, by)
            if by is not None and delegation is None:
                params = {"value": by.local_government, "decided_on": by.decided_on}
                yield Misfit(("granting", i, "delegation"), NO_DELEGATION, params)
                continue
            arrangement = arrange_granting(
                self.actor,
                scheme=scheme,
                granter=Granter(one.granter),
                signatory=one.signatory,
                delegation=delegation,
                valid_from=one.valid_from,
            )
            kept = (arrangement.granter, arrangement.signatory, arrangement.delegation)
            if kept != (one.granter, one.signatory, delegation):
                yield Misfit(("granting", i), RECORDED, {})


def _delegation(scheme: Scheme, by: DelegationShape) -> CouncilDecision | None:
    if not belgian_territory().knows(by.local_government):
        return None
    return CouncilDecision.objects.filter(
        scheme=scheme,
        local_government__nis_code=belgian_territory().place(by.local_government, by.decided_on).code,
        subject=DecisionSubject.DELEGATION,
        decided_on=by.decided_on,
    ).first()


def _merged(path: Path, municipality: Place, dated: DatedShape) -> Iterator[Misfit]:
    """A municipality takes part until it merges; from then its successor does."""
    until = municipality.valid.end
    if until is not None and dated.valid_from < until and (dated.valid_until or date.max) > until:
        yield Misfit(path, MERGED, {"value": municipality.name_nl, "until": until})


def _overlaps(path: Path, dated: DatedShape, others: list[tuple[date, date | None]]) -> Iterator[Misfit]:
    for start, end in others:
        if start != dated.valid_from and dated.valid.overlaps(Period(start, end)):
            yield Misfit(path, OVERLAP, {"start": start})
