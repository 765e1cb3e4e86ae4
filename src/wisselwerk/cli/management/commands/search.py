"""``wisselwerk search``: what somebody finds who types this, and noting anew by which words everything is found."""

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.apps.catalogue.services import rebuild_search
from wisselwerk.apps.search.services import note_meanings, rebuild_documents
from wisselwerk.cli.documents import documents
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.meaning import ModelBrokenError
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.wording import sentence

SHOWN = 20


class Command(BaseCommand):
    """To see why somebody does not find a service, without a browser."""

    help = "Find services by words, as the pages do; or note anew by which words they are found."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to look for, or to rebuild."""
        parser.add_argument("text", nargs="*", metavar="WORD", help="such as poetsdienst")
        parser.add_argument(
            "--place", default="", metavar="PLACE", help="where they work: a name or a NIS code"
        )
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="note anew by which words services, practices, questions, schemes and initiatives are found",
        )

    @no_translations
    def handle(self, *, text: list[str], place: str, rebuild: bool, **options: object) -> None:
        """Do it, and tell.

        Raises:
            CommandError: there is nothing to do, the place is unknown, or the sentence model is broken.
        """
        if not text and not rebuild:
            raise CommandError("Give words to look for, or --rebuild.")
        if rebuild:
            self.stdout.write(f"{rebuild_search(SYSTEM)} words noted.")
            count = rebuild_documents(SYSTEM, documents=documents)
            self.stdout.write(f"{count} practices, questions, schemes and initiatives noted.")
            try:
                note_meanings(SYSTEM)
            except ModelBrokenError as error:
                raise CommandError(
                    f"All is found by its words, not by what it means: {error.__cause__}"
                ) from error
        if not text:
            return
        try:
            named = belgian_territory().named(place, today())
            found = find_services(today(), " ".join(text), place=named.code if named else place)
        except Refusal as refusal:
            raise CommandError(sentence(refusal.reasons[0])) from refusal
        for typed, read_as in found.read_as.items():
            self.stdout.write(f"{typed}: nobody uses that word; read as {', '.join(read_as)}")
        for service in found[:SHOWN]:
            why = ", ".join(found.because(service))
            self.stdout.write(f"{service.name} ({service.provider.organisation.name}): {why}")
        self.stdout.write(f"{len(found)} found")
