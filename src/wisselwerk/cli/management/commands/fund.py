"""``wisselwerk fund``: add money to the budget of a scheme, or take it out again."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import budget_decisions
from wisselwerk.apps.schemes.services import BudgetDecision, fund_scheme, reduce_budget
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.rule.parameter import LARGEST_CENTS
from wisselwerk.wording import money, sentence

FIRST_YEAR, LAST_YEAR = 2000, 2100
DECISION = ("council", "decided_on", "title", "reference")
"""What tells a council decision."""


class Command(BaseCommand):
    """Adds to a budget, or takes out of it; run twice it does so twice."""

    help = "Add money to the budget of a scheme for a year, shared or of one member, or take it out again."

    def add_arguments(self, parser: CommandParser) -> None:
        """What for, how much, whose, and by which decision."""
        parser.add_argument("scheme", metavar="SLUG", help="such as genk")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--amount-cents", type=int, required=True, help="25000000 is 250,000 euro")
        parser.add_argument(
            "--member", metavar="NIS", help="NIS code of one member; without it, for all together"
        )
        parser.add_argument(
            "--take-out",
            metavar="REASON",
            help="take the amount out again, and keep why, instead of adding it",
        )

        on = parser.add_argument_group("the council decision on which the money stands")
        on.add_argument("--council", metavar="NIS", help="NIS code of the municipality that decided")
        on.add_argument("--decided-on", metavar="DAY", type=date.fromisoformat, help="such as 2025-12-15")
        on.add_argument("--title", help="needed when this decision is not on record yet")
        on.add_argument("--reference", default="", help="number or address under which it can be found")

    @no_translations
    def handle(
        self,
        *,
        scheme: str,
        year: int,
        amount_cents: int,
        member: str | None,
        take_out: str | None,
        **options: Any,
    ) -> None:
        """Fund it, or take out of it, and say what the budget is now.

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
        try:
            whose = _member(member) if member else None
            if take_out is not None:
                budget = reduce_budget(
                    SYSTEM, scheme=found, year=year, amount_cents=amount_cents, member=whose, reason=take_out
                )
            else:
                budget = fund_scheme(
                    SYSTEM,
                    scheme=found,
                    year=year,
                    amount_cents=amount_cents,
                    member=whose,
                    decision=_decision(found, **{name: options[name] for name in DECISION}),
                )
        except Refusal as refusal:
            raise CommandError(sentence(refusal.reasons[0])) from refusal
        budget.account.refresh_from_db()
        self.stdout.write(f"{found.slug} {year}: {money(budget.account.balance_cents)} left to award")


def _decision(
    scheme: Scheme, *, council: str | None, decided_on: date | None, title: str | None, reference: str
) -> BudgetDecision | None:
    if not (council or decided_on or title or reference):
        return None
    if not (council and decided_on):
        raise CommandError("Name a council decision by --council and --decided-on, or leave it out.")
    if decided_on > today():
        raise CommandError(f"{decided_on} is still to come. Give the day on which the council decided.")
    who = _member(council)
    on_record = [
        one.title
        for one in budget_decisions(scheme)
        if (one.local_government, one.decided_on) == (who, decided_on)
    ]
    if not title and not on_record:
        raise CommandError(
            f"No budget decision of {who.name} of {decided_on} is on record. Give its --title too."
        )
    return BudgetDecision(who, title or on_record[0], decided_on, reference)


def _member(nis_code: str) -> Organisation:
    found = Organisation.objects.filter(nis_code=nis_code).first()
    if found is None:
        raise CommandError(f"No municipality here has NIS code {nis_code!r}.")
    return found
