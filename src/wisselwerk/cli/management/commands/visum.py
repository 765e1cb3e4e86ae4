"""``wisselwerk visum``: the visum without which a scheme takes no applications."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.schemes.models import Scheme, Visum, VisumKind
from wisselwerk.apps.schemes.services import give_visum, record_exemption, refuse_visum
from wisselwerk.apps.schemes.visum import payer_of, visa_of
from wisselwerk.cli import arguments
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal
from wisselwerk.wording import sentence

TOLD = {
    VisumKind.GIVEN: "visum given",
    VisumKind.REFUSED: "visum refused",
    VisumKind.EXEMPT: "exempted by the council",
    VisumKind.BEFORE: "runs since before visa were recorded",
}


class Command(BaseCommand):
    """Records one of three things, or tells what is on record. Repeated with the same day it changes nothing."""

    help = "Record the visum of the financial director on a scheme, its refusal, or the council's exemption from it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Of what, by whom, when, and why."""
        parser.add_argument("scheme", metavar="SLUG", help="such as genk; alone, it tells what is on record")
        parser.add_argument(
            "--on", type=arguments.day, metavar="DAY", help="day of the visum, the refusal or the decision"
        )
        by = parser.add_argument_group("the financial director of the managing municipality decides")
        by.add_argument("--by", metavar="EMAIL", help="who holds that role and signs in with this address")
        by.add_argument("--conditions", default="", metavar="TEXT", help="on which it is given, if any")
        by.add_argument("--refuse", metavar="REASON", help="refuse it, and keep why, instead of giving it")
        by_council = parser.add_argument_group("or the council asks none")
        by_council.add_argument("--exempt", metavar="TITLE", help="title of the council decision")
        by_council.add_argument(
            "--reference", default="", help="number or address under which it can be found"
        )

    @no_translations
    def handle(
        self,
        *,
        scheme: str,
        on: date | None,
        by: str | None,
        conditions: str,
        refuse: str | None,
        exempt: str | None,
        reference: str,
        **options: object,
    ) -> None:
        """Record it, and say what is on record now.

        Raises:
            CommandError: the scheme or the person is unknown, what was typed does not go together, or it is refused.
        """
        found = Scheme.objects.filter(slug=scheme).first()
        if found is None:
            known = ", ".join(Scheme.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"No scheme is called {scheme!r}. Known here: {known}.")
        if by and exempt:
            raise CommandError(
                "Give --by or --exempt, not both: the director decides, or the council asks none."
            )
        if (by or exempt) and on is None:
            raise CommandError("Say on which day it was decided, with --on.")
        if not (by or exempt) and (on or refuse or conditions or reference):
            raise CommandError(
                "Say who decided: --by EMAIL for the director, --exempt TITLE for the council."
            )
        try:
            if exempt and on:
                record_exemption(SYSTEM, scheme=found, title=exempt, decided_on=on, reference=reference)
            elif by and on and refuse is not None:
                refuse_visum(_director(by), scheme=found, refused_on=on, reason=refuse)
            elif by and on:
                give_visum(_director(by), scheme=found, given_on=on, conditions=conditions)
        except Refusal as refusal:
            raise CommandError(sentence(refusal.reasons[0])) from refusal
        self.stdout.write("\n".join(map(_told, visa_of(found))) or _missing(found))


def _director(email: str) -> Actor:
    found = Person.objects.filter(email__iexact=arguments.mail_address(email)).first()
    if found is None:
        raise CommandError(f"Nobody here signs in as {email}. Give the role first: wisselwerk role grant.")
    return actor_for(found)


def _told(one: Visum) -> str:
    return f"{one.scheme.slug}: {TOLD[VisumKind(one.kind)]}, {one.decided_on}"


def _missing(scheme: Scheme) -> str:
    payer = payer_of(scheme, today())
    return (
        f"{scheme.slug}: no visum of the financial director of {payer.name if payer else 'who manages'} yet"
    )
