"""``wisselwerk import policy-report``: loaded once, told what is wrong, and only read with ``--dry-run``."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.policy_report_sample import SampleLine, write_csv, write_workbook
from wisselwerk.apps.initiatives.models import PolicyFile, PolicyReport
from wisselwerk.clock import today

pytestmark = pytest.mark.django_db(transaction=True)

LINE = SampleLine(code="WSE-LR3")


def bring_in(*arguments: object) -> tuple[str, str, str]:
    """What stood on standard output and error, and with which message it failed."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("import", "policy-report", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
    return out.getvalue(), err.getvalue(), failed


def test_files_are_loaded_and_what_they_replace_is_told(tmp_path: Path) -> None:
    first = write_csv(tmp_path / "eerst.csv", [LINE, replace(LINE, nis_code="99999")])
    second = write_workbook(tmp_path / "later.xlsx", [replace(LINE, amount="1,00")])
    out, err, failed = bring_in(first, second)
    assert out.splitlines() == [
        f"{first}: 1 report, 1 line; 1 row left out",
        f"{second}: 1 report, 1 line; 0 rows left out; takes the place of PLAN 2026 of Genk (eerst.csv)",
    ]
    assert f"{first}:11: NIS-code: “99999” is no NIS code" in err
    assert "it was exported with filters, and holds only what they let through: Toegepaste filters:" in err
    assert failed == ""
    out, _, _ = bring_in(second)
    assert out == f"{second}: read before, on {today()}: 1 report; nothing was changed\n"
    assert PolicyFile.objects.count() == 2


def test_a_dry_run_reads_all_and_keeps_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "export.csv", [LINE, LINE, replace(LINE, amount="veel")])
    out, err, failed = bring_in(path, "--dry-run")
    assert out == f"{path}: 1 report, 2 lines; 1 row left out\n"
    assert "Nothing was changed: this was a dry run." in err
    assert (failed, PolicyFile.objects.count(), PolicyReport.objects.count()) == ("", 0, 0)


def test_one_that_cannot_be_read_does_not_keep_others_away(tmp_path: Path) -> None:
    wrong = tmp_path / "rapport.xbrl"
    wrong.write_text("<xbrl/>")
    out, err, failed = bring_in(wrong, write_csv(tmp_path / "export.csv", [LINE]))
    assert out.endswith("1 report, 1 line; 0 rows left out\n")
    assert "No taxonomy to read it by is public" in err
    assert failed.startswith(f"Not loaded: {wrong}.")
