"""``wisselwerk export KIND --out FOLDER [--organisation SLUG] [--format csv|xlsx]``: take out what others work with."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.cli.arguments import WHOSE, organisation
from wisselwerk.cli.exporting import EXPORTS
from wisselwerk.clock import today
from wisselwerk.formats.sheet import WRITERS

NOTHING = {
    "bookkeeping": "nothing was booked in a year that has a budget",
    "deminimis": "no de minimis aid was granted; it is where the rules of a scheme count it",
    "payments": "no batch of payments is signed that a bank did not answer yet",
}
"""Why there may be nothing to write."""


class Command(BaseCommand):
    """Changes nothing; run twice it writes the same files, but that a workbook tells when it was made."""

    help = (
        "Write files for others: payments (signed batches that a bank did not answer yet), deminimis (the register of de minimis "
        "aid, per municipality that grants it), bookkeeping (for the accounting package). May be repeated; changes "
        "nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What, where to, and of whom."""
        parser.add_argument("kind", choices=sorted(EXPORTS))
        parser.add_argument(
            "--out", type=Path, required=True, metavar="FOLDER", help="made when it is not there"
        )
        parser.add_argument(
            "--organisation",
            metavar="SLUG",
            help=f"{WHOSE}: a partnership, of which the managing municipality pays and grants; without it, everybody's",
        )

        parser.add_argument(
            "--format",
            choices=sorted(WRITERS),
            default="csv",
            help="csv for programs, or xlsx for Excel with Dutch heads; the file for the bank stays what it is",
        )

    @no_translations
    def handle(self, *, kind: str, out: Path, format: str, **options: str | None) -> None:
        """Write the files and name each.

        Raises:
            CommandError: the organisation is unknown, or a file cannot be written.
        """
        whose = options["organisation"]
        try:
            out.mkdir(parents=True, exist_ok=True)
            written = list(EXPORTS[kind](out, _payer(whose) if whose else None, format))
        except OSError as error:
            raise CommandError(f"{out}: cannot be written: {error.strerror}.") from error
        for path in written:
            self.stdout.write(str(path))
        if not written:
            self.stderr.write(f"Nothing to write: {NOTHING[kind]}.")


def _payer(given: str) -> Organisation:
    """Who pays for a partnership today, or the local government itself."""
    found = organisation(given)
    if found.kind == OrganisationKind.LOKAAL_BESTUUR:
        return found
    agreement = agreement_on(found.pk, today())
    if agreement is None:
        raise CommandError(f"{found} has no agreement today, so nobody pays for it. Import its file.")
    return agreement.managing_municipality
