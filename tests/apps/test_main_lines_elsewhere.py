"""What the main lines hear of what is not run here."""

from datetime import date
from pathlib import Path

import pytest

from tests.initiatives import DECIDED, noticed
from tests.policy_report_sample import ACCOUNTS, SampleLine, csv_text
from wisselwerk.apps.initiatives.queries.main_lines_elsewhere import elsewhere
from wisselwerk.apps.initiatives.services import deny_initiative, note_initiative
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.apps.parties.services import local_government
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.main_lines_elsewhere import ReportedMoney
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import Signal, SignalKind
from wisselwerk.formats.policy_report import fingerprint, open_policy_report

pytestmark = pytest.mark.django_db(transaction=True)

GENK = "71016"
YEAR = 2025


def note(title: str, priority: Priority | None) -> None:
    organisation = local_government(GENK, date(YEAR, 6, 1))
    said = Signal(
        kind=SignalKind.NOTE,
        key="",
        source="",
        held_on=date(YEAR, 3, 1),
        known_on=date(YEAR, 3, 1),
        title=title,
        priority=priority,
        starts_on=date(YEAR, 3, 1),
        ends_on=date(YEAR, 9, 30),
    )
    assert note_initiative(SYSTEM, partnership_id=organisation.pk, said=said)


def line(amount: str, code: str, kind: str = "Meerjarenplan") -> SampleLine:
    return SampleLine(
        nis_code=GENK,
        government="Genk",
        report_type=kind,
        report_year=str(YEAR),
        financial_year=str(YEAR),
        action=f"Code: AC{code[-1:]}\nKorte omschrijving: Actie",
        code=code,
        amount=amount,
    )


def test_nothing_is_not_zero() -> None:
    found = elsewhere(YEAR)
    assert (dict(found.noticed), dict(found.reported), found.questions, found.notes) == ({}, {}, 0, 0)


def test_an_initiative_counts_once_under_its_priority_in_the_years_in_which_it_ran() -> None:
    note("Wijk-werken in de buurt", Priority.WORK)
    note("Nog iets", None)
    assert elsewhere(YEAR).noticed == {Priority.WORK: 1}
    assert elsewhere(YEAR - 1).noticed == elsewhere(YEAR + 1).noticed == {}


def test_what_is_denied_and_what_has_no_priority_counts_nowhere() -> None:
    initiative = noticed()
    assert elsewhere(DECIDED.year).noticed == {}
    deny_initiative(SYSTEM, initiative=initiative)
    note("Wijk-werken in de buurt", Priority.WORK)
    assert elsewhere(YEAR).noticed == {Priority.WORK: 1}


def test_reports_show_what_was_budgeted_and_what_it_cost(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    lines = [
        line("500,00", "WSE-LR3"),
        line("450,25", "WSE-LR3", ACCOUNTS),
        line("80,00", "WSE-LR1"),
        line("9,00", ""),
    ]
    path.write_text(csv_text(lines))
    load_policy_report(SYSTEM, export=open_policy_report(path), fingerprint=fingerprint(path), name=path.name)
    assert elsewhere(YEAR).reported == {
        Priority.ENTERPRISE: ReportedMoney(budgeted_cents=50_000, realised_cents=45_025),
        Priority.ROLE: ReportedMoney(budgeted_cents=8_000, realised_cents=None),
    }
