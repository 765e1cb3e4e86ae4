"""Reports of municipalities that merged count at who was there, whatever code they were given."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.test_policy_report import one, read, saved
from tests.policy_report_sample import ACCOUNTS, SampleLine, csv_text
from wisselwerk.formats import policy_report_line


@pytest.mark.parametrize(
    ("nis_code", "government"), [("71022", "Hasselt"), ("73040", "Kortessem"), ("", "Kortessem")]
)
def test_what_a_plan_says_under_a_code_from_before_a_merger_counts_at_what_came_of_it(
    tmp_path: Path, nis_code: str, government: str
) -> None:
    line = SampleLine(nis_code=nis_code, government=government, report_year="2026")
    found, problems = read(saved(tmp_path, csv_text([line, replace(line, amount="1,00")])))
    assert [(told.government, told.government_name) for told in found] == [("71072", "Hasselt")] * 2
    (problem,) = problems
    assert problem.message == policy_report_line.ENDED
    assert (problem.line, problem.path) == (6, "NIS-code")
    for said in (government, "2024-12-31", "71072"):
        assert said in str(problem)


def test_accounts_of_before_a_merger_are_of_who_was_there_then(tmp_path: Path) -> None:
    line = SampleLine(nis_code="71022", report_type=ACCOUNTS, report_year="2025", financial_year="2024")
    (found,), problems = one(tmp_path, line)
    assert (found.government, problems) == ("71022", [])
