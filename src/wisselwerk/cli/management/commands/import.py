"""``wisselwerk import KIND FILE...``: bring in what was written elsewhere."""  # noqa: N999  # the command's name

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import transaction

from wisselwerk.cli.importing import IMPORTS, LARGE_IMPORTS, TRIALS, Importer
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.problem import Problems
from wisselwerk.wording import sentence


class Command(BaseCommand):
    """Repeatable: what is there already stays as it is."""

    help = (
        "Import files. What is wrong is told with file and line; a file is loaded as a whole or not at all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What, and whether to only look."""
        parser.add_argument("kind", choices=sorted(IMPORTS.keys() | LARGE_IMPORTS.keys()))
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would be done, and change nothing"
        )

    @no_translations
    def handle(self, *, kind: str, files: list[Path], dry_run: bool, **options: object) -> None:
        """Load the files one by one, in the order given.

        Raises:
            CommandError: a file was not loaded; what is wrong stands on standard error.
        """
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
        if dry_run:
            self.stderr.write("Nothing was changed: this was a dry run.")

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
