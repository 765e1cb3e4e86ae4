"""Everyone sees only their own, in a fixed number of queries, and the numbers of a scheme add up."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.nights import let_lapse
from tests.scene import (
    EMAIL,
    GENK,
    IN_PARTS,
    TONGEREN,
    Scene,
    actor,
    award,
    enter,
    enterprise_number,
    invoice,
    set_provider,
    set_scene,
)
from wisselwerk.apps.parties.queries import actor_for_key
from wisselwerk.apps.parties.services import (
    create_key,
    found_partnership,
    grant_role,
    local_government,
    person,
)
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Voucher
from wisselwerk.apps.vouchers.queries import (
    application_for,
    applications_of,
    confirmation_by_token,
    coordinated_applications,
    due_to,
    history_of,
    latest_decision,
    main_lines,
    outcomes_of,
    redemptions_of,
    uptake,
    voucher_for,
    vouchers_coordinated,
    vouchers_held,
    vouchers_offered,
    waiting_applications,
)
from wisselwerk.apps.vouchers.queries.vouchers import AWARDED
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    redeem_voucher,
    resume_voucher,
    reverse_redemption,
    submit_application,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wisselwerk.domain.voucher import VoucherState

pytestmark = pytest.mark.django_db

SEES_A_VOUCHER = {"owner", "colleague", "provider_staff", "coordinator_genk", "auditor"}
SEES_AN_APPLICATION = SEES_A_VOUCHER - {"provider_staff"}


def set_all() -> tuple[Scene, Voucher]:
    """A voucher of the owner's enterprise; everybody else of the cast is somebody elsewhere."""
    scene = set_scene()
    voucher = award(scene)
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    elsewhere = found_partnership(SYSTEM, slug="elders", name="Elders")
    other = set_provider(invented_number(2)).organisation
    for key, organisation, role in (
        ("stranger", other, Role.PROVIDER),
        ("stranger", other, Role.HOLDER),
        ("stranger", local_government(GENK, today()), Role.MEMBER),
        ("coordinator_zuidoost_limburg", elsewhere, Role.COORDINATOR),
        ("coordinator_zuidoost_limburg", elsewhere, Role.AUDITOR),
    ):
        grant_role(SYSTEM, person=person(EMAIL[key]), organisation=organisation, role=role)
    return scene, voucher


@pytest.mark.parametrize("key", sorted(EMAIL))
def test_a_voucher_is_there_for_those_it_is_about_and_for_nobody_else(key: str) -> None:
    _, voucher = set_all()
    if key in SEES_A_VOUCHER:
        assert voucher_for(actor(key), voucher.code) == voucher
    else:
        with pytest.raises(Voucher.DoesNotExist):
            voucher_for(actor(key), voucher.code)


@pytest.mark.parametrize("key", sorted(EMAIL))
def test_an_application_is_there_for_those_it_is_about_and_for_nobody_else(key: str) -> None:
    _, voucher = set_all()
    if key in SEES_AN_APPLICATION:
        assert application_for(actor(key), voucher.application_id) == voucher.application
    else:
        with pytest.raises(Application.DoesNotExist):
            application_for(actor(key), voucher.application_id)


@pytest.mark.parametrize("nobody", [ANONYMOUS, Actor(ANONYMOUS.kind, 1)])
def test_nobody_known_sees_nothing_also_when_the_applicant_was_erased(nobody: Actor) -> None:
    _, voucher = set_all()
    Application.objects.update(applicant=None)
    with pytest.raises(Voucher.DoesNotExist):
        voucher_for(nobody, voucher.code)
    with pytest.raises(Application.DoesNotExist):
        application_for(nobody, voucher.application_id)


def test_keys_see_what_their_organisation_sees() -> None:
    scene, voucher = set_all()
    organisations = {
        "partnership": scene.partnership,
        "holder": voucher.holder,
        "provider": scene.provider.organisation,
    }
    for name, organisation in organisations.items():
        key = actor_for_key(create_key(SYSTEM, organisation=organisation, name=name))
        assert key is not None
        assert voucher_for(key, voucher.code) == voucher


def test_what_does_not_exist_looks_the_same_as_what_is_not_yours() -> None:
    scene, _ = set_all()
    for code in ("0" * 16, "", "geen code"):
        with pytest.raises(Voucher.DoesNotExist):
            voucher_for(scene.coordinator, code)
    with pytest.raises(Application.DoesNotExist):
        application_for(scene.coordinator, uuid4())


List = Callable[[Actor], Iterable[object]]


@pytest.mark.parametrize(
    ("listed", "sees"),
    [
        (vouchers_held, {"owner", "colleague"}),
        (vouchers_offered, {"provider_staff"}),
        (vouchers_coordinated, {"coordinator_genk"}),
        (applications_of, {"owner", "colleague"}),
        (coordinated_applications, {"coordinator_genk"}),
        (redemptions_of, {"provider_staff"}),
        (due_to, {"provider_staff"}),
    ],
)
def test_every_list_holds_ones_own(listed: List, sees: set[str]) -> None:
    scene, voucher = set_all()
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    assert {key for key in EMAIL if list(listed(actor(key)))} == sees


def test_lists_are_narrowed_to_a_scheme_and_a_state() -> None:
    scene, voucher = set_all()
    refused = enter(scene, OTHER_ENTERPRISE.number, municipality=TONGEREN)
    here, by = scene.scheme, scene.coordinator
    assert list(vouchers_coordinated(by, scheme=here, state=VoucherState.OPEN)) == [voucher]
    assert not vouchers_coordinated(by, scheme=here, state=VoucherState.USED).exists()
    assert list(coordinated_applications(by, scheme=here, state=ApplicationState.REFUSED)) == [refused]


def test_what_waits_comes_oldest_first() -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    waiting = [enter(scene, enterprise_number(serial)) for serial in range(3)]
    assert list(waiting_applications(scene.coordinator, scene.scheme)) == waiting
    assert list(waiting_applications(actor("owner"))) == []


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = set_scene(rules=IN_PARTS)
    for serial in range(3):
        voucher = award(scene, enterprise_number(serial))
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 100, number=f"F-{serial}"))
    by, staff, owner = scene.coordinator, actor("provider_staff"), actor("owner")
    with django_assert_num_queries(2):
        found = voucher_for(by, voucher.code)
        assert [one.payee.name for one in found.redemptions.all()] == ["De Zilverspar"]
        assert found.provider is not None
        assert (found.provider.organisation.name, found.account.balance_cents) == ("De Zilverspar", 49_900)
    with django_assert_num_queries(2):
        commands = [event.command for event in history_of(found)]
    assert commands == ["enter_application", AWARDED, "redeem_voucher"]
    with django_assert_num_queries(3):
        application = application_for(by, found.application_id)
        decision = latest_decision(application)
        assert decision is not None
        assert len(outcomes_of(decision)) == len(decision.outcomes) == 9
        assert list(application.remarks.all()) == []
    for listed, who in ((vouchers_coordinated, by), (vouchers_offered, staff), (vouchers_held, owner)):
        with django_assert_num_queries(2):
            assert len([(one.holder.name, list(one.redemptions.all())) for one in listed(who)]) == 3
    for listed_too, who in ((coordinated_applications, by), (applications_of, owner)):
        with django_assert_num_queries(2):
            assert len([(one.enterprise.name, latest_decision(one)) for one in listed_too(who)]) == 3
    with django_assert_num_queries(1):
        assert len([one.voucher.holder.name for one in redemptions_of(staff)]) == 3
    with django_assert_num_queries(3):
        assert [one.amount_cents for one in due_to(staff)] == [300]


def test_the_page_that_asks_the_code_finds_its_application(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    scene = set_scene()
    asked = submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(1), email=EMAIL["owner"]
    )
    with django_assert_num_queries(1):
        found = confirmation_by_token(asked.confirmation.token)
        assert found is not None
        assert found.application.scheme.name == scene.scheme.name
    assert confirmation_by_token("geraden") is None


# -- In numbers -----------------------------------------------------------------------------------------------------


def test_the_main_lines_of_a_year_balance(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = set_scene(rules=IN_PARTS, budget_cents=300_000)
    used, part, lapsed = (award(scene, enterprise_number(serial)) for serial in range(3))
    enter(scene, enterprise_number(3), municipality=TONGEREN)
    submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(4), email=EMAIL["owner"]
    )
    undone = redeem_voucher(scene.coordinator, code=used.code, data=invoice(used, 10_000, number="F-0"))
    reverse_redemption(scene.coordinator, redemption=undone.id, reason="Fout.")
    redeem_voucher(scene.coordinator, code=used.code, data=invoice(used, 60_000, number="F-1"))
    redeem_voucher(scene.coordinator, code=part.code, data=invoice(part, 20_000, number="F-2"))
    contest_voucher(scene.coordinator, voucher=part, reason="Nakijken.")
    assert let_lapse(lapsed) == 1
    resume_voucher(scene.coordinator, voucher=part, reason="Het klopt.")
    with django_assert_num_queries(5):
        lines = main_lines(scene.scheme, today().year)
    assert (lines.budget_cents, lines.left_cents) == (300_000, 200_000)
    assert (lines.reserved_cents, lines.settled_cents, lines.released_cents) == (30_000, 70_000, 50_000)
    assert (lines.applications, lines.refused, lines.vouchers, lines.redemptions) == (4, 1, 3, 2)
    assert lines.is_balanced
    assert main_lines(scene.scheme, today().year - 1).budget_cents == 0


def test_small_numbers_are_not_published() -> None:
    scene = set_scene()
    for serial in range(5):
        award(scene, enterprise_number(serial))
    published = main_lines(scene.scheme, today().year).published()
    assert (published.applications, published.vouchers) == (5, 5)
    assert (published.refused, published.redemptions) == (0, 0)
    assert (published.reserved_cents, published.settled_cents, published.released_cents) == (125_000, 0, 0)
    enter(scene, enterprise_number(9), municipality=TONGEREN)
    assert main_lines(scene.scheme, today().year).published().refused is None


def test_amounts_that_would_tell_a_small_number_are_not_published_either() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(4)]
    few = main_lines(scene.scheme, today().year).published()
    assert (few.vouchers, few.reserved_cents, few.released_cents) == (None, None, None)
    assert (few.budget_cents, few.settled_cents) == (25_000_000, None)
    redeem_voucher(scene.coordinator, code=vouchers[0].code, data=invoice(vouchers[0], 50_000))
    last = award(scene, enterprise_number(4))
    enough = main_lines(scene.scheme, today().year).published()
    # What is left is public, so that what is on vouchers would tell what was used.
    assert (enough.vouchers, enough.reserved_cents, enough.released_cents) == (5, None, None)
    assert (enough.redemptions, enough.settled_cents) == (None, None)
    assert enough.left_cents == 25_000_000 - 125_000
    for number, voucher in enumerate([*vouchers[1:], last]):
        data = invoice(voucher, 50_000, number=f"G-{number}")
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    all_used = main_lines(scene.scheme, today().year).published()
    assert (all_used.reserved_cents, all_used.settled_cents, all_used.released_cents) == (0, 125_000, 0)


def test_uptake_has_every_week_also_those_in_which_nothing_happened(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monday = date(today().year, 3, 1)
    monday += timedelta(days=-monday.weekday() % 7)
    with time_machine.travel(monday.isoformat(), tick=False):
        scene = set_scene(rules=IN_PARTS)
        voucher = award(scene)
    # Half past eleven in the evening of Sunday in Brussels: still the second week after.
    with time_machine.travel(f"{monday + timedelta(days=20)}T22:30:00+01:00", tick=False):
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 100))
    with django_assert_num_queries(2):
        weeks = uptake(scene.scheme, monday + timedelta(days=2), monday + timedelta(days=27))
    assert [(week.starts_on, week.vouchers, week.redemptions) for week in weeks] == [
        (monday, 1, 0),
        (monday + timedelta(weeks=1), 0, 0),
        (monday + timedelta(weeks=2), 0, 1),
        (monday + timedelta(weeks=3), 0, 0),
    ]


def test_a_voucher_without_a_chosen_provider_belongs_to_no_providers_list() -> None:
    scene = set_scene()
    award(scene, provider=None)
    assert list(vouchers_offered(actor("provider_staff"))) == []


def test_the_provider_it_was_used_with_keeps_seeing_it_while_that_stands() -> None:
    scene, _ = set_all()
    voucher = award(scene, OTHER_ENTERPRISE.number, provider=None)
    staff = actor("provider_staff")
    with pytest.raises(Voucher.DoesNotExist):
        voucher_for(staff, voucher.code)
    done = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    assert voucher_for(staff, voucher.code) == voucher
    with pytest.raises(Voucher.DoesNotExist):
        voucher_for(actor("stranger"), voucher.code)
    reverse_redemption(scene.coordinator, redemption=done.id, reason="Fout.")
    with pytest.raises(Voucher.DoesNotExist):
        voucher_for(staff, voucher.code)
