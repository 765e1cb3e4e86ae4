"""A machine with a key, as tests use it."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from tests.scene import Scene
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import create_key
from wisselwerk.domain.actor import SYSTEM

ROOT = "/api/v1"


@dataclass(slots=True)
class Machine:
    """Calls the API with a key, or without."""

    key: str = ""
    client: Client = field(default_factory=Client)
    sent: int = 0

    def get(self, path: str, language: str = "nl") -> Any:
        return self.client.get(ROOT + path, headers=self._headers({"Accept-Language": language}))

    def post(self, path: str, body: Any = None, *, once: str | None = None, **headers: str) -> Any:
        """``once`` is the idempotency key; a fresh one when it is not given."""
        self.sent += 1
        as_xml = isinstance(body, bytes)
        return self.client.post(
            ROOT + path,
            data=body if as_xml else json.dumps(body),
            content_type="application/xml" if as_xml else "application/json",
            headers=self._headers({"Idempotency-Key": once or f"key-{self.sent}", **headers}),
        )

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return more | ({"Authorization": f"Bearer {self.key}"} if self.key else {})


def machine_of(organisation: Organisation) -> Machine:
    return Machine(create_key(SYSTEM, organisation=organisation, name="test"))


def partnership_machine(scene: Scene) -> Machine:
    return machine_of(scene.partnership)


def apply(
    machine: Machine, number: str, *, scheme: str = "genk", once: str | None = None, **body: Any
) -> Any:
    asked = {
        "enterprise_number": number,
        "email": "zaak@voorbeeld.example",
        "declarations": {"municipality": "71016"},
    }
    return machine.post(f"/schemes/{scheme}/applications", asked | body, once=once)


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """It is a problem document with this code, and says something in words."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert body["code"] == code
    assert body["detail"]
    assert body["status"] == status
    return body
