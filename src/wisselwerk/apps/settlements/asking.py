"""What a settlement asks of a member, in the reader's language: the mail, the pages and the paper say the same."""

from collections.abc import Iterator

from django.utils.translation import gettext

from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.dues import Due
from wisselwerk.apps.settlements.queries.settlements import is_provisional
from wisselwerk.clock import day_of
from wisselwerk.formats import iban, structured_reference
from wisselwerk.wording import day, money, whom_to_ask


def title_of(settlement: YearSettlement) -> str:
    """What it is called."""
    title = (
        gettext("Provisional settlement {year} of {scheme}")
        if is_provisional(settlement)
        else gettext("Settlement {year} of {scheme}")
    )
    return title.format(year=settlement.year, scheme=settlement.scheme.name)


def standing(
    settlement: YearSettlement, before: YearSettlement | None, later: YearSettlement | None = None
) -> Iterator[str]:
    """Whether it holds, whose place it takes, and whether more may come: the sent ones ``before`` and ``later``."""
    if later is not None:
        yield gettext(
            "Settlement number {number} of {day} has taken the place of this one. Pay by that one, not by this one."
        ).format(number=later.number, day=day(day_of(later.at)))
    if before is not None:
        yield gettext(
            "This settlement takes the place of settlement number {number} of {day}. What was paid for this year already "
            "is taken off. Is that one still open? Then pay only what this one asks, not both."
        ).format(number=before.number, day=day(day_of(before.at)))
    if is_provisional(settlement):
        yield gettext(
            "Provisional: {year} was not over on {day}, when this was drawn up. What comes later is in a settlement that "
            "takes its place."
        ).format(year=settlement.year, day=day(day_of(settlement.at)))


def share_sentence(cents: int) -> str:
    """What a member pays or gets, for a cell of a table."""
    if cents < 0:
        return gettext("gets {amount}").format(amount=money(-cents))
    return gettext("pays {amount}").format(amount=money(cents)) if cents else money(0)


def takes_on(paid_cents: int, total_cents: int) -> str:
    """What the managing municipality paid before: all that vouchers were used for, also what the bank has yet to carry
    out, less what it received from the members.
    """
    received = total_cents - paid_cents
    if not received:
        return gettext("{amount}, paid or to be paid to providers").format(amount=money(paid_cents))
    return gettext("{amount}: {total} paid or to be paid to providers, less {received} from members").format(
        amount=money(paid_cents), total=money(total_cents), received=money(received)
    )


def pay_facts(due: Due) -> tuple[tuple[str, str], ...]:
    """How a member pays: how much, until when, where to, and with which reference. Names and values."""
    found = [(gettext("Amount"), money(due.cents))]
    if due.pay_by is not None:
        found.append((gettext("Pay by"), day(due.pay_by)))
    if due.account is not None:
        found += [
            (gettext("To account"), iban.show(due.account.iban)),
            (gettext("In the name of"), due.account.in_name_of or due.settlement.managing_municipality.name),
        ]
    reference = structured_reference.show(due.line.share.structured_reference)
    return (*found, (gettext("Structured reference"), reference))


def where_to_ask(settlement: YearSettlement) -> str:
    """Whom to ask for the account number, where none is known here."""
    return gettext(
        "We do not know the account number of {managing}. Ask {managing} for it. {contact}"
    ).format(
        managing=settlement.managing_municipality.name,
        contact=whom_to_ask(settlement.scheme.partnership),
    )
