"""``wisselwerk network``: make a learning network known, so that somebody can look after it."""

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.services import found_network
from wisselwerk.domain.actor import SYSTEM


class Command(BaseCommand):
    """May be repeated: who looks after it is said with ``wisselwerk role grant``."""

    help = "Make a learning network of local governments known; who looks after it gets the role network."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("slug", help="how commands name it, such as lerend-netwerk")
        parser.add_argument("--name", required=True, help="its name")

    @no_translations
    def handle(self, *, slug: str, name: str, **options: object) -> None:
        """Make it known, and tell what to do next.

        Raises:
            CommandError: without a name, or with a slug that something else has.
        """
        others = Organisation.objects.filter(slug=slug).exclude(kind=OrganisationKind.LEREND_NETWERK)
        if not name.strip() or others.exists():
            raise CommandError(f"Give --name, and a slug that no other organisation has: {slug!r}.")
        network = found_network(SYSTEM, slug=slug, name=name.strip())
        self.stdout.write(f"{network.name} is known as {network.slug}.")
        self.stderr.write(f"Next: wisselwerk role grant ADDRESS --organisation {slug} --role network")
