"""The first person of an installation."""

import pytest
from django.core.management import CommandError, call_command

from wisselwerk.apps.parties.models import Organisation, OrganisationKind, Person, RoleHolding
from wisselwerk.domain.actor import Role

pytestmark = pytest.mark.django_db
FIRST = "an.peeters@voorbeeld.be"


def test_the_first_person_founds_a_partnership_and_may_coordinate_it() -> None:
    call_command("createadmin", FIRST, organisation="kempen", name="Kempen")
    assert Organisation.objects.get(slug="kempen").name == "Kempen"
    held = RoleHolding.objects.filter(person__email=FIRST, organisation__slug="kempen")
    assert {holding.role for holding in held} == {Role.ADMINISTRATOR, Role.COORDINATOR}
    assert not Person.objects.get(email=FIRST).has_usable_password()


def test_repeating_changes_nothing() -> None:
    for _ in range(2):
        call_command("createadmin", FIRST, organisation="kempen", name="Kempen")
    assert (Person.objects.count(), Organisation.objects.count(), RoleHolding.objects.count()) == (1, 1, 2)


def test_a_misspelt_partnership_is_not_founded_by_accident() -> None:
    with pytest.raises(CommandError, match="no partnership kempem yet"):
        call_command("createadmin", FIRST, organisation="kempem")
    assert not Person.objects.exists()


def test_what_is_no_mail_address_is_refused() -> None:
    with pytest.raises(CommandError, match="no mail address"):
        call_command("createadmin", "an.peeters", organisation="kempen", name="Kempen")


def test_the_slug_of_an_enterprise_is_no_partnership() -> None:
    Organisation.objects.create(
        kind=OrganisationKind.ONDERNEMING, slug="zilverspar", enterprise_number="1999000150"
    )
    with pytest.raises(CommandError, match="another kind of organisation"):
        call_command("createadmin", FIRST, organisation="zilverspar")
    assert not Person.objects.exists()


@pytest.mark.parametrize("slug", ["Bad Slug", "kempen_", "-kempen", "", "k" * 61, "kempen\n"])
def test_what_no_file_could_name_is_no_slug(slug: str) -> None:
    with pytest.raises(CommandError, match="Use small letters, digits and dashes"):
        call_command("createadmin", FIRST, f"--organisation={slug}", "--name=Kempen")
    assert not Organisation.objects.exists()


def test_the_longest_slug_of_a_file_will_do() -> None:
    call_command("createadmin", FIRST, f"--organisation={'k' * 60}", "--name=Kempen")
    assert Organisation.objects.get().slug == "k" * 60
