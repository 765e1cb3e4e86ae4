"""An installation that ran before: its schemes stay open, and its invoices are still of who was paid for them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from tests.follow_ups import all_over, asked, say
from tests.initiatives import noticed
from tests.payments import set_treasury
from tests.proofs import DELIVERY, set_proof
from tests.scene import IN_PARTS, LONG_AGO, award, enterprise_number, invoice, rule_set, set_scene
from tests.web.stage import work
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation import proof as evaluation_proof
from wisselwerk.apps.evaluation.models import Persistence, SchemeFigure
from wisselwerk.apps.evaluation.services import renew_figures, renew_persistence
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.initiatives.queries import proof as initiatives_proof
from wisselwerk.apps.initiatives.services import accept_link
from wisselwerk.apps.schemes.models import Scheme, Visum
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.models import FulfilmentStep, Redemption, Remark, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption, tell_redemptions
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.follow_up import Said
from wisselwerk.domain.indicator import Indicator

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = (("schemes", "0003_reduction"), ("vouchers", "0003_redemption_told"))


def as_it_was() -> None:
    """Take the database back to what it was, with what stands in it."""
    for app, name in BEFORE:
        call_command("migrate", app, name, verbosity=0)


def test_what_ran_goes_on_and_what_did_not_waits_for_its_visum() -> None:
    scene = set_scene()
    voucher = award(scene)
    done = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 60_000))
    vat_cents = Redemption.objects.get(pk=done.id).vat_cents
    later = Scheme.objects.create(slug="later", name="Later", partnership=scene.partnership)
    first_day = today() + timedelta(days=1)
    publish_version(SYSTEM, scheme=later, rule_set=rule_set({}), valid_from=first_day, source="Test")
    try:
        as_it_was()
    finally:
        call_command("migrate", verbosity=0)
    # What is kept since was lost on the way back, while the trail tells of it.
    Redemption.objects.update(vat_cents=vat_cents)
    found = list(Visum.objects.values_list("scheme__slug", "kind", "decided_on", "actor"))
    assert found == [("genk", "BEFORE", LONG_AGO, "system")]
    redemption = Redemption.objects.get(pk=done.id)
    assert redemption.supplier_id == redemption.payee_id == scene.provider.organisation_id
    assert Voucher.objects.get().payee_id is None
    assert award(scene, enterprise_number(1)).state == "open"
    assert list(proof.differences()) == []


def test_what_was_signed_before_its_waiting_was_proven_is_told_apart() -> None:
    treasury = set_treasury()
    treasury.redeem()
    treasury.signed()
    before = Entry.objects.latest("pk").pk
    try:
        call_command("migrate", "payouts", "0004_pages_of_statements", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    (began,) = Entry.objects.filter(pk__gt=before)
    assert (began.actor, began.command, began.subject) == ("system", "begin_to_prove_waiting", "payments")


def test_words_find_their_undoing_where_that_is_sure_and_a_voucher_on_hold_stops_its_clock() -> None:
    treasury = set_proof(DELIVERY, IN_PARTS)
    coordinator = treasury.scene.coordinator
    voucher = award(treasury.scene)
    for number in ("F-1", "F-2", "F-3", "F-4"):
        data = invoice(voucher, 5_000, number=number)
        done = redeem_voucher(coordinator, code=voucher.code, data=data)
        if number != "F-4":
            reverse_redemption(coordinator, redemption=done.id, reason=f"Reden van {number}.")
    tell_redemptions(SYSTEM)
    # Somebody wrote two such reasons before the last undoing, so that nobody can tell which is its own.
    last = Remark.objects.get(text="Reden van F-3.")
    last.pk, last.reversal, last.text = None, None, "Nog een reden."
    last.save()
    try:
        call_command("migrate", "vouchers", "0008_pdf_invoice", verbosity=0)
        Voucher.objects.filter(pk=voucher.pk).update(state="frozen")
        record(coordinator, "contest_voucher", f"voucher:{voucher.pk}")
    finally:
        call_command("migrate", verbosity=0)
    linked = {
        one.text: one.reversal and one.reversal.redemption.invoice_number for one in Remark.objects.all()
    }
    assert linked == {
        "Reden van F-1.": "F-1",
        "Reden van F-2.": "F-2",
        "Reden van F-3.": None,
        "Nog een reden.": None,
    }
    assert list(FulfilmentStep.objects.order_by("pk").values_list("verb", "days_left")) == [
        ("ASK", None),
        ("HOLD", 3),
    ]
    assert list(proof.differences()) == []


def test_what_the_register_says_is_worked_out_anew() -> None:
    noticed()
    noticed(address="https://raad.example/8")
    accept_link(SYSTEM, link=InitiativeLink.objects.get())
    Initiative.objects.filter(merged_into=None).update(title="Zoals er vroeger gewogen werd", government="")
    try:
        call_command("migrate", "initiatives", "0004_sources_go_back", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    assert list(initiatives_proof.differences()) != []
    work()
    assert list(initiatives_proof.differences()) == []


def counted_before(*models: type[Model], count: Callable[[], object]) -> None:
    """What a version counted of which the trail tells nothing: the rows, and no word of them."""
    with transaction.atomic():
        count()
        rows = [(model, list(model._default_manager.all())) for model in models]
        transaction.set_rollback(True)
    for model, some in rows:
        assert some
        model._default_manager.bulk_create(some)


def test_figures_that_stood_before_the_trail_told_of_them_are_told_on_the_first_night() -> None:
    scene = set_scene()
    for serial in range(6):
        voucher = award(scene, enterprise_number(serial))
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number=f"F-{serial}"))
    night = all_over()
    counted_before(SchemeFigure, count=lambda: renew_figures(SYSTEM, on=night))
    assert list(evaluation_proof.differences()) == [], "there is nothing to hold them to"
    for _night in range(2):
        renew_figures(SYSTEM, on=night)
    assert Entry.objects.filter(command="renew_figures").count() == 1
    assert list(evaluation_proof.differences()) == []
    SchemeFigure.objects.filter(indicator=Indicator.USED).update(numerator=1)
    assert len(list(evaluation_proof.differences())) == 1


def test_what_was_shown_of_follow_ups_before_the_trail_told_of_it_is_missed_from_the_first_night_on() -> None:
    scene = set_scene()
    for number, one in enumerate(asked(scene, *range(12))):
        say(one, Said.YES if number < 6 else Said.NO)
    counted_before(Persistence, count=lambda: renew_persistence(SYSTEM, on=today()))
    assert list(evaluation_proof.differences()) == []
    for _night in range(2):
        assert renew_persistence(SYSTEM, on=today()) == 0, "nobody answered in between"
    assert Entry.objects.filter(command="renew_persistence").count() == 1
    assert list(evaluation_proof.differences()) == []
    Persistence.objects.all().delete()
    gone = f"persistence of scheme {scene.scheme.pk} after 6 months: is gone"
    assert list(evaluation_proof.differences()) == [gone]
