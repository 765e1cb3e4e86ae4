"""Who acts, with which roles, and who takes part in what: always for a day."""

from datetime import date, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.departments import department, network
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import ApiKey, Organisation, OrganisationKind, RoleHolding
from wisselwerk.apps.parties.permissions import HELD_AT
from wisselwerk.apps.parties.queries import actor_for, actor_for_key, agreement_on, members_on
from wisselwerk.apps.parties.services import (
    AgreementWords,
    create_key,
    end_role,
    enterprise,
    found_partnership,
    grant_role,
    join_partnership,
    local_government,
    person,
    sign_agreement,
)
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, ActorKind, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

FOUNDED = date(2015, 1, 1)
SOURCE = "overeenkomst"


@pytest.fixture
def partnership() -> Organisation:
    return found_partnership(SYSTEM, slug="genk", name="Genk en omgeving")


def test_a_person_is_one_person_whatever_the_case_of_the_address() -> None:
    somebody = person("An@Lindekruin.example ")
    assert person("an@lindekruin.EXAMPLE") == somebody
    assert somebody.email == "an@lindekruin.example"
    assert not somebody.has_usable_password()


def test_an_enterprise_is_made_known_once() -> None:
    known = enterprise(OWN_ENTERPRISE.number)
    assert enterprise(OWN_ENTERPRISE.number) == known
    assert known.kind == OrganisationKind.ONDERNEMING


def test_found_partnership_is_repeatable_and_leaves_one_entry(partnership: Organisation) -> None:
    assert found_partnership(SYSTEM, slug="genk", name="Iets anders") == partnership
    assert partnership.kind == OrganisationKind.INTERLOKALE_VERENIGING
    entry = Entry.objects.get(command="found_partnership")
    assert (entry.actor, entry.subject) == ("system", f"organisation:{partnership.pk}")


def test_after_a_merger_the_new_municipality_takes_part_within_the_former_one(
    partnership: Organisation,
) -> None:
    merged = date(2019, 1, 1)
    for valid in (Period(FOUNDED, merged), Period(merged)):
        join_partnership(SYSTEM, partnership=partnership, place="71047", source=SOURCE, valid=valid)
    (before,) = members_on(partnership.pk, date(2018, 12, 31))
    (after,) = members_on(partnership.pk, merged)
    assert (before.member.name, before.place) == ("Opglabbeek", "71047")
    assert (after.member.name, after.member.nis_code, after.place) == ("Oudsbergen", "72042", "71047")
    assert members_on(partnership.pk, FOUNDED - timedelta(days=1)) == []


def test_join_partnership_takes_one_finest_place(partnership: Organisation) -> None:
    with pytest.raises(ValueError, match="71047, 72040"):
        join_partnership(
            SYSTEM, partnership=partnership, place="72042", source=SOURCE, valid=Period(date(2019, 1, 1))
        )
    with pytest.raises(Refusal) as refused:
        join_partnership(SYSTEM, partnership=partnership, place="99999", source=SOURCE, valid=Period(FOUNDED))
    assert refused.value.code is RefusalCode.PLACE_UNKNOWN


def test_join_partnership_is_repeatable(partnership: Organisation) -> None:
    joined = [
        join_partnership(SYSTEM, partnership=partnership, place="71016", source=SOURCE, valid=Period(FOUNDED))
        for _ in range(2)
    ]
    assert joined[0] == joined[1]
    assert Entry.objects.filter(command="join_partnership").count() == 1


def test_a_code_that_passed_on_at_a_merger_stays_two_local_governments() -> None:
    before, after = local_government("11002", date(2024, 1, 1)), local_government("11002", date(2025, 1, 1))
    assert before != after
    assert (before.nis_code, after.nis_code) == ("11002-2024", "11002")


def test_sign_agreement_names_who_manages_for_a_term(
    partnership: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    genk = local_government("71016", FOUNDED)
    for _ in range(2):
        agreement = sign_agreement(
            SYSTEM,
            partnership=partnership,
            managing_municipality=genk,
            words=AgreementWords("Kent toe en betaalt.", "Elk jaar door de raden."),
            source=SOURCE,
            valid=Period(FOUNDED, date(2021, 1, 1)),
        )
    with django_assert_num_queries(1):
        found = agreement_on(partnership.pk, date(2020, 12, 31))
        assert found == agreement
        assert found.managing_municipality.name == "Genk"
    assert agreement_on(partnership.pk, date(2021, 1, 1)) is None
    assert Entry.objects.filter(command="sign_agreement").count() == 1


def test_grant_role_holds_from_its_day_until_its_end(
    partnership: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    coordinator = person("regisseur@genk.example")
    with time_machine.travel("2026-03-01 12:00+01:00"):
        role = grant_role(SYSTEM, person=coordinator, organisation=partnership, role=Role.COORDINATOR)
        assert grant_role(SYSTEM, person=coordinator, organisation=partnership, role=Role.COORDINATOR) == role
        with django_assert_num_queries(1):
            actor = actor_for(coordinator)
        assert (actor.kind, actor.id) == (ActorKind.PERSON, coordinator.pk)
        assert actor.roles == {(Role.COORDINATOR, partnership.pk)}
    with time_machine.travel("2026-02-28 12:00+01:00"):
        assert actor_for(coordinator).roles == frozenset()
    RoleHolding.objects.update(valid_until=date(2026, 4, 1))
    with time_machine.travel("2026-04-01 12:00+02:00"):
        assert actor_for(coordinator).roles == frozenset()


def test_a_person_cannot_grant_a_role_by_hand(partnership: Organisation) -> None:
    somebody = person("iemand@genk.example")
    for actor in (ANONYMOUS, actor_for(somebody)):
        with pytest.raises(Refusal) as refused:
            grant_role(actor, person=somebody, organisation=partnership, role=Role.COORDINATOR)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert not RoleHolding.objects.exists()


def test_a_person_cannot_end_a_role_by_hand_not_even_the_own(partnership: Organisation) -> None:
    somebody = person("iemand@genk.example")
    grant_role(SYSTEM, person=somebody, organisation=partnership, role=Role.COORDINATOR)
    for actor in (ANONYMOUS, actor_for(somebody)):
        with pytest.raises(Refusal) as refused:
            end_role(actor, person=somebody, organisation=partnership, role=Role.COORDINATOR, end=today())
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert RoleHolding.objects.on(today()).count() == 1


def test_each_role_is_held_at_its_own_kind_of_organisation(partnership: Organisation) -> None:
    at = {
        partnership,
        enterprise(OWN_ENTERPRISE.number),
        local_government("71016", today()),
        department(),
        network(),
    }
    assert HELD_AT.keys() == set(Role)
    somebody = person("iemand@genk.example")
    for organisation in at:
        for role in Role:
            if organisation.kind in HELD_AT[role]:
                grant_role(SYSTEM, person=somebody, organisation=organisation, role=role)
                continue
            with pytest.raises(Refusal) as refused:
                grant_role(SYSTEM, person=somebody, organisation=organisation, role=role)
            assert refused.value.code is RefusalCode.ROLE_DOES_NOT_FIT
    assert RoleHolding.objects.count() == len(Role)


def test_create_key_gives_a_key_of_which_only_the_hash_is_kept(
    partnership: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    raw_key = create_key(SYSTEM, organisation=partnership, name="website")
    key = ApiKey.objects.get()
    assert raw_key.startswith("ww_")
    assert len(raw_key) >= len("ww_") + 43
    assert raw_key not in (key.key_hash, key.name)
    with django_assert_num_queries(1):
        actor = actor_for_key(raw_key)
    assert actor is not None
    assert (actor.kind, actor.id) == (ActorKind.KEY, key.pk)
    assert actor.roles == {(Role.COORDINATOR, partnership.pk)}


def test_an_unknown_or_revoked_key_is_nobody(partnership: Organisation) -> None:
    raw_key = create_key(SYSTEM, organisation=partnership, name="website")
    assert actor_for_key(raw_key + "x") is None
    assert actor_for_key("") is None
    ApiKey.objects.update(revoked_at=now())
    assert actor_for_key(raw_key) is None


def test_the_key_of_an_enterprise_buys_and_sells_for_that_enterprise_alone() -> None:
    own = enterprise(OWN_ENTERPRISE.number)
    actor = actor_for_key(create_key(SYSTEM, organisation=own, name="boekhouding"))
    assert actor is not None
    assert actor.roles == {(Role.PROVIDER, own.pk), (Role.HOLDER, own.pk)}


def test_every_kind_of_organisation_can_have_a_key() -> None:
    genk = local_government("71016", today())
    actor = actor_for_key(create_key(SYSTEM, organisation=genk, name="boekhouding"))
    assert actor is not None
    assert actor.roles == {(Role.MEMBER, genk.pk)}
