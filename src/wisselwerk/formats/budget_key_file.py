"""Lists of budget keys, as a bookkeeper keeps them in a spreadsheet: one row for each year of a scheme (CSV)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wisselwerk.domain.budget_key import fits
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.shape import shown
from wisselwerk.formats.table_file import Column, Row, Table, read_table

SCHEME = Column(
    names=("regeling", "scheme"),
    meaning="Short name of the scheme, as in its address: `genk`.",
    max_length=60,
    is_required=True,
)
YEAR = Column(names=("jaar", "year"), meaning="Year of the budget: `2026`.", max_length=4, is_required=True)
ACTION = Column(
    names=("actie", "action"),
    meaning="Code of the action of the multi-year plan.",
    max_length=40,
    is_required=True,
)
POLICY_FIELD = Column(
    names=("beleidsveld", "policy field"),
    meaning="Policy field of the BBC: `0550` or `0550-00`.",
    max_length=7,
    is_required=True,
)
ACCOUNT = Column(
    names=("algemene rekening", "general account"),
    meaning="General account of the BBC, 3 to 10 digits.",
    max_length=10,
    is_required=True,
)
BUDGET_KEY_COLUMNS = (SCHEME, YEAR, ACTION, POLICY_FIELD, ACCOUNT)

NO_YEAR = gettext_noop("“{value}” is no year. Write it as 2026.")
NO_POLICY_FIELD = gettext_noop("“{value}” is no policy field. Write four digits, such as 0550 or 0550-00.")
NO_ACCOUNT = gettext_noop("“{value}” is no general account. Write 3 to 10 digits.")
KEY_TWICE = gettext_noop("This year of the scheme stands on line {known_line} already. Keep one of the two.")
NO_SCHEME = gettext_noop(
    "No scheme is called “{value}” here. Check how it is spelt, or load the scheme first."
)

_YEAR = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ListedBudgetKey:
    """One row."""

    line: int
    scheme: str
    year: int
    action: str
    policy_field: str
    general_account: str


@dataclass(frozen=True, slots=True)
class BudgetKeyFile:
    """A list that is well by itself."""

    table: Table
    keys: tuple[ListedBudgetKey, ...]

    def insist_on_schemes(self, known: Mapping[str, object]) -> None:
        """Stop when a row names a scheme that is not ``known``.

        Raises:
            Problems: each of them with its line.
        """
        found = [
            self.table.problem(one.line, SCHEME, NO_SCHEME, value=shown(one.scheme))
            for one in self.keys
            if one.scheme not in known
        ]
        if found:
            raise Problems(found)


def read_budget_key_file(data: bytes, file: str) -> BudgetKeyFile:
    """Read a list of budget keys; ``file`` is the name it is reported under.

    Raises:
        Problems: everything that is wrong with it.
    """
    table = read_table(data, file, BUDGET_KEY_COLUMNS)
    problems = [*table.problems, *(problem for row in table.rows for problem in _problems(table, row))]
    problems += table.said_twice(lambda row: (row[SCHEME], row[YEAR]), YEAR, KEY_TWICE)
    if problems:
        raise Problems(problems)
    keys = (
        ListedBudgetKey(row.line, row[SCHEME], int(row[YEAR]), row[ACTION], row[POLICY_FIELD], row[ACCOUNT])
        for row in table.rows
    )
    return BudgetKeyFile(table, tuple(keys))


def _problems(table: Table, row: Row) -> list[Problem]:
    asked: tuple[tuple[Column, Callable[[str], object], str], ...] = (
        (YEAR, _YEAR.fullmatch, NO_YEAR),
        (POLICY_FIELD, lambda value: fits("policy_field", value), NO_POLICY_FIELD),
        (ACCOUNT, lambda value: fits("general_account", value), NO_ACCOUNT),
    )
    return [
        table.problem(row.line, column, message, value=shown(row[column]))
        for column, is_well, message in asked
        if row[column] and not is_well(row[column])
    ]
