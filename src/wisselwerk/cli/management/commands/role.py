"""``wisselwerk role grant|end|list``: who may do what for which organisation, and until when."""

from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import transaction

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.parties.models import Organisation, Person, RoleHolding
from wisselwerk.apps.parties.services import end_role, grant_role, person
from wisselwerk.cli import arguments
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal
from wisselwerk.wording import sentence

ONE_DAY = timedelta(days=1)


class Command(BaseCommand):
    """Roles are held for days, so that it stays known who had which; days on the command line are included."""

    help = "Give a person a role for an organisation, end one, or list who holds which. May be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, for which organisation, as what, and when."""
        actions = parser.add_subparsers(dest="action", required=True)
        for action in ("grant", "end"):
            what = actions.add_parser(action)
            what.add_argument("email", help="mail address to sign in with")
            what.add_argument("--organisation", required=True, metavar="NAME", help=arguments.WHOSE)
            what.add_argument("--role", required=True, choices=[role.lower() for role in Role])
            if action == "grant":
                what.add_argument(
                    "--from", dest="start", type=arguments.day, metavar="DAY", help="default: today"
                )
            last_day = "last day, itself included; without it " + (
                "it goes on" if action == "grant" else "it ends at once"
            )
            what.add_argument("--until", type=arguments.day, metavar="DAY", help=last_day)
        what = actions.add_parser("list")
        what.add_argument("email", nargs="?", default="", help="only of this person")
        what.add_argument(
            "--organisation", default="", metavar="NAME", help=f"only for this one: {arguments.WHOSE}"
        )

    @no_translations
    def handle(
        self,
        *,
        action: str,
        email: str,
        organisation: str,
        role: str = "",
        start: date | None = None,
        until: date | None = None,
        **options: object,
    ) -> None:
        """Do one of the three.

        Raises:
            CommandError: what was typed means nothing, the role cannot be given like this, or there is none to end.
        """
        whose = arguments.organisation(organisation) if organisation else None
        end = until + ONE_DAY if until else None
        if whose is None or action == "list":
            self._list(email, whose)
        elif action == "grant":
            self._grant(email, whose, Role(role.upper()), start or today(), end)
        else:
            self._end(email, whose, Role(role.upper()), end or today())

    @transaction.atomic
    def _grant(self, email: str, whose: Organisation, role: Role, start: date, end: date | None) -> None:
        if end is not None and end <= start:
            raise CommandError(f"Give a last day that is not before the first, {start}.")
        if role is Role.PROVIDER and not Provider.objects.filter(organisation=whose).exists():
            raise CommandError(
                f"{_name(whose)} is no provider here. Import it first: wisselwerk import providers."
            )
        try:
            held = grant_role(
                SYSTEM,
                person=person(arguments.mail_address(email)),
                organisation=whose,
                role=role,
                valid=Period(start, end),
            )
        except Refusal as refusal:
            raise CommandError(sentence(refusal.reasons[0])) from refusal
        told = f"{role.lower()} of {_name(whose)} {_days(held)}"
        if held.valid_until != end:
            raise CommandError(
                f"{email} is {told} already, and that stays. To shorten it: role end --until DAY."
            )
        self.stdout.write(f"{email} is {told}")

    def _end(self, email: str, whose: Organisation, role: Role, end: date) -> None:
        known = Person.objects.filter(email__iexact=email).first()
        if known is None or not end_role(SYSTEM, person=known, organisation=whose, role=role, end=end):
            raise CommandError(
                f"{email} is no {role.lower()} of {_name(whose)} from {end} on: nothing to end. See role list."
            )
        self.stdout.write(f"{email} is no {role.lower()} of {_name(whose)} from {end} on")

    def _list(self, email: str, whose: Organisation | None) -> None:
        held = RoleHolding.objects.select_related("person", "organisation").order_by(
            "organisation_id", "role", "valid_from", "person_id"
        )
        if email:
            held = held.filter(person__email__iexact=email)
        if whose is not None:
            held = held.filter(organisation=whose)
        for one in held:
            self.stdout.write(
                f"{one.person.email}\t{one.role.lower()}\t{_name(one.organisation)}\t{_days(one)}"
            )


def _name(organisation: Organisation) -> str:
    return organisation.slug or organisation.enterprise_number or organisation.nis_code or ""


def _days(held: RoleHolding) -> str:
    last_day = Period(held.valid_from, held.valid_until).last_day
    return f"from {held.valid_from}" + (f" until {last_day}" if last_day else "")
