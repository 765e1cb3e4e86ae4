"""The open data of the Crossroads Bank for Enterprises (KBO): a zip of CSV files, of which what is used here is read.

Every value is quoted, days are ``31-12-2025`` and numbers hold dots (``0123.456.749``, an establishment
``2.123.456.789``). A set holds about two million enterprises, so it is read row by row and never held. Its layout was
taken from general knowledge and not from a set: columns are found by their name, and a row that cannot be read is left
out and told.

Natural persons are in it too. Streets and contacts are not read, and ``apps.enterprises`` keeps no name of theirs: what is
asked of an enterprise is where it is and what it does.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.problem import Problem, Problems

if TYPE_CHECKING:
    from _csv import Reader

NO_ZIP = gettext_noop("This is no zip file. Give the set as it was downloaded, such as {example}.")
NO_FILE = gettext_noop("“{value}” is not in this zip. Download the full set again.")
NO_COLUMN = gettext_noop("Column “{parameter}” is missing. Download the full set again.")
NO_VARIABLE = gettext_noop("“{parameter}” is not told, or not as expected. Download the full set again.")
NO_FULL_SET = gettext_noop(
    "This set holds only what changed. Download the full set: that is what is read here."
)
BAD_NUMBER = gettext_noop(
    "“{value}” is no number of an enterprise or an establishment. The row was left out."
)
BAD_ROW = gettext_noop("This row does not have the columns of the first one. It was left out.")
BAD_TEXT = gettext_noop(
    "From here the file cannot be read as text in UTF-8: {value}. Download the full set again."
)

TOO_SHORT = gettext_noop(
    "This set holds {found} rows in {value}, and the one that is here {had}: it is not whole. Download the full set again."
)

EXAMPLE = "KboOpenData_0140_2026_01_Full.zip"
MOST_TOLD = 20
"""How many problems of one set are kept; the others are counted."""
DIGITS = 10

NAME = "001"
"""The type of a denomination that is the name itself, and not an abbreviation or what stands on the shop."""
LANGUAGES = ("2", "0", "1", "3", "4")
"""Which language of a name is taken: Dutch, unknown, French, German, English."""
SEAT, ESTABLISHMENT = "REGO", "BAET"
LEGAL_PERSON = "2"
"""The type of an enterprise that is none of flesh and blood; any other is taken for a natural person."""
MAIN = "MAIN"


@dataclass(frozen=True, slots=True)
class Extract:
    """Which set it is."""

    number: int
    snapshot_on: date
    """Of which day it tells."""


@dataclass(slots=True)
class KboSet:
    """An open set. Each method reads one file in it from the start, row by row."""

    file: str
    extract: Extract
    _zip: zipfile.ZipFile
    left_out: int = 0
    """Rows that could not be read so far."""
    problems: list[Problem] = field(default_factory=list)
    """The first of them."""

    @classmethod
    def read(cls, opened: zipfile.ZipFile, file: str) -> Self:
        """Read which set it is.

        Raises:
            Problems: it is no full set.
        """
        found = cls(file, Extract(0, date.min), opened)
        found.extract = found._extract()
        return found

    def enterprises(self) -> Iterator[tuple[int, int]]:
        """Every enterprise: its number, and 0 for a legal person, else 1."""
        for number, (kind,) in self._rows("enterprise.csv", "EnterpriseNumber", "TypeOfEnterprise"):
            yield number, int(kind != LEGAL_PERSON)

    def establishments(self) -> Iterator[tuple[int, int]]:
        """Every establishment: its number and that of its enterprise."""
        columns = ("EstablishmentNumber", "EnterpriseNumber")
        for line, (number, enterprise) in self._cells("establishment.csv", *columns):
            try:
                yield number_of(number), number_of(enterprise)
            except ValueError:
                self._leave_out("establishment.csv", line, BAD_NUMBER, value=f"{number}, {enterprise}")

    def names(self) -> Iterator[tuple[int, int, str]]:
        """Names of enterprises and establishments: the number, a rank (the lower, the better), the name."""
        columns = ("EntityNumber", "TypeOfDenomination", "Language", "Denomination")
        for number, (kind, language, name) in self._rows("denomination.csv", *columns):
            if kind == NAME and name.strip():
                rank = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
                yield number, rank, name.strip()

    def places(self) -> Iterator[tuple[int, str, str]]:
        """Where seats and establishments are: the number, the postcode and the municipality in Dutch; none abroad.

        An address that was struck off is left out: nobody is there.
        """
        columns = (
            "EntityNumber",
            "TypeOfAddress",
            "CountryNL",
            "Zipcode",
            "MunicipalityNL",
            "DateStrikingOff",
        )
        for number, (kind, country, postcode, municipality, gone) in self._rows("address.csv", *columns):
            if kind in (SEAT, ESTABLISHMENT) and not gone and not country.strip():
                yield number, postcode.strip(), municipality.strip()

    def activities(self) -> Iterator[tuple[int, int, str]]:
        """Main activities: the number, a rank (the lower, the better), the NACE code with its version, ``2025 81300``.

        The newest version goes first; where several groups (VAT, social security) each name one, the lowest does.
        """
        columns = ("EntityNumber", "NaceVersion", "ActivityGroup", "Classification", "NaceCode")
        for number, (version, group, kind, code) in self._rows("activity.csv", *columns):
            if kind == MAIN and version.isdecimal() and code.isdecimal():
                yield (
                    number,
                    (9999 - int(version)) * 1000 + (int(group) if group.isdecimal() else 999),
                    f"{version} {code}",
                )

    def _extract(self) -> Extract:
        told = {variable: value for _, (variable, value) in self._cells("meta.csv", "Variable", "Value")}
        if told.get("ExtractType", "full").lower() != "full":
            raise Problems([Problem(self.file, 1, "meta.csv", NO_FULL_SET)])
        try:
            snapshot = datetime.strptime(told.get("SnapshotDate", ""), "%d-%m-%Y").date()  # noqa: DTZ007  a day
        except ValueError as error:
            raise self._no_variable("SnapshotDate") from error
        number = told.get("ExtractNumber", "")
        if not number.isdecimal():
            raise self._no_variable("ExtractNumber")
        return Extract(int(number), snapshot)

    def _no_variable(self, name: str) -> Problems:
        return Problems([Problem(self.file, 1, "meta.csv", NO_VARIABLE, {"parameter": name})])

    def _rows(self, member: str, number: str, *columns: str) -> Iterator[tuple[int, list[str]]]:
        """Rows of a file of which the first cell asked for is a number; what is none is left out."""
        for line, (given, *cells) in self._cells(member, number, *columns):
            try:
                yield number_of(given), cells
            except ValueError:
                self._leave_out(member, line, BAD_NUMBER, value=given)

    def _cells(self, member: str, *columns: str) -> Iterator[tuple[int, list[str]]]:
        """The line of each row, and its cells under ``columns``."""
        with self._lines(member) as lines:
            reader = csv.reader(lines, strict=True)
            try:
                yield from self._asked(member, reader, columns)
            except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile) as error:
                found = Problem(self.file, reader.line_num + 1, member, BAD_TEXT, {"value": error})
                raise Problems([found]) from error

    def _asked(
        self, member: str, reader: "Reader", columns: tuple[str, ...]
    ) -> Iterator[tuple[int, list[str]]]:
        heads = next(reader, [])
        if missing := [column for column in columns if column not in heads]:
            raise Problems(Problem(self.file, 1, member, NO_COLUMN, {"parameter": name}) for name in missing)
        at, width = [heads.index(column) for column in columns], len(heads)
        for row in reader:
            if len(row) == width:
                yield reader.line_num, [row[i] for i in at]
            elif row:
                self._leave_out(member, reader.line_num, BAD_ROW)

    @contextmanager
    def _lines(self, member: str) -> Iterator[io.TextIOWrapper]:
        try:
            opened = self._zip.open(member)
        except KeyError as error:
            raise Problems([Problem(self.file, 1, member, NO_FILE, {"value": member})]) from error
        with opened, io.TextIOWrapper(opened, encoding="utf-8-sig", newline="") as lines:
            yield lines

    def _leave_out(self, member: str, line: int, message: str, **params: object) -> None:
        self.left_out += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(self.file, line, member, message, params))


@contextmanager
def open_kbo(path: Path) -> Iterator[KboSet]:
    """The set in the zip at ``path``.

    Raises:
        Problems: it is no zip, or no full set.
        OSError: the file cannot be read.
    """
    try:
        opened = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Problems([Problem(str(path), 1, "", NO_ZIP, {"example": EXAMPLE})]) from error
    with opened:
        yield KboSet.read(opened, str(path))


def number_of(given: str) -> int:
    """The number of an enterprise or an establishment, which has ten digits, as a whole number.

    Raises:
        ValueError: it has not.
    """
    digits = given.replace(".", "")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        raise ValueError(given)
    return int(digits)
