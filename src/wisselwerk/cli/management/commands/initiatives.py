"""``wisselwerk initiatives PATH...``: which local initiatives would be noticed in published decisions, and why."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.cli.crawling import MOST, Memory, MemoryUnreadable, crawl
from wisselwerk.cli.decision_files import pages_in, read_page, told
from wisselwerk.cli.fetching import PAUSE_SECONDS, Fetcher
from wisselwerk.domain.initiative import Judge
from wisselwerk.formats import dutch
from wisselwerk.formats.decision_page import Page
from wisselwerk.formats.problem import Problems


class Command(BaseCommand):
    """It only reads and tells: nothing of what pages say is kept, and the database is not asked."""

    help = (
        "Tell which local initiatives for the social economy and employment stand in pages on which councils published "
        "their decisions, with the words that spoke. Pages are files, folders or addresses on the web. Nothing of what they "
        "say is kept. Names of persons are left out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the pages are, how much to tell, and how to behave on the web."""
        parser.add_argument(
            "paths",
            nargs="*",
            metavar="PATH",
            help="a page, a folder of pages, or an address such as https://...",
        )
        parser.add_argument(
            "--all", action="store_true", help="tell every decision, also what is not noticed"
        )
        parser.add_argument(
            "--addresses", type=Path, metavar="FILE", help="a file with an address on each line"
        )
        parser.add_argument(
            "--contact", help="mail address or page of who fetches, which every server is told"
        )
        parser.add_argument(
            "--memory",
            type=Path,
            metavar="FILE",
            help="where to remember which pages were read, so that only changes are read",
        )
        parser.add_argument(
            "--pause",
            type=float,
            default=PAUSE_SECONDS,
            help="seconds between two requests to one host, at least",
        )
        parser.add_argument("--most", type=int, default=MOST, help="pages to ask for on the web, at most")

    @no_translations
    def handle(self, *, paths: list[str], all: bool, addresses: Path | None, **options: Any) -> None:
        """Read them one by one and tell.

        Raises:
            CommandError: a page could not be used, or there is none; what is wrong stands on standard error.
        """
        files = [Path(one) for one in paths if not _is_address(one)]
        web = [one for one in paths if _is_address(one)] + _listed(addresses)
        judge = Judge(dutch.forms)
        counts = dict.fromkeys(("pages", "points of an agenda", "decisions", "noticed", "left out"), 0)
        told_before: set[str] = set()
        failed: list[str] = []
        for page in chain(self._files(files, failed), self._web(web, failed, **options)):
            counts["pages"] += 1
            counts["points of an agenda"] += page.points
            counts["left out"] += len(page.problems)
            # A list and the minutes of one session tell the same decisions: each is told once, where it is noticed first.
            for decision in (one for one in page.decisions if one.address not in told_before):
                judgement = judge.judge(decision)
                counts["decisions"] += 1
                counts["noticed"] += judgement.is_initiative
                if judgement.is_initiative or all:
                    self.stdout.write("\n    ".join(told(decision, judgement)))
                    told_before |= {decision.address} - {""}
        self.stdout.write(", ".join(f"{what}: {number}" for what, number in counts.items()))
        if failed:
            raise CommandError(f"Not read: {', '.join(failed)}. What is wrong stands above.")
        if not counts["pages"] and not web:
            raise CommandError("There is no page here. A page in a folder is called .html, .htm or .xhtml.")

    def _files(self, paths: list[Path], failed: list[str]) -> Iterator[Page]:
        """The pages in files and folders."""
        for path in pages_in(paths):
            try:
                page = read_page(path)
            except Problems as error:
                self.stderr.write(str(error))
                failed.append(str(path))
            except OSError as error:
                self.stderr.write(f"{path}: cannot be read: {error.strerror}.")
                failed.append(str(path))
            else:
                yield self._with_problems(page)

    def _web(
        self,
        starts: list[str],
        failed: list[str],
        *,
        contact: str | None,
        memory: Path | None,
        pause: float,
        most: int,
        **_options: object,
    ) -> Iterator[Page]:
        """The pages on the web that are new or changed, with what came of each address.

        Raises:
            CommandError: nobody can be reached about it, or the memory cannot be read.
        """
        if not starts:
            return
        if not contact:
            raise CommandError(
                "Give --contact: who keeps a server must be able to reach who asks it for pages."
            )
        try:
            remembered = Memory(memory)
        except (MemoryUnreadable, OSError) as error:
            raise CommandError(f"{error}. Name another file with --memory, or take this one away.") from error
        for number, one in enumerate(crawl(starts, Fetcher(contact, pause=pause), remembered, most), start=1):
            if one.problem:
                failed.append(one.address)
            found = "as it was" if one.page is None else f"{len(one.page.decisions)} decisions"
            self.stderr.write(f"{number}, {one.waiting} to come: {one.address}: {one.problem or found}")
            if one.page is not None:
                yield self._with_problems(one.page)

    def _with_problems(self, page: Page) -> Page:
        """The page, after what was left out of it is told."""
        for problem in page.problems:
            self.stderr.write(str(problem))
        return page


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
