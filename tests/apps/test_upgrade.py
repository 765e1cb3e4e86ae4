"""An installation that ran before: its schemes stay open, and its invoices are still of who was paid for them."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from tests.payments import set_treasury
from tests.scene import LONG_AGO, award, enterprise_number, invoice, rule_set, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.schemes.models import Scheme, Visum
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

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
