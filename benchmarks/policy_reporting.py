"""The steps of loading policy reports, each called in a process of its own by ``benchmarks.policy_reports``."""

import time
from pathlib import Path

from django.test import Client
from django.urls import reverse

from benchmarks.steps import Step
from wisselwerk.apps.initiatives.queries.expost import expost_rows
from wisselwerk.apps.initiatives.queries.policy_report import by_government, by_partnership, government_years
from wisselwerk.apps.initiatives.queries.policy_report_proof import differences
from wisselwerk.cli.policy_reports import import_policy_report
from wisselwerk.clock import today

CODES = ("WSE-LR1", "WSE-LR2", "WSE-LR3", "WSE-LR4")
ASKED = range(2016, 2026)


def load(path: str) -> None:
    """Load an export as ``wisselwerk import policy-report`` does."""
    step = Step()
    with step.part("loaded"):
        import_policy_report(Path(path), lambda _: None)
    step.tell()


def ask() -> None:
    """What reports tell of ten years, one after the other, and what comes of them for every government."""
    step, slowest = Step(), 0.0
    # What the program reads once for all that follows: the municipalities.
    government_years(ASKED[0] - 1)
    with step.part("ten years asked for"):
        for year in ASKED:
            start = time.perf_counter()
            years = government_years(year)
            assert by_government(years, CODES)
            assert by_partnership(years, CODES)
            slowest = max(slowest, time.perf_counter() - start)
    with step.part("ten years controlled"):
        for year in ASKED:
            assert len(expost_rows(year)) == len(government_years(year))
    step.tell(milliseconds=slowest * 1000)


def page() -> None:
    """The page of main lines of each year, as anybody may open it: from what was done here and from reports."""
    step, slowest, client = Step(), 0.0, Client(headers={"host": "127.0.0.1"})
    years = (*ASKED, today().year)
    pages = [reverse("public:main-lines", args=[year]) for year in years]
    # What the program reads once for all that follows.
    assert client.get(pages[0]).status_code == 200
    with step.part("pages of main lines"):
        for path in pages:
            start = time.perf_counter()
            assert client.get(path).status_code == 200
            slowest = max(slowest, time.perf_counter() - start)
    step.tell(milliseconds=slowest * 1000)


def prove() -> None:
    """What ``wisselwerk verify`` does of policy reports."""
    step = Step()
    with step.part("verified"):
        assert list(differences()) == []
    step.tell()
