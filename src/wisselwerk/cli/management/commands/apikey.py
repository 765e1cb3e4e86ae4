"""``wisselwerk apikey create``: a key for an organisation's own software."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import create_key
from wisselwerk.domain.actor import SYSTEM


class Command(BaseCommand):
    """Makes keys; what a key may do follows from what its organisation is."""

    help = "Make an API key for an organisation. The key stands alone on standard output, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose key, and what for."""
        parser.add_argument("action", choices=["create"])
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="such as genk")
        parser.add_argument("--name", required=True, metavar="TEXT", help="what the key is for")

    def handle(self, *, organisation: str, name: str, **options: object) -> None:
        """Make one.

        Raises:
            CommandError: no organisation has this slug, or the name is empty or too long.
        """
        if not 1 <= len(name.strip()) <= 100:
            raise CommandError("Say in 1 to 100 characters what the key is for: --name website.")
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            known = Organisation.objects.exclude(slug=None).order_by("slug").values_list("slug", flat=True)
            names = ", ".join(slug for slug in known if slug) or "none yet"
            raise CommandError(f"No organisation is called {organisation!r}. Known here: {names}.")
        self.stdout.write(create_key(SYSTEM, organisation=found, name=name.strip()))
