"""Pages speak Dutch until somebody chooses otherwise; machines are answered in the language they ask."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_browsers_language_does_not_decide() -> None:
    page = Client().get("/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert '<html lang="nl"' in page.content.decode()
    assert page["Content-Language"] == "nl"


def test_the_reader_chooses() -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get("/").content.decode()


def test_a_language_that_is_not_spoken_is_dutch() -> None:
    client = Client()
    client.cookies["django_language"] = "xx"
    assert '<html lang="nl"' in client.get("/").content.decode()


@pytest.mark.parametrize(("asked", "said"), [("nl", "sleutel"), ("en", "key")])
def test_machines_say_what_they_want(asked: str, said: str) -> None:
    answer = Client().get("/api/v1/vouchers/nonsense", headers={"Accept-Language": asked})
    assert said in answer.json()["detail"]
