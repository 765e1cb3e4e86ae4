"""Mail without a mail server: kept in a demo, refused anywhere else."""

import smtplib

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django import DjangoAssertNumQueries

from tests.cast import Stage
from wisselwerk.clock import now
from wisselwerk.demo.mailbox import MailboxBackend, NoMailServer, forget, is_demo
from wisselwerk.demo.models import DemoMail, DemoMode
from wisselwerk.demo.play import mails

pytestmark = pytest.mark.django_db

BACKEND = "wisselwerk.demo.mailbox.MailboxBackend"


def message(*to: str) -> EmailMessage:
    return EmailMessage("Uw code", "De code is 123456.", to=list(to))


def test_in_a_demo_every_receiver_gets_a_copy_newest_first(demo: Stage) -> None:
    connection = get_connection(BACKEND)
    assert isinstance(connection, MailboxBackend)
    assert connection.send_messages([message("an@a.example", "bert@a.example")]) == 1
    connection.send_messages([message("carla@a.example")])
    assert [mail.to for mail in mails()] == ["carla@a.example", "bert@a.example", "an@a.example"]
    assert {(mail.subject, mail.text) for mail in mails()} == {("Uw code", "De code is 123456.")}


def test_anywhere_else_mail_is_refused_with_what_to_do() -> None:
    with pytest.raises(NoMailServer, match="WISSELWERK_EMAIL_URL") as refused:
        get_connection(BACKEND).send_messages([message("an@a.example")])
    # What a mail server that is away raises too, so the same code tries again later.
    assert isinstance(refused.value, OSError)
    assert issubclass(smtplib.SMTPException, OSError)
    assert not DemoMail.objects.exists()


def test_whether_it_is_a_demo_stands_in_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        assert not is_demo()
        assert not is_demo()
    DemoMode.objects.create(loaded_at=now())
    try:
        with django_assert_num_queries(1):
            assert is_demo()
            assert is_demo()
    finally:
        forget()
