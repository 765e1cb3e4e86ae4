"""Signing in with a mailed code: no password, and no hint about who is known."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django_tasks_db.models import DBTaskResult

from tests.scene import EMAIL, put_in_outbox, set_scene
from tests.web.stage import browser, text, work
from wisselwerk.apps.outbox.services import handler
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.vouchers.services import submit_application
from wisselwerk.clock import now
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/aanmelden/", "/aanmelden/code/"


def ask(client: Client, email: str, path: str = SIGN_IN) -> str:
    answer = client.post(path, {"email": email}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(CODE)
    return text(answer)


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^ {4}(\S+)$", str(mail.body), re.MULTILINE)
    assert found
    return found[1]


def test_from_address_to_what_waits(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    client = browser()
    ask(client, EMAIL["owner"].upper())
    work()
    assert mailoutbox[0].to == [EMAIL["owner"]]
    answer = client.post(CODE, {"code": code_in(mailoutbox[0]).lower().replace("-", " ")}, follow=True)
    assert answer.redirect_chain[-1][0] == "/mijn/"
    assert "Er wacht nu niets op u" in text(answer)
    answer = client.post("/afmelden/", follow=True)
    assert "U bent afgemeld" in text(answer)
    assert client.get("/mijn/").status_code == 302


def test_who_was_on_the_way_somewhere_comes_there(mailoutbox: list[EmailMessage]) -> None:
    set_scene()
    client = browser()
    assert client.get("/beheer/")["Location"] == "/aanmelden/?next=/beheer/"
    ask(client, EMAIL["coordinator_genk"], "/aanmelden/?next=/beheer/")
    work()
    answer = client.post(f"{CODE}?next=/beheer/", {"code": code_in(mailoutbox[0])})
    assert answer["Location"] == "/beheer/"


def test_nobody_is_sent_to_another_site(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    client = browser()
    client.post("/aanmelden/?next=https://elders.example/", {"email": EMAIL["owner"]})
    work()
    answer = client.post(f"{CODE}?next=https://elders.example/", {"code": code_in(mailoutbox[0])})
    assert answer["Location"] == "/mijn/"


def test_an_address_nobody_knows_is_answered_the_same(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    known = ask(browser(), EMAIL["owner"]).replace(EMAIL["owner"], "X")
    unknown = ask(browser(), "niemand@nergens.example").replace("niemand@nergens.example", "X")
    assert known == unknown
    work()
    assert [mail.to for mail in mailoutbox] == [[EMAIL["owner"]]]
    assert not Person.objects.filter(email="niemand@nergens.example").exists()


def test_a_wrong_code_can_be_tried_a_few_times(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    client = browser()
    ask(client, EMAIL["owner"])
    for _ in range(4):
        answer = client.post(CODE, {"code": "XXXX-XXXX"})
        assert "Dit is niet de code die we mailden" in text(answer)
    answer = client.post(CODE, {"code": "XXXX-XXXX"}, follow=True)
    assert "Te veel pogingen" in text(answer)
    work()
    assert client.post(CODE, {"code": code_in(mailoutbox[0])}).status_code == 302
    assert client.get("/mijn/").status_code == 302


def test_a_code_grows_old(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    client = browser()
    ask(client, EMAIL["owner"])
    work()
    with time_machine.travel(now() + timedelta(minutes=16)):
        client.post(CODE, {"code": code_in(mailoutbox[0])})
        assert client.get("/mijn/").status_code == 302


def test_a_new_code_takes_the_place_of_the_old(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    client = browser()
    ask(client, EMAIL["owner"])
    client.post(CODE, {"action": "resend"})
    work()
    old, new = (code_in(mail) for mail in mailoutbox)
    assert "Dit is niet de code die we mailden" in text(client.post(CODE, {"code": old}))
    assert client.post(CODE, {"code": new})["Location"] == "/mijn/"


def test_too_many_codes_for_one_address_are_not_sent() -> None:
    person(EMAIL["owner"])
    for _ in range(6):
        browser().post(SIGN_IN, {"email": EMAIL["owner"]})
    assert len(put_in_outbox()) <= 3


def codes_queued(email: str, hours: int) -> int:
    """How many codes go to an address for which somebody asks three every minute, each time from elsewhere."""
    person(EMAIL["owner"])
    begun = now()
    for minute in range(0, 60 * hours, 4):
        with time_machine.travel(begun + timedelta(minutes=minute)):
            for second in range(3):
                client = Client(REMOTE_ADDR=f"10.{minute % 250}.{minute // 250}.{second}")
                client.post(SIGN_IN, {"email": email})
                client.post(CODE, {"action": "resend"})
    return len(put_in_outbox())


def test_nobody_fills_the_mailbox_of_somebody_else_within_the_hour() -> None:
    assert codes_queued(EMAIL["owner"], hours=1) <= 5


def test_nor_within_the_day() -> None:
    assert codes_queued(EMAIL["owner"], hours=6) <= 15


def test_a_new_code_counts_as_one_that_was_asked() -> None:
    person(EMAIL["owner"])
    begun = now()
    for minute in (0, 2, 4, 6, 8):
        with time_machine.travel(begun + timedelta(minutes=minute)):
            client = browser()
            ask(client, EMAIL["owner"])
    with time_machine.travel(begun + timedelta(minutes=10)):
        answer = client.post(CODE, {"action": "resend"}, follow=True)
    assert "te veel codes" in text(answer)
    assert len(put_in_outbox()) == 5


def test_who_asks_too_many_codes_reads_the_same_for_an_address_nobody_knows() -> None:
    person(EMAIL["owner"])
    said = []
    for email in (EMAIL["owner"], "niemand@nergens.example"):
        for minute in range(0, 30, 5):
            with time_machine.travel(now() + timedelta(minutes=minute)):
                answer = browser().post(SIGN_IN, {"email": email}, follow=True)
        said.append(text(answer).replace(email, "X"))
    assert said[0] == said[1]
    assert "Wacht een uur" in said[0]


@pytest.mark.parametrize(("email", "said"), [("", "Vul uw mailadres in"), ("geen adres", "geen mailadres")])
def test_what_is_no_address_is_said(email: str, said: str) -> None:
    assert said in text(browser().post(SIGN_IN, {"email": email}))


@override_settings(EMAIL_BACKEND="tests.web.outage.Backend")
def test_an_outage_of_mail_is_said_as_ours_to_everybody() -> None:
    person(EMAIL["owner"])
    ask(browser(), EMAIL["owner"])
    with pytest.raises(Exception, match="sign_in_code"):
        work()
    for email in (EMAIL["owner"], "niemand@nergens.example"):
        assert "Dat ligt aan ons, niet aan u" in ask(browser(), email)


def test_what_waits_in_the_queue_names_nobody() -> None:
    person(EMAIL["owner"])
    ask(browser(), EMAIL["owner"])
    ((name, payload),) = put_in_outbox()
    assert name == "send_sign_in_code"
    assert payload.keys() == {"person_id", "reference"}


def test_no_code_stands_in_the_queue(mailoutbox: list[EmailMessage]) -> None:
    scene = set_scene()
    person(EMAIL["owner"])
    ask(browser(), EMAIL["owner"])
    submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=OWN_ENTERPRISE.number, email=EMAIL["owner"]
    )
    work()
    queue = str([(task.args_kwargs, task.return_value) for task in DBTaskResult.objects.all()])
    codes = [code_in(mail) for mail in mailoutbox]
    assert len(codes) == 2
    assert not [code for code in codes if code in queue or code.replace("-", "") in queue]


def test_a_code_that_is_no_longer_good_is_not_mailed(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    ask(browser(), EMAIL["owner"])
    with time_machine.travel(now() + timedelta(minutes=16)):
        work()
    assert mailoutbox == []


def test_a_code_is_mailed_once_though_its_work_is_done_twice(mailoutbox: list[EmailMessage]) -> None:
    person(EMAIL["owner"])
    ask(browser(), EMAIL["owner"])
    ((name, payload),) = put_in_outbox()
    for _ in range(2):
        handler(name)(**payload)
    assert len(mailoutbox) == 1


def test_the_language_is_chosen_and_kept() -> None:
    client = browser()
    answer = client.post("/taal/", {"language": "en", "next": "/regelingen/"}, follow=True)
    assert "Voucher schemes" in text(answer)
    assert "Services of the social economy" in text(client.get("/aanbod/"))
