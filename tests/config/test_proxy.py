"""Whose address is counted, and which address is printed: what a client claims counts for nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from tests.api.machine import Machine, apply
from tests.scene import enterprise_number, set_scene
from tests.web.stage import browser, set_stage
from wisselwerk.apps.parties.codes import network_hash
from wisselwerk.apps.vouchers.models import Confirmation
from wisselwerk.config.client import ClientAddressMiddleware
from wisselwerk.web.enterprise import voucher as pages

PROXY, CLIENT, CLAIMED = "10.0.0.1", "192.0.2.7", "198.51.100.1"


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "counted"),
    [
        (False, None, PROXY),
        (False, CLAIMED, PROXY),
        (True, CLIENT, CLIENT),
        (True, f"{CLAIMED}, {CLIENT}", CLIENT),
        (True, f"{CLAIMED},{CLIENT}", CLIENT),
        (True, None, PROXY),
        (True, "", PROXY),
        (True, f"{CLAIMED}, ", PROXY),
    ],
)
def test_the_address_that_counts(behind_proxy: bool, forwarded: str | None, counted: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory(REMOTE_ADDR=PROXY, headers=headers).get("/")
    with override_settings(BEHIND_PROXY=behind_proxy):
        ClientAddressMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == counted


@pytest.mark.django_db
@override_settings(BEHIND_PROXY=True)
def test_an_application_is_counted_by_its_client_and_not_by_the_proxy() -> None:
    set_scene()
    client = Client(REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": f"{CLAIMED}, {CLIENT}"})
    assert apply(Machine(client=client), enterprise_number(1)).status_code == 201
    assert Confirmation.objects.get().sent_from == network_hash(CLIENT)


@pytest.mark.parametrize(("given", "proxies"), [("yes", "1"), ("no", "0")])
def test_who_signs_in_is_counted_the_same(given: str, proxies: str, tmp_path: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.BEHIND_PROXY)",
        ],
        env={**os.environ, "WISSELWERK_HOME": str(tmp_path), "WISSELWERK_BEHIND_PROXY": given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == [proxies, str(given == "yes")]


@pytest.mark.django_db
def test_a_voucher_leads_to_the_address_people_know(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = set_stage()
    drawn: list[str] = []

    def draw(url: str) -> str:
        drawn.append(url)
        return "<svg></svg>"

    monkeypatch.setattr(pages, "qr_svg", draw)
    page = f"/mijn/cheques/{stage.voucher.code}/"
    with override_settings(BASE_URL="https://cheques.example.be"):
        assert browser("owner").get(page, headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert [url.replace("-", "") for url in drawn] == [f"https://cheques.example.be{page}".replace("-", "")]
    assert settings.BASE_URL not in drawn[0]
