"""All that can be found is made anew while others write: nobody fails, waits in a circle, or stays unfound."""

import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.initiatives import in_order, member_of, noted, noticed
from tests.invariants.test_no_deadlock import ended, no_second_try
from tests.invariants.together import together
from tests.network import Learning, asked, learning_network
from tests.scene import GENK, set_provider
from wisselwerk.apps.catalogue.services import describe_provider, offer_service, rebuild_search
from wisselwerk.apps.catalogue.words import words_that_differ
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.initiatives.services import confirm_initiative, deny_initiative, renew_initiatives
from wisselwerk.apps.network.services import answer_network, take_down
from wisselwerk.apps.search.documents import differences
from wisselwerk.apps.search.models import Document, Word
from wisselwerk.apps.search.services import rebuild_documents
from wisselwerk.cli.documents import documents
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.finding import Document as Told

__all__ = ["in_order", "no_second_try"]
pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND, NEW = (f"https://raad.example/{number}" for number in range(3))
SAID = "Ondernemers haken af zodra ze zelf iets betalen."


def wrong(acts: list[Callable[[], object]]) -> list[Exception]:
    return [one for one in together(acts) if isinstance(one, Exception)]


def slowly() -> Iterator[Told]:
    """Of an installation with much to read."""
    for one in documents():
        time.sleep(0.2)
        yield one


def test_who_asks_or_answers_while_all_is_made_anew_is_found_after_it(no_second_try: None) -> None:
    there = learning_network()
    question = asked(there)

    def answers() -> object:
        """Known words only: no new one has it wait."""
        time.sleep(0.3)
        return answer_network(there.knows, question=question, given_for=there.knows_for, text=SAID)

    def asks() -> object:
        time.sleep(0.3)
        return asked(there)

    rebuild = partial(rebuild_documents, SYSTEM, documents=slowly)
    assert wrong([rebuild, answers, asks]) == []
    assert list(differences(documents())) == []


def test_what_is_being_asked_when_all_is_made_anew_is_found_after_it(no_second_try: None) -> None:
    there = learning_network()

    def asks() -> object:
        question = asked(there)
        time.sleep(0.6)
        return question

    def rebuild() -> object:
        time.sleep(0.2)
        return rebuild_documents(SYSTEM, documents=documents)

    assert wrong([partial(in_one_transaction, asks), rebuild]) == []
    assert list(differences(documents())) == []


def test_who_offers_a_service_while_the_words_are_noted_anew_is_found_after_it(no_second_try: None) -> None:
    provider = set_provider()
    offer_service(SYSTEM, provider=provider, slug="ballon", name="Zeppelins en ballonnen")
    offer_service(SYSTEM, provider=provider, slug="slee", name="Sleden")

    def rebuild() -> object:
        count = rebuild_search(SYSTEM)
        time.sleep(0.6)
        return count

    def click() -> object:
        time.sleep(0.3)
        return offer_service(SYSTEM, provider=provider, slug="slee", name="Sleden en ballonnen")

    def describes() -> object:
        time.sleep(0.3)
        return describe_provider(
            SYSTEM, provider=provider, description="Sleden.", contact="", places=frozenset({"71016"})
        )

    assert wrong([partial(in_one_transaction, rebuild), click, describes]) == []
    assert list(words_that_differ()) == []


def test_a_word_that_goes_is_not_told_by_somebody_else_meanwhile(no_second_try: None) -> None:
    there = learning_network()
    first, second = asked(there), asked(there)
    answer = answer_network(there.knows, question=first, given_for=there.knows_for, text="Zeppelins.")

    def takes_down() -> object:
        take_down(there.knows, question=first, answer=answer)
        time.sleep(0.5)
        return None

    def says_it_too() -> object:
        time.sleep(0.2)
        return answer_network(there.far, question=second, given_for=there.far_for, text="Zeppelins.")

    assert wrong([partial(in_one_transaction, takes_down), says_it_too]) == []
    assert Word.objects.filter(text="zeppelins").exists()
    assert list(differences(documents())) == []


def brought_in() -> object:
    """A page with a new decision first, and then another word of one that was there."""
    noted(address=NEW)
    time.sleep(0.5)
    return noted(address=FIRST, description=("Meer.",))


def test_what_is_worked_out_anew_while_a_page_is_brought_in_waits_before_it_holds_anything(
    no_second_try: None,
) -> None:
    first = noticed(address=FIRST)
    Initiative.objects.filter(pk=first.pk).update(title="Zoals het vroeger werd gelezen")

    def renews() -> object:
        time.sleep(0.2)
        return renew_initiatives(SYSTEM)

    assert wrong([partial(in_one_transaction, brought_in), renews]) == []
    assert list(differences(documents())) == []


def test_who_confirms_after_all_while_a_page_is_brought_in_waits_before_it_holds_anything(
    no_second_try: None,
) -> None:
    genk, first = member_of(GENK), noticed(address=FIRST)
    deny_initiative(genk, initiative=first)

    def click() -> object:
        time.sleep(0.2)
        return confirm_initiative(genk, initiative=first)

    assert wrong([partial(in_one_transaction, brought_in), click]) == []
    assert list(differences(documents())) == []


def test_what_the_database_ended_reads_all_of_it_again(there: Learning) -> None:
    """Also what was read the first time: nothing is left of that."""
    asked(there)
    begun: list[int] = []

    def once_ended() -> Iterator[Told]:
        begun.append(1)
        yield from documents()
        if len(begun) == 1:
            raise ended("40P01")

    whole = Document.objects.count()
    assert rebuild_documents(SYSTEM, documents=once_ended) == whole > 0
    assert len(begun) == 2


@pytest.fixture
def there() -> Learning:
    return learning_network()
