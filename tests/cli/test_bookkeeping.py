"""Taking the books out and bringing budget keys in, from the shell."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Stage
from tests.formats.test_bookkeeping import heads
from tests.workbooks import rows_in
from wisselwerk.apps.settlements.models import BudgetKey
from wisselwerk.formats.bookkeeping import ACTUALS, BOOK_TABLES, COST_LINES, LEDGER, SETTLEMENT, YEAR_ENDS

pytestmark = pytest.mark.django_db

HEAD = "regeling;jaar;actie;beleidsveld;algemene rekening\n"


def export(out: Path, *more: str) -> dict[str, list[dict[str, str]]]:
    """The rows of each file, by its name."""
    told = io.StringIO()
    call_command("export", "bookkeeping", "--out", str(out), *more, stdout=told)
    found = {}
    for line in told.getvalue().splitlines():
        with Path(line).open(encoding="utf-8", newline="") as file:
            found[Path(line).stem] = list(csv.DictReader(file))
    return found


def total(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


def test_every_file_holds_the_columns_that_are_documented(demo: Stage, tmp_path: Path) -> None:
    found = export(tmp_path)
    assert {name.rstrip("s0123456789-") for name in found} == {
        table.name.rstrip("s") for table in (ACTUALS, COST_LINES, LEDGER, SETTLEMENT, YEAR_ENDS)
    }
    for path in tmp_path.iterdir():
        head = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        table = next(one for one in BOOK_TABLES if path.stem.startswith(one.name))
        assert head == heads(table)


def test_the_files_agree_with_each_other(demo: Stage, tmp_path: Path) -> None:
    found = export(tmp_path)
    (ledger,) = (rows for name, rows in found.items() if name.startswith("ledger"))
    assert total(ledger, "amount") == 0
    settlements, lines, actuals = found["settlements"], found["cost-lines"], found["actuals"]
    assert total(settlements, "owes") == 0
    assert total(lines, "borne") == total(settlements, "borne") == Decimal("1690.00")
    assert total(actuals, "awarded") == sum(total(actuals, name) for name in ("reserved", "used", "released"))
    assert {row["policy_field"] for row in ledger} == {"0550"}


def test_it_may_be_repeated_and_asked_of_one_partnership(demo: Stage, tmp_path: Path) -> None:
    export(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    export(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    only = export(tmp_path / "genk", "--organisation", "genk")
    assert {row["scheme"] for rows in only.values() for row in rows} == {"genk"}


def test_for_excel_the_same_rows_stand_in_workbooks(demo: Stage, tmp_path: Path) -> None:
    rows = export(tmp_path / "csv")
    call_command(
        "export", "bookkeeping", "--out", str(tmp_path / "excel"), "--format", "xlsx", stdout=io.StringIO()
    )
    made = sorted((tmp_path / "excel").iterdir())
    assert [path.name for path in made] == sorted(f"{name}.xlsx" for name in rows)
    for path in made:
        head, *found = rows_in(path)
        table = next(one for one in BOOK_TABLES if path.stem.startswith(one.name))
        assert list(head) == [one.dutch for one in table.columns]
        assert len(found) == len(rows[path.stem])
    borne = [row[10] for row in rows_in(tmp_path / "excel" / "cost-lines.xlsx")[1:]]
    assert Decimal(str(round(sum(borne), 2))) == total(rows["cost-lines"], "borne")


def bring_in(path: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("import", "budget-keys", str(path), *more, stdout=out, stderr=out)
    return out.getvalue()


def test_keys_come_in_once_and_not_by_a_dry_run(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "sleutels.csv"
    path.write_text(f"{HEAD}genk;2026;AC1;0550;6490000\nzuidoost-limburg;2026;AC2;0550-00;6490000\n")
    assert "new or changed: 2" in bring_in(path, "--dry-run")
    assert not BudgetKey.objects.exists()
    assert "budget keys: 2, new or changed: 2" in bring_in(path)
    assert "new or changed: 0" in bring_in(path)


def test_a_scheme_that_is_not_here_is_told_with_its_line(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "sleutels.csv"
    path.write_text(f"{HEAD}genk;2026;AC1;0550;6490000\ngent;2026;AC1;0550;6490000\n")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import", "budget-keys", str(path), stdout=out, stderr=out)
    assert f"{path}:3: regeling: No scheme is called “gent” here." in out.getvalue()
    assert not BudgetKey.objects.exists()
