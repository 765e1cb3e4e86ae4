"""``wisselwerk demo``: an installation to play with, made and served by one command."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import connection
from django.urls import reverse

from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.clock import today
from wisselwerk.demo.cast import CAST
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.mailbox import is_demo


class Command(BaseCommand):
    """Makes a demo, or goes on with one that is there."""

    help = "Make a demo with both seed partnerships and an invented cast, tell who can sign in, and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, or not at all."""
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="beats PORT (default: %(default)s)"
        )
        parser.add_argument("--no-serve", action="store_true", help="load and tell, but do not serve")

    def handle(self, *, port: int, no_serve: bool, **options: object) -> None:
        """Migrate, load, tell, serve.

        Raises:
            CommandError: the database holds a real installation.
        """
        if holds_a_real_installation():
            raise CommandError(
                "This database is in real use, and a demo would let strangers in. "
                "Give the demo a home of its own: WISSELWERK_HOME=/another/folder wisselwerk demo."
            )
        self.stderr.write(f"Preparing the demo in {settings.WISSELWERK_HOME} ...")
        call_command("migrate", verbosity=0)
        if f"http://127.0.0.1:{settings.PORT}" == settings.BASE_URL:
            # Nobody gave an address, so it is where the demo is served: what is loaded points at its own pages there.
            settings.BASE_URL = f"http://127.0.0.1:{port}"
        load_demo(today(), with_past=True)
        self._tell(port)
        if not no_serve:
            call_command("serve", port=port, stdout=self.stdout, stderr=self.stderr)

    @no_translations
    def _tell(self, port: int) -> None:
        """Who can sign in as whom, and where the mail is."""
        base = f"http://{settings.BIND}:{port}"
        width = max(len(member.email) for member in CAST)
        self.stdout.write("Everybody here is invented. Sign in with one of these addresses:\n")
        for member in CAST:
            self.stdout.write(f"  {member.email:{width}}  {member.says}")
        self.stdout.write(f"\nThe code to sign in with, and all other mail: {base}{reverse('demo:mailbox')}")
        # Into a pipe nothing is shown before its buffer is full, and serving goes on for long.
        self.stdout.flush()


def holds_a_real_installation() -> bool:
    """Whether somebody works with this database, and not in a demo."""
    tables = connection.introspection.table_names()
    if Organisation._meta.db_table not in tables or is_demo():
        return False
    return Organisation.objects.exists() or Person.objects.exists()
