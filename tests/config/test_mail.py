"""Where mail goes."""

import pytest

from wisselwerk.config.env import SettingError
from wisselwerk.config.mail import mail_settings


def test_without_a_server_mail_goes_to_the_mailbox_of_a_demo() -> None:
    assert mail_settings("") == {"EMAIL_BACKEND": "wisselwerk.demo.mailbox.MailboxBackend"}


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://genk:p%40ss@mail.example.be", 587, False, True),
        ("smtp://genk:p%40ss@mail.example.be:2525", 2525, False, True),
        ("smtps://genk:p%40ss@mail.example.be", 465, True, False),
        ("smtp://genk:p%40ss@localhost:25", 25, False, False),
    ],
)
def test_a_server_by_its_address(url: str, port: int, *, ssl: bool, tls: bool) -> None:
    found = mail_settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("genk", "p@ss")


@pytest.mark.parametrize(
    "url", ["mail.example.be", "http://mail.example.be", "smtp://", "smtp://a:hush@b:many"]
)
def test_what_is_no_mail_server_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingError, match="smtp://") as refusal:
        mail_settings(url)
    assert "hush" not in str(refusal.value)
