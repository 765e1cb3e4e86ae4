"""Money for a scheme, from the shell."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Stage
from wisselwerk.apps.schemes.models import Budget, Reduction
from wisselwerk.apps.schemes.queries import fundings

pytestmark = pytest.mark.django_db


def fund(scheme: str, year: int, cents: int, *more: str) -> str:
    out = io.StringIO()
    call_command("fund", scheme, f"--year={year}", f"--amount-cents={cents}", *more, stdout=out)
    return out.getvalue()


def test_it_adds_to_the_shared_budget(stage: Stage) -> None:
    assert fund("genk", 2031, 100_000) == "genk 2031: €\N{NO-BREAK SPACE}1.000,00 left to award\n"
    assert fund("genk", 2031, 50_000) == "genk 2031: €\N{NO-BREAK SPACE}1.500,00 left to award\n"
    assert Budget.objects.select_related("account").get(year=2031).account.balance_cents == 150_000


def test_it_adds_to_the_budget_of_one_member(stage: Stage) -> None:
    fund("genk", 2031, 100_000, "--member", "71002")
    budget = Budget.objects.get(year=2031)
    assert budget.member is not None
    assert budget.member.name == "As"


def test_it_names_a_decision_on_record_or_records_it(stage: Stage) -> None:
    decided = ("--council=71016", "--decided-on=2026-01-05")
    fund("genk", 2031, 100, *decided, "--title=Budgetwijziging", "--reference=GR 2026/1/5")
    fund("genk", 2031, 200, *decided)
    first, second = fundings(stage.genk, 2031)
    assert first.decision == second.decision
    assert first.decision is not None
    assert first.decision.title == "Budgetwijziging"


def test_what_was_too_much_is_taken_out_with_a_reason(stage: Stage) -> None:
    fund("genk", 2031, 100_000)
    said = fund("genk", 2031, 30_000, "--take-out", "Typfout.")
    assert said == "genk 2031: €\N{NO-BREAK SPACE}700,00 left to award\n"
    assert Reduction.objects.get().reason == "Typfout."
    for amount, reason, says in ((70_001, "Typfout.", "not enough money"), (1, "", "Say why")):
        with pytest.raises(CommandError, match=says):
            fund("genk", 2031, amount, "--take-out", reason)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gent", 2031, 1), "No scheme is called 'gent'. Known here: genk, zuidoost-limburg"),
        (("genk", 20310, 1), "year from 2000 to 2100"),
        (("genk", 2031, 0), "amount from 1 to"),
        (("genk", 2031, 100_000_000_000), "amount from 1 to"),
        (("genk", 2031, 1, "--member=99999"), "No municipality here has NIS code '99999'"),
        (("genk", 2031, 1, "--title=Budget"), "Name a council decision by --council and --decided-on"),
        (("genk", 2031, 1, "--council=71016"), "Name a council decision by --council and --decided-on"),
        (
            ("genk", 2031, 1, "--council=71016", "--decided-on=2026-01-05"),
            "No budget decision of Genk of 2026-01-05 is on record. Give its --title too",
        ),
        (("genk", 2031, 1, "--council=71016", "--decided-on=vandaag"), "invalid fromisoformat value"),
        (
            ("genk", 2031, 1, "--council=71016", "--decided-on=2100-01-05", "--title=Budget"),
            "2100-01-05 is still to come",
        ),
        (("genk", 2031, 1, "--member=73066"), "Riemst takes no part in this scheme in 2031"),
    ],
)
def test_what_cannot_be_meant_is_told(stage: Stage, arguments: tuple[str, int, int], says: str) -> None:
    with pytest.raises(CommandError, match=says.replace("(", r"\(")):
        fund(*arguments)
    assert not Budget.objects.exclude(year=stage.genk.budgets.get().year).exists()
