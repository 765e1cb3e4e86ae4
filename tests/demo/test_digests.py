"""The mail of the week that a newcomer to the demo finds in its mailbox."""

import pytest
from django.core.mail import EmailMessage

from tests.cast import Stage
from tests.web.stage import work
from wisselwerk.apps.initiatives.models import DigestSubscription
from wisselwerk.apps.initiatives.queries.digest_proof import differences
from wisselwerk.apps.initiatives.services.digest import stop_digest
from wisselwerk.clock import today
from wisselwerk.demo.load import load_demo
from wisselwerk.domain.actor import ANONYMOUS

pytestmark = pytest.mark.django_db


def test_two_readers_find_what_is_new_and_loading_again_sends_no_other(
    demo: Stage, mailoutbox: list[EmailMessage]
) -> None:
    work()
    mail_to = {one.to[0]: str(one.body) for one in mailoutbox if "weekbericht" in str(one.subject)}
    official, coordinator = (
        mail_to.pop(to) for to in ("nazicht@vlaanderen.example", "regisseur@zuidoost-limburg.example")
    )
    assert mail_to == {}
    # Who has a territory reads of that first; who has none, all of it.
    assert coordinator.index("IN UW GEBIED") < coordinator.index("ELDERS")
    assert "OVERAL" in official
    for text in (official, coordinator):
        assert "Kennismakingscheques voor bedrijven in Genk" in text
        assert "Stop hem met één klik" in text
    assert list(differences()) == []
    for one in DigestSubscription.objects.select_related("person"):
        stop_digest(ANONYMOUS, person=one.person)
    load_demo(today())
    assert not DigestSubscription.objects.exists()
