"""What a published decision and a scheme that was published here say of an initiative, as signals."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePath
from urllib.parse import urldefrag

from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.models import CouncilDecision, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import budgets_of, rule_set
from wisselwerk.clock import day_of
from wisselwerk.domain.initiative import ENOUGH, Judgement
from wisselwerk.domain.local_government import municipality_at, municipality_named
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import CODES_SINCE, Priority
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.domain.signal import Signal, SignalAmount, SignalKind, Spoke, key_of
from wisselwerk.domain.territory import Place
from wisselwerk.domain.voucher_terms import VoucherTerms, voucher_terms
from wisselwerk.formats.euro_text import amounts
from wisselwerk.formats.territory import belgian_territory

LONGEST, LONGEST_NAME, LONGEST_WHAT = 500, 200, 4000
"""Signs of a title or an address, of a name, and of a summary, that are kept."""
_A_DAY = timedelta(days=1)


def signal_of_decision(decision: PublishedDecision, judgement: Judgement, on: date) -> Signal:
    """What a decision says that was read ``on`` a day. Its articles are read for terms, and not kept."""
    day = decision.decided_on or decision.published_on or on
    place = municipality_of(decision, day)
    government = decision.body.government or (place.name_nl if place else decision.body.name)
    lines = [
        decision.title,
        *(line for one in decision.articles for line in one.lines),
        *decision.description,
    ]
    # The folders a file lies in are of a machine and of who uses it, and the register is public.
    file = decision.file if _is_address(decision.file) else PurePath(decision.file).name
    found = f"{file}:{decision.line}"
    return Signal(
        kind=SignalKind.DECISION,
        key=_key(decision),
        source=(decision.address or found)[:LONGEST],
        held_on=decision.decided_on,
        known_on=decision.published_on or on,
        title=decision.title[:LONGEST],
        what="\n".join(decision.description)[:LONGEST_WHAT],
        government=government[:LONGEST_NAME],
        places=belgian_territory().finest(place.code, day) if place else (),
        starts_on=decision.in_force_on,
        ends_on=decision.ends_on - _A_DAY if decision.ends_on else None,
        amounts=tuple(SignalAmount(cents) for cents in decision.amounts),
        addresses=tuple(sorted(_addresses(decision.address))),
        terms=voucher_terms(lines, amounts),
        spoke=tuple(Spoke(one.words, one.place.value, one.points) for one in judgement.heard),
        enough=ENOUGH,
    )


def municipality_of(decision: PublishedDecision, day: date) -> Place | None:
    """Whose decision it is: by the name of the government or of its body, or else by where it was published."""
    territory, body = belgian_territory(), decision.body
    named = (municipality_named(one, territory, day) for one in (body.government, body.name))
    where = (decision.address, body.address, body.government_address, decision.file)
    return next(filter(None, named), None) or municipality_at(where, territory, day)


def signal_of_scheme(scheme: Scheme, version: RuleSetVersion, known_on: date) -> Signal:
    """What a scheme here says with this version of its rules: it has no need to be read, only told."""
    rules, day = rule_set(version), version.valid_from
    first = scheme.versions.order_by("valid_from").values_list("valid_from", flat=True)[0]
    window = rules.find(ApplicationWindow)
    per_year = _per_year(scheme)
    latest = max([known_on.year, *per_year])
    documents = CouncilDecision.objects.filter(scheme=scheme).values_list("reference", flat=True)
    return Signal(
        kind=SignalKind.SCHEME,
        key=f"scheme:{scheme.slug}",
        source=version.source,
        held_on=day,
        known_on=known_on,
        title=scheme.name,
        what=scheme.purpose[:LONGEST_WHAT],
        government=scheme.partnership.name,
        partnership=scheme.partnership_id,
        places=_places(scheme, rules, day),
        starts_on=first,
        ends_on=window.closes_on if window else None,
        priority=Priority.ENTERPRISE if latest >= CODES_SINCE else None,
        amounts=tuple(SignalAmount(Cents(cents), year) for year, cents in sorted(per_year.items())),
        addresses=tuple(sorted({one for reference in documents for one in _addresses(reference)})),
        terms=_terms(rules),
    )


def published_on(version: RuleSetVersion) -> date:
    """The day from which everybody could read a version here."""
    return day_of(version.published_at)


def _key(decision: PublishedDecision) -> str:
    """Its address; else what tells it from other decisions, wherever the file lies."""
    if decision.address and len(decision.address) <= LONGEST:
        return decision.address
    body = decision.body
    return key_of([decision.address, decision.title, decision.decided_on, body.government, body.name])


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _addresses(address: str) -> Iterator[str]:
    """An address on the web, with and without what names a part of the page."""
    if _is_address(address) and len(address) <= LONGEST:
        yield from {address, urldefrag(address).url}


def _places(scheme: Scheme, rules: RuleSet, day: date) -> tuple[str, ...]:
    territory = rules.find(Territory)
    codes = territory.places if territory else [one.place for one in members_on(scheme.partnership_id, day)]
    return tuple(sorted(belgian_territory().area(codes, day)))


def _per_year(scheme: Scheme) -> dict[int, int]:
    """What is set aside for all members together, by year."""
    found: dict[int, int] = {}
    for budget in budgets_of(scheme):
        found[budget.year] = found.get(budget.year, 0) - int(budget.credit.balance_cents)
    return {year: cents for year, cents in found.items() if cents > 0}


def _terms(rules: RuleSet) -> VoucherTerms:
    amount, own = rules.find(Amount), rules.find(OwnContribution)
    return VoucherTerms(amount.most_cents if amount else None, own.minimum_cents if own else None)
