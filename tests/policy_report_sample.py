"""An export of policy reports as the BBC analysis tool makes it, with goals, plans and actions that somebody made up."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

HEADS = (
    "Beleidsdoelst. totaaloverzicht",
    "Actieplan totaaloverzicht",
    "Actie totaaloverzicht",
    "NIS-code",
    "Bestuur",
    "Type rapport",
    "Rapportjaar",
    "Boekjaar",
    "Beleidsdomein",
    "Beleidssubdomein",
    "Beleidsveld",
    "Niveau 4",
    "Economischesectorcode (subgroep)",
    "Uitgave",
)
"""The columns of the exports that are known to be made."""
FILTERS = "Toegepaste filters:\nType rapport is Meerjarenplan\nBeleidsdomein is 05 Ondernemen en werken"
PLAN, ADJUSTMENT, ACCOUNTS = "Meerjarenplan", "Aanpassing meerjarenplan", "Jaarrekening"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLine:
    """A row, as far as anybody asks. Amounts are as they are typed."""

    nis_code: str = "71016"
    government: str = "Gemeente en OCMW Genk"
    report_type: str = PLAN
    report_year: str = "2026"
    financial_year: str = "2026"
    goal: str = "Code: BD1\nKorte omschrijving: Iedereen aan het werk"
    plan: str = "Code: AP1\nKorte omschrijving: Sociale economie"
    action: str = "Code: AC1\nKorte omschrijving: Kennismakingscheques"
    code: str = ""
    """Of a Flemish priority, written as the last line of the action."""
    policy_field: str = "0550 Tewerkstelling en activering"
    sector: str = "S11 Niet-financiële vennootschappen"
    amount: str = "12.500,00"

    def cells(self) -> tuple[str, ...]:
        """In the order of ``HEADS``."""
        action = f"{self.action}\nExterne rapporteringscode: {self.code}" if self.code else self.action
        domain = ("05 Ondernemen en werken", "055 Werkgelegenheid", self.policy_field, "64 Toelagen")
        who = (self.nis_code, self.government, self.report_type, self.report_year, self.financial_year)
        return self.goal, self.plan, action, *who, *domain, self.sector, self.amount


def csv_text(
    lines: Iterable[SampleLine], *, heads: Sequence[str] = HEADS, filters: str = FILTERS, separator: str = ";"
) -> str:
    """The export as text."""
    return "".join(_pieces(lines, heads, filters, separator))


def write_csv(path: Path, lines: Iterable[SampleLine], *, encoding: str = "utf-8-sig") -> Path:
    """Write the export to ``path``, piece by piece, so that nothing is held."""
    with path.open("w", encoding=encoding, newline="") as file:
        for piece in _pieces(lines, HEADS, FILTERS, ";"):
            file.write(piece)
    return path


def write_workbook(path: Path, lines: Iterable[SampleLine], *, sheet: str = "Export") -> Path:
    """Write the export as a workbook, with numbers where the tool has numbers."""
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet(sheet)
    page.append([FILTERS])
    page.append([])
    page.append(list(HEADS))
    for line in lines:
        page.append([_typed(cell, head) for cell, head in zip(line.cells(), HEADS, strict=True)])
    workbook.save(path)
    return path


def _pieces(lines: Iterable[SampleLine], heads: Sequence[str], filters: str, separator: str) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([filters])
    writer.writerow([])
    writer.writerow(heads)
    for line in lines:
        writer.writerow([cell for cell, head in zip(line.cells(), HEADS, strict=True) if head in heads])
        if out.tell() > 1 << 16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _typed(cell: str, head: str) -> str | float | int:
    if head == "Uitgave" and cell.replace(".", "").replace(",", "").lstrip("-").isdigit():
        return float(cell.replace(".", "").replace(",", "."))
    return int(cell) if head in {"NIS-code", "Rapportjaar", "Boekjaar"} and cell.isdigit() else cell
