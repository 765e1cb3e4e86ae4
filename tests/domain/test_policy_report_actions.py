"""How an action of a policy report is known again in a later one, and how it is cited."""

from datetime import date

import pytest

from wisselwerk.domain.policy_report import (
    ActionName,
    ReportType,
    Side,
    cited,
    held_on,
    term_of,
)

NAME = ActionName(government="71016", side=Side.PLAN, report_year=2026, path=("BD1", "AP1", "AC1"))


@pytest.mark.parametrize(
    ("year", "first"), [(2013, 2008), (2014, 2014), (2019, 2014), (2020, 2020), (2025, 2020), (2026, 2026)]
)
def test_a_year_belongs_to_the_plan_of_six_years_it_lies_in(year: int, first: int) -> None:
    assert term_of(year) == first


def test_the_key_is_the_same_during_one_plan_and_on_one_side() -> None:
    def key(**changes: object) -> str:
        given = {"government": "71016", "side": Side.PLAN, "report_year": 2026, "path": NAME.path}
        return ActionName(**(given | changes)).key  # type: ignore[arg-type]  # whatever it has

    assert key() == key(report_year=2031) == NAME.on(Side.ACCOUNTS).on(Side.PLAN).key
    others = {
        key(report_year=2025),
        key(side=Side.ACCOUNTS),
        key(government="71002"),
        key(path=("BD1", "AP1", "AC2")),
        # No code may be mistaken for two.
        key(path=("BD1", "AP1/AC1", "")),
    }
    assert len(others - {key()}) == 5
    assert key().startswith("report:71016:2026:PLAN:")


def test_a_plan_holds_from_its_first_day_and_accounts_from_the_last_day_of_their_year() -> None:
    assert held_on(ReportType.PLAN, 2026) == held_on(ReportType.ADJUSTMENT, 2026) == date(2026, 1, 1)
    assert held_on(ReportType.ACCOUNTS, 2026) == date(2026, 12, 31)


def test_it_is_cited_by_the_name_of_the_report_and_the_codes_it_has() -> None:
    told = cited(ReportType.ACCOUNTS, 2025, NAME, ["WSE-LR2", "WSE-LR3"], "export.csv")
    assert told == "Jaarrekening 2025, actie BD1/AP1/AC1 (WSE-LR2, WSE-LR3); export.csv"
    loose = ActionName(government="71016", side=Side.PLAN, report_year=2026, path=("", "AP1", "wijk werken"))
    told = cited(ReportType.ADJUSTMENT, 2026, loose, [], "export.csv")
    assert told == "Aanpassing van het meerjarenplan 2026, actie -/AP1/wijk werken; export.csv"
