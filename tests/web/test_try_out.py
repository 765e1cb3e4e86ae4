"""The page that tries a draft out: an answer before anybody typed, and one for what was typed."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from tests.cast import Stage
from tests.scene import enter, enterprise_number, set_scene
from tests.web.test_studio import PARENT, at, client_of, genk, take_over
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.services import set_plan, start_draft
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries.past import past_applications
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.regulation.planned import Planned
from wisselwerk.web.studio.try_form import MADE, OWN

__all__ = ["genk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(genk: Client) -> Draft:
    return take_over(genk)


def tried(client: Client, slug: str, **typed: str) -> Any:
    return client.get(at("try", slug), typed)


def test_there_is_an_answer_before_anybody_typed(genk: Client, draft: Draft) -> None:
    page = tried(genk, draft.slug)
    assert page.status_code == 200
    answer, form = page.context["answer"], page.context["form"]
    assert answer.main.awarded.middle > 0
    assert len(answer.main.runs) == 100
    # 500 euro of Zuidoost-Limburg, and a fifth more is what somebody orders.
    assert form["order_cents"].value() == "600"
    # What others set aside tells nothing of what these councils will.
    assert form["budget_cents"].value() == "25000"
    assert "Genoeg voor 50 cheques: een schatting van ons." in page.content.decode()
    assert not answer.plays_fewer
    assert "Er zijn nog geen eerdere aanvragen" in page.content.decode()
    assert tried(genk, draft.slug).context["answer"].main.runs == answer.main.runs


def test_the_money_is_gone_between_two_days(
    genk: Client, draft: Draft, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(date(2026, 3, 2))
    page = tried(genk, draft.slug, budget_cents="10.000", per_month="10", months="9")
    out = page.context["answer"].main.out_in(2026)
    assert out.earliest < out.latest
    assert out.runs_out == out.runs
    assert "Waarschijnlijk is het geld op tussen" in page.content.decode()
    for one in page.context["answer"].main.runs:
        # More than that can be awarded, as what is never used comes back; not more than that is ever paid.
        assert one.paid_cents <= page.context["answer"].all_cents
        assert one.awarded + one.refused == one.applications


def test_money_of_a_second_year_is_said_and_never_mixed_with_that_of_the_first(
    genk: Client, draft: Draft, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(date(2026, 11, 26))
    page = tried(genk, draft.slug, budget_cents="12.500", per_month="50", months="12")
    answer, said = page.context["answer"], " ".join(page.content.decode().replace("\xa0", " ").split())
    assert (answer.first, answer.years, answer.all_cents) == (date(2026, 11, 26), (2026, 2027), 2_500_000)
    assert answer.main.awarded_cents.middle > answer.budget_cents
    assert (
        "Elk jaar heeft zijn eigen geld: € 12.500,00, nieuw op 1 januari. Samen is dat € 25.000,00." in said
    )
    assert "Al het geld is er vanaf de eerste dag" not in said
    for year, sentence in zip(answer.years, (answer.sentence, *answer.other_years), strict=True):
        out = answer.main.out_in(year)
        assert out.earliest.year == out.latest.year == year
        assert f"geld van {year} is waarschijnlijk op" in sentence
        assert sentence.replace("\xa0", " ") in said
    left = {row[0]: row[2] for row in answer.course.rows}
    assert left[date(2026, 12, 31)] < 50_000
    assert left[date(2027, 1, 1)] > left[date(2026, 12, 31)]
    within = tried(genk, draft.slug, budget_cents="12.500", per_month="50", months="1").context["answer"]
    assert (within.years, within.other_years) == ((2026,), [])
    assert within.main.awarded_cents.high <= 1_250_000


def test_the_answer_is_the_first_year_of_which_the_money_runs_out(
    genk: Client, draft: Draft, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(date(2026, 11, 26))
    answer = tried(genk, draft.slug, budget_cents="20.000", per_month="10", months="13").context["answer"]
    assert answer.main.out_in(2026).earliest is None
    out = answer.main.out_in(2027)
    assert out.earliest < out.latest
    assert "geld van 2027 is waarschijnlijk op tussen" in answer.sentence
    assert [one for one in answer.other_years if "2026" in one] == answer.other_years != []
    enough = tried(genk, draft.slug, budget_cents="900.000", per_month="10", months="13").context["answer"]
    assert enough.sentence == "Het geld van 2026 tot en met 2027 gaat waarschijnlijk de hele tijd mee."
    assert len(enough.other_years) == 2


def test_too_little_money_for_one_voucher_is_said_as_it_is(genk: Client, draft: Draft) -> None:
    page = tried(genk, draft.slug, budget_cents="499,99")
    assert "krijgt niemand een cheque" in page.content.decode()


def test_one_parameter_is_compared_on_the_same_applications(genk: Client, draft: Draft) -> None:
    page = tried(
        genk,
        draft.slug,
        parameter="amount.amount_cents",
        first_value="250",
        second_value="350",
        budget_cents="10000",
        per_month="10",
    )
    assert page.context["form"].errors == {}
    told = page.context["answer"].told
    assert [name.replace("\xa0", " ") for name in told] == ["€ 500,00 (zoals nu)", "€ 250,00", "€ 350,00"]
    now, half, some = told.values()
    for runs in zip(now.runs, half.runs, some.runs, strict=True):
        assert len({one.applications for one in runs}) == 1
    assert now.awarded.middle < some.awarded.middle < half.awarded.middle
    played, alone = len(now.runs), page.context["answer"].runs_alone
    assert played < alone
    said = " ".join(page.content.decode().split())
    assert f"{played} keer gespeeld" in said
    assert f"Zonder vergelijking wordt {alone} keer gespeeld." in said
    assert Draft.objects.get().rules[0]["parameters"]["amount_cents"] == 50_000


def test_a_parameter_without_values_gets_two_to_begin_with(genk: Client, draft: Draft) -> None:
    form = tried(genk, draft.slug, parameter="validity.months").context["form"]
    assert [form[name].value() for name in ("first_value", "second_value")] == ["3", "9"]
    assert len(form.cleaned_data["variants"]) == 3


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"per_month": "0"}, "per_month", "Vul minstens 1 in."),
        ({"per_month": "x"}, "per_month", "Schrijf een geheel getal"),
        ({"per_month": "500", "months": "24"}, "months", "1.200"),
        ({"months": "25"}, "months", "Vul hoogstens 24 in."),
        ({"budget_cents": "veel"}, "budget_cents", "250 of 1.500,50"),
        ({"again_percent": "101"}, "again_percent", "Vul hoogstens 100 in."),
        ({"parameter": "amount.amount_cents", "first_value": "1.5"}, "first_value", "1.500,50"),
        ({"parameter": "validity.months", "first_value": "121"}, "first_value", "120"),
        ({"parameter": "cost_key.division"}, "parameter", ""),
        ({"source": OWN}, None, ""),
    ],
)
def test_what_is_not_right_is_said_where_it_stands(
    genk: Client, draft: Draft, typed: dict[str, str], field: str | None, says: str
) -> None:
    page = tried(genk, draft.slug, **typed)
    if field is None:
        # Without applications of its own there is nothing to choose, and what an address says changes nothing.
        assert page.status_code == 200
        return
    assert page.status_code == 422
    assert page.context["answer"] is None
    assert says in page.context["form"].errors[field][0]


def test_a_draft_that_cannot_exist_yet_says_so(genk: Client, draft: Draft) -> None:
    draft.rules = [one for one in draft.rules if one["kind"] != "amount"]
    draft.save()
    page = tried(genk, draft.slug)
    assert page.status_code == 200
    assert "Nog niets om uit te proberen" in page.content.decode()
    assert genk.get(at("try-course", draft.slug)).status_code == 404


def test_a_window_that_is_over_lets_nobody_in(genk: Client, draft: Draft) -> None:
    draft.rules = [
        *(one for one in draft.rules if one["kind"] != "application_window"),
        {
            "kind": "application_window",
            "parameters": {"opens_on": "2016-01-01", "closes_on": "2016-02-01"},
            "source": "",
        },
    ]
    draft.save()
    page = tried(genk, draft.slug)
    assert page.context["answer"] is None
    assert "kan dan niemand aanvragen" in page.content.decode()


def test_the_figures_come_as_csv(genk: Client, draft: Draft) -> None:
    file = genk.get(at("try-course", draft.slug), {"budget_cents": "10000", "per_month": "10"})
    assert file["Content-Disposition"] == f'attachment; filename="uitproberen-{draft.slug}.csv"'
    heading, first, *_rest, last = csv.reader(io.StringIO(file.content.decode()))
    assert heading == ["Dag", "In een lage keer", "In het midden", "In een hoge keer"]
    assert float(last[1]) <= float(last[2]) <= float(last[3]) <= 10_000
    assert float(first[2]) <= 10_000
    compared = genk.get(at("try-course", draft.slug), {"parameter": "amount.amount_cents"})
    assert compared.content.decode().splitlines()[0].count(",") == 6


def test_earlier_applications_are_tried_too(db: None, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(date(2027, 6, 15))
    scene = set_scene(rules={"number_per_enterprise": {"maximum": 1}})
    for serial in (1, 2, 3, 4, 5, 1):
        enter(scene, number=enterprise_number(serial))
    time_machine.move_to(date(2027, 8, 9))
    draft = start_draft(scene.coordinator, scheme=scene.scheme)
    client = client_of("coordinator_genk")
    assert "source" not in tried(client, draft.slug).context["form"].fields
    time_machine.move_to(date(2027, 8, 10))
    page = tried(client, draft.slug)
    form = page.context["form"]
    assert form["source"].value() == OWN
    # Of what came before it is known who applied: only money, order and time are asked.
    assert [bound.name for bound in form.main] == ["source", "order_cents", "budget_cents", "months"]
    assert (form.more, form.weights) == ([], [])
    # Six in eight weeks.
    assert 35 < page.context["answer"].main.applications.middle < 45
    assert (page.context["yours"].awarded_then, page.context["yours"].awarded_now) == (5, 5)
    assert page.context["yours"].number_of_others == 0
    for one in draft.rules:
        if one["kind"] == "number_per_enterprise":
            one["parameters"]["maximum"] = 2
        if one["kind"] == "territory":
            one["parameters"]["places"] = ["71002"]
    draft.save()
    yours = tried(client, draft.slug).context["yours"]
    assert (yours.awarded_now, yours.number_of_others) == (0, 5)
    assert [one.code for one in yours.others[0].reasons] == ["OUTSIDE_TERRITORY"]
    made = tried(client, draft.slug, source=MADE, per_month="5")
    assert made.context["answer"].main.applications.middle > 30
    assert "again_percent" in made.context["form"].fields
    withdrawn = Application.objects.filter(scheme=scene.scheme).first()
    assert withdrawn is not None
    Application.objects.filter(pk=withdrawn.pk).update(state=ApplicationState.WITHDRAWN)
    assert len(past_applications(scene.coordinator, scene.scheme)) == 5


@pytest.mark.parametrize(
    ("a_month", "months"), [(5, "12"), (100, "12"), (101, "11"), (700, "2"), (5_000, "2")]
)
def test_a_first_look_is_never_refused(
    genk: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch, a_month: int, months: str
) -> None:
    monkeypatch.setattr("wisselwerk.apps.vouchers.queries.expected.USUAL_PER_MONTH", a_month)
    monkeypatch.setattr("wisselwerk.apps.vouchers.queries.expected._published_per_month", lambda _: None)
    monkeypatch.setattr("wisselwerk.web.studio.try_out.EVALUATIONS", 1)
    monkeypatch.setattr("wisselwerk.web.studio.try_out.FEWEST_RUNS", 1)
    page = tried(genk, draft.slug)
    assert page.status_code == 200
    assert page.context["form"]["months"].value() == months


def test_each_year_has_its_money(genk: Client, draft: Draft) -> None:
    asked = {"budget_cents": "1.000", "per_month": "20"}
    one = tried(genk, draft.slug, months="1", **asked).context["answer"]
    two = tried(genk, draft.slug, months="24", **asked).context["answer"]
    years = two.last_day.year - two.first.year + 1
    assert two.all_cents == years * 100_000
    assert two.main.awarded_cents.middle > one.main.awarded_cents.middle


def test_the_money_is_that_of_the_multi_year_plan_until_somebody_types_another_amount(
    genk: Client, draft: Draft, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(date(2026, 11, 26))
    planned = Planned(amounts=((2026, 500_000), (2028, 1_000_000)))
    set_plan(SYSTEM, text=draft, member=None, planned=planned)
    page = tried(genk, draft.slug, months="24")
    answer, said = page.context["answer"], " ".join(page.content.decode().replace("\xa0", " ").split())
    assert dict(answer.money) == {2026: 500_000, 2027: 500_000, 2028: 1_000_000}
    told = (
        "wat u voor het meerjarenplan invulde: € 5.000,00 in 2026, € 5.000,00 in 2027 en € 10.000,00 in 2028"
    )
    assert told in said
    assert "Samen is dat € 20.000,00." in said
    assert page.context["form"]["budget_cents"].value() == ""
    # It is what the runs divide, and what the picture shows.
    left = {row[0]: row[3] for row in answer.course.rows}
    assert left[answer.first] <= 500_000 < left[date(2028, 1, 1)] <= 1_000_000
    typed = tried(genk, draft.slug, months="24", budget_cents="7.000").context["answer"]
    assert set(typed.money.values()) == {700_000}
    assert not typed.is_planned


def test_of_a_scheme_that_is_taken_over_only_numbers_are_seen(demo: Stage) -> None:
    client = client_of("coordinator_genk")
    slug = take_over(client).slug
    page = tried(client, slug)
    assert page.context["yours"] is None
    said = page.content.decode()
    for one in Application.objects.filter(scheme__slug=PARENT).select_related("enterprise"):
        assert str(one.pk) not in said
        assert one.enterprise.enterprise_number not in said


def test_it_is_for_who_may_write_on_the_draft(genk: Client, draft: Draft) -> None:
    for route in ("try", "try-course"):
        assert client_of("coordinator_zuidoost_limburg").get(at(route, draft.slug)).status_code == 404
        assert client_of("owner").get(at(route, draft.slug)).status_code == 403
