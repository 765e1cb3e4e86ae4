"""A key for an organisation's own software, from the shell."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Stage
from wisselwerk.apps.parties.models import ApiKey, Organisation
from wisselwerk.apps.parties.queries import actor_for_key
from wisselwerk.apps.parties.services import revoke_key
from wisselwerk.domain.actor import ANONYMOUS, Role
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db


def apikey(*arguments: str) -> str:
    out = io.StringIO()
    call_command("apikey", "create", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("slug", ["zuidoost-limburg", "genk"])
def test_the_key_stands_alone_and_may_do_what_a_coordinator_may(stage: Stage, slug: str) -> None:
    printed = apikey("--organisation", slug, "--name", " website ")
    actor = actor_for_key(printed.removesuffix("\n"))
    assert actor is not None
    assert actor.has(Role.COORDINATOR, stage.partnership(slug).pk)
    assert ApiKey.objects.get().name == "website"


def test_a_provider_has_keys_too(stage: Stage) -> None:
    actor = actor_for_key(apikey("--organisation", "1999.000.150", "--name", "boekhouding").strip())
    assert actor is not None
    assert actor.has(Role.PROVIDER, Organisation.objects.get(slug="zilverspar").pk)
    assert actor.organisations(Role.PROVIDER) == actor.organisations(Role.HOLDER)
    assert not actor.organisations(Role.COORDINATOR)


def test_an_unknown_organisation_is_told_with_those_there_are(stage: Stage) -> None:
    with pytest.raises(CommandError, match=r"'gent'\. Known here: genk, haspenhoek, .*zuidoost-limburg"):
        apikey("--organisation", "gent", "--name", "website")
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("name", ["  ", "x" * 101])
def test_a_key_says_what_it_is_for(stage: Stage, name: str) -> None:
    with pytest.raises(CommandError, match="1 to 100 characters"):
        apikey("--organisation", "genk", "--name", name)


def test_a_key_can_be_withdrawn_at_once(stage: Stage) -> None:
    key = apikey("--organisation", "genk", "--name", "website").strip()
    call_command("apikey", "revoke", "--organisation", "genk", "--name", "website")
    assert actor_for_key(key) is None
    out = io.StringIO()
    call_command("apikey", "list", "--organisation", "genk", stdout=out)
    assert out.getvalue().startswith("withdrawn\t")
    with pytest.raises(CommandError, match="No valid key"):
        call_command("apikey", "revoke", "--organisation", "genk", "--name", "website")


def test_only_the_system_withdraws(stage: Stage) -> None:
    apikey("--organisation", "genk", "--name", "website")
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        revoke_key(ANONYMOUS, key=ApiKey.objects.get())
