"""Policy reports: an export is loaded, the next one takes its place, and main lines are read from them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tests.policy_report_sample import ACCOUNTS, ADJUSTMENT, PLAN, SampleLine, csv_text
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.initiatives.models import (
    PolicyAction,
    PolicyAmount,
    PolicyCode,
    PolicyFile,
    PolicyHeading,
    PolicyReport,
    PolicyTotal,
)
from wisselwerk.apps.initiatives.queries.policy_report import (
    ALL,
    GovernmentYear,
    by_government,
    by_partnership,
    government_years,
    reports_of,
)
from wisselwerk.apps.initiatives.queries.policy_report_proof import differences
from wisselwerk.apps.initiatives.services import policy_report as service
from wisselwerk.apps.initiatives.services.policy_report import Loaded, load_policy_report
from wisselwerk.apps.initiatives.services.policy_report_claim import TAKEN_OVER
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.parties.services import found_partnership, local_government
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.policy_report import ReportLine
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.policy_report import fingerprint, open_policy_report
from wisselwerk.formats.policy_report_line import TableOfReports
from wisselwerk.formats.policy_report_rows import csv_rows
from wisselwerk.formats.problem import Problems

pytestmark = pytest.mark.django_db(transaction=True)

VOUCHERS = SampleLine(code="WSE-LR3", amount="12.500,00")
WORK = SampleLine(
    action="Code: AC2\nKorte omschrijving: Wijk-werken", code="WSE-LR2, WSE-LR3", amount="1.000,50"
)
NO_ACTION = SampleLine(action="overigBeleid zonder actie", amount="70,00")
HASSELT = replace(WORK, nis_code="71072", government="Hasselt")

THEN = datetime(2026, 1, 2, tzinfo=BRUSSELS)


def load(tmp_path: Path, *lines: SampleLine, name: str = "export.csv") -> Loaded:
    return load_text(tmp_path, csv_text(lines), name)


def load_text(tmp_path: Path, text: str, name: str = "export.csv") -> Loaded:
    path = tmp_path / name
    path.write_text(text)
    return load_policy_report(
        SYSTEM, export=open_policy_report(path), fingerprint=fingerprint(path), name=name
    )


def test_of_two_that_are_read_at_once_the_newest_is_known_last(tmp_path: Path) -> None:
    first, later = tmp_path / "eerst.csv", "later begonnen.csv"
    first.write_text(csv_text([SampleLine(amount="1,00")]))

    def meanwhile(told: str) -> None:
        if told.endswith("reports written"):
            load(tmp_path, SampleLine(amount="2,00"), name=later)

    load_policy_report(
        SYSTEM,
        export=open_policy_report(first),
        fingerprint=fingerprint(first),
        name=first.name,
        progress=meanwhile,
    )
    newest = PolicyReport.objects.select_related("file").get(is_newest=True)
    other = PolicyReport.objects.select_related("file").get(is_newest=False)
    assert (newest.file.name, other.file.name) == (first.name, later)
    assert newest.file.known_at > other.file.known_at


def year_of(government: str, year: int = 2026) -> GovernmentYear:
    (found,) = (one for one in government_years(year) if one.government == government)
    return found


def planned(government: str = "71016", code: str = ALL, year: int = 2026) -> tuple[int, int]:
    plan = year_of(government, year).plan
    assert plan is not None
    found = plan.sum_of(code)
    return found.actions, found.cents


def counted() -> list[int]:
    tables: tuple[type[Model], ...] = (
        PolicyFile,
        PolicyReport,
        PolicyHeading,
        PolicyAction,
        PolicyAmount,
        PolicyCode,
        PolicyTotal,
    )
    return [table._default_manager.count() for table in tables]


def test_an_export_is_here_with_actions_amounts_and_codes(tmp_path: Path) -> None:
    # The same action in two policy fields and another year; a goal and a plan stand once.
    other_field = replace(VOUCHERS, policy_field="0590 Overige economische zaken", amount="500,00")
    same = replace(VOUCHERS, sector="S14 Huishoudens", amount="0,25")
    loaded = load(
        tmp_path, VOUCHERS, other_field, same, replace(VOUCHERS, financial_year="2027"), WORK, NO_ACTION
    )
    assert (loaded.is_new, loaded.reports, loaded.replaced) == (True, 1, ())
    assert counted() == [1, 1, 2, 3, 5, 3, 5]
    assert set(
        PolicyAmount.objects.filter(action__code="AC1").values_list("year", "policy_field", "cents")
    ) == {
        (2026, "0550", 12_500_25),
        (2026, "0590", 500_00),
        (2027, "0550", 12_500_00),
    }
    # Money under no action is money and no action; an action with two codes stands under both.
    assert (planned(), planned(year=2027)) == ((2, 14_070_75), (1, 12_500_00))
    assert (planned(code="WSE-LR2"), planned(code="WSE-LR3")) == ((1, 1_000_50), (2, 14_000_75))
    assert planned(code="WSE-LR1") == (0, 0)
    assert list(differences()) == []


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    first = load(tmp_path, VOUCHERS, WORK)
    before = counted()
    again = load(tmp_path, VOUCHERS, WORK, name="onder-een-andere-naam.csv")
    assert (again.is_new, again.file.pk, again.reports) == (False, first.file.pk, 1)
    assert counted() == before
    assert Entry.objects.filter(command="load_policy_report").count() == 1


def test_a_later_report_counts_and_the_older_one_stays(tmp_path: Path) -> None:
    first = load(tmp_path, VOUCHERS, HASSELT, name="eerst.csv")
    second = load(tmp_path, replace(VOUCHERS, amount="9,00"), name="later.csv")
    assert [(str(one), one.file.name) for one in second.replaced] == [("PLAN 2026 of Genk", "eerst.csv")]
    assert (planned(), planned("71072")) == ((1, 9_00), (1, 1_000_50))
    assert [(one.file, one.is_newest) for one in reports_of("71016")] == [
        ("later.csv", True),
        ("eerst.csv", False),
    ]
    assert PolicyAmount.objects.filter(action__report__file=first.file).count() == 2
    assert list(differences()) == []


def test_a_file_that_is_brought_once_more_takes_its_place_back(tmp_path: Path) -> None:
    first = load(tmp_path, VOUCHERS, HASSELT, name="eerst.csv").file
    load(tmp_path, replace(VOUCHERS, amount="9,00"), name="fout.csv")
    again = load(tmp_path, VOUCHERS, HASSELT, name="eerst.csv")
    assert (again.is_new, [one.file.name for one in again.replaced]) == (False, ["fout.csv"])
    assert (planned(), planned("71072")) == ((1, 12_500_00), (1, 1_000_50))
    assert {one.file: one.is_newest for one in reports_of("71016")} == {"eerst.csv": True, "fout.csv": False}
    # Nothing was read anew, and the trail tells each turn; once more changes nothing.
    assert load(tmp_path, VOUCHERS, HASSELT).replaced == ()
    assert PolicyFile.objects.get(pk=first.pk).known_at == first.known_at
    assert load(tmp_path, replace(VOUCHERS, amount="9,00")).replaced != ()
    assert planned() == (1, 9_00)
    turns = Entry.objects.filter(command="count_policy_report_again").order_by("pk")
    assert [one.subject for one in turns] == [f"policy_file:{first.pk}", f"policy_file:{first.pk + 1}"]
    assert list(differences()) == []


def test_which_file_counts_since_when_is_held_to_the_trail(tmp_path: Path) -> None:
    load(tmp_path, VOUCHERS, name="eerst.csv")
    load(tmp_path, replace(VOUCHERS, amount="9,00"), name="fout.csv")
    load(tmp_path, VOUCHERS, name="eerst.csv")
    for file in PolicyFile.objects.all():
        PolicyFile.objects.filter(pk=file.pk).update(counts_since=THEN)
        assert any(line.startswith(f"policy_file:{file.pk}: counts since") for line in differences())
        file.save()
    assert list(differences()) == []


def test_an_adjustment_counts_before_its_plan_and_accounts_stand_beside_it(tmp_path: Path) -> None:
    load(
        tmp_path,
        VOUCHERS,
        replace(VOUCHERS, report_type=ADJUSTMENT, amount="20,00"),
        replace(VOUCHERS, report_type=ACCOUNTS, amount="19,99"),
        # The plan of the years before tells of this year no more.
        replace(VOUCHERS, report_year="2020", financial_year="2025", amount="1,00"),
    )
    found = year_of("71016")
    assert found.plan is not None
    assert found.accounts is not None
    assert (found.plan.sum_of(ALL).cents, found.accounts.sum_of(ALL).cents) == (20_00, 19_99)
    assert planned(year=2025) == (1, 1_00)


def test_main_lines_per_government_and_partnership(tmp_path: Path) -> None:
    partnership = found_partnership(SYSTEM, slug="limburg", name="Regio Limburg")
    for code, until in (("71016", None), ("71072", date(2026, 12, 31))):
        Membership.objects.create(
            partnership=partnership,
            member=local_government(code, date(2026, 1, 1)),
            place=code,
            source="besluit",
            valid_from=date(2020, 1, 1),
            valid_until=until,
        )
    load(tmp_path, VOUCHERS, HASSELT, replace(VOUCHERS, report_type=ACCOUNTS, amount="5,00"))
    with CaptureQueriesContext(connection) as asked:
        years = government_years(2026)
    assert len(asked) == 3
    # Hasselt left before the last day of the year.
    assert [(one.name, one.partnerships) for one in years] == [("Genk", ("Regio Limburg",)), ("Hasselt", ())]
    found = [
        (one.about, one.code, one.governments, one.planned_actions, one.budgeted_cents, one.realised_cents)
        for one in by_partnership(years, ("WSE-LR3",))
    ]
    assert found == [
        ("", ALL, 2, 2, 13_500_50, 5_00),
        ("", "WSE-LR3", 2, 2, 13_500_50, 5_00),
        ("Regio Limburg", ALL, 1, 1, 12_500_00, 5_00),
        ("Regio Limburg", "WSE-LR3", 1, 1, 12_500_00, 5_00),
    ]
    assert [(one.about, one.code) for one in by_government(years, ())] == [("Genk", ALL), ("Hasselt", ALL)]
    assert [one.name for one in government_years(2026, ["71072"])] == ["Hasselt"]


def test_lines_come_in_any_order_and_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one action some lines stand far from others, and more reports come than are written at once."""
    governments = ("71016", "71002", "71067", "73109", "44021")
    lines = [
        replace(WORK, nis_code=code, government="", action=f"Code: A{number}", amount=f"{number},00")
        for number in range(1, 8)
        for code in governments
    ]
    monkeypatch.setattr(service, "REPORTS_AT_ONCE", 2)
    monkeypatch.setattr("wisselwerk.apps.initiatives.services.policy_report_staging.ROWS_AT_ONCE", 3)
    loaded = load(tmp_path, *lines, *lines)
    assert loaded.reports == 5
    assert {planned(code) for code in governments} == {(7, 56_00)}
    assert list(differences()) == []


def test_what_was_cut_short_counts_for_nothing_and_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, VOUCHERS, name="eerst.csv")
    with monkeypatch.context() as patch:
        patch.setattr(service, "_count", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load(tmp_path, replace(VOUCHERS, amount="2,00"), WORK, name="later.csv")
    assert planned() == (1, 12_500_00)
    assert list(differences()) == []
    loaded = load(tmp_path, replace(VOUCHERS, amount="2,00"), WORK, name="later.csv")
    assert (loaded.is_new, planned()) == (True, (2, 1_002_50))
    assert PolicyReport.objects.count() == 2


def test_whoever_begins_anew_goes_first_and_the_other_stops(tmp_path: Path) -> None:
    text = csv_text([VOUCHERS, WORK])
    path = tmp_path / "export.csv"
    path.write_text(text)

    @dataclass
    class Slow(TableOfReports):
        """While it is read, somebody else reads the same file to its end."""

        def lines(self) -> Iterator[ReportLine]:
            load_text(tmp_path, text)
            yield from TableOfReports.lines(self)

    slow = Slow(str(path), lambda: csv_rows(path, ";"))
    with pytest.raises(Problems) as error:
        load_policy_report(SYSTEM, export=slow, fingerprint=fingerprint(path), name=path.name)
    assert [one.message for one in error.value.problems] == [TAKEN_OVER]
    assert (PolicyFile.objects.get().lines, planned()) == (2, (2, 13_500_50))
    assert list(differences()) == []


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Problems):
        load_text(tmp_path, csv_text([VOUCHERS]) + '"' + "x" * 200_000)
    assert counted() == [0] * 7


def test_only_the_system_loads_reports(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(csv_text([VOUCHERS]))
    with pytest.raises(Refusal) as refusal:
        load_policy_report(ANONYMOUS, export=open_policy_report(path), fingerprint="x", name="x")
    assert [reason.code for reason in refusal.value.reasons] == [RefusalCode.NOT_ALLOWED]


def test_no_persons_are_kept(tmp_path: Path) -> None:
    load(tmp_path, replace(VOUCHERS, action="Code: AC1\nKorte omschrijving: Cursus van mevrouw An Claes"))
    assert PolicyAction.objects.get().name == "Cursus van mevrouw N.N."


OF_VOUCHERS = {"action__code": "AC1"}
TAMPERED: list[tuple[Callable[[], object], str]] = [
    (lambda: PolicyAmount.objects.filter(**OF_VOUCHERS).update(cents=1), "policy report "),
    (lambda: PolicyAmount.objects.filter(**OF_VOUCHERS).update(year=2031), "policy report "),
    (lambda: PolicyCode.objects.filter(**OF_VOUCHERS).update(code="WSE-LR4"), "policy report "),
    (lambda: PolicyCode.objects.all().delete(), "policy report "),
    (lambda: PolicyAction.objects.filter(code="AC1").update(is_action=False), "policy report "),
    (lambda: PolicyTotal.objects.filter(code="").update(cents=2), "policy_file:"),
    (lambda: PolicyReport.objects.update(is_newest=False), "policy report "),
    (lambda: PolicyFile.objects.update(fingerprint="0" * 64), "policy_file:"),
    (lambda: PolicyFile.objects.update(lines=7), "policy_file:"),
]
"""What is changed behind the back of the program, and what is then named."""


@pytest.mark.parametrize(("change", "named"), TAMPERED)
def test_what_was_changed_is_named(tmp_path: Path, change: Callable[[], object], named: str) -> None:
    load(tmp_path, VOUCHERS, WORK)
    change()
    found = list(differences())
    assert any(line.startswith(named) for line in found), found


def test_both_kinds_of_report_of_one_year_are_listed(tmp_path: Path) -> None:
    load(tmp_path, VOUCHERS, replace(VOUCHERS, report_type=ADJUSTMENT))
    assert [(one.report_type.value, one.is_newest) for one in reports_of("71016")] == [
        ("ADJUSTMENT", True),
        ("PLAN", True),
    ]
    assert PLAN == "Meerjarenplan"
