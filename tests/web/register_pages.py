"""The register of initiatives as tests open it, and who answers in it."""

from datetime import date

from django.test import Client
from django.urls import reverse

from tests.initiatives import member_of, noticed
from tests.scene import GENK
from wisselwerk.apps.initiatives.initiative_token import token_for
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.parties.services import person
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_link import LinkKind

EMAIL, COLLEAGUE = "bestuur@genk.example", "collega@genk.example"


def page(
    path: str, client: Client | None = None, status: int = 200, asked: dict[str, str] | None = None
) -> str:
    answer = (client or Client()).get(path, asked or {})
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def page_text(path: str) -> str:
    """All of a file, also where it comes in pieces."""
    answer = Client().get(path)
    return b"".join(answer).decode()


def register(**asked: str) -> str:
    return page(reverse("initiative:register"), asked=asked)


def signed_in(email: str = EMAIL) -> Client:
    client = Client()
    client.force_login(person(email))
    return client


def member(email: str = EMAIL) -> Actor:
    return member_of(GENK, email)


def token(initiative: Initiative, email: str = EMAIL) -> str:
    return reverse("initiative:answer", args=[token_for(initiative.pk, person(email).pk)])


def alike() -> InitiativeLink:
    """Two decisions about the same, and that they may be one."""
    noticed()
    noticed(address="https://raad.essel.example/besluiten/8", line=80, decided_on=date(2024, 6, 3))
    return InitiativeLink.objects.get(kind=LinkKind.SAME)
