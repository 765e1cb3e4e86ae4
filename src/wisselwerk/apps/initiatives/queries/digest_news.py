"""What is new between two instants, for whoever reads it: asked once for all readers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from wisselwerk.apps.initiatives.models import (
    ExpostChange,
    Initiative,
    InitiativeLink,
    InitiativePlace,
    InitiativeStep,
)
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.clock import day_of
from wisselwerk.domain.digest import Line, News
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.signal import SignalKind
from wisselwerk.formats.territory import belgian_territory

Places = dict[int, frozenset[str]]

TOLD = (Action.NOTICE, Action.CONFIRM, Action.CORRECT, Action.END)
"""What of an initiative is news; where it is denied, nothing is."""
KINDS = {LinkKind.SAME: News.SAME, LinkKind.SIMILAR: News.SIMILAR}


def news_between(since: datetime, until: datetime) -> list[Line]:
    """What is new after ``since``, up to and including ``until``, from every source of ``config/news.py``: one mail tells it all."""
    return [line for source in settings.WISSELWERK_NEWS for line in import_string(source)(since, until)]


def news_of_register(since: datetime, until: datetime) -> Iterator[Line]:
    """What is new in the register and of schemes. Five queries, however much that is."""
    steps, links = _steps(since, until), _links(since, until)
    rows = InitiativePlace.objects.filter(
        Q(initiative__in=steps.values("initiative"))
        | Q(initiative__in=links.values("initiative"))
        | Q(initiative__in=links.values("other"))
    )
    places = _by_initiative(rows.values_list("initiative", "place"))
    yield from _initiatives(steps, places)
    yield from _schemes(since, until)
    yield from _alike(links, places)
    yield from _outcomes(since, until)


def _steps(since: datetime, until: datetime) -> QuerySet[InitiativeStep]:
    """What happened to initiatives that is news."""
    steps = InitiativeStep.objects.filter(at__gt=since, at__lte=until, action__in=TOLD)
    return steps.filter(initiative__merged_into=None).exclude(initiative__state=InitiativeState.DENIED)


def _initiatives(steps: QuerySet[InitiativeStep], places: Places) -> Iterator[Line]:
    """Each once, as it stands now: what happened to it last is news. A scheme that is noticed is told as a scheme."""
    last = {one.initiative_id: one for one in steps.select_related("initiative").order_by("pk")}
    for pk, step in last.items():
        one = step.initiative
        if one.state == InitiativeState.NOTICED and SignalKind.SCHEME in one.kinds:
            continue
        yield Line(
            news=News(one.state),
            key=str(pk),
            title=one.title,
            who=one.government,
            on=day_of(step.at),
            priority=Priority(one.priority) if one.priority else None,
            places=places.get(pk, frozenset()),
            partnership=one.partnership_id,
        )


def _schemes(since: datetime, until: datetime) -> Iterator[Line]:
    """Each once, with the rules that were published last."""
    versions = RuleSetVersion.objects.filter(published_at__gt=since, published_at__lte=until)
    found = versions.select_related("scheme__partnership").order_by("pk")
    firsts = {one.scheme_id for one in found if one.number == 1}
    for pk, version in {one.scheme_id: one for one in found}.items():
        scheme, territory = version.scheme, rule_set(version).find(Territory)
        yield Line(
            news=News.PUBLISHED if pk in firsts else News.ADJUSTED,
            key=scheme.slug,
            title=scheme.name,
            who=scheme.partnership.name,
            on=version.valid_from,
            places=frozenset(
                belgian_territory().area(territory.places, version.valid_from) if territory else ()
            ),
            partnership=scheme.partnership_id,
        )


def _links(since: datetime, until: datetime) -> QuerySet[InitiativeLink]:
    """What was proposed and nobody answered; a similar one also where somebody said that it is so."""
    links = InitiativeLink.objects.filter(proposed_at__gt=since, proposed_at__lte=until)
    links = links.filter(initiative__merged_into=None, other__merged_into=None)
    return links.exclude(answer=LinkAnswer.DECLINED).exclude(kind=LinkKind.SAME, answer=LinkAnswer.ACCEPTED)


def _alike(links: QuerySet[InitiativeLink], places: Places) -> Iterator[Line]:
    for link in links.select_related("initiative", "other").order_by("pk"):
        one, other = link.initiative, link.other
        yield Line(
            news=KINDS[LinkKind(link.kind)],
            key=str(one.pk),
            # Of two municipalities the same plan, or a plan and the next one, bear one title.
            title=f"{one.title} ({one.government})" if one.title and one.government else one.title,
            who=other.title,
            on=day_of(link.proposed_at),
            places=places.get(one.pk, frozenset()) | places.get(other.pk, frozenset()),
            partnership=_partnership(one, other),
        )


def _outcomes(since: datetime, until: datetime) -> Iterator[Line]:
    """Each government and year once: what it was before the first change, and what it is after the last."""
    changes = ExpostChange.objects.filter(noticed_at__gt=since, noticed_at__lte=until).order_by("pk")
    before: dict[tuple[str, int], str] = {}
    last: dict[tuple[str, int], ExpostChange] = {}
    for one in changes:
        before.setdefault((one.government, one.year), one.before)
        last[one.government, one.year] = one
    territory = belgian_territory()
    for (code, year), change in last.items():
        if before[code, year] == change.outcome:
            continue
        day = date(year, 12, 31)
        is_known = territory.knows(code)
        yield Line(
            news=News.OUTCOME,
            key=code,
            title=f"{territory.name(code) if is_known else code}, {year}",
            on=day_of(change.noticed_at),
            year=year,
            before=before[code, year],
            after=change.outcome,
            places=frozenset(territory.finest(code, day) if is_known else ()),
        )


def _by_initiative(rows: Iterable[tuple[int, str]]) -> Places:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for pk, place in rows:
        found[pk].add(place)
    return {pk: frozenset(places) for pk, places in found.items()}


def _partnership(one: Initiative, other: Initiative) -> int | None:
    """Whose the link is, where one of both is a partnership's."""
    return one.partnership_id or other.partnership_id
