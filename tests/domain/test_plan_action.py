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
    assert (
        "2026: 25.000 euro voor het hele samenwerkingsverband, waarvan 12.500 euro ten laste van Genk"
        in lines
    )
    assert any(line.startswith("2031: [in te vullen: bedrag] voor") for line in lines)
    assert not any(line.startswith(("2032", "Samen")) for line in lines)


def test_what_is_known_of_every_year_is_ready_to_paste_with_its_sum() -> None:
    action = PlanAction(
        member="As",
        name="Kennismakingscheque",
        purpose="",
        partnership="Interlokale vereniging Genk",
        years=tuple(PlanYear(year, 2_500_050, 0 if year == 2026 else 50_025) for year in plan_years(2026)),
        action="A-12",
        policy_field="0550",
        general_account="649",
    )
    text = plan_text(action)
    assert "[in te vullen" not in text
    last = "Samen 2026 tot en met 2031: 150.003 euro voor het hele samenwerkingsverband, waarvan 2.501,25 euro ten laste van As"
    assert text.splitlines()[-1] == last


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
