"""The action for the multi-year plan: its code, every year until the plan ends, and nothing longer than the plan takes."""

from wisselwerk.domain.regulation.plan_action import (
    LONGEST,
    SHORTEST,
    PlanAction,
    PlanYear,
    cut,
    plan_text,
    plan_years,
)


def test_the_action_has_its_code_and_every_year_until_the_plan_ends() -> None:
    action = PlanAction(
        member="Genk",
        name="Kennismakingscheque",
        purpose="Bedrijven maken kennis.",
        partnership="Interlokale vereniging Genk",
        years=(PlanYear(2026, 2_500_000, 1_250_000), *(PlanYear(year, None) for year in plan_years(2027))),
        action="A-12",
    )
    lines = plan_text(action).splitlines()
    assert lines[0] == "Externe rapporteringscode: WSE-LR3"
    assert "Actie: A-12" in lines
    assert "2026: 25.000 euro; 12.500 euro" in lines
    assert "2031: [in te vullen: bedrag]; [in te vullen: deel van de gemeente]" in lines
    assert not any(line.startswith("2032") for line in lines)


def test_plans_cover_six_years() -> None:
    assert list(plan_years(2026)) == list(range(2026, 2032))
    assert list(plan_years(2031)) == [2031]
    assert list(plan_years(2025)) == [2025]
    assert list(plan_years(2015)) == [2015, 2016, 2017, 2018, 2019]


def test_before_the_codes_there_is_a_blank() -> None:
    action = PlanAction(member="Genk", name="X", purpose="", partnership="IV", years=(PlanYear(2019, None),))
    assert plan_text(action).startswith("Externe rapporteringscode: [in te vullen:")


def test_what_is_too_long_ends_at_a_word() -> None:
    assert cut("a" * SHORTEST, SHORTEST) == "a" * SHORTEST
    assert cut("woord " * 30, SHORTEST) == "woord " * 15 + "woord…"
    long = PlanAction(member="Genk", name="n " * 99, purpose="p " * 4000, partnership="IV", years=())
    assert len(long.short) <= SHORTEST
    assert len(long.long) <= LONGEST
