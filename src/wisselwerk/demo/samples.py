"""A sample of each kind that was drawn, looked at and passed on, with a finding and a lesson: seeds and findings are invented."""

from datetime import timedelta

from django.db.models import Count

from wisselwerk.apps.initiatives.models import Signal
from wisselwerk.apps.samples.models import Sample
from wisselwerk.apps.samples.populations import PUBLIC_KINDS
from wisselwerk.apps.samples.queries import items_of, points_of, tally_of
from wisselwerk.apps.samples.services import (
    draw_sample,
    judge_item,
    pass_on_sample,
    seal_dossier_sample,
    seal_public_sample,
)
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import as_if, now, today
from wisselwerk.demo.acting import actor_of
from wisselwerk.demo.expost_questions import load_department
from wisselwerk.demo.payments import check_all_invoices
from wisselwerk.demo.play import sample_invoice
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.sample import Strata
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen
from wisselwerk.domain.voucher import VoucherState

SEED = "4 11 17 26 30 42"
SOURCE = "Zes verzonnen nummers voor de demo, in de volgorde waarin ze getrokken zijn. Echt kiest u een openbare trekking."
SIZE = 4
IN_PARTS = "zuidoost-limburg"
SMALL_INVOICES, SMALL_CENTS = 3, 4_000
SEALED, DRAWN = timedelta(days=3), timedelta(days=1)
"""How long ago."""
PUBLIC_LESSON = (
    "Zet de looptijd in de titel van het besluit: dan is meteen te zien voor welke jaren het geldt."
)
DOSSIER_LESSON = "Zet de dag van de bestelling op de factuur: dan is te zien dat ze na de toekenning kwam."


def load_samples() -> None:
    """Once, where there is something to draw from: what was drawn stays."""
    if not Sample.objects.exists():
        _of_what_is_public()
        _of_dossiers()


def use_in_parts() -> None:
    """Small invoices on a voucher that may be used in parts: with them there are enough dossiers for a list. Once, before any is drawn."""
    if Sample.objects.exists():
        return
    partly_used = Voucher.objects.filter(scheme__slug=IN_PARTS, state=VoucherState.PARTLY_USED)
    for voucher in partly_used[:1]:
        for _ in range(SMALL_INVOICES):
            invoice = sample_invoice(voucher.code, SMALL_CENTS)
            assert invoice is not None, "more is left on it than these invoices take"
            redeem_voucher(actor_of("coordinator_zuidoost_limburg"), code=voucher.code, data=invoice)
    check_all_invoices()


def _of_what_is_public() -> None:
    told = Signal.objects.filter(kind__in=PUBLIC_KINDS).values_list("known_on__year")
    year, number = told.annotate(number=Count("pk")).order_by("-number", "-known_on__year").first() or (0, 0)
    if not number:
        return
    who = actor_of("flanders")
    with as_if(now() - SEALED):
        sample = seal_public_sample(
            who,
            office=load_department(),
            year=year,
            strata=Strata.SOURCE,
            size=min(SIZE, number),
            at_least_one=False,
            seed_source=SOURCE,
            seed_on=today() + SEALED - DRAWN,
        )
    _look(who, sample, SampleCheck.SAYS_SO, PUBLIC_LESSON)


def _of_dossiers() -> None:
    standing = Redemption.objects.filter(is_reversed=False)
    found = standing.values_list("voucher__scheme", "voucher__budget_account__budget__year")
    most = found.annotate(number=Count("pk")).order_by("-number", "voucher__scheme").first()
    if most is None or most[2] < DISCLOSED_FROM:
        return
    who, (scheme, year, _number) = actor_of("auditor"), most
    with as_if(now() - SEALED):
        sample = seal_dossier_sample(
            who,
            scheme=Scheme.objects.get(pk=scheme),
            year=year,
            strata=Strata.NONE,
            size=DISCLOSED_FROM,
            at_least_one=False,
            seed_source=SOURCE,
            seed_on=today() + SEALED - DRAWN,
        )
    _look(who, sample, SampleCheck.PERIOD, DOSSIER_LESSON)


def _look(who: Actor, sample: Sample, wrong: SampleCheck, lesson: str) -> None:
    """Draw it, find something in the first one, and pass on the outcome."""
    with as_if(now() - DRAWN):
        draw_sample(who, sample=sample, seed=SEED)
    for item in items_of(sample):
        for point in points_of(item):
            if item.place == 1 and point.check is wrong:
                judge_item(
                    who,
                    item=item,
                    check=wrong,
                    seen=Seen.FINDING,
                    consequence=Consequence.CORRECT,
                    lesson=lesson,
                )
            else:
                judge_item(who, item=item, check=point.check, seen=Seen.FINE)
    shown = tally_of(sample, items_of(sample)).digest()
    pass_on_sample(who, sample=sample, shown=shown, lessons=[lesson])
