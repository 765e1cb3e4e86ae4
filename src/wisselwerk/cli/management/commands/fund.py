"""``wisselwerk fund``: add money to the budget of a scheme."""

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.rule.parameter import LARGEST_CENTS
from wisselwerk.wording import money, sentence

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Command(BaseCommand):
    """Adds to a budget; run twice it adds twice."""

    help = "Add money to the budget of a scheme for a year, shared or of one member."

    def add_arguments(self, parser: CommandParser) -> None:
        """What for, how much, whose."""
        parser.add_argument("scheme", metavar="SLUG", help="such as genk")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--amount-cents", type=int, required=True, help="25000000 is 250,000 euro")
        parser.add_argument(
            "--member", metavar="NIS", help="NIS code of one member; without it, for all together"
        )

    @no_translations
    def handle(
        self, *, scheme: str, year: int, amount_cents: int, member: str | None, **options: object
    ) -> None:
        """Fund it and say what the budget is now.

        Raises:
            CommandError: scheme or member is unknown, or the year or the amount cannot be meant.
        """
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.")
        if not 1 <= amount_cents <= LARGEST_CENTS:
            raise CommandError(f"Give an amount from 1 to {LARGEST_CENTS} cents.")
        found = Scheme.objects.filter(slug=scheme).first()
        if found is None:
            known = ", ".join(Scheme.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"No scheme is called {scheme!r}. Known here: {known}.")
        whose = _member(member) if member else None
        try:
            budget = fund_scheme(SYSTEM, scheme=found, year=year, amount_cents=amount_cents, member=whose)
        except Refusal as refusal:
            raise CommandError(sentence(refusal.reasons[0])) from refusal
        budget.account.refresh_from_db()
        self.stdout.write(f"{found.slug} {year}: {money(budget.account.balance_cents)} left to award")


def _member(nis_code: str) -> Organisation:
    found = Organisation.objects.filter(nis_code=nis_code).first()
    if found is None:
        raise CommandError(f"No municipality here has NIS code {nis_code!r}.")
    return found
