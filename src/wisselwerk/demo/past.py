"""A year that is over, so that main lines and ex-post control tell something: invented, and played before everything of this year.

A few more businesses than five for each scheme, for fewer would be hidden; each used its voucher at once, and was paid in summer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.clock import as_if, midnight, today
from wisselwerk.demo.applications import DemoApplication, enter
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.demo.payments import PAYER_SERIALS, answer, approve, check_all_invoices, give_accounts
from wisselwerk.demo.settlements import keep_budget_key

NUMBERS_FROM = 301
APPLIED, PAID, BOOKED = (3, 17), (6, 30), (7, 4)
"""Month and day: of the first application, of the batch, and of the answer of the bank."""
BETWEEN = timedelta(days=5)
"""From one application to the next."""
PLACES = {
    "genk": ("71016",) * 5 + ("71067", "71002") * 2,
    "zuidoost-limburg": ("73083",) * 5 + ("73006", "73066") * 2,
}
"""Where the businesses have their seat, one for each application: so that one municipality shows, and two are too small."""
INVOICE_CENTS = {"genk": 56_000, "zuidoost-limburg": 50_000}
"""What uses all of a voucher, its own contribution included."""
PROVIDERS = (PROVIDER_NUMBER, invented_number(7), invented_number(4), invented_number(6), invented_number(2))


def load_past() -> None:
    """Last year; only where nothing of it is there yet. It needs money of that year (``demo.load``)."""
    year = today().year - 1
    if Application.objects.filter(applied_at__year=year, scheme__slug__in=PLACES).exists():
        return
    with _on(date(year, *APPLIED)):
        give_accounts()
    for place, one in enumerate(_applications()):
        with _on(date(year, *APPLIED) + BETWEEN * place):
            enter([one])
    for scheme in Scheme.objects.filter(slug__in=PLACES):
        keep_budget_key(scheme, year)
    with _on(date(year, *PAID)):
        check_all_invoices()
        batches = [approve(local_government(code, today())) for code in PAYER_SERIALS]
    with _on(date(year, *BOOKED)):
        for batch in batches:
            answer(batch)


def _applications() -> Iterator[DemoApplication]:
    every = [(slug, place) for slug, places in PLACES.items() for place in places]
    for number, (slug, place) in enumerate(every, start=NUMBERS_FROM):
        yield DemoApplication(
            scheme=slug,
            number=invented_number(number),
            place=place,
            email=f"zaak{number}@vorigjaar.example",
            provider=PROVIDERS[number % len(PROVIDERS)],
            invoice_cents=INVOICE_CENTS[slug],
        )


@contextmanager
def _on(day: date) -> Iterator[None]:
    """Have it be the morning of that day."""
    with as_if(midnight(day) + timedelta(hours=10)):
        yield
