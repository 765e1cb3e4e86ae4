"""The page before publishing tells of each council what it decided: these rules, others, or about another first day."""

import pytest
from django.test import Client

from tests.apps.test_councils import amend, decide
from tests.cast import Stage
from tests.scene import AS_
from tests.web.test_studio import at, client_of, send
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.services import start_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


def confirmed(client: Client) -> str:
    return " ".join(client.get(at("confirm", "genk")).content.decode().split())


def test_what_a_council_decided_is_told_before_publishing(stage: Stage) -> None:
    genk = client_of("coordinator_genk")
    start_draft(SYSTEM, scheme=stage.genk)
    send(genk, at("publish", "genk"), valid_from="2030-01-01", source="Gemeenteraad")
    decide(SYSTEM, Draft.objects.get(slug="genk"), AS_, on=today())
    assert "punt anders dan deze voorwaarden" not in confirmed(genk)
    amend(SYSTEM, Draft.objects.get(slug="genk"), 7)
    assert "op 1 punt anders dan deze voorwaarden" in confirmed(genk)
    send(genk, at("publish", "genk"), valid_from="2030-02-01", source="Gemeenteraad")
    assert "over een andere dag of wie toekent" in confirmed(genk)
