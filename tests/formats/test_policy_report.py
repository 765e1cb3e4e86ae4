"""Exports of policy reports are read as the tool and other hands left them; what cannot stand is told with its place."""

import random
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.policy_report_sample import (
    ACCOUNTS,
    ADJUSTMENT,
    FILTERS,
    HEADS,
    SampleLine,
    csv_text,
    write_csv,
    write_workbook,
)
from wisselwerk.domain.policy_report import PolicyItem, ReportLine, ReportType
from wisselwerk.formats import policy_report, policy_report_line, policy_report_rows
from wisselwerk.formats.policy_item import read_item
from wisselwerk.formats.policy_report import Reader, open_policy_report
from wisselwerk.formats.policy_report_line import TableOfReports
from wisselwerk.formats.policy_report_rows import csv_rows
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.table_file import one_line

LINES = (
    SampleLine(code="WSE-LR3"),
    SampleLine(report_type=ADJUSTMENT, financial_year="2027", amount="-1.234,56"),
    SampleLine(nis_code="73083", government="Tongeren", report_type=ACCOUNTS, report_year="2024", amount=""),
)


def saved(tmp_path: Path, data: bytes | str, name: str = "export.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(path: Path) -> tuple[list[ReportLine], list[Problem]]:
    export = open_policy_report(path)
    return list(export.lines()), export.problems


def refused(path: Path) -> list[str]:
    with pytest.raises(Problems) as error:
        read(path)
    return [one.message for one in error.value.problems]


def one(tmp_path: Path, line: SampleLine) -> tuple[list[ReportLine], list[Problem]]:
    return read(saved(tmp_path, csv_text([line])))


def test_a_line_is_read_whole(tmp_path: Path) -> None:
    (first, second, third), problems = read(saved(tmp_path, csv_text(LINES)))
    assert problems == []
    assert first == ReportLine(
        line=6,
        government="71016",
        government_name="Genk",
        report_type=ReportType.PLAN,
        report_year=2026,
        financial_year=2026,
        goal=PolicyItem("BD1", "Iedereen aan het werk"),
        plan=PolicyItem("AP1", "Sociale economie"),
        action=PolicyItem("AC1", "Kennismakingscheques"),
        is_action=True,
        codes=("WSE-LR3",),
        policy_field="0550",
        cents=12_500_00,
    )
    assert (second.report_type, second.financial_year, second.cents) == (
        ReportType.ADJUSTMENT,
        2027,
        -1_234_56,
    )
    # A municipality that is gone since: its reports stay those of what it was.
    assert (third.government, third.report_type, third.cents) == ("73083", ReportType.ACCOUNTS, 0)


def test_the_filters_above_the_table_are_kept(tmp_path: Path) -> None:
    export = open_policy_report(saved(tmp_path, csv_text(LINES)))
    list(export.lines())
    assert export.filters == one_line(FILTERS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_encoding_gives_the_same(tmp_path: Path, encoding: str) -> None:
    line = SampleLine(goal="Code: BD1\nKorte omschrijving: Coöperatief ondernemen, één café")
    (found,), problems = read(saved(tmp_path, csv_text([line]).encode(encoding)))
    assert (found.goal.name, problems) == ("Coöperatief ondernemen, één café", [])


def test_a_line_in_another_encoding_than_the_rest_is_read_too(tmp_path: Path) -> None:
    text = csv_text([SampleLine(goal="Code: BD1\nKorte omschrijving: één"), SampleLine(goal="Code: café")])
    first, _, last = text.rpartition("Code: caf")
    found, _ = read(saved(tmp_path, f"{first}Code: caf".encode() + last.encode("cp1252")))
    assert [line.goal for line in found] == [PolicyItem("BD1", "één"), PolicyItem("café", "")]


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_what_stands_between_cells_is_found(tmp_path: Path, separator: str) -> None:
    found, problems = read(saved(tmp_path, csv_text(LINES, separator=separator)))
    assert (len(found), problems) == (3, [])


def test_a_workbook_gives_the_same(tmp_path: Path) -> None:
    of_text, _ = read(saved(tmp_path, csv_text(LINES)))
    of_cells, problems = read(write_workbook(tmp_path / "export.xlsx", LINES))
    assert problems == []
    assert of_cells == [replace(line, line=row) for row, line in enumerate(of_text, start=4)]


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", LINES)
    changed = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<sheetData>", b'<dimension ref="A1:A1"/><sheetData>')
            new.writestr(name, data)
    assert len(read(changed)[0]) == 3


def test_other_sheets_are_left_alone_and_problems_name_theirs(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", [replace(LINES[0], nis_code="99999"), LINES[0]])
    workbook = load_workbook(path)
    workbook.create_sheet("Uitleg", 0).append(["Hier staat uitleg", "en meer"])
    workbook.save(path)
    found, (problem,) = read(path)
    assert len(found) == 1
    assert str(problem).startswith(f"{path}:4: Export: NIS-code: “99999” is no NIS code")


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (SampleLine(nis_code="99999"), "NIS-code", policy_report_line.NO_GOVERNMENT),
        (SampleLine(nis_code="", government="Nergens"), "NIS-code", policy_report_line.NO_GOVERNMENT),
        (SampleLine(report_type="Kwartaal"), "Type rapport", policy_report_line.NO_TYPE),
        (SampleLine(report_year="26"), "Rapportjaar", policy_report_line.NO_YEAR),
        (SampleLine(report_year="1999"), "Rapportjaar", policy_report_line.NO_YEAR),
        (SampleLine(financial_year="MJP"), "Boekjaar", policy_report_line.NO_YEAR),
        (SampleLine(amount="1234.56"), "Uitgave", policy_report_line.NO_AMOUNT),
        (SampleLine(amount="veel"), "Uitgave", policy_report_line.NO_AMOUNT),
    ],
)
def test_a_row_that_cannot_stand_is_left_out_and_the_rest_is_read(
    tmp_path: Path, line: SampleLine, column: str, message: str
) -> None:
    export = open_policy_report(saved(tmp_path, csv_text([LINES[0], line, LINES[0]])))
    assert len(list(export.lines())) == 2
    assert export.left_out == 1
    # Filters take three lines, and cells hold line ends: the first row takes five lines.
    assert [(one.line, one.path, one.message) for one in export.problems] == [(11, column, message)]


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1.234.567,89", 123_456_789),
        ("1234567,8", 123_456_780),
        ("12.500", 1_250_000),
        ("0", 0),
        ("", 0),
        ("€ 1.000,00", 100_000),
        ("-0,005", -1),
        ("0,004999", 0),
        ("7,", 700),
    ],
)
def test_amounts_as_belgium_writes_them(tmp_path: Path, typed: str, cents: int) -> None:
    (found,), problems = one(tmp_path, SampleLine(amount=typed))
    assert (found.cents, problems) == (cents, [])


def test_a_code_that_does_not_exist_is_told_and_the_row_stays(tmp_path: Path) -> None:
    (found,), (problem,) = one(tmp_path, SampleLine(code="WSE-LR3, WSE-LR9"))
    assert found.codes == ("WSE-LR3",)
    assert (problem.path, problem.message) == ("Actie totaaloverzicht", policy_report_line.NO_CODE)
    assert problem.params == {"value": "WSE-LR9", "choices": "WSE-LR1, WSE-LR2, WSE-LR3, WSE-LR4"}


def test_codes_in_a_column_of_their_own_are_read_too(tmp_path: Path) -> None:
    cells = csv_text([SampleLine(code="wse lr2")], heads=HEADS).replace(
        "Niveau 4", "Externe rapporteringscode"
    )
    (found,), problems = read(saved(tmp_path, cells.replace("64 Toelagen", "WSE-LR4")))
    assert (found.codes, problems) == (("WSE-LR4", "WSE-LR2"), [])


def test_a_government_without_code_is_found_by_its_name(tmp_path: Path) -> None:
    (found,), problems = one(tmp_path, SampleLine(nis_code=""))
    assert (found.government, problems) == ("71016", [])


def test_what_a_code_means_depends_on_the_year_of_the_report(tmp_path: Path) -> None:
    years = [SampleLine(nis_code="11002", government="", report_year=year) for year in ("2024", "2025")]
    found, _ = read(saved(tmp_path, csv_text(years)))
    assert [line.government for line in found] == ["11002-2024", "11002"]


def test_the_line_with_totals_and_empty_lines_are_no_rows(tmp_path: Path) -> None:
    text = csv_text([LINES[0]]) + ";;;;;;;;;;;;;\r\n\r\nTotaal;;;;;;;;;;;;;12.500,00\r\n"
    found, problems = read(saved(tmp_path, text))
    assert (len(found), problems) == (1, [])


def test_a_row_that_ends_early_is_told(tmp_path: Path) -> None:
    text = csv_text([LINES[0]])
    found, (problem,) = read(saved(tmp_path, text + text.splitlines()[-1].rpartition(";")[0] + "\r\n"))
    assert (len(found), problem.message) == (1, policy_report_line.ROW_CUT)


def test_a_file_that_stops_halfway_a_row_is_refused(tmp_path: Path) -> None:
    """Wherever it is cut within its last row, from its first cell to the separator before the amount."""
    whole = csv_text(LINES)
    start, end = len(csv_text(LINES[:-1])), len(whole) - len("\r\n")
    assert whole[:end].endswith(";")
    stops = {policy_report_line.STOPS, policy_report_rows.OPEN_QUOTES}
    for at in range(start + 1, end):
        (message,) = refused(saved(tmp_path, whole[:at]))
        assert message in stops, whole[:at]
    # An amount that was cut in a place where it is none any more.
    half = csv_text([SampleLine(amount="1.250,00")]).rpartition(",")[0]
    assert refused(saved(tmp_path, half.removesuffix("50"))) == [policy_report_line.STOPS]


@pytest.mark.parametrize("behind", ["", "\r\n", "\n\n", "Totaal", "Totaal\r\n"])
def test_a_file_that_is_whole_is_read_whatever_it_ends_with(tmp_path: Path, behind: str) -> None:
    text = csv_text(LINES).removesuffix("\r\n") if not behind else csv_text(LINES) + behind
    found, problems = read(saved(tmp_path, text))
    assert (len(found), problems) == (len(LINES), [])


def test_names_of_columns_that_were_cut_are_known(tmp_path: Path) -> None:
    text = csv_text(LINES).replace("Actie totaaloverzicht", "Actie totaalove")
    assert len(read(saved(tmp_path, text))[0]) == 3


def test_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    heads = [head for head in HEADS if head not in {"Uitgave", "Boekjaar"}]
    assert refused(saved(tmp_path, csv_text(LINES, heads=heads))) == [policy_report_line.NO_COLUMN] * 2


def test_problems_are_kept_up_to_a_number_and_all_are_counted(tmp_path: Path) -> None:
    export = open_policy_report(saved(tmp_path, csv_text([SampleLine(report_year="x")] * 150)))
    assert list(export.lines()) == []
    assert (export.left_out, len(export.problems)) == (150, policy_report_line.MOST_TOLD)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", policy_report.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(32)) * 20, policy_report.NOT_KNOWN),
        (b"naam;plaats\r\nJan;Genk\r\n", policy_report_line.NO_HEADS),
        (b'<?xml version="1.0"?><xbrli:xbrl/>', policy_report.NO_TAXONOMY),
        ('<?xml version="1.0"?><xbrli:xbrl/>'.encode("utf-16"), policy_report.NO_TAXONOMY),
        (b'<?xml version="1.0"?>\n<!-- a -->\n<Invoice xmlns="urn:x"/>', policy_report.NOT_KNOWN),
        (b"<!DOCTYPE html><html><body><table></table></body></html>", policy_report_line.NO_HEADS),
        (b"PK\x03\x04 cut off", policy_report_rows.BROKEN_WORKBOOK),
        (csv_text([]).encode(), policy_report_line.NO_ROWS),
    ],
)
def test_what_is_no_such_export_is_refused_with_what_to_do(tmp_path: Path, data: bytes, message: str) -> None:
    assert refused(saved(tmp_path, data)) == [message]


def test_a_delivery_is_refused_with_which_export_to_use(tmp_path: Path) -> None:
    path = tmp_path / "levering.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("rapport.xbrl", "<xbrl/>")
    assert refused(path) == [policy_report.NO_TAXONOMY]


def test_a_workbook_without_such_a_table_is_refused(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.save(tmp_path / "leeg.xlsx")
    assert refused(tmp_path / "leeg.xlsx") == [policy_report_line.NO_HEADS]


def test_a_workbook_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", LINES)
    assert refused(saved(tmp_path, path.read_bytes()[:-200], "cut.xlsx")) == [
        policy_report_rows.BROKEN_WORKBOOK
    ]


def test_whatever_is_damaged_in_a_workbook_is_told(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", LINES)
    with zipfile.ZipFile(path) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    chance, told = random.Random(5), 0
    for _ in range(120):
        name = chance.choice(list(members))
        at, length = chance.randrange(len(members[name])), chance.randint(1, 30)
        with zipfile.ZipFile(tmp_path / "damaged.xlsx", "w") as damaged:
            for one, data in members.items():
                damaged.writestr(one, data[:at] + data[at + length :] if one == name else data)
        try:
            read(tmp_path / "damaged.xlsx")
        except Problems:
            told += 1
    assert 0 < told < 120


def test_what_no_database_takes_is_left_out(tmp_path: Path) -> None:
    lines = [
        SampleLine(amount="99999999999999999999"),
        SampleLine(action="Code: A\0C1\nKorte omschrijving: K\0"),
    ]
    (found,), (problem,) = read(saved(tmp_path, csv_text(lines)))
    assert (found.action, problem.message) == (PolicyItem("AC1", "K"), policy_report_line.NO_AMOUNT)


def test_a_quote_that_never_closes_stops_the_file(tmp_path: Path) -> None:
    text = csv_text([LINES[0]]) + '"' + "x" * 200_000
    with pytest.raises(Problems) as error:
        read(saved(tmp_path, text))
    assert [(one.line, one.message) for one in error.value.problems] == [(11, policy_report_rows.NOT_CELLS)]


@pytest.mark.parametrize(
    ("cell", "code", "name", "is_empty"),
    [
        ("Code: AC1\nKorte omschrijving: Kort\nLange omschrijving: Lang", "AC1", "Kort", False),
        ("Code: 3LOW/08_01-03\r\nKorte omschrijving: Kort", "3LOW/08_01-03", "Kort", False),
        ("Code: BDS", "BDS", "", False),
        ("Code: 01.02.03\nKorte omschrijving: Kort", "01.02.03", "Kort", False),
        ("Code: dossier Jan Peeters\nKorte omschrijving: Kort", "", "Kort", False),
        ("Code: AC1\nKorte omschrijving:\nLange omschrijving: Commentaar:", "AC1", "", False),
        ("Code: AC1\nKorte omschrijving: \nLange omschrijving: Lang", "AC1", "Lang", False),
        ("Code: AC1\nKorte omschrijving: Kort\nLange omschr", "AC1", "Kort", False),
        ("Code: AC1\nKorte omschrijving: Evaluatie", "AC1", "Evaluatie", False),
        ("Code: AC1\nKorte omschrijving: Over twee\nregels", "AC1", "Over twee regels", False),
        ("Zomaar woorden", "", "Zomaar woorden", False),
        ("overigBeleid zonder actie", "", "overigBeleid zonder actie", True),
        ("Code: GBB\nKorte omschrijving: GBB / Verrichtingen zonder beleidsdoelstelling", "GBB", None, True),
        ("", "", "", True),
        (
            "Code: AC1\nKorte omschrijving: Cursus door de heer Jan Peeters",
            "AC1",
            "Cursus door de heer N.N.",
            False,
        ),
        ("Code: AC1\nKorte omschrijving: " + "x" * 300, "AC1", "x" * 100, False),
    ],
)
def test_a_block_is_read_with_what_is_the_matter_with_it(
    cell: str, code: str, name: str | None, is_empty: bool
) -> None:
    found = read_item(cell)
    assert (found.item.code, found.is_empty) == (code, is_empty)
    if name is not None:
        assert found.item.name == name


def test_a_plan_with_the_code_of_its_action_is_no_problem(tmp_path: Path) -> None:
    (found,), problems = one(tmp_path, SampleLine(plan="Code: AC1"))
    assert (found.plan.code, found.action.code, problems) == ("AC1", "AC1", [])


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def many(count: int) -> Iterator[SampleLine]:
        return (SampleLine(action=f"Code: AC{i}\nKorte omschrijving: Actie nummer {i}") for i in range(count))

    peaks = []
    for count in (2_500, 7_500):
        path = write_csv(tmp_path / f"{count}.csv", many(count))
        tracemalloc.start()
        assert sum(1 for _ in open_policy_report(path).lines()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2


def test_another_format_fits_behind_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one for XBRL would, once a taxonomy is at hand."""
    path = saved(tmp_path, "%NEW\n" + csv_text(LINES))
    reader = Reader(
        "new",
        lambda start: start.head.startswith(b"%NEW"),
        lambda path, _: TableOfReports(str(path), lambda: csv_rows(path, ";")),
    )
    monkeypatch.setattr(policy_report, "READERS", (reader, *policy_report.READERS))
    found, _ = read(path)
    assert [line.line for line in found] == [7, 12, 16]
