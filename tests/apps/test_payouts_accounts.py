"""Account numbers: given once, changed with a second confirmation and a day in between."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.payments import PAYER_IBAN, set_treasury
from tests.scene import EMAIL, actor, put_in_outbox, refusal_of, set_scene
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on, change_of, refused_on
from wisselwerk.apps.payouts.services import confirm_account, name_account
from wisselwerk.apps.payouts.services.accounts import close_accounts
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, ActorKind, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.iban import show

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = "BE68539007547034", "BE43068999999501", "NL91ABNA0417164300"
FAR = timedelta(days=30)


def provider() -> Organisation:
    return set_scene().provider.organisation


def test_the_first_account_can_be_used_at_once() -> None:
    organisation = provider()
    account = name_account(actor("provider_staff"), organisation=organisation, iban="be68 5390 0754 7034")
    assert account.iban == FIRST
    assert account_on(organisation, today()) == account
    assert account_on(organisation, today() - timedelta(days=1)) is None
    assert put_in_outbox() == []


def test_a_change_waits_for_a_second_confirmation_and_a_whole_working_day() -> None:
    organisation = provider()
    staff = actor("provider_staff")
    first = name_account(staff, organisation=organisation, iban=FIRST)
    second = name_account(staff, organisation=organisation, iban=SECOND)
    ((name, payload),) = put_in_outbox()
    staffed = person(EMAIL["provider_staff"])
    assert (name, payload) == ("send_account_change", {"account_id": second.pk, "person_id": staffed.pk})
    assert change_of(organisation) == second
    assert account_on(organisation, today() + FAR) == first
    confirm_account(staff, account=second)
    assert second.usable_from is not None
    assert second.usable_from >= today() + timedelta(days=2)
    assert account_on(organisation, second.usable_from - timedelta(days=1)) == first
    assert account_on(organisation, second.usable_from) == second
    again = confirm_account(staff, account=second)
    assert again.usable_from == second.usable_from


def test_the_account_in_use_named_again_withdraws_a_change() -> None:
    organisation = provider()
    staff = actor("provider_staff")
    first = name_account(staff, organisation=organisation, iban=FIRST)
    second = name_account(staff, organisation=organisation, iban=SECOND)
    assert name_account(staff, organisation=organisation, iban=FIRST) == first
    assert change_of(organisation) is None
    with pytest.raises(Refusal) as refused:
        confirm_account(staff, account=second)
    assert refusal_of(refused)[0] is RefusalCode.WRONG_STATE
    assert account_on(organisation, today() + FAR) == first


def test_another_change_takes_the_place_of_the_one_that_waits() -> None:
    organisation = provider()
    staff = actor("provider_staff")
    name_account(staff, organisation=organisation, iban=FIRST)
    name_account(staff, organisation=organisation, iban=SECOND)
    third = name_account(staff, organisation=organisation, iban=THIRD)
    assert change_of(organisation) == third


@pytest.mark.parametrize(
    "iban", ["", "BE68539007547035", "BE6853900754703", "68539007547034", "BE68\0" + FIRST]
)
def test_what_is_no_account_number_is_told(iban: str) -> None:
    organisation = provider()
    with pytest.raises(Refusal) as refused:
        name_account(actor("provider_staff"), organisation=organisation, iban=iban)
    assert refusal_of(refused) == (RefusalCode.IBAN_INVALID, {"iban": iban})
    assert not BankAccount.objects.exists()


def test_only_who_acts_for_the_payee_gives_its_account_and_no_key_does() -> None:
    organisation = provider()
    stranger = person(EMAIL["stranger"])
    grant_role(
        SYSTEM, person=stranger, organisation=Organisation.objects.get(slug="genk"), role=Role.COORDINATOR
    )
    key = Actor(ActorKind.KEY, 1, frozenset({(Role.PROVIDER, organisation.pk)}))
    for who in (actor("stranger"), actor("coordinator_genk"), key):
        with pytest.raises(Refusal) as refused:
            name_account(who, organisation=organisation, iban=FIRST)
        assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def test_the_database_itself_knows_one_change_at_a_time() -> None:
    organisation = provider()
    staff = actor("provider_staff")
    name_account(staff, organisation=organisation, iban=FIRST)
    second = name_account(staff, organisation=organisation, iban=SECOND)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.create(
            organisation=organisation, iban=THIRD, named_by="system", named_at=second.named_at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.filter(pk=second.pk).update(usable_from=date(2026, 1, 1))


def test_nobody_gives_the_account_that_a_local_government_pays_from() -> None:
    treasury = set_treasury()
    other = local_government("72042", today())
    somebody = person("ontvanger@oudsbergen.example")
    grant_role(SYSTEM, person=somebody, organisation=other, role=Role.FINANCIAL_DIRECTOR)
    for who, whose in ((actor("provider_staff"), treasury.payee), (actor_for(somebody), other)):
        with pytest.raises(Refusal) as refused:
            name_account(who, organisation=whose, iban=PAYER_IBAN)
        code, said = refusal_of(refused)
        assert (code, said) == (RefusalCode.ACCOUNT_NOT_YOURS, {"iban": show(PAYER_IBAN)})
    assert name_account(treasury.signs, organisation=treasury.payer, iban=PAYER_IBAN).iban == PAYER_IBAN
    # Two payees may share one: it is no local government's.
    assert name_account(actor_for(somebody), organisation=other, iban=THIRD).iban == THIRD


def test_an_account_is_known_as_refused_only_where_the_bank_said_so() -> None:
    organisation = provider()
    staff = actor("provider_staff")
    first = name_account(staff, organisation=organisation, iban=FIRST)
    name_account(staff, organisation=organisation, iban=SECOND)
    name_account(
        staff, organisation=organisation, iban=FIRST
    )  # withdraws the second, which nobody was paid on
    assert refused_on(organisation, FIRST) is refused_on(organisation, SECOND) is None
    close_accounts(local_government("72042", today()), [first.pk])
    first.refresh_from_db()
    assert refused_on(organisation, FIRST) == first.closed_at
