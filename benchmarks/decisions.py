"""How fast pages with decisions are read and judged: ``python -m benchmarks.decisions [page or folder ...]``.

Reading is measured beside the same page only parsed, which is the least it can take, and beside a reader that follows RDFa
by the letter. Then a page of 3 MB, made from the one that takes longest for its size by repeating what is in its body, with the memory that it takes; and
100,000 decisions judged after 10,000, so that what grows in step takes as long for each. Without a page to read it takes the
invented ones of the tests. Seconds are of the processor: others work on the same machine.
"""

import io
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from lxml import etree
from pyRdfa import pyRdfa
from pyRdfa.options import Options

from tests.formats import decision_pages
from wisselwerk.cli.decision_files import pages_in
from wisselwerk.domain.initiative import Judge
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats import dutch
from wisselwerk.formats.decision_page import read_decision_page

AT_LEAST = 0.5
"""Seconds that a measurement takes, at least."""
LONG = 3_000_000
MANY = 100_000


def seconds(call: Callable[[], object]) -> float:
    """What one call takes, from as many as fill the time."""
    calls, start = 0, time.process_time()
    while (used := time.process_time() - start) < AT_LEAST:
        call()
        calls += 1
    return used / calls


def only_parsed(page: bytes) -> etree._Element:
    """The least that reading can take."""
    return etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))


def by_the_letter(page: bytes) -> int:
    """How many decisions pyrdfa3 finds."""
    reader = pyRdfa(options=Options(), base="https://raad.example/", media_type="text/html")
    graph = reader.graph_from_source(io.StringIO(page.decode()), rdfOutput=False)
    kind = "http://data.vlaanderen.be/ns/besluit#Besluit"
    return len({subject for subject, _predicate, value in graph if str(value) == kind})


def long_page(page: bytes) -> bytes:
    """The same page with its body repeated, each time about other decisions."""
    head, body, rest = page.partition(b"<body")
    inside, end, tail = rest.rpartition(b"</body>")
    times = LONG // len(inside) + 1
    every = b"".join(inside.replace(b"/id/", f"/id/{n}-".encode()) for n in range(times))
    return head + body + every + end + tail


def judge_many(decisions: Sequence[PublishedDecision], number: int) -> float:
    """Seconds for so many, one after the other."""
    judge, start = Judge(dutch.forms), time.process_time()
    for one in islice(cycle(decisions), number):
        judge.judge(one)
    return time.process_time() - start


def main(paths: Sequence[Path]) -> None:
    """Measure, and print a table for docs/reference/speed.md."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    pages = {path.stem: path.read_bytes() for path in pages_in(paths)}
    if not pages:
        pages = {name.lower(): page for name, page in vars(decision_pages).items() if isinstance(page, bytes)}
    print("| page | kB | decisions | ms to read | of which parsing | pyrdfa3: decisions, ms |")
    print("|---|---|---|---|---|---|")
    decisions: list[PublishedDecision] = []
    slowest, most = b"", 0.0
    for name, page in pages.items():
        found = read_decision_page(page, name).decisions
        decisions += found
        read = seconds(partial(read_decision_page, page, "page"))
        slowest, most = (page, read / len(page)) if found and read / len(page) > most else (slowest, most)
        parsed = seconds(partial(only_parsed, page))
        letter = seconds(partial(by_the_letter, page))
        print(
            f"| {name} | {len(page) / 1000:.0f} | {len(found)} | {read * 1000:.1f} | {parsed / read:.0%} "
            f"| {by_the_letter(page)}, {letter * 1000:.0f} |"
        )
    long = long_page(slowest)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = read_decision_page(long, "long").decisions
    used = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"\n{len(long) / 1e6:.1f} MB, {len(found)} decisions: {used:.2f} s, {peak // 1024} MB ({before // 1024} MB before)"
    )
    letters = sum(len(line) for one in decisions for line in (one.title, *one.description, *one.motivation))
    few, many = judge_many(decisions, MANY // 10), judge_many(decisions, MANY)
    print(
        f"{MANY:,} decisions of {letters // len(decisions)} letters judged in {many:.1f} s: {MANY / many:,.0f} a second; "
        f"each takes {many / few / 10:.2f} times as long as among {MANY // 10:,}"
    )


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
