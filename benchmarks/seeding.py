"""Fills an empty database with vouchers that wait for an invoice, in bulk and yet as the commands would leave it.

``wisselwerk verify`` is asked about all of it afterwards: every decision is replayed, every amount counted again.
"""

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.resources import files

from django.db import connection, transaction
from django.db.models import F

from benchmarks.cast import (
    PROVIDERS,
    VOUCHER_CENTS,
    Pile,
    Piles,
    Seeded,
    code,
    holder_number,
    provider_number,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.services import recognise_provider, register_provider
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import ApiKey, Organisation, OrganisationKind
from wisselwerk.apps.parties.services import (
    AgreementWords,
    create_key,
    found_partnership,
    local_government,
    sign_agreement,
)
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.services import fund_scheme, give_visum, publish_version
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Channel,
    Decision,
    Payable,
    Voucher,
)
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import AccountKind, Road
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import Result, RuleSet, evaluate
from wisselwerk.domain.rule.base import Facts, ProviderKind
from wisselwerk.domain.voucher import VoucherState

LONG_AGO = date(2015, 1, 1)
SCHEME_FILE = files("wisselwerk.demo") / "schemes" / "zuidoost-limburg.json"
"""Its rules allow a voucher to be used in parts."""
PLACE = "73083"
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Ground:
    """What the vouchers of one scheme stand on."""

    version: RuleSetVersion
    budget: Budget
    granting_body: Organisation
    facts: Facts
    outcomes: list[dict[str, object]]
    valid_until: date


def seed(piles: Piles) -> Seeded:
    """Make schemes, money, providers, a key, and the vouchers of all piles."""
    everything = piles.all()
    with transaction.atomic():
        partnership = found_partnership(SYSTEM, slug="meting", name="Interlokale vereniging Meting")
        sign_agreement(
            SYSTEM,
            partnership=partnership,
            managing_municipality=local_government(PLACE, today()),
            words=AgreementWords("-", "-"),
            source="-",
            valid=Period(LONG_AGO),
        )
        key = create_key(SYSTEM, organisation=partnership, name="benchmark")
        providers = [_provider(number) for number in range(PROVIDERS)]
        due = Account.objects.bulk_create(Account(kind=AccountKind.OWED) for _ in providers)
        Payable.objects.bulk_create(
            Payable(payee_id=provider.organisation_id, account=account)
            for provider, account in zip(providers, due, strict=True)
        )
        money = VOUCHER_CENTS * piles.size * len(everything)
        grounds = [_ground(partnership, number, money) for number in range(piles.schemes + 1)]
        vouchers = list(_award_all(everything, grounds, [provider.pk for provider in providers]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Seeded(
        key=key,
        actor=f"key:{ApiKey.objects.get().pk}",
        first_voucher_id=_first(voucher.pk for voucher in vouchers),
        first_account_id=_first(voucher.account_id for voucher in vouchers),
        first_provider_id=_first(provider.organisation_id for provider in providers),
        first_due_id=_first(account.pk for account in due),
    )


def main(size: int, schemes: int) -> None:
    """Seed the database of the environment and tell about it as JSON."""
    print(json.dumps(asdict(seed(Piles(size, schemes)))))


def _provider(number: int) -> Provider:
    provider = register_provider(
        SYSTEM,
        enterprise_number=provider_number(number),
        slug=f"provider-{number}",
        name=f"Provider {number}",
    )
    recognise_provider(
        SYSTEM,
        provider=provider,
        kind=ProviderKind.MAATWERKBEDRIJF,
        source="Benchmark",
        valid=Period(LONG_AGO),
    )
    return provider


def _ground(partnership: Organisation, number: int, money_cents: int) -> Ground:
    """A scheme with rules of its own: each differs from the others in the regulation it stands on."""
    scheme = Scheme.objects.create(slug=f"scheme-{number}", name=f"Cheque {number}", partnership=partnership)
    rules = _rules(number)
    version = publish_version(
        SYSTEM, scheme=scheme, rule_set=rules, valid_from=LONG_AGO, source=f"Regulation {number}"
    )
    give_visum(SYSTEM, scheme=scheme, given_on=LONG_AGO)
    budget = fund_scheme(SYSTEM, scheme=scheme, year=today().year, amount_cents=money_cents)
    facts = Facts(
        applied_on=today(),
        decided_on=today(),
        seat_places=(PLACE,),
        is_social_economy_enterprise=False,
        provider_chosen=True,
        provider_kinds=(ProviderKind.MAATWERKBEDRIJF,),
        vouchers_counted=0,
        budget_left_cents=money_cents,
        ceilings_left_cents={},
    )
    evaluation = evaluate(rules, facts)
    assert evaluation.result is Result.AWARDED, evaluation.reasons
    outcomes = [outcome.to_plain() for outcome in evaluation.outcomes]
    return Ground(
        version, budget, local_government(PLACE, today()), facts, outcomes, evaluation.grant.valid_until
    )


def _rules(number: int) -> RuleSet:
    entries = json.loads(SCHEME_FILE.read_text())["versions"][-1]["rules"]
    for entry in entries:
        entry["source"] += f" (reglement {number})"
        if entry["kind"] == "amount":
            entry["parameters"] = {"amount_cents": VOUCHER_CENTS}
    return RuleSet.from_plain({"rules": entries})


def _award_all(
    everything: Sequence[Pile], grounds: Sequence[Ground], provider_ids: Sequence[int]
) -> Iterable[Voucher]:
    numbered = iter([(pile, number) for pile in everything for number in pile.vouchers])
    awarded: Counter[int] = Counter()
    at = now()
    while chunk := list(itertools.islice(numbered, CHUNK)):
        applications = _applications(chunk, grounds, provider_ids, at)
        asked = [
            (
                application,
                grounds[pile.scheme_of(number)],
                provider_ids[pile.provider_of(number)],
                code(number),
            )
            for application, (pile, number) in zip(applications, chunk, strict=True)
        ]
        yield from _award(asked, at)
        awarded.update(ground.budget.account_id for _, ground, _, _ in asked)
    for account_id, times in awarded.items():
        Account.objects.filter(pk=account_id).update(out_cents=F("out_cents") + times * VOUCHER_CENTS)


def _applications(
    chunk: Sequence[tuple[Pile, int]], grounds: Sequence[Ground], provider_ids: Sequence[int], at: datetime
) -> list[Application]:
    """One enterprise and its application for each voucher."""
    enterprises = Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.ONDERNEMING, enterprise_number=holder_number(number))
        for _, number in chunk
    )
    return Application.objects.bulk_create(
        Application(
            scheme_id=grounds[pile.scheme_of(number)].version.scheme_id,
            enterprise=enterprise,
            provider_id=provider_ids[pile.provider_of(number)],
            declarations={"municipality": PLACE},
            channel=Channel.API,
            state=ApplicationState.AWARDED,
            applied_at=at,
        )
        for enterprise, (pile, number) in zip(enterprises, chunk, strict=True)
    )


def _award(asked: Sequence[tuple[Application, Ground, int, str]], at: datetime) -> list[Voucher]:
    accounts = Account.objects.bulk_create(
        Account(kind=AccountKind.VOUCHER, in_cents=VOUCHER_CENTS) for _ in asked
    )
    Transfer.objects.bulk_create(
        Transfer(
            from_account_id=ground.budget.account_id,
            to_account=account,
            amount_cents=VOUCHER_CENTS,
            road=Road.AWARD,
            at=at,
        )
        for account, (_, ground, _, _) in zip(accounts, asked, strict=True)
    )
    Entry.objects.bulk_create(
        Entry(at=at, actor="system", command="enter_application", subject=f"application:{application.pk}")
        for application, *_ in asked
    )
    vouchers = Voucher.objects.bulk_create(
        Voucher(
            application=application,
            scheme_id=application.scheme_id,
            rule_set=ground.version,
            holder_id=application.enterprise_id,
            provider_id=provider_id,
            code=voucher_code,
            amount_cents=VOUCHER_CENTS,
            own_contribution_cents=0,
            account=account,
            budget_account_id=ground.budget.account_id,
            awarded_on=today(),
            valid_until=ground.valid_until,
            state=VoucherState.OPEN,
        )
        for account, (application, ground, provider_id, voucher_code) in zip(accounts, asked, strict=True)
    )
    # After the vouchers, because a decision is sealed with the voucher it gave.
    Decision.objects.bulk_create(_decision(application, ground, at) for application, ground, _, _ in asked)
    return vouchers


def _decision(application: Application, ground: Ground, at: datetime) -> Decision:
    decision = Decision(
        application=application,
        rule_set=ground.version,
        facts=ground.facts.to_plain(),
        outcomes=ground.outcomes,
        evaluated=Result.AWARDED.value,
        result=ApplicationState.AWARDED,
        granting_body=ground.granting_body,
        is_automatic=True,
        actor="system",
        decided_at=at,
    )
    decision.seals = decision.digests()
    return decision


def _first(ids: Iterable[int]) -> int:
    """The first of ids that follow each other."""
    found = list(ids)
    assert found == list(range(found[0], found[0] + len(found))), "somebody else wrote in between"
    return found[0]
