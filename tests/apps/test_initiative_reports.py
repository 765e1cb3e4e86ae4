"""Actions in policy reports tell of initiatives: which do, what they say, how later reports follow, and what is never said."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.initiatives import fresh, in_order, member_of, refused, steps
from tests.policy_report_sample import ACCOUNTS, ADJUSTMENT, PLAN, SampleLine, write_csv
from tests.scene import GENK, OPGLABBEEK, set_scene
from tests.web.stage import work
from wisselwerk.apps.initiatives.models import (
    Initiative,
    InitiativeLink,
    PolicyAmount,
    PolicyFile,
    PolicyReport,
    Signal,
)
from wisselwerk.apps.initiatives.queries.initiative_years import in_year, years_of_register
from wisselwerk.apps.initiatives.queries.proof import differences
from wisselwerk.apps.initiatives.services import (
    Correction,
    accept_link,
    confirm_initiative,
    correct_initiative,
    keep_signal,
    signal_reports,
    tell_policy_reports,
    tell_scheme,
)
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.clock import as_if, day_of, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.signal import SignalAmount
from wisselwerk.formats.policy_report import fingerprint, open_policy_report
from wisselwerk.jobs import initiatives as jobs

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db

CHEQUES = SampleLine(code="WSE-LR3", amount="12.500,00")
WIJK_WERKEN = SampleLine(action="Code: AC2\nKorte omschrijving: Wijk-werken organiseren", amount="1.000,50")
SPORT = SampleLine(action="Code: AC3\nKorte omschrijving: Sporthal vernieuwen", amount="900.000,00")
SPENT = replace(CHEQUES, report_type=ACCOUNTS, amount="9.000,00")
THEN = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


def load(tmp_path: Path, *lines: SampleLine, name: str = "export.csv") -> PolicyFile:
    path = write_csv(tmp_path / name, lines)
    return load_policy_report(
        SYSTEM, export=open_policy_report(path), fingerprint=fingerprint(path), name=name
    ).file


def told(tmp_path: Path, *lines: SampleLine, name: str = "export.csv") -> list[Signal]:
    """The signals that came of a file."""
    before = list(Signal.objects.values_list("pk", flat=True))
    assert tell_policy_reports(SYSTEM, file=load(tmp_path, *lines, name=name)) is None
    return list(Signal.objects.exclude(pk__in=before).order_by("pk"))


def titles(signals: Iterable[Signal]) -> list[str]:
    return [one.title for one in signals]


# Which do, and what they say


def test_an_action_with_a_code_and_one_that_words_recognise_tell_and_others_do_not(tmp_path: Path) -> None:
    money = replace(CHEQUES, action="overigBeleid zonder actie")
    with as_if(THEN):
        coded, heard = told(tmp_path, CHEQUES, WIJK_WERKEN, SPORT, money)
    assert (coded.title, coded.priority, coded.government) == ("Kennismakingscheques", "WSE-LR3", "Genk")
    assert coded.source == "Meerjarenplan 2026, actie BD1/AP1/AC1 (WSE-LR3); export.csv"
    assert (coded.held_on, coded.known_on) == (date(2026, 1, 1), day_of(THEN))
    assert (coded.places, coded.amounts) == ([GENK], [[1_250_000, 2026]])
    assert ["kennismakingscheques", "title", 20] in coded.spoke
    assert (heard.title, heard.priority, heard.enough) == ("Wijk-werken organiseren", "", 9)
    assert ["wijk werken", "title", 20] in heard.spoke
    assert fresh(coded.initiative).state == "NOTICED"


def test_amounts_are_per_year_over_all_policy_fields_and_codes_count_none_of_it_twice(tmp_path: Path) -> None:
    two = replace(CHEQUES, code="WSE-LR3, WSE-LR2")
    (signal,) = told(
        tmp_path,
        two,
        replace(two, policy_field="0500 Handel en middenstand", amount="500,00"),
        replace(two, financial_year="2027", amount="13.000,00"),
        replace(two, financial_year="2028", amount="0"),
    )
    assert signal.amounts == [[1_300_000, 2026], [1_300_000, 2027]]
    assert signal.priority == "WSE-LR2"
    assert "(WSE-LR2, WSE-LR3)" in signal.source


def test_a_code_that_does_not_exist_makes_nothing_and_an_action_without_money_is_told(tmp_path: Path) -> None:
    wrong = replace(SPORT, code="WSE-LR9")
    free = replace(CHEQUES, amount="", action="Code: AC9\nKorte omschrijving: Overleg")
    (signal,) = told(tmp_path, wrong, free)
    assert (signal.title, signal.amounts) == ("Overleg", [])
    assert (signal.spoke, signal.enough) == ([], None)


def test_a_government_that_merged_is_told_by_what_it_was_in_the_year_of_the_report(tmp_path: Path) -> None:
    old = replace(CHEQUES, nis_code=OPGLABBEEK, report_year="2018", financial_year="2018")
    new = replace(CHEQUES, nis_code="72042", report_year="2019", financial_year="2019")
    before, after = told(tmp_path, old, new)
    assert (before.government, before.places) == ("Opglabbeek", [OPGLABBEEK])
    assert (after.government, after.places) == ("Oudsbergen", ["71047", "72040"])


# How reports follow


def test_what_adjusts_a_plan_is_a_version_of_one_source_and_accounts_are_another_of_one_initiative(
    tmp_path: Path,
) -> None:
    (plan,) = told(tmp_path, CHEQUES)
    adjusted = replace(CHEQUES, report_type=ADJUSTMENT, amount="15.000,00")
    (adjustment,) = told(tmp_path, adjusted, name="aanpassing.csv")
    (accounts,) = told(tmp_path, SPENT, name="rekening.csv")
    assert (adjustment.follows, accounts.follows) == (plan, None)
    assert (adjustment.key, adjustment.initiative, accounts.initiative) == (
        plan.key,
        plan.initiative,
        plan.initiative,
    )
    whole = fresh(plan.initiative)
    assert (whole.amounts, whole.spent, whole.held_on) == (
        [[1_500_000, 2026]],
        [[900_000, 2026]],
        date(2026, 12, 31),
    )
    next_year = replace(CHEQUES, report_year="2027", financial_year="2027")
    (later,) = told(tmp_path, next_year, name="2027.csv")
    # What a plan tells from 2027 on leaves what 2026 was.
    assert (later.follows, fresh(whole).amounts) == (adjustment, [[1_500_000, 2026], [1_250_000, 2027]])
    assert Initiative.objects.count() == 1


def test_an_adjustment_that_starts_later_leaves_its_action_in_the_earlier_year(tmp_path: Path) -> None:
    told(tmp_path, *(replace(CHEQUES, financial_year=str(year)) for year in (2026, 2027)))
    adjusted = replace(CHEQUES, report_type=ADJUSTMENT, report_year="2027", financial_year="2027")
    told(tmp_path, replace(adjusted, amount="5.000,50"), name="aanpassing.csv")
    (one,) = Initiative.objects.all()
    assert one.amounts == [[1_250_000, 2026], [500_050, 2027]]
    assert [list(in_year(Initiative.objects.all(), year)) for year in (2025, 2026, 2027)] == [
        [],
        [one],
        [one],
    ]
    assert list(differences()) == []


def test_two_that_are_one_stay_of_each_year_in_which_money_was_spent(tmp_path: Path) -> None:
    (spent,) = told(tmp_path, replace(SPENT, report_year="2025", financial_year="2025"))
    (plan,) = told(tmp_path, CHEQUES, name="plan.csv")
    link = InitiativeLink.objects.get(kind="SAME")
    years = (2024, 2025, 2026)
    before = [in_year(Initiative.objects.filter(merged_into=None), year).count() for year in years]
    accept_link(member_of(GENK), link=link)
    after = [in_year(Initiative.objects.filter(merged_into=None), year).count() for year in years]
    assert (before, after, spent.initiative == plan.initiative) == ([0, 1, 1], [0, 1, 1], False)
    assert years_of_register()[-1] == 2025


def test_a_correction_of_one_year_leaves_the_other_years_of_a_plan(tmp_path: Path) -> None:
    (plan,) = told(tmp_path, *(replace(CHEQUES, financial_year=str(year)) for year in range(2026, 2032)))
    amounts = (SignalAmount(Cents(900_050), 2026),)
    correct_initiative(member_of(GENK), initiative=plan.initiative, correction=Correction(amounts=amounts))
    found = fresh(plan.initiative).amounts
    assert found == [[900_050, 2026], *([1_250_000, year] for year in range(2027, 2032))]


def test_accounts_that_came_first_are_joined_by_the_plan(tmp_path: Path) -> None:
    (accounts,) = told(tmp_path, SPENT)
    (plan,) = told(tmp_path, CHEQUES, name="plan.csv")
    assert plan.initiative == accounts.initiative


def test_the_same_code_in_a_next_plan_is_another_source_and_proposed_by_its_words(tmp_path: Path) -> None:
    before = replace(CHEQUES, report_type=ADJUSTMENT, report_year="2025", financial_year="2025")
    (old,) = told(tmp_path, before)
    renamed = "Code: AC1\nKorte omschrijving: Tewerkstelling in maatwerk"
    cheques = replace(CHEQUES, action="Code: AC7\nKorte omschrijving: Kennismakingscheques")
    same, other = sorted(
        told(tmp_path, replace(CHEQUES, action=renamed), cheques, name="2026.csv"), key=lambda one: one.title
    )
    assert old.initiative not in (same.initiative, other.initiative)
    (link,) = InitiativeLink.objects.filter(kind="SAME")
    assert {link.initiative, link.other} == {old.initiative, same.initiative}


def test_two_actions_of_one_plan_are_two_however_alike(tmp_path: Path) -> None:
    again = replace(CHEQUES, action="Code: AC5\nKorte omschrijving: Kennismakingscheques")
    first, second = told(tmp_path, CHEQUES, again)
    assert first.initiative != second.initiative
    assert not InitiativeLink.objects.filter(kind="SAME").exists()


def test_an_action_that_was_numbered_anew_is_proposed(tmp_path: Path) -> None:
    (first,) = told(tmp_path, CHEQUES)
    again = replace(
        CHEQUES, report_type=ADJUSTMENT, action="Code: AC5\nKorte omschrijving: Kennismakingscheques"
    )
    (second,) = told(tmp_path, again, name="aanpassing.csv")
    link = InitiativeLink.objects.get(kind="SAME")
    assert (link.initiative, link.other) == (second.initiative, first.initiative)


def test_an_action_without_a_code_is_known_by_its_name(tmp_path: Path) -> None:
    loose = replace(CHEQUES, action="Korte omschrijving: Kennismakingscheques")
    (first,) = told(tmp_path, loose)
    written_otherwise = replace(loose, action="Korte omschrijving: KENNISMAKINGSCHEQUES", amount="1,00")
    (second,) = told(tmp_path, written_otherwise, name="later.csv")
    assert (second.follows, second.amounts) == (first, [[100, 2026]])


def test_what_no_longer_shows_is_not_told_as_ended(tmp_path: Path) -> None:
    (first,) = told(tmp_path, CHEQUES)
    genk = member_of(GENK)
    confirm_initiative(genk, initiative=first.initiative)
    assert told(tmp_path, SPORT, name="later.csv") == []
    assert PolicyReport.objects.get(is_newest=True).file.name == "later.csv"
    assert [action for action, _ in steps(first.initiative)] == ["NOTICE", "CONFIRM"]
    assert fresh(first.initiative).amounts == [[1_250_000, 2026]]


def test_a_report_of_earlier_years_that_comes_late_says_nothing(tmp_path: Path) -> None:
    told(tmp_path, CHEQUES)
    earlier = replace(CHEQUES, report_type=ADJUSTMENT, report_year="2025", amount="1,00")
    assert told(tmp_path, earlier, name="2025.csv") == []
    plan = replace(CHEQUES, report_type=ADJUSTMENT, amount="2,00")
    assert len(told(tmp_path, plan, name="aanpassing.csv")) == 1
    assert told(tmp_path, replace(CHEQUES, amount="3,00"), name="plan.csv") == []


def test_what_is_confirmed_is_noticed_again_when_a_report_tells_otherwise_and_not_for_a_date(
    tmp_path: Path,
) -> None:
    (first,) = told(tmp_path, replace(CHEQUES, financial_year="2027"))
    confirm_initiative(member_of(GENK), initiative=first.initiative)
    dated = replace(CHEQUES, report_type=ADJUSTMENT, report_year="2027", financial_year="2027")
    assert len(told(tmp_path, dated, name="2027.csv")) == 1
    assert fresh(first.initiative).state == "CONFIRMED"
    assert len(told(tmp_path, replace(dated, amount="1,00"), name="minder.csv")) == 1
    assert fresh(first.initiative).state == "NOTICED"


# In parts, again, and by whom


def test_the_queue_tells_it_in_parts_that_go_on_and_again_nothing_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal_reports, "REPORTS_AT_ONCE", 2)
    monkeypatch.setattr(signal_reports, "ACTIONS_AT_ONCE", 1)
    codes = (GENK, "71002", "71067", "71072", "72042")
    lines = [replace(one, nis_code=code) for code in codes for one in (CHEQUES, WIJK_WERKEN)]
    file = load(tmp_path, *lines)
    assert Signal.objects.count() == 0
    for _ in range(len(codes) // 2 + 1):
        work()
    assert Signal.objects.count() == Initiative.objects.count() == 2 * len(codes)
    # The same file once more begins it again.
    load(tmp_path, *lines)
    work()
    assert Signal.objects.count() == 2 * len(codes)
    first = file.reports.order_by("pk").values_list("pk", flat=True)[0]
    assert tell_policy_reports(SYSTEM, file=file, after=0) == first + 1
    jobs.tell_policy_reports(file.pk, after=first + 4)
    assert Signal.objects.count() == 2 * len(codes)


def test_what_was_cut_short_is_told_from_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal_reports, "ACTIONS_AT_ONCE", 1)
    file = load(tmp_path, CHEQUES, WIJK_WERKEN)
    kept = list[str]()

    def fails(*given: object, **named: object) -> object:
        if kept:
            raise RuntimeError("the power went")
        kept.append("one")
        return keep_signal(*given, **named)  # type: ignore[arg-type]  # whatever it is given

    monkeypatch.setattr(signal_reports, "keep_signal", fails)
    with pytest.raises(RuntimeError):
        tell_policy_reports(SYSTEM, file=file)
    assert Signal.objects.count() == 1
    monkeypatch.setattr(signal_reports, "keep_signal", keep_signal)
    tell_policy_reports(SYSTEM, file=file)
    assert sorted(titles(Signal.objects.all())) == ["Kennismakingscheques", "Wijk-werken organiseren"]


def test_nobody_but_the_program_has_reports_told(tmp_path: Path) -> None:
    file = load(tmp_path, CHEQUES)
    assert refused(tell_policy_reports, ANONYMOUS, file=file) is RefusalCode.NOT_ALLOWED
    assert refused(tell_policy_reports, member_of(GENK), file=file) is RefusalCode.NOT_ALLOWED


def test_queries_do_not_grow_with_actions_that_say_nothing_new(tmp_path: Path) -> None:
    few = load(tmp_path, CHEQUES, SPORT)
    tell_policy_reports(SYSTEM, file=few)
    many = load(tmp_path, CHEQUES, *(replace(SPORT, action=f"Code: S{n}") for n in range(30)), name="b.csv")
    with CaptureQueriesContext(
        connection,
    ) as found:
        tell_policy_reports(SYSTEM, file=many)
    selects = [
        one["sql"] for one in found if one["sql"].startswith("SELECT") and "advisory" not in one["sql"]
    ]
    # Its reports, whether it speaks (twice), its actions, amounts and codes, and what the one source said before.
    assert len(selects) == 7


# One with a scheme here


def test_a_scheme_here_and_its_action_in_the_report_are_proposed_as_one_with_the_reason(
    tmp_path: Path,
) -> None:
    scene = set_scene()
    scheme = tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    assert scheme is not None
    year = str(today().year)
    line = replace(CHEQUES, report_year=year, financial_year=year, amount="250.000,00")
    named = f"Code: AC1\nKorte omschrijving: {scene.scheme.name}"
    loosely = "Code: AC1\nKorte omschrijving: Sociale economie: kennismakingscheque in Genk"
    (signal,) = told(tmp_path, replace(line, action=loosely))
    (link,) = InitiativeLink.objects.filter(kind="SAME")
    assert {link.initiative, link.other} == {scheme.initiative, signal.initiative}
    reasons = {one["code"]: one["params"] for one in link.reasons}
    assert reasons["SAME_PLACE"] == {"places": [GENK]}
    assert reasons["SAME_AMOUNTS"] == {"cents": [25_000_000]}
    assert "ALIKE_WORDS" in reasons
    # Elsewhere it is not the same one, whatever it is called.
    told(tmp_path, replace(line, action=named, nis_code="71072"), name="hasselt.csv")
    assert InitiativeLink.objects.filter(kind="SAME").count() == 1
    accept_link(scene.coordinator, link=link)
    whole = Initiative.objects.get(merged_into=None, places__place=GENK)
    assert whole.kinds == ["SCHEME", "REPORT"]


# Held by ``verify``


def test_a_signal_that_says_otherwise_than_its_action_is_named(tmp_path: Path) -> None:
    (signal,) = told(tmp_path, CHEQUES)
    PolicyAmount.objects.update(cents=1)
    found = list(differences())
    assert f"signal {signal.pk}: is not what the action of its policy report says" in found
    PolicyAmount.objects.update(cents=1_250_000)


def test_a_plan_and_what_came_of_it_stay_apart_on_record(tmp_path: Path) -> None:
    told(tmp_path, CHEQUES, SPENT, replace(CHEQUES, report_type=PLAN, financial_year="2027"))
    said = {one.source.split(" ", 1)[0]: one.amounts for one in Signal.objects.all()}
    assert said == {
        "Meerjarenplan": [[1_250_000, 2026], [1_250_000, 2027]],
        "Jaarrekening": [[900_000, 2026]],
    }
    assert Initiative.objects.count() == 1
