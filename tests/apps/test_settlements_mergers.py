"""Members that change in the middle of a year, as mergers make them: the cost goes by date."""

from datetime import date, datetime

import pytest
import time_machine

from tests.scene import TONGEREN, enterprise_number, invoice
from tests.settling import (
    AS_,
    BY_SEAT,
    EQUALLY,
    GENK,
    OPGLABBEEK,
    ZUTENDAAL,
    municipality,
    owed,
    publish,
    set_year,
)
from wisselwerk.apps.catalogue.queries import recognised_providers
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.parties.services import join_partnership
from wisselwerk.apps.schemes.models import Budget, DecisionSubject, Granter, Scheme
from wisselwerk.apps.schemes.queries import rule_set as rules_in
from wisselwerk.apps.schemes.services import (
    arrange_granting,
    fund_scheme,
    give_visum,
    publish_version,
    record_decision,
)
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.lines import Basis
from wisselwerk.apps.settlements.queries.proof import differences
from wisselwerk.apps.settlements.services import (
    draw_up_settlement,
)
from wisselwerk.apps.vouchers.models import ApplicationState, Voucher
from wisselwerk.apps.vouchers.services import (
    decide_application,
    redeem_voucher,
    submit_application,
)
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.demo.load import load_partnerships, load_providers
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet, SourcedRule
from wisselwerk.domain.rule.cost_key import CostKey, Division

pytestmark = pytest.mark.django_db

PART = 25_000
OUDSBERGEN, RIEMST = "72042", "73066"


def test_a_merger_in_the_middle_of_a_year_goes_by_date() -> None:
    """As would go over to Oudsbergen in July: in the statement stands who holds its place at the end of the year."""
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=BRUSSELS)) as clock:
        year = set_year(BY_SEAT)
        # As hands its place to another member from July on, as after a merger.
        before = Membership.objects.get(place=AS_)
        before.valid_until = date(2026, 7, 1)
        before.save()
        later = Membership.objects.create(
            partnership=before.partnership,
            member=municipality(OUDSBERGEN),
            place=AS_,
            source="Test",
            valid_from=date(2026, 7, 1),
        )
        assert later.member != before.member
        year.use(1, AS_)
        clock.move_to(datetime(2026, 8, 1, 12, tzinfo=BRUSSELS))
        year.use(2, AS_)
        settlement = year.draw_up()
    assert owed(settlement) == {"Genk": -2 * PART, "Oudsbergen": 2 * PART, "Zutendaal": 0}
    stretches = Basis.from_plain(settlement.frozen).stretches
    assert [one.valid for one in stretches] == [
        Period(date(2026, 1, 1), date(2026, 7, 1)),
        Period(date(2026, 7, 1), date(2027, 1, 1)),
    ]
    assert list(differences()) == []


def test_a_seat_that_a_council_took_in_counts_as_its_member() -> None:
    """Meeuwen-Gruitrode takes no part by membership: Oudsbergen's council decided that the scheme goes there too."""
    year = set_year()
    places = [GENK, OPGLABBEEK, AS_, ZUTENDAAL, "72040"]
    shares = [{"place": place, "share": 1} for place in places[:4]]
    publish(
        year.scheme,
        {
            "territory": {"places": places},
            "cost_key": {"division": "fixed", "shares": shares},
        },
    )
    record_decision(
        SYSTEM,
        scheme=year.scheme,
        local_government=municipality(OUDSBERGEN),
        subject=DecisionSubject.TERRITORY,
        title="Ook Meeuwen-Gruitrode",
        decided_on=date(2020, 1, 1),
    )
    year.use(1, "72040")
    settlement = year.draw_up()
    (total,) = Basis.from_plain(settlement.frozen).totals
    assert (total.place, total.counts_as) == ("72040", OPGLABBEEK)
    assert list(differences()) == []


def real_partnership(slug: str = "genk") -> Scheme:
    """A scheme of one of the two seed partnerships, with its members, mergers and rules, and the seat as cost key."""
    load_providers()
    load_partnerships(today())
    real = Scheme.objects.get(slug=slug)
    scheme = Scheme.objects.create(slug="met-sleutel", name="Met sleutel", partnership=real.partnership)
    key = SourcedRule(CostKey(division=Division.SEAT), "Test")
    for version in real.versions.order_by("valid_from"):
        publish_version(
            SYSTEM,
            scheme=scheme,
            rule_set=RuleSet((*rules_in(version).rules, key)),
            valid_from=version.valid_from,
            source="Test",
        )
    for one in real.granting_arrangements.all():
        arrange_granting(
            SYSTEM,
            scheme=scheme,
            granter=Granter(one.granter),
            signatory=one.signatory,
            delegation=one.delegation,
            valid_from=one.valid_from,
        )
    give_visum(SYSTEM, scheme=scheme, given_on=today())
    return scheme


def real_line(scheme: Scheme, place: str) -> YearSettlement:
    """A voucher used by an enterprise with its seat there today, and this year settled."""
    provider = recognised_providers(today())[0]
    if not Budget.objects.filter(scheme=scheme, year=today().year).exists():
        fund_scheme(SYSTEM, scheme=scheme, year=today().year, amount_cents=1_000_000)
    number = provider.organisation.enterprise_number or ""
    asked = submit_application(
        SYSTEM,
        scheme=scheme,
        enterprise_number=enterprise_number(today().year),
        email="zaak@verzonnen.example",
        provider=number,
        declarations={"municipality": place},
    )
    if asked.state == ApplicationState.REVIEW:
        # Before 2019 nobody had delegated the decision.
        decide_application(SYSTEM, application=asked, award=True, motivation="Test")
    voucher = Voucher.objects.get(application=asked)
    data = invoice(voucher, 50_000, number=f"R-{today().year}", supplier=number)
    redeem_voucher(SYSTEM, code=voucher.code, data=data)
    return draw_up_settlement(SYSTEM, scheme=scheme, year=today().year)


def test_a_membership_that_ends_later_leaves_what_was_settled_alone() -> None:
    year = set_year(EQUALLY)
    year.use(1, AS_)
    first = year.draw_up()
    join_partnership(
        SYSTEM,
        partnership=year.scheme.partnership,
        place=ZUTENDAAL,
        source="Test",
        valid=Period(date(2025, 1, 1), today()),
    )
    assert list(differences()) == []
    second = year.draw_up()
    assert second.number == first.number + 1
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("on", "who"),
    [(date(2018, 12, 31), "Opglabbeek"), (date(2019, 1, 1), "Oudsbergen")],
)
def test_the_merger_of_2019_moves_the_cost_to_the_new_municipality(on: date, who: str) -> None:
    """Opglabbeek took part until 2018, Oudsbergen with that place since (both facts)."""
    with time_machine.travel(datetime(2018, 6, 1, 12, tzinfo=BRUSSELS)) as clock:
        scheme = real_partnership()
        clock.move_to(datetime(on.year, on.month, on.day, 12, tzinfo=BRUSSELS))
        settlement = real_line(scheme, OPGLABBEEK)
        assert owed(settlement)[who] == PART
        assert list(differences()) == []


def test_the_merger_of_2025_joins_the_members_of_one_year_to_the_next() -> None:
    """Tongeren takes part until 2024, Tongeren-Borgloon with the place of Tongeren since; Borgloon was never a member."""
    with time_machine.travel(datetime(2024, 12, 31, 12, tzinfo=BRUSSELS)) as clock:
        scheme = real_partnership("zuidoost-limburg")
        assert real_line(scheme, TONGEREN).managing_municipality.name == "Tongeren"
        clock.move_to(datetime(2025, 1, 1, 12, tzinfo=BRUSSELS))
        settlement = real_line(scheme, RIEMST)
        assert settlement.managing_municipality.name == "Tongeren-Borgloon"
        assert set(owed(settlement)) == {"Bilzen-Hoeselt", "Riemst", "Tongeren-Borgloon", "Voeren"}
        assert sum(owed(settlement).values()) == 0
        assert list(differences()) == []
