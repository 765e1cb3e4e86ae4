"""A scheme does not open before its visum, or the council's exemption from it, is on record; that is never taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.payments import Treasury, treasury_of
from tests.scene import (
    GENK,
    LONG_AGO,
    OUDSBERGEN,
    Scene,
    award,
    enter,
    enterprise_number,
    keep_open,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.schemes.models import CouncilDecision, Scheme, Visum, VisumKind
from wisselwerk.apps.schemes.queries import scheme_overview
from wisselwerk.apps.schemes.services import give_visum, record_exemption, refuse_visum
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.apps.schemes.visum import visa_of, visum_of, waiting_for_visum
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.queries.visum_proof import visa_that_differ
from wisselwerk.apps.vouchers.services import submit_application
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.wording import sentence

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
EXEMPTION = {"title": "Geen visum voor cheques", "reference": "GR 2026/12"}


@pytest.fixture
def closed() -> Treasury:
    """Everything is there, but for the visum."""
    return treasury_of(set_scene(visum=False))


def apply(scene: Scene) -> Application:
    """As an enterprise does it, without any role."""
    return submit_application(
        ANONYMOUS,
        scheme=scene.scheme,
        enterprise_number=OWN_ENTERPRISE.number,
        email="iemand@verzonnen.example",
        declarations={"municipality": GENK},
    )


def every_way(who: Actor, scheme: Scheme, on: date) -> list[Callable[[], Visum]]:
    """To give it, to refuse it, and to record that the council asks none."""
    return [
        partial(give_visum, who, scheme=scheme, given_on=on),
        partial(refuse_visum, who, scheme=scheme, refused_on=on, reason="Nee."),
        partial(record_exemption, who, scheme=scheme, decided_on=on, **EXEMPTION),
    ]


def state(scene: Scene) -> SchemeState:
    found = scheme_overview(scene.scheme.slug, today())
    assert found is not None
    return found.state


def test_an_enterprise_hears_that_it_is_not_open_yet_and_nothing_of_a_visum(closed: Treasury) -> None:
    with pytest.raises(Refusal) as refused:
        apply(closed.scene)
    assert refusal_of(refused) == (RefusalCode.NOT_OPEN_YET, {})
    assert "visum" not in sentence(refused.value.reasons[0])
    assert not Application.objects.exists()
    assert state(closed.scene) == SchemeState.UPCOMING


def test_who_enters_applications_hears_what_is_missing_and_who_does_it(closed: Treasury) -> None:
    with pytest.raises(Refusal) as refused:
        enter(closed.scene)
    assert refusal_of(refused) == (RefusalCode.VISUM_MISSING, {"payer": "Genk"})


def test_with_the_visum_of_the_director_it_opens(closed: Treasury) -> None:
    visum = give_visum(closed.signs, scheme=closed.scene.scheme, given_on=today())
    assert (visum.kind, visum.decided_on, visum.actor) == (VisumKind.GIVEN, today(), str(closed.signs))
    assert state(closed.scene) == SchemeState.RUNNING
    assert apply(closed.scene).state == "unconfirmed"
    assert award(closed.scene).state == "open"
    assert list(visa_that_differ()) == []


def test_with_an_exemption_of_the_council_it_opens_and_the_decision_is_on_record(closed: Treasury) -> None:
    scheme, on = closed.scene.scheme, date(2026, 1, 5)
    visum = record_exemption(closed.scene.coordinator, scheme=scheme, decided_on=on, **EXEMPTION)
    decision = CouncilDecision.objects.get(subject="VISUM")
    assert (visum.kind, visum.decision) == (VisumKind.EXEMPT, decision)
    assert (decision.local_government, decision.decided_on, decision.reference) == (
        closed.payer,
        on,
        "GR 2026/12",
    )
    assert award(closed.scene).state == "open"
    assert list(visa_that_differ()) == []


def test_a_refusal_is_kept_with_its_reason_and_a_visum_may_follow(closed: Treasury) -> None:
    scheme = closed.scene.scheme
    refuse_visum(closed.signs, scheme=scheme, refused_on=today(), reason=" Er is geen krediet. ")
    refuse_visum(closed.signs, scheme=scheme, refused_on=today(), reason="Nog altijd niet.")
    assert visum_of(scheme) is None
    assert state(closed.scene) == SchemeState.UPCOMING
    give_visum(closed.signs, scheme=scheme, given_on=today(), conditions="Hoogstens 10.000 euro.")
    told = [(one.kind, one.remark.text) for one in visa_of(scheme)]
    assert told == [
        ("REFUSED", "Er is geen krediet."),
        ("REFUSED", "Nog altijd niet."),
        ("GIVEN", "Hoogstens 10.000 euro."),
    ]
    assert [entry.command for entry in Entry.objects.filter(subject=f"scheme:{scheme.pk}")] == [
        "refuse_visum",
        "refuse_visum",
        "give_visum",
    ]


def test_repeating_it_changes_nothing(closed: Treasury) -> None:
    scheme = closed.scene.scheme
    first = give_visum(closed.signs, scheme=scheme, given_on=today())
    assert give_visum(closed.signs, scheme=scheme, given_on=today()) == first
    assert Visum.objects.count() == Entry.objects.filter(command="give_visum").count() == 1


def test_an_exemption_read_twice_is_one(closed: Treasury) -> None:
    scheme, title = closed.scene.scheme, EXEMPTION["title"]
    first, again = (
        record_exemption(SYSTEM, scheme=scheme, decided_on=today(), **EXEMPTION) for _ in range(2)
    )
    assert first == again
    with pytest.raises(Refusal) as refused:
        record_exemption(SYSTEM, scheme=scheme, decided_on=today(), title=title, reference="GR 2026/13")
    assert refusal_of(refused) == (RefusalCode.VISUM_STANDS, {"on": today()})


def test_what_opened_a_scheme_is_not_taken_back(closed: Treasury) -> None:
    scheme, signs = closed.scene.scheme, closed.signs
    give_visum(signs, scheme=scheme, given_on=today())
    for act in every_way(signs, scheme, today() - A_DAY):
        with pytest.raises(Refusal) as refused:
            act()
        assert refusal_of(refused) == (RefusalCode.VISUM_STANDS, {"on": today()})
    assert not CouncilDecision.objects.filter(subject="VISUM").exists()


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_refusal_says_why(closed: Treasury, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_visum(closed.signs, scheme=closed.scene.scheme, refused_on=today(), reason=reason)
    assert refused.value.code is RefusalCode.VISUM_REASON_MISSING
    assert not Visum.objects.exists()


def test_an_exemption_says_where_it_can_be_found(closed: Treasury) -> None:
    with pytest.raises(Refusal) as refused:
        record_exemption(
            SYSTEM, scheme=closed.scene.scheme, title="Besluit", decided_on=today(), reference=" "
        )
    assert refused.value.code is RefusalCode.REFERENCE_MISSING
    assert not CouncilDecision.objects.filter(subject="VISUM").exists()


def test_no_day_to_come(closed: Treasury) -> None:
    scheme, tomorrow = closed.scene.scheme, today() + A_DAY
    for act in every_way(closed.signs, scheme, tomorrow):
        with pytest.raises(Refusal) as refused:
            act()
        assert refusal_of(refused) == (RefusalCode.DAY_TO_COME, {"on": tomorrow})


def test_only_the_financial_director_of_who_pays_gives_it_and_in_person(closed: Treasury) -> None:
    scheme = closed.scene.scheme
    elsewhere = person("financieel@oudsbergen.example")
    oudsbergen = local_government(OUDSBERGEN, today())
    grant_role(SYSTEM, person=elsewhere, organisation=oudsbergen, role=Role.FINANCIAL_DIRECTOR)
    other = Actor(ActorKind.PERSON, elsewhere.pk, frozenset({(Role.FINANCIAL_DIRECTOR, oudsbergen.pk)}))
    key = Actor(ActorKind.KEY, 1, frozenset({(Role.FINANCIAL_DIRECTOR, closed.payer.pk)}))
    for who in (closed.orders, closed.scene.coordinator, other, key, ANONYMOUS):
        for act in every_way(who, scheme, today())[:2]:
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code is RefusalCode.NOT_ALLOWED
    for who in (closed.orders, other, ANONYMOUS):
        with pytest.raises(Refusal) as refused:
            record_exemption(who, scheme=scheme, decided_on=today(), **EXEMPTION)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert not Visum.objects.exists()


def test_what_waits_for_a_director_is_that_of_the_municipality_that_pays(closed: Treasury) -> None:
    assert waiting_for_visum(closed.signs, today()) == [closed.scene.scheme]
    assert waiting_for_visum(closed.orders, today()) == []
    assert waiting_for_visum(closed.scene.coordinator, today()) == []
    give_visum(closed.signs, scheme=closed.scene.scheme, given_on=today())
    assert waiting_for_visum(closed.signs, today()) == []


def test_a_scheme_that_ran_before_stays_open_and_may_get_its_visum_still(closed: Treasury) -> None:
    scheme = closed.scene.scheme
    keep_open(scheme)
    assert award(closed.scene).state == "open"
    assert list(visa_that_differ()) == []
    with pytest.raises(Refusal) as refused:
        refuse_visum(closed.signs, scheme=scheme, refused_on=today(), reason="Nee.")
    assert refused.value.code is RefusalCode.VISUM_STANDS
    given = give_visum(closed.signs, scheme=scheme, given_on=today())
    assert visum_of(scheme) == given
    assert list(visa_that_differ()) == [], "what it ran on before still counts"


def test_the_database_itself_keeps_it(closed: Treasury) -> None:
    scheme = closed.scene.scheme
    visum = give_visum(closed.signs, scheme=scheme, given_on=today())
    for changed in ({"decided_on": LONG_AGO}, {"kind": "REFUSED"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Visum.objects.filter(pk=visum.pk).update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        visum.delete()
    for kind in ("GIVEN", "EXEMPT"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visum.objects.create(scheme=scheme, kind=kind, decided_on=today(), actor="system", at=now())


def test_verify_names_an_award_without_a_visum_on_its_day(closed: Treasury) -> None:
    give_visum(closed.signs, scheme=closed.scene.scheme, given_on=today())
    voucher = award(closed.scene)
    assert list(visa_that_differ()) == []
    Voucher.objects.filter(pk=voucher.pk).update(awarded_on=today() - A_DAY)
    problem = (
        f"voucher {voucher.pk}: was awarded on {today() - A_DAY}, when no visum of scheme genk was on record"
    )
    assert list(visa_that_differ()) == [problem]


def test_verify_names_an_award_in_a_scheme_without_any_visum(closed: Treasury) -> None:
    open_scene = set_scene(slug="open")
    voucher = award(open_scene)
    Voucher.objects.filter(pk=voucher.pk).update(scheme=closed.scene.scheme)
    assert f"voucher {voucher.pk}: was awarded" in next(visa_that_differ())


def test_verify_names_a_scheme_that_took_applications_before_its_visum_was_recorded(
    closed: Treasury,
) -> None:
    """Its day says long ago; what was committed by then was committed without it."""
    scheme = closed.scene.scheme
    give_visum(closed.signs, scheme=scheme, given_on=LONG_AGO)
    voucher = award(closed.scene)
    assert list(visa_that_differ()) == []
    recorded = Visum.objects.get().at
    before = recorded - timedelta(seconds=1)
    Application.objects.filter(pk=voucher.application_id).update(applied_at=before)
    assert list(visa_that_differ()) == [
        f"scheme genk: took applications from {before} on (1), before its visum was recorded at {recorded}"
    ]


def test_a_scheme_that_never_had_a_visum_is_named_for_each_application(closed: Treasury) -> None:
    open_scene = set_scene(slug="open")
    for serial in range(2):
        enter(open_scene, enterprise_number(serial))
    Application.objects.update(scheme=closed.scene.scheme)
    assert any(
        line.startswith("scheme genk: took applications") and "(2), before any visum was recorded" in line
        for line in visa_that_differ()
    )


def test_verify_names_a_scheme_that_is_said_to_have_run_before(closed: Treasury) -> None:
    """Whoever slips it in beside the program opens a scheme without a visum: the trail tells of none."""
    scheme = closed.scene.scheme
    slipped = Visum.objects.create(
        scheme=scheme, kind="BEFORE", decided_on=LONG_AGO, actor="system", at=now()
    )
    assert list(visa_that_differ()) == [
        f"visum {slipped.pk}: the trail tells of another actor, moment, day or scheme"
    ]
