"""``wisselwerk import KIND FILE...``: bring in what was written elsewhere."""  # noqa: N999  # the command's name

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import transaction

from wisselwerk.cli.crawling import MOST
from wisselwerk.cli.fetching import PAUSE_SECONDS
from wisselwerk.cli.importing import IMPORTS, LARGE_IMPORTS, TRIALS, Importer
from wisselwerk.cli.importing_decisions import DecisionImport, Web
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.problem import Problems
from wisselwerk.wording import sentence

DECISIONS = "decisions"
"""The kind that is pages, not files: one that cannot be used does not keep the others out."""


class Command(BaseCommand):
    """Repeatable: what is there already stays as it is."""

    help = (
        "Import files. What is wrong is told with file and line; a file is loaded as a whole or not at all. Of pages with "
        "decisions, what tells of an initiative for the social economy and employment is kept, with the words that spoke; "
        "names of persons are left out."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """One that takes options before, after and between the files: else it has read all files when the first option comes."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """What, and whether to only look."""
        kinds = sorted({*IMPORTS, *LARGE_IMPORTS, DECISIONS})
        parser.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help="of decisions also a folder of pages, or an address such as https://...",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would be done, and change nothing"
        )
        web = parser.add_argument_group("decisions")
        web.add_argument("--all", action="store_true", help="tell every decision, also what is not noticed")
        web.add_argument("--addresses", type=Path, metavar="FILE", help="a file with an address on each line")
        web.add_argument("--contact", help="mail address or page of who fetches, which every server is told")
        web.add_argument(
            "--memory",
            type=Path,
            metavar="FILE",
            help="where to remember which pages were read, so that only changes are read",
        )
        web.add_argument(
            "--pause",
            type=float,
            default=PAUSE_SECONDS,
            help="seconds between two requests to one host, at least",
        )
        web.add_argument("--most", type=int, default=MOST, help="pages to ask for on the web, at most")

    @no_translations
    def handle(self, *, kind: str, files: list[str], dry_run: bool, **options: Any) -> None:
        """Load the files one by one, in the order given.

        Raises:
            CommandError: a file was not loaded; what is wrong stands on standard error.
        """
        if kind == DECISIONS:
            self._decisions(files, dry_run=dry_run, **options)
        elif not files:
            raise CommandError(f"Name a file with {kind}.")
        else:
            self._files(kind, [Path(one) for one in files], dry_run=dry_run)
        if dry_run:
            self.stderr.write("Nothing was changed: this was a dry run.")

    def _decisions(self, given: list[str], *, dry_run: bool, **options: Any) -> None:
        web = Web(**{name: options[name] for name in ("contact", "memory", "pause", "most")})
        DecisionImport(
            tell=self.stdout.write,
            warn=self.stderr.write,
            web=web,
            tells_all=options["all"],
            is_trial=dry_run,
        ).run(given, options["addresses"])

    def _files(self, kind: str, files: list[Path], *, dry_run: bool) -> None:
        if kind in LARGE_IMPORTS:
            large = TRIALS.get(kind) if dry_run else LARGE_IMPORTS[kind]
            if large is None:
                raise CommandError(
                    f"{kind} is loaded part by part, and so cannot be tried without being loaded."
                )
            failed = self._load(lambda path: large(path, self.stderr.write), files)
        elif dry_run:
            with transaction.atomic():
                failed = self._load(_whole(IMPORTS[kind]), files)
                transaction.set_rollback(True)
        else:
            failed = self._load(_whole(IMPORTS[kind]), files)
        if failed:
            raise CommandError(f"Not loaded: {', '.join(map(str, failed))}. Put right what stands above.")

    def _load(self, load: Importer, files: list[Path]) -> list[Path]:
        """The files that could not be loaded."""
        failed = []
        for path in files:
            try:
                found = load(path)
            except Problems as error:
                self.stderr.write(str(error))
                failed.append(path)
            except Refusal as refusal:
                self.stderr.write(f"{path}: {sentence(refusal.reasons[0])}")
                failed.append(path)
            except OSError as error:
                self.stderr.write(f"{path}: cannot be read: {error.strerror}.")
                failed.append(path)
            else:
                self.stdout.write(f"{path}: {found}")
        return failed


def _whole(load: Importer) -> Importer:
    """The same, of which nothing stays when it fails."""

    def in_one(path: Path) -> str:
        with transaction.atomic():
            return load(path)

    return in_one
