"""Who lets go of a word of the catalogue waits for whoever brings in a file, and not in a circle."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from tests.invariants.test_no_deadlock import no_second_try
from tests.invariants.together import together
from tests.scene import set_provider
from wisselwerk.apps.catalogue.models import Provider, Service, Word
from wisselwerk.apps.catalogue.services import offer_service, register_provider
from wisselwerk.apps.catalogue.words import words_that_differ
from wisselwerk.db import in_one_transaction
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import SYSTEM

__all__ = ["no_second_try"]
pytestmark = pytest.mark.django_db(transaction=True)


def offered(provider: Provider, slug: str, name: str) -> Service:
    return offer_service(SYSTEM, provider=provider, slug=slug, name=name)


def test_two_that_let_go_of_one_word_and_bring_another_do_so_one_after_the_other(no_second_try: None) -> None:
    first = set_provider()
    other = register_provider(SYSTEM, enterprise_number=invented_number(97), slug="z", name="Windhoek")
    for provider in (first, other):
        offered(provider, "weg", "Zeppelins")

    def file() -> Service:
        offered(first, "nieuw", "Ballonnen")
        time.sleep(0.5)
        return offered(first, "weg", "Sleden")

    def click() -> Service:
        time.sleep(0.2)
        return offered(other, "weg", "Koetsen")

    acts: list[Callable[[], object]] = [partial(in_one_transaction, file), click]
    assert [one for one in together(acts) if isinstance(one, Exception)] == []
    assert Word.objects.get(text="zeppelin").may_be_untold
    assert list(words_that_differ()) == []
