"""Applying: what is asked, what is checked before anything is kept, and proving a mail address."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.scene import (
    EMAIL,
    GENK,
    Scene,
    actor,
    enter,
    enterprise_number,
    put_in_outbox,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.codes import (
    DAY,
    MAILS_PER_ADDRESS,
    MAILS_PER_ADDRESS_A_DAY,
    MAILS_PER_NETWORK,
    MAX_ATTEMPTS,
    VALID_FOR,
    network_hash,
)
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Channel, Confirmation, Decision
from wisselwerk.apps.vouchers.services import (
    confirm_application,
    enter_application,
    submit_application,
)
from wisselwerk.clock import now
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import ANONYMOUS, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.wording import UNKNOWN, sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def submit(
    scene: Scene, by: Actor = ANONYMOUS, *, number: str = OWN_ENTERPRISE.number, **asked: Any
) -> Application:
    asked = {"email": EMAIL["owner"], "declarations": {"municipality": GENK}} | asked
    return submit_application(by, scheme=scene.scheme, enterprise_number=number, **asked)


def confirmation(application: Application) -> Confirmation:
    return Confirmation.objects.get(application=application)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


# -- What is asked --------------------------------------------------------------------------------------------------


def test_an_application_of_nobody_known_waits_for_the_code_that_was_mailed(scene: Scene) -> None:
    application = submit(scene, provider=PROVIDER_NUMBER, service="tuin", channel=Channel.WEB)
    asked = confirmation(application)
    assert application.state == ApplicationState.UNCONFIRMED
    assert application.service is not None
    assert application.service.name == "Tuinonderhoud"
    assert application.enterprise.enterprise_number == OWN_ENTERPRISE.number
    assert (application.applicant, asked.email) == (None, EMAIL["owner"])
    assert not Decision.objects.exists()
    assert not Person.objects.filter(email=EMAIL["owner"]).exists()
    assert ("send_confirmation_code", {"confirmation_id": asked.pk}) in put_in_outbox()


def test_an_application_sent_with_the_partnerships_key_is_decided_at_once(scene: Scene) -> None:
    application = submit(scene, scene.coordinator, channel=Channel.API)
    assert application.state == ApplicationState.AWARDED
    assert application.applicant == Person.objects.get(email=EMAIL["owner"])
    decision = Decision.objects.get(application=application)
    assert ("send_decision", {"decision_id": decision.pk}) in put_in_outbox()


def test_a_coordinator_enters_an_application_on_the_telephone(scene: Scene) -> None:
    application = enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=OWN_ENTERPRISE.number,
        email=EMAIL["owner"],
        declarations={"municipality": GENK},
    )
    assert (application.channel, application.state) == (Channel.PHONE, ApplicationState.AWARDED)
    assert Entry.objects.filter(command="enter_application", subject=f"application:{application.pk}").exists()


def test_only_who_looks_after_the_scheme_enters_applications(scene: Scene) -> None:
    with pytest.raises(Refusal) as refused:
        enter_application(
            actor("stranger"),
            scheme=scene.scheme,
            enterprise_number=OWN_ENTERPRISE.number,
            email="a@b.example",
        )
    assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("asked", "code", "params"),
    [
        ({"number": "0123.456.788"}, RefusalCode.ENTERPRISE_NUMBER_INVALID, {"number": "0123.456.788"}),
        ({"email": "niet-een-adres"}, RefusalCode.EMAIL_INVALID, {}),
        ({"email": f"zaak@{'.'.join(['a' * 60] * 4)}.example"}, RefusalCode.EMAIL_INVALID, {}),
        (
            {"provider": OTHER_ENTERPRISE.number},
            RefusalCode.PROVIDER_UNKNOWN,
            {"number": OTHER_ENTERPRISE.number},
        ),
        ({"provider": "nee"}, RefusalCode.PROVIDER_UNKNOWN, {"number": "nee"}),
        ({"provider": PROVIDER_NUMBER, "service": "goud"}, RefusalCode.SERVICE_UNKNOWN, {"service": "goud"}),
        ({"service": "tuin"}, RefusalCode.SERVICE_UNKNOWN, {"service": "tuin"}),
        ({"declarations": {"municipality": "00000"}}, RefusalCode.PLACE_UNKNOWN, {"code": "00000"}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(
    scene: Scene, asked: dict[str, Any], code: RefusalCode, params: dict[str, object]
) -> None:
    organisations = Organisation.objects.count()
    with pytest.raises(Refusal) as refused:
        submit(scene, **asked)
    assert refusal_of(refused) == (code, params)
    assert not Application.objects.exists()
    assert Organisation.objects.count() == organisations


def test_a_declaration_that_nobody_asks_is_a_bug(scene: Scene) -> None:
    with pytest.raises(ValueError, match="horoscope"):
        submit(scene, declarations={"horoscope": "kreeft"})


def test_a_scheme_without_rules_yet_takes_no_applications(scene: Scene) -> None:
    empty = Scheme.objects.create(slug="later", name="Later", partnership=scene.partnership)
    with pytest.raises(Refusal) as refused:
        submit_application(
            scene.coordinator, scheme=empty, enterprise_number=OWN_ENTERPRISE.number, email="a@b.example"
        )
    assert refused.value.code is RefusalCode.NO_RULES_YET


# -- The code -------------------------------------------------------------------------------------------------------


def test_the_code_makes_the_applicant_known_and_the_decision_follows(scene: Scene) -> None:
    asked = confirmation(submit(scene, email="  Eigenares@Lindekruin.EXAMPLE "))
    application = confirm_application(
        ANONYMOUS, token=asked.token, code=f" {asked.code[:3]} {asked.code[3:]}"
    )
    assert application.state == ApplicationState.AWARDED
    assert application.applicant == Person.objects.get(email=EMAIL["owner"])
    decision = Decision.objects.get(application=application)
    assert (decision.is_automatic, decision.actor) == (True, f"person:{application.applicant_id}")


@pytest.mark.parametrize("again", ["the same", ""])
def test_a_code_works_once(scene: Scene, again: str) -> None:
    asked = confirmation(submit(scene))
    application = confirm_application(ANONYMOUS, token=asked.token, code=asked.code)
    assert confirmation(application).code == ""
    with pytest.raises(Refusal) as refused:
        confirm_application(ANONYMOUS, token=asked.token, code=asked.code if again else "")
    assert refused.value.code is RefusalCode.CODE_EXPIRED
    assert Decision.objects.count() == 1


def test_a_wrong_code_counts_though_it_is_refused(scene: Scene) -> None:
    asked = confirmation(submit(scene))
    for left in range(MAX_ATTEMPTS - 1, 0, -1):
        with pytest.raises(Refusal) as refused:
            confirm_application(ANONYMOUS, token=asked.token, code=wrong(asked.code))
        assert refusal_of(refused) == (RefusalCode.CODE_WRONG, {"left": left})
    with pytest.raises(Refusal) as refused:
        confirm_application(ANONYMOUS, token=asked.token, code="geen code")
    assert refused.value.code is RefusalCode.CODE_EXPIRED
    with pytest.raises(Refusal) as refused:
        confirm_application(ANONYMOUS, token=asked.token, code=asked.code)
    assert refused.value.code is RefusalCode.CODE_EXPIRED
    assert Application.objects.get().state == ApplicationState.UNCONFIRMED


def test_a_code_has_a_term(scene: Scene) -> None:
    asked = confirmation(submit(scene))
    with time_machine.travel(now() + VALID_FOR, tick=False), pytest.raises(Refusal) as refused:
        confirm_application(ANONYMOUS, token=asked.token, code=asked.code)
    assert refused.value.code is RefusalCode.CODE_EXPIRED


def test_a_token_that_nobody_gave_opens_nothing(scene: Scene) -> None:
    with pytest.raises(Refusal) as refused:
        confirm_application(ANONYMOUS, token="geraden", code="000000")
    assert refused.value.code is RefusalCode.CODE_EXPIRED


# -- Mail bombs -----------------------------------------------------------------------------------------------------


def test_an_address_gets_only_so_many_codes_in_an_hour(scene: Scene) -> None:
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        for serial in range(MAILS_PER_ADDRESS):
            submit(scene, number=enterprise_number(serial))
            clock.shift(timedelta(minutes=10))
        # The first of the hour leaves it in ten minutes.
        with pytest.raises(Refusal) as refused:
            submit(scene, number=enterprise_number(99))
        assert refusal_of(refused) == (RefusalCode.TOO_MANY_REQUESTS, {"minutes": 10})
        submit(scene, number=enterprise_number(99), email=EMAIL["stranger"])
        clock.shift(timedelta(minutes=10))
        submit(scene, number=enterprise_number(99))


def test_an_address_gets_only_so_many_codes_in_a_day(scene: Scene) -> None:
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        for serial in range(MAILS_PER_ADDRESS_A_DAY):
            submit(scene, number=enterprise_number(serial))
            clock.shift(timedelta(minutes=30))
        with pytest.raises(Refusal) as refused:
            submit(scene, number=enterprise_number(99))
        waits = 24 * 60 - 30 * MAILS_PER_ADDRESS_A_DAY
        assert refusal_of(refused) == (RefusalCode.TOO_MANY_REQUESTS, {"minutes": waits})
        clock.move_to(start + DAY)
        submit(scene, number=enterprise_number(99))


def test_a_network_gets_only_so_many_codes_in_an_hour(scene: Scene) -> None:
    here, there = network_hash("192.0.2.7"), network_hash("192.0.2.8")
    for serial in range(MAILS_PER_NETWORK):
        submit(scene, number=enterprise_number(0), email=f"a{serial}@lindekruin.example", sent_from=here)
    with pytest.raises(Refusal) as refused:
        submit(scene, email="nog@lindekruin.example", sent_from=here)
    assert refused.value.code is RefusalCode.TOO_MANY_REQUESTS
    submit(scene, email="nog@lindekruin.example", sent_from=there)


def test_of_a_network_address_only_a_keyed_hash_is_kept() -> None:
    assert network_hash("2001:db8::1") == network_hash("2001:db8::2") != network_hash("2001:db8:0:1::1")
    assert network_hash("192.0.2.7") != network_hash("192.0.2.8")
    assert "192.0.2.7" not in network_hash("192.0.2.7")
    assert network_hash("geen adres") == ""


def test_the_enterprise_is_held_before_the_applicant_is_made_known() -> None:
    scene = set_scene()
    with CaptureQueriesContext(connection) as asked:
        enter(scene)
    statements = [one["sql"] for one in asked.captured_queries]
    held = [at for at, sql in enumerate(statements) if 'WHERE "parties_organisation"."id" = ' in sql]
    known = [at for at, sql in enumerate(statements) if 'FROM "parties_person"' in sql]
    assert held[0] < known[0]


def test_before_the_first_rules_hold_nothing_is_taken_and_no_code_is_sent(scene: Scene) -> None:
    first = scene.scheme.versions.get().valid_from
    with time_machine.travel(f"{first - timedelta(days=3)}T12:00:00+01:00"):
        for by, submit in ((ANONYMOUS, submit_application), (scene.coordinator, enter_application)):
            with pytest.raises(Refusal) as refused:
                submit(
                    by,
                    scheme=scene.scheme,
                    enterprise_number=OWN_ENTERPRISE.number,
                    email="zaak@voorbeeld.example",
                )
            code, params = refusal_of(refused)
            assert (code, params) == (RefusalCode.NO_RULES_YET, {"applied_on": first - timedelta(days=3)})
            assert UNKNOWN not in sentence(refused.value.reasons[0])
    assert not Application.objects.exists()
    assert put_in_outbox() == []
