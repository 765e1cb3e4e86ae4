"""Bringing in published decisions: pages in files, in folders and on the web; what tells of an initiative is kept.

A page is kept as a whole or not at all, and one that cannot be used does not keep the others out. What a page says beside
that is read and forgotten.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from wisselwerk.apps.initiatives.services import note_decision
from wisselwerk.apps.initiatives.signal_sources import municipality_of
from wisselwerk.cli.crawling import MOST, Memory, MemoryUnreadable, crawl
from wisselwerk.cli.decision_files import pages_in, read_page, told
from wisselwerk.cli.fetching import PAUSE_SECONDS, Fetcher
from wisselwerk.clock import today
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.initiative import Judge
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats import dutch
from wisselwerk.formats.decision_page import Page
from wisselwerk.formats.problem import Problems

Say = Callable[[str], object]

COUNTED = (
    "pages",
    "points of an agenda",
    "decisions",
    "noticed",
    "new",
    "otherwise than before",
    "known",
    "left out",
)
"""What is counted, as it is told at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How to behave on the web."""

    contact: str | None = None
    """Mail address or page of who fetches."""
    memory: Path | None = None
    """Where to remember which pages were read."""
    pause: float = PAUSE_SECONDS
    most: int = MOST


@dataclass(slots=True)
class Noted:
    """What came of one page. It counts and is told once the page is kept: the database may have it begun again."""

    lines: list[tuple[Say, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    """Addresses of what was noticed."""
    counted: set[str] = field(default_factory=set)
    """Addresses of all decisions."""


@dataclass(slots=True, kw_only=True)
class DecisionImport:
    """One round of pages. ``tell`` hears what was noticed, ``warn`` what is wrong and how far it is."""

    tell: Say
    warn: Say
    web: Web
    tells_all: bool = False
    """Whether decisions are told that are no initiative, with why."""
    is_trial: bool = False
    """Whether nothing of it stays."""
    _judge: Judge = field(default_factory=lambda: Judge(dutch.forms))
    _counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTED, 0)))
    _seen: set[str] = field(default_factory=set)
    _counted: set[str] = field(default_factory=set)
    _failed: list[str] = field(default_factory=list)

    def run(self, given: list[str], addresses: Path | None = None) -> None:
        """Read them one by one and keep what they tell.

        Raises:
            CommandError: a page could not be used, or there is none; what is wrong was told.
        """
        files = [Path(one) for one in given if not _is_address(one)]
        starts = [one for one in given if _is_address(one)] + _listed(addresses)
        for page in chain(self._files(files), self._pages_on_the_web(starts)):
            self._counts["pages"] += 1
            self._counts["points of an agenda"] += page.points
            self._counts["left out"] += len(page.problems)
            for problem in (*page.remarks, *page.problems):
                self.warn(str(problem))
            self._keep(in_one_transaction(partial(self._note_page, page)))
        self.tell(", ".join(f"{what}: {number}" for what, number in self._counts.items()))
        if self._failed:
            raise CommandError(f"Not read: {', '.join(self._failed)}. What is wrong stands above.")
        if not self._counts["pages"] and not starts:
            raise CommandError("There is no page here. A page in a folder is called .html, .htm or .xhtml.")

    def _note_page(self, page: Page) -> Noted:
        noted = Noted()
        for decision in page.decisions:
            self._note(decision, noted)
        transaction.set_rollback(self.is_trial)
        return noted

    def _keep(self, noted: Noted) -> None:
        self._counts.update(noted.counts)
        self._seen |= noted.seen
        self._counted |= noted.counted
        for say, line in noted.lines:
            say(line)

    def _note(self, decision: PublishedDecision, noted: Noted) -> None:
        """A list and the minutes of one session tell the same decisions: each counts once, where it is noticed first."""
        if decision.address in self._seen or decision.address in noted.seen:
            return
        if decision.decided_on is not None and decision.decided_on > today():
            noted.counts["left out"] += 1
            late = f"{decision.file}:{decision.line}: decided on {decision.decided_on}, which is still to come: left out."
            noted.lines.append((self.warn, late))
            return
        judgement = self._judge.judge(decision)
        noted.counts["decisions"] += not (
            decision.address in self._counted or decision.address in noted.counted
        )
        noted.counted |= {decision.address} - {""}
        if judgement.is_initiative:
            noted.counts["noticed"] += 1
            signal = note_decision(SYSTEM, decision=decision, judgement=judgement)
            what = (
                "known" if signal is None else "new" if signal.follows_id is None else "otherwise than before"
            )
            noted.counts[what] += 1
        if judgement.is_initiative or self.tells_all:
            lines = told(decision, judgement)
            if judgement.is_initiative and municipality_of(decision, decision.decided_on or today()) is None:
                name = decision.body.government or decision.body.name
                by = f"“{name}” or by these addresses" if name else "these addresses, and no body is named"
                lines.append(f"no municipality is known by {by}, so nobody is asked about it")
            noted.lines.append((self.tell, "\n    ".join(lines)))
        if judgement.is_initiative:
            noted.seen |= {decision.address} - {""}

    def _files(self, paths: list[Path]) -> Iterator[Page]:
        """The pages in files and folders."""
        for path in pages_in(paths):
            try:
                yield read_page(path)
            except Problems as error:
                self.warn(str(error))
                self._failed.append(str(path))
            except OSError as error:
                self.warn(f"{path}: cannot be read: {error.strerror}.")
                self._failed.append(str(path))

    def _pages_on_the_web(self, starts: list[str]) -> Iterator[Page]:
        """The pages on the web that are new or changed, with what came of each address.

        Raises:
            CommandError: nobody can be reached about it, or the memory cannot be read or would remember a trial.
        """
        if not starts:
            return
        if not self.web.contact:
            raise CommandError(
                "Give --contact: who keeps a server must be able to reach who asks it for pages."
            )
        if self.is_trial and self.web.memory:
            raise CommandError(
                "Leave --memory out of a dry run: what is remembered as read is not read again."
            )
        try:
            remembered = Memory(self.web.memory)
        except (MemoryUnreadable, OSError) as error:
            raise CommandError(f"{error}. Name another file with --memory, or take this one away.") from error
        fetcher = Fetcher(self.web.contact, pause=self.web.pause)
        for number, one in enumerate(crawl(starts, fetcher, remembered, self.web.most), start=1):
            if one.problem:
                self._failed.append(one.address)
            found = "as it was" if one.page is None else f"{len(one.page.decisions)} decisions"
            self.warn(f"{number}, {one.waiting} to come: {one.address}: {one.problem or found}")
            if one.page is not None:
                yield one.page


def _is_address(given: str) -> bool:
    return given.lower().startswith(("http://", "https://"))


def _listed(path: Path | None) -> list[str]:
    """The addresses in a file; what stands behind a # is a remark.

    Raises:
        CommandError: it cannot be read, or a line is no address.
    """
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    found = [(number, line.split(" #")[0].strip()) for number, line in enumerate(lines, start=1)]
    given = [(number, one) for number, one in found if one and not one.startswith("#")]
    wrong = [
        f"{path}:{number}: {one!r} is no address, such as https://raad.genk.be/"
        for number, one in given
        if not _is_address(one)
    ]
    if wrong:
        raise CommandError("\n".join(wrong))
    return [one for _number, one in given]
