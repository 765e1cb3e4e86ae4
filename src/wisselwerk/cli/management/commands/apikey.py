"""``wisselwerk apikey create|list|revoke``: keys for an organisation's own software."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wisselwerk.apps.parties.models import ApiKey
from wisselwerk.apps.parties.services import create_key, revoke_key
from wisselwerk.cli import arguments
from wisselwerk.domain.actor import SYSTEM


class Command(BaseCommand):
    """Makes, lists and withdraws keys; what a key may do follows from what its organisation is."""

    help = "Make, list or withdraw an organisation's API keys. A new key stands alone on standard output, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose key, and what for."""
        actions = parser.add_subparsers(dest="action", required=True)
        for action in ("create", "list", "revoke"):
            what = actions.add_parser(action)
            what.add_argument("--organisation", required=True, metavar="NAME", help=arguments.WHOSE)
            if action != "list":
                what.add_argument("--name", required=True, metavar="TEXT", help="what the key is for")

    def handle(self, *, action: str, organisation: str, name: str = "", **options: object) -> None:
        """Do one of the three.

        Raises:
            CommandError: no organisation has this slug, the name is empty or too long, or no key has it.
        """
        whose = arguments.organisation(organisation)
        if action == "create":
            self.stdout.write(create_key(SYSTEM, organisation=whose, name=_name(name)))
        elif action == "list":
            for key in ApiKey.objects.filter(organisation=whose).order_by("created_at"):
                state = "withdrawn" if key.revoked_at else "valid"
                self.stdout.write(f"{state}\t{key.created_at:%Y-%m-%d}\t{key.name}")
        else:
            keys = ApiKey.objects.filter(organisation=whose, name=_name(name), revoked_at=None)
            if not sum(revoke_key(SYSTEM, key=key) for key in keys):
                raise CommandError(f"No valid key of {organisation} is called {name!r}. See apikey list.")


def _name(given: str) -> str:
    name = given.strip()
    if not 1 <= len(name) <= 100:
        raise CommandError("Say in 1 to 100 characters what the key is for: --name website.")
    return name
