"""A real installation: a provider comes from a coordinator's list, its person gets a role, and uses a voucher on the web."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client

from tests.scene import award, invoice, set_scene
from tests.web.stage import browser, text, work
from tests.web.test_invoice import second_step, upload
from tests.web.test_sign_in import CODE, ask, code_in
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.demo.cast import invented_number

pytestmark = pytest.mark.django_db

NUMBER, STAFF = invented_number(50), "onthaal@nieuwe-aanbieder.example"
LIST = f"""enterprise number,name,recognition,recognised from,recognised until,source,places,description,contact
{NUMBER},Nieuwe Aanbieder,maatwerkbedrijf,1/01/2019,,register,"Genk, As",Verpakt.,info@nieuwe-aanbieder.example
"""
SERVICES = (
    f"enterprise number,service,description,price\n{NUMBER},Inpakwerk,Van folie tot doos.,32 euro per uur\n"
)


def bring_in(kind: str, text: str, folder: Path) -> None:
    path = folder / f"{kind}.csv"
    path.write_bytes(text.encode("cp1252"))
    call_command("import", kind, str(path))


def signed_in(email: str, mailoutbox: list[EmailMessage]) -> Client:
    """The browser of somebody who signed in with the mailed code."""
    client = browser()
    ask(client, email)
    work()
    (mail,) = [mail for mail in mailoutbox if mail.to == [email]]
    client.post(CODE, {"code": code_in(mail)})
    return client


def test_a_provider_of_a_list_signs_in_and_hands_in_its_invoice(
    tmp_path: Path, mailoutbox: list[EmailMessage]
) -> None:
    scene = set_scene()
    bring_in("providers", LIST, tmp_path)
    bring_in("services", SERVICES, tmp_path)
    call_command("role", "grant", STAFF, "--organisation", NUMBER, "--role", "provider")
    assert "Inpakwerk" in text(browser().get("/aanbod/?place=71002"))
    assert "Nieuwe Aanbieder" in text(browser().get("/aanbod/nieuwe-aanbieder/"))

    voucher = award(scene, provider=NUMBER)
    client = signed_in(STAFF, mailoutbox)
    page = client.get("/aanbieder/")
    assert page.status_code == 200
    assert "Nieuwe Aanbieder" in text(page)
    page = upload(client, "/aanbieder/factuur/", invoice(voucher, 60_000, supplier=NUMBER), code=voucher.code)
    assert "Deze factuur is goed" in text(page)
    answer = client.post("/aanbieder/factuur/", second_step(page), follow=True)
    assert "De cheque betaalt € 250,00" in text(answer)
    redemption = Redemption.objects.get()
    assert redemption.voucher == voucher
    assert Provider.objects.get(organisation__enterprise_number=NUMBER) == voucher.provider

    call_command("role", "end", STAFF, "--organisation", "nieuwe-aanbieder", "--role", "provider")
    assert client.get("/aanbieder/").status_code == 403
