"""Proposing that two initiatives are one, or that one does what a scheme here does. Only a person makes it so."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, InitiativePlace, Signal, amounts_of
from wisselwerk.db import take_turns
from wisselwerk.domain.initiative import words_of
from wisselwerk.domain.initiative_link import (
    Because,
    Compared,
    Differs,
    LinkAnswer,
    LinkKind,
    differing,
    same,
    similar,
)
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.signal import SignalKind
from wisselwerk.domain.voucher_terms import VoucherTerms
from wisselwerk.formats.dutch import stem

_OF_ANY_DECISION = (
    "aan als besluit besluiten bij dat de deze die door een en er goedkeuren goedkeuring gemeente gemeenteraad het in is met naar "
    "of om op over stad te tot uit van vaststellen vaststelling voor wordt ocmw raad reglement kennisneming punt dienst betreffende inzake houdende"
)
SAYS_NOTHING = frozenset(_OF_ANY_DECISION.split())
"""Words that stand in the title of any decision."""
LEAST_OF_PLURAL = 4
"""Letters that a word has more of before its *s* is taken for that of a plural."""
VOUCHERS = ("cheque", "cheques", "bon", "bonnen", "voucher", "vouchers")
"""How a word ends that names a voucher."""


def take_turns_about_links() -> None:
    """Let commands that may propose go one after the other: what two imports bring in at the same moment does not see each other.

    For the first line of such a command, before any row is locked: who holds the turn may lock every row, so whoever waits
    for it with a row in hand would be waited for.
    """
    take_turns("links between initiatives")


def propose_links(initiative: Initiative, at: datetime) -> None:
    """Propose what an initiative looks like. Call it when what is said of it changed, or what it was proposed with is gone, in
    the turn of ``take_turns_about_links``.

    Of many that are alike each is proposed once, with the one that was known first of those that were proposed with each other:
    one question more for each, and not one for each two.
    """
    if initiative.merged_into_id is not None or initiative.state == InitiativeState.DENIED:
        return
    places = list(initiative.places.values_list("place", flat=True))
    mine = compared(initiative, places)
    began = mine.began_on
    alike: dict[int, tuple[Initiative, tuple[Because, ...]]] = {}
    for other in _candidates(initiative, places):
        theirs = compared(other, [one.place for one in other.places.all()])
        if reasons := same(mine, theirs):
            # What may be this one began earlier, so this one may have.
            began = min(filter(None, (began, theirs.began_on)), default=None)
            alike[other.pk] = other, reasons
    for pk in _to_propose_with(initiative.pk, alike):
        other, reasons = alike[pk]
        later, earlier = (initiative, other) if initiative.pk > pk else (other, initiative)
        _propose(LinkKind.SAME, later, earlier, reasons, (), at)
    if mine.is_voucher:
        _propose_similar(initiative, replace(mine, began_on=began), at)


def propose_again(gone: Initiative, at: datetime) -> None:
    """Propose anew what was proposed with an initiative that is none any more, or goes on in another one."""
    open_links = InitiativeLink.objects.filter(kind=LinkKind.SAME, answer=LinkAnswer.OPEN)
    beside = open_links.filter(Q(initiative=gone) | Q(other=gone)).values_list("initiative", "other")
    left = {pk for both in beside for pk in both} - {gone.pk}
    for one in Initiative.objects.filter(pk__in=left).order_by("pk"):
        propose_links(one, at)


def _to_propose_with(pk: int, alike: Collection[int]) -> list[int]:
    """With which of ``alike`` one is proposed: those with which it was, whatever was answered, and the first of each group of others.

    A group are those that wait for an answer whether they are each other. Who said of one of them that it is another one may
    mean all of them, so that group is left alone until it falls apart. One query.
    """
    if not alike:
        return []
    links = InitiativeLink.objects.filter(
        kind=LinkKind.SAME, initiative__in=[pk, *alike], other__in=[pk, *alike]
    )
    own: set[int] = set()
    group = {one: one for one in alike}
    for one, other, answer in links.values_list("initiative", "other", "answer"):
        if pk in (one, other):
            own |= {one, other} - {pk}
        elif answer == LinkAnswer.OPEN:
            first, second = sorted((group[one], group[other]))
            group = {member: first if within == second else within for member, within in group.items()}
    asked = {group[one] for one in own}
    return sorted(own | {first for first in group.values() if first not in asked})


def compared(initiative: Initiative, places: Iterable[str]) -> Compared:
    """What of it is laid beside another."""
    years = [day.year for day in (initiative.starts_on, initiative.ends_on, initiative.held_on) if day]
    amounts = amounts_of([*initiative.amounts, *initiative.spent])
    years += [one.year for one in amounts if one.year is not None]
    told = words_of(initiative.title)
    said = {_root(word): word for word in told if word not in SAYS_NOTHING and not word.isdigit()}
    return Compared(
        words=frozenset(said),
        said=said,
        places=frozenset(places),
        years=(min(years), max(years)) if years else None,
        addresses=frozenset(initiative.addresses),
        amounts=amounts,
        terms=VoucherTerms(**initiative.terms),
        began_on=initiative.starts_on or initiative.held_on,
        is_scheme=SignalKind.SCHEME in initiative.kinds,
        is_voucher=bool(initiative.terms) or any(word.endswith(VOUCHERS) for word in told),
    )


def _root(word: str) -> str:
    """Its stem, also of a plural on *-s* behind a vowel, which stemming leaves as it is: *cheques*."""
    found = stem(word)
    return (
        found[:-1] if len(found) > LEAST_OF_PLURAL and found[-1] == "s" and found[-2] in "aeiouy" else found
    )


def _candidates(initiative: Initiative, places: list[str]) -> list[Initiative]:
    """Those in the same place that somebody did not say are none. Two queries, and one for an action in a policy report.

    Two actions of one report are two, however alike: their government told them as two.
    """
    there = InitiativePlace.objects.filter(place__in=places).values("initiative")
    found = Initiative.objects.filter(pk__in=there, merged_into=None)
    found = found.exclude(pk=initiative.pk).exclude(state=InitiativeState.DENIED)
    if SignalKind.REPORT in initiative.kinds:
        found = found.exclude(pk__in=_beside(initiative, places))
    return list(found.prefetch_related("places").order_by("pk"))


def _beside(initiative: Initiative, places: list[str]) -> set[int]:
    """What stands beside it in a report, also by what was merged into it. One query.

    Signals of other kinds are left out here: a database that looks for the kind first goes through the actions of every government.
    """
    there = InitiativePlace.objects.filter(place__in=places).values("initiative")
    told: QuerySet[Any] = Signal.objects.filter(initiative__in=there)
    rows = told.values_list("initiative", "initiative__merged_into", "action__report")
    entries = [(whole or own, report) for own, whole, report in rows if report is not None]
    reports = {report for pk, report in entries if pk == initiative.pk}
    return {pk for pk, report in entries if report in reports} - {initiative.pk}


def _propose_similar(initiative: Initiative, mine: Compared, at: datetime) -> None:
    """A decision is laid beside the schemes here, and a scheme beside the decisions about vouchers. Two queries each."""
    is_scheme = SignalKind.SCHEME in initiative.kinds
    kind = SignalKind.DECISION if is_scheme else SignalKind.SCHEME
    found = Initiative.objects.filter(signals__kind=kind, merged_into=None).exclude(pk=initiative.pk)
    for other in found.exclude(terms={}).distinct().prefetch_related("places").order_by("pk"):
        theirs = compared(other, [one.place for one in other.places.all()])
        there, here = (other, initiative) if is_scheme else (initiative, other)
        its, ours = (theirs, mine) if is_scheme else (mine, theirs)
        if SignalKind.SCHEME not in there.kinds and (reasons := similar(its, ours)):
            _propose(LinkKind.SIMILAR, there, here, reasons, tuple(differing(its, ours)), at)


def _propose(
    kind: LinkKind,
    initiative: Initiative,
    other: Initiative,
    reasons: tuple[Because, ...],
    differences: tuple[Differs, ...],
    at: datetime,
) -> None:
    told = {
        "reasons": [one.to_plain() for one in reasons],
        "differences": [one.to_plain() for one in differences],
    }
    link, is_new = InitiativeLink.objects.get_or_create(
        kind=kind, initiative=initiative, other=other, defaults={**told, "proposed_at": at}
    )
    if not is_new and {name: getattr(link, name) for name in told} != told:
        # What somebody answered stays with what they saw.
        InitiativeLink.objects.filter(pk=link.pk, answer=LinkAnswer.OPEN).update(**told)
