"""The mail of the week under fire: asked for, planned and sent by several at the same moment, each once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection, transaction

from tests.initiatives import member_of, noticed
from tests.invariants.together import together
from tests.scene import GENK
from wisselwerk.apps.initiatives.models import DigestMail, DigestSubscription, MailState
from wisselwerk.apps.initiatives.queries.digest_proof import differences
from wisselwerk.apps.initiatives.services.digest import (
    SENDING_TAKES,
    claim_digest,
    close_digest,
    follow_digest,
    note_outcomes,
    plan_digests,
    stop_digest,
)
from wisselwerk.apps.outbox.mail import MailDelayed
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.jobs.digests import send_digest

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(weeks=1)
MAIL = "bestuur@genk.example"


def test_a_reader_is_told_once_whoever_does_it_at_the_same_moment(mailoutbox: list[EmailMessage]) -> None:
    genk = member_of(GENK)
    follow = partial(follow_digest, genk)
    assert len({getattr(one, "pk", one) for one in together([follow] * 4)}) == 1
    noticed()
    with time_machine.travel(now() + WEEK):
        note = partial(note_outcomes, SYSTEM, on=today())
        plan = partial(plan_digests, SYSTEM, on=today())
        found = together([plan, note] * 3)
        assert not [one for one in found if isinstance(one, Exception)]
        assert sum(found[::2]) == 1  # type: ignore[arg-type]  # none of them is an exception
        mail = DigestMail.objects.get()
        sent = together([partial(send_digest, mail.pk)] * 4)
        assert {type(one) for one in sent} <= {type(None), MailDelayed}
        send_digest(mail.pk)
    assert len(mailoutbox) == 1
    assert list(differences()) == []
    stop = partial(stop_digest, ANONYMOUS, person=Person.objects.get())
    assert sorted(together([stop] * 3)) == [False, False, True]  # type: ignore[type-var]  # as above
    assert not DigestSubscription.objects.exists()
    assert list(differences()) == []


def while_planned(act: Callable[[], object]) -> object:
    """What comes of something that is done while mails are being planned, for which it waits."""

    def acting() -> object:
        try:
            return act()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test wants to see it
            return error
        finally:
            connection.close()

    with time_machine.travel(now() + WEEK), ThreadPoolExecutor() as pool:
        with transaction.atomic():
            assert plan_digests(SYSTEM, on=today()) == 1
            done = pool.submit(acting)
            with pytest.raises(TimeoutError):
                done.result(timeout=1)
        return done.result(timeout=30)


def test_who_stops_while_a_mail_is_planned_stops_that_too() -> None:
    follow_digest(member_of(GENK))
    noticed()
    person = Person.objects.get()
    assert while_planned(lambda: stop_digest(ANONYMOUS, person=person)) is True
    assert not DigestSubscription.objects.exists()
    assert not DigestMail.objects.exists()


def test_who_is_erased_while_a_mail_is_planned_leaves_nothing() -> None:
    follow_digest(member_of(GENK))
    noticed()
    assert while_planned(lambda: erase_person(SYSTEM, email=MAIL)) is True
    assert not DigestMail.objects.exists()
    assert list(differences()) == []


def test_of_two_who_erase_the_same_person_one_finds_it() -> None:
    follow_digest(member_of(GENK))
    found = together([partial(erase_person, SYSTEM, email=MAIL)] * 3)
    assert not [one for one in found if isinstance(one, Exception)]
    assert not Person.objects.exists()


def test_who_gives_up_late_does_not_let_go_what_somebody_else_is_sending() -> None:
    follow_digest(member_of(GENK))
    noticed()
    with time_machine.travel(now() + WEEK):
        assert plan_digests(SYSTEM, on=today()) == 1
        slow, other = DigestMail.objects.get(), DigestMail.objects.get()
        assert claim_digest(SYSTEM, mail=slow)
    with time_machine.travel(now() + WEEK + SENDING_TAKES + timedelta(seconds=9)):
        assert claim_digest(SYSTEM, mail=other)
        close_digest(SYSTEM, mail=slow, state=MailState.WAITING)
        assert not claim_digest(SYSTEM, mail=DigestMail.objects.get())
        close_digest(SYSTEM, mail=other, state=MailState.WAITING)
        assert claim_digest(SYSTEM, mail=DigestMail.objects.get())
