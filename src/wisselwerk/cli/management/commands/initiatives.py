"""``wisselwerk initiatives PATH...``: which local initiatives would be noticed in published decisions, and why."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.cli.decision_files import pages_in, read_page, told
from wisselwerk.domain.initiative import Judge
from wisselwerk.formats import dutch
from wisselwerk.formats.decision_page import Page
from wisselwerk.formats.problem import Problems


class Command(BaseCommand):
    """It only reads and tells: nothing is kept, and the database is not asked."""

    help = (
        "Tell which local initiatives for the social economy and employment stand in pages on which councils published "
        "their decisions, with the words that spoke. Nothing is kept. Names of persons are left out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the pages are, and how much to tell."""
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a page, or a folder of pages"
        )
        parser.add_argument(
            "--all", action="store_true", help="tell every decision, also what is not noticed"
        )

    @no_translations
    def handle(self, *, paths: list[Path], all: bool, **options: object) -> None:
        """Read them one by one and tell.

        Raises:
            CommandError: a page could not be used, or there is none; what is wrong stands on standard error.
        """
        judge = Judge(dutch.forms)
        counts = dict.fromkeys(("pages", "points of an agenda", "decisions", "noticed", "left out"), 0)
        told_before: set[str] = set()
        failed = []
        for path in pages_in(paths):
            page = self._page(path)
            if page is None:
                failed.append(path)
                continue
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
            raise CommandError(f"Not read: {', '.join(map(str, failed))}. What is wrong stands above.")
        if not counts["pages"]:
            raise CommandError("There is no page here. A page in a folder is called .html, .htm or .xhtml.")

    def _page(self, path: Path) -> Page | None:
        """What a file says; None when it cannot be used. What is wrong is told."""
        try:
            page = read_page(path)
        except Problems as error:
            self.stderr.write(str(error))
            return None
        except OSError as error:
            self.stderr.write(f"{path}: cannot be read: {error.strerror}.")
            return None
        for problem in page.problems:
            self.stderr.write(str(problem))
        return page
