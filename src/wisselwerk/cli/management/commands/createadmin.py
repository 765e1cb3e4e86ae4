"""``wisselwerk createadmin``: the first person of an installation."""

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import transaction

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_partnership, grant_role, person
from wisselwerk.cli import arguments
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal
from wisselwerk.wording import sentence

ROLES = (Role.ADMINISTRATOR, Role.COORDINATOR)


class Command(BaseCommand):
    """Somebody has to be first: whoever holds the shell may say who."""

    help = "Give a person the roles of administrator and coordinator of a partnership. May be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and for which partnership."""
        parser.add_argument("email", help="mail address to sign in with")
        parser.add_argument(
            "--organisation",
            type=arguments.slug,
            required=True,
            metavar="SLUG",
            help="the partnership, as in its file",
        )
        parser.add_argument("--name", help="name of the partnership, needed when it is new")

    @no_translations
    @transaction.atomic
    def handle(self, *, email: str, organisation: str, name: str | None, **options: object) -> None:
        """Make the person and the partnership known where they are not, and grant the roles.

        Raises:
            CommandError: no mail address, a new partnership without a name, or the slug of another organisation.
        """
        arguments.mail_address(email)
        known = Organisation.objects.filter(slug=organisation).first()
        if known is None and not name:
            raise CommandError(f"There is no partnership {organisation} yet. Give its --name to found it.")
        partnership = known or found_partnership(SYSTEM, slug=organisation, name=name or organisation)
        first = person(email)
        try:
            for role in ROLES:
                grant_role(SYSTEM, person=first, organisation=partnership, role=role)
        except Refusal as refusal:
            raise CommandError(sentence(refusal.reasons[0])) from refusal
        self.stderr.write(f"{email} may sign in as administrator and coordinator of {partnership.slug}.")
