"""The trail tells of every command that changed something; a repeated command is done once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tests.invariants.together import together
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry, Receipt
from wisselwerk.apps.audit.services import Answer, once, record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_partnership
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

KEY = Actor(ActorKind.KEY, 7)


def founding(slug: str, done: list[str] | None = None) -> Callable[[], Answer]:
    """A command that can be seen to have been done."""

    def act() -> Answer:
        partnership = found_partnership(SYSTEM, slug=slug, name=slug)
        if done is not None:
            done.append(slug)
        return 201, {"id": partnership.pk, "slug": slug}

    return act


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_what_on_whose_behalf() -> None:
    record(KEY, "fund_scheme", "budget:1", authority="council_decision:3")
    entry = Entry.objects.get()
    assert (entry.actor, entry.command, entry.subject) == ("key:7", "fund_scheme", "budget:1")
    assert entry.authority == "council_decision:3"
    assert str(entry) == "fund_scheme budget:1 by key:7"


@pytest.mark.django_db
def test_an_entry_is_never_changed_or_taken_away() -> None:
    record(ANONYMOUS, "submit_application", "application:1")
    for change in (lambda: Entry.objects.update(actor="key:8"), lambda: Entry.objects.all().delete()):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            change()
    assert Entry.objects.get().actor == "anonymous"


@pytest.mark.django_db
def test_a_command_sent_again_gets_the_answer_of_the_first_time() -> None:
    done: list[str] = []
    answers = [once(KEY, "found", "k", "hash", founding("een", done)) for _ in range(3)]
    assert answers == [(201, {"id": Organisation.objects.get().pk, "slug": "een"})] * 3
    assert done == ["een"]
    assert str(Receipt.objects.get()) == "found k"


@pytest.mark.django_db
def test_a_key_counts_for_one_caller_and_one_route() -> None:
    once(KEY, "found", "k", "hash", founding("een"))
    once(KEY, "elsewhere", "k", "hash", founding("twee"))
    once(Actor(ActorKind.KEY, 8), "found", "k", "hash", founding("drie"))
    assert Organisation.objects.count() == Receipt.objects.count() == 3


@pytest.mark.django_db
def test_the_same_key_with_another_request_is_a_conflict() -> None:
    once(KEY, "found", "k", "hash", founding("een"))
    with pytest.raises(Refusal) as refused:
        once(KEY, "found", "k", "other hash", founding("twee"))
    assert refusal_of(refused) == (RefusalCode.IDEMPOTENCY_CONFLICT, {"key": "k"})
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_is_not_kept_and_takes_all_it_did_along() -> None:
    def refuse() -> Answer:
        founding("een")()
        raise Refusal(Reason(RefusalCode.NOT_ENOUGH_MONEY))

    for _ in range(2):
        with pytest.raises(Refusal):
            once(KEY, "found", "k", "hash", refuse)
    assert not Organisation.objects.exists()
    assert once(KEY, "found", "k", "hash", founding("een"))[0] == 201


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_and_all_get_its_answer() -> None:
    done: list[str] = []
    results = together([lambda: once(KEY, "found", "k", "hash", founding("een", done))] * 20)
    assert results == [(201, {"id": Organisation.objects.get().pk, "slug": "een"})] * 20
    assert done == ["een"]


@pytest.mark.django_db
def test_a_receipt_without_its_key_twice_cannot_be() -> None:
    once(KEY, "found", "k", "hash", founding("een"))
    twin = Receipt.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
