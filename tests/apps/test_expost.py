"""Ex-post control over what is really here: reports that were loaded, roles that were entered, schemes with money."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests import policy_year
from tests.policy_report_sample import ACCOUNTS, PLAN, SampleLine
from tests.policy_year import CODES, load_reports
from tests.settling import AS_, EQUALLY, GENK, OPGLABBEEK, Year, municipality, set_year
from wisselwerk.apps.initiatives.queries.expost import ExpostRow, expost_rows, public_rows, years_controlled
from wisselwerk.apps.initiatives.queries.policy_report import government_years
from wisselwerk.apps.initiatives.services.frame import take_up_coordination
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion
from wisselwerk.apps.schemes.services import set_plan
from wisselwerk.apps.settlements.services import set_budget_key
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.coordination_frame import Form
from wisselwerk.domain.expost_control import Basis, Explanation, Outcome
from wisselwerk.domain.regulation.planned import Planned

pytestmark = pytest.mark.django_db(transaction=True)

OUDSBERGEN = "72042"
YEAR = 2025
IN_THE_YEAR = datetime(YEAR, 6, 2, 12, tzinfo=BRUSSELS)
AFTER_IT = datetime(YEAR + 1, 3, 2, 12, tzinfo=BRUSSELS)


def lines_of(code: str, *, codes: tuple[str, ...] = CODES, kind: str = PLAN) -> list[SampleLine]:
    return policy_year.lines_of(code, YEAR, codes=codes, kind=kind)


def rows(year: int = YEAR) -> dict[str, ExpostRow]:
    return {one.name: one for one in expost_rows(year)}


def told(row: ExpostRow) -> tuple[Outcome, Explanation]:
    return row.control.outcome, row.control.explanation


@pytest.fixture
def settled() -> Year:
    """A year of Genk's partnership with two vouchers used and paid, settled among its four members."""
    with time_machine.travel(IN_THE_YEAR):
        year = set_year(EQUALLY)
        for serial, place in enumerate((GENK, AS_)):
            year.use(serial, place)
        year.treasury.bank_pays(year.treasury.signed())
        year.draw_up()
    return year


def test_reports_alone_are_enough_to_see_priorities(tmp_path: Path) -> None:
    load_reports(tmp_path, *lines_of(GENK), *lines_of(GENK, kind=ACCOUNTS), *lines_of(AS_, codes=CODES[:3]))
    with time_machine.travel(AFTER_IT):
        found = rows()
    assert told(found["Genk"]) == (Outcome.IN_ORDER, Explanation.IN_ORDER)
    assert told(found["As"]) == (Outcome.NOT_VISIBLE, Explanation.MISSING_IN_PLAN)
    assert found["As"].outcome_name == "niet zichtbaar in de hoofdlijnen"
    assert "geen actie onder WSE-LR4" in found["As"].sentence
    with override("en"):
        assert "shows no action under WSE-LR4" in found["As"].sentence


def test_who_has_the_role_is_asked_also_without_a_report() -> None:
    with time_machine.travel(IN_THE_YEAR):
        year = set_year()
        holder = year.scheme.partnership
        take_up_coordination(
            SYSTEM,
            holder=holder,
            form=Form.INTERLOKALE_VERENIGING,
            valid_from=date(2024, 1, 1),
            source="Plan",
        )
        found = rows()
    assert {"As", "Genk", "Oudsbergen", "Zutendaal"} <= found.keys()
    assert found["As"].role_of == (holder.name,)
    assert told(found["As"]) == (Outcome.NOT_VISIBLE, Explanation.NO_REPORT)


def test_what_a_member_bears_is_held_against_its_own_action(settled: Year, tmp_path: Path) -> None:
    """Two vouchers of 250 euro, four members: each bears 125, and who pays for all set the budget aside."""
    version = RuleSetVersion.objects.latest("number")
    plan = Planned(amounts=((YEAR, 500_01),), action="AC3")
    set_plan(SYSTEM, text=version, member=municipality(AS_), planned=plan)
    set_budget_key(
        SYSTEM, scheme=settled.scheme, year=YEAR, action="AC3", policy_field="0550", general_account="649"
    )
    for code in (GENK, AS_):
        sides = [*lines_of(code), *lines_of(code, kind=ACCOUNTS)]
        load_reports(tmp_path, *sides)
    with time_machine.travel(AFTER_IT):
        found = rows()
    (of_as,), (of_genk,) = found["As"].schemes, found["Genk"].schemes
    assert (of_as.action, of_as.planned_cents, of_as.shown_planned_cents) == ("AC3", 500_01, 500_00)
    assert (of_as.borne_cents, of_as.shown_realised_cents, of_as.paid_cents) == (125_00, 500_00, 250_00)
    # As meant to spend one cent more than its plan shows.
    assert told(found["As"]) == (Outcome.DIFFERS, Explanation.LESS_PLANNED)
    assert "€\N{NO-BREAK SPACE}500,01" in found["As"].sentence
    # Genk pays for all: what it set aside is the whole budget, far more than the action of its plan.
    assert (of_genk.action, of_genk.borne_cents) == ("AC3", 125_00)
    assert of_genk.planned_cents is not None
    assert of_genk.planned_cents > 500_00
    assert told(found["Genk"]) == (Outcome.DIFFERS, Explanation.LESS_PLANNED)
    # Nothing of Oudsbergen was read, and what it bears is here all the same.
    (of_oudsbergen,) = found["Oudsbergen"].schemes
    assert (of_oudsbergen.borne_cents, of_oudsbergen.shown_realised_cents) == (125_00, None)
    assert told(found["Oudsbergen"]) == (Outcome.NOT_VISIBLE, Explanation.NO_REPORT)


def test_who_pays_for_all_is_held_against_its_own_part_of_the_budget(settled: Year, tmp_path: Path) -> None:
    """Four members bear equal parts: of each only its own is held against its plan, whoever set the whole aside."""
    set_plan(
        SYSTEM, text=RuleSetVersion.objects.latest("number"), member=municipality(AS_),
        planned=Planned(amounts=(), action="AC3"),
    )  # fmt: skip
    set_budget_key(
        SYSTEM, scheme=settled.scheme, year=YEAR, action="AC3", policy_field="0550", general_account="649"
    )
    whole = Budget.objects.get(scheme=settled.scheme, year=YEAR, member=None).credit
    part = (whole.out_cents - whole.in_cents) // 4
    for code, cents in ((GENK, part), (AS_, part - 1)):
        lines = [replace(one, amount=f"{cents // 100},{cents % 100:02}") for one in lines_of(code)]
        load_reports(tmp_path, *lines)
    with time_machine.travel(IN_THE_YEAR):
        found = rows()
    for name in ("Genk", "As"):
        (scheme,) = found[name].schemes
        assert (scheme.action, scheme.planned_cents, scheme.basis) == ("AC3", part, Basis.PART)
    assert told(found["Genk"]) == (Outcome.IN_ORDER, Explanation.IN_ORDER_SO_FAR)
    assert told(found["As"]) == (Outcome.DIFFERS, Explanation.LESS_PLANNED)


def test_it_asks_as_much_whatever_there_is(settled: Year, tmp_path: Path) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            expost_rows(YEAR)
        return len(queries)

    before = asked()
    load_reports(tmp_path, *(line for code in (GENK, AS_, "71067", "73109") for line in lines_of(code)))
    take_up_coordination(
        SYSTEM,
        holder=settled.scheme.partnership,
        form=Form.INTERLOKALE_VERENIGING,
        valid_from=date(2024, 1, 1),
        source="Plan",
    )
    set_budget_key(
        SYSTEM, scheme=settled.scheme, year=YEAR, action="AC3", policy_field="0550", general_account="649"
    )
    assert asked() == 13
    # Without a role and without an action there is nothing to ask about those two.
    assert before == 11


def test_one_government_is_asked_by_its_code(tmp_path: Path) -> None:
    load_reports(tmp_path, *lines_of(GENK), *lines_of(AS_))
    with time_machine.travel(IN_THE_YEAR):
        (found,) = expost_rows(YEAR, [AS_])
        assert told(found) == (Outcome.IN_ORDER, Explanation.IN_ORDER_SO_FAR)
        (nothing,) = expost_rows(YEAR, ["73109"])
    assert (nothing.name, told(nothing)) == ("Voeren", (Outcome.NOT_VISIBLE, Explanation.NO_REPORT))


def test_a_plan_that_reaches_beyond_a_merger_counts_for_nothing_after_it(tmp_path: Path) -> None:
    """Tongeren and Borgloon planned until 2025, and were one municipality from its first day on."""
    old = [replace(line, report_year="2020") for line in lines_of("73083") + lines_of("73009")]
    load_reports(tmp_path, *old, *(replace(line, financial_year="2024") for line in old))
    assert [one.name for one in government_years(2024)] == ["Borgloon", "Tongeren"]
    assert government_years(2025) == []
    load_reports(tmp_path, *lines_of("73111"))
    assert list(rows(2025)) == ["Tongeren-Borgloon"]
    # On the last day of 2024 both were there still.
    assert list(rows(2024)) == ["Borgloon", "Tongeren"]


def test_accounts_that_a_successor_draws_up_are_those_of_who_was_there(tmp_path: Path) -> None:
    line = replace(lines_of("11002", kind=ACCOUNTS)[0], report_year="2025", financial_year="2024")
    load_reports(tmp_path, line)
    (found,) = government_years(2024)
    assert (found.government, found.plan) == ("11002-2024", None)


def test_a_former_place_stands_under_its_municipality(tmp_path: Path) -> None:
    load_reports(tmp_path, *lines_of(OUDSBERGEN))
    with time_machine.travel(IN_THE_YEAR):
        year = set_year()
        assert today().year == YEAR
        take_up_coordination(
            SYSTEM,
            holder=year.scheme.partnership,
            form=Form.INTERLOKALE_VERENIGING,
            valid_from=date(2024, 1, 1),
            source="Plan",
        )
        found = rows()
    assert OPGLABBEEK != OUDSBERGEN
    assert found["Oudsbergen"].role_of == (year.scheme.partnership.name,)
    assert told(found["Oudsbergen"])[0] is Outcome.IN_ORDER


def test_everybody_sees_what_was_planned_and_never_what_came_of_vouchers(
    settled: Year, tmp_path: Path
) -> None:
    """Each member bears 125 euro by the settlement, and As had 250 euro paid to a business: that is told to nobody."""
    set_budget_key(
        SYSTEM, scheme=settled.scheme, year=YEAR, action="AC3", policy_field="0550", general_account="649"
    )
    load_reports(tmp_path, *lines_of(GENK), *lines_of(GENK, kind=ACCOUNTS))
    with time_machine.travel(AFTER_IT):
        for_all = {one.name: one for one in public_rows(YEAR)}
        kept = rows()["Genk"].schemes[0]
    (shown,) = for_all["Genk"].schemes
    assert (kept.borne_cents, shown.borne_cents, shown.paid_cents) == (125_00, None, 0)
    assert shown.planned_cents == kept.planned_cents
    assert told(for_all["Genk"]) == (Outcome.DIFFERS, Explanation.LESS_PLANNED)
    # As planned nothing itself: without a report, a role or a plan there is nothing to show of it.
    assert "As" not in for_all


def test_years_that_ask_for_codes_and_years_of_reports_can_be_looked_at(tmp_path: Path) -> None:
    load_reports(
        tmp_path, *(replace(one, report_year="2021", financial_year="2021") for one in lines_of(GENK))
    )
    load_reports(tmp_path, *(replace(one, financial_year="2031") for one in lines_of(GENK)))
    assert years_controlled(date(2024, 12, 31)) == [2021, 2023, 2024]


def test_actions_of_one_code_under_two_plans_are_not_added_up(settled: Year, tmp_path: Path) -> None:
    """As meant to spend one cent more than either of them shows: together they would hide that it differs."""
    version = RuleSetVersion.objects.latest("number")
    plan = Planned(amounts=((YEAR, 500_01),), action="AC3")
    set_plan(SYSTEM, text=version, member=municipality(AS_), planned=plan)
    elsewhere = replace(lines_of(AS_)[2], plan="Code: AP2\nKorte omschrijving: Ander plan", amount="300,00")
    under_another_goal = replace(elsewhere, goal="Code: BD2\nKorte omschrijving: Ander doel", plan="")
    load_reports(tmp_path, *lines_of(AS_), elsewhere, under_another_goal)
    with time_machine.travel(IN_THE_YEAR):
        found = rows()["As"]
    assert found.schemes[0].shown_planned_cents == 500_00
    assert told(found) == (Outcome.DIFFERS, Explanation.LESS_PLANNED)
