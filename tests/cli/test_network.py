"""``wisselwerk network``: a learning network that somebody can look after."""

import pytest
from django.core.management import CommandError, call_command

from tests.scene import EMAIL, set_scene
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.domain.actor import Role

pytestmark = pytest.mark.django_db


def test_it_is_known_once_and_somebody_can_look_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("network", "netwerk", "--name", "Lerend netwerk")
    assert "Lerend netwerk is known as netwerk." in capsys.readouterr().out
    network = Organisation.objects.get(kind=OrganisationKind.LEREND_NETWERK)
    call_command("role", "grant", EMAIL["network"], "--organisation", "netwerk", "--role", "network")
    assert actor_for(person(EMAIL["network"])).has(Role.NETWORK, network.pk)


def test_a_slug_of_something_else_is_refused() -> None:
    set_scene()
    for slug, name in (("genk", "Lerend netwerk"), ("netwerk", " ")):
        with pytest.raises(CommandError, match="no other organisation has"):
            call_command("network", slug, "--name", name)
    assert not Organisation.objects.filter(kind=OrganisationKind.LEREND_NETWERK).exists()
