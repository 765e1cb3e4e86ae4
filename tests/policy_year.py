"""Reports of a year, loaded the way an administrator does: an action under each priority, or under those that are asked."""

from pathlib import Path

from tests.policy_report_sample import PLAN, SampleLine, csv_text
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.policy_report import fingerprint, open_policy_report

CODES = ("WSE-LR1", "WSE-LR2", "WSE-LR3", "WSE-LR4")


def lines_of(
    nis_code: str, year: int, *, codes: tuple[str, ...] = CODES, kind: str = PLAN
) -> list[SampleLine]:
    """An action of 500 euro under each code, called after its last digit: AC3 is that of the vouchers."""
    return [
        SampleLine(
            nis_code=nis_code,
            government="",
            report_type=kind,
            report_year=str(year),
            financial_year=str(year),
            action=f"Code: AC{one[-1]}\nKorte omschrijving: Actie",
            code=one,
            amount="500,00",
        )
        for one in codes
    ]


def load_reports(folder: Path, *lines: SampleLine, name: str = "export.csv") -> None:
    """Read an export of these lines in; every line must be readable."""
    path = folder / name
    path.write_text(csv_text(lines))
    export = open_policy_report(path)
    load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name)
    assert export.left_out == 0
