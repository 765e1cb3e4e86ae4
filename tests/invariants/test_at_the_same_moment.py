"""Money under fire: whatever comes at once, nothing is overdrawn, awarded twice or paid twice."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.invariants.together import outcomes, together
from tests.scene import (
    EMAIL,
    GENK,
    IN_PARTS,
    Scene,
    award,
    enter,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.audit.models import Receipt
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.codes import MAILS_PER_ADDRESS, MAX_ATTEMPTS
from wisselwerk.apps.parties.services import enterprise, person
from wisselwerk.apps.schemes.models import Ceiling
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Confirmation,
    Decision,
    Redemption,
    Voucher,
)
from wisselwerk.apps.vouchers.queries import latest_decision, proof, reasons_of
from wisselwerk.apps.vouchers.services import (
    Redeemed,
    confirm_application,
    contest_voucher,
    decide_application,
    lapse_vouchers,
    redeem_voucher,
    reverse_redemption,
    revoke_voucher,
    submit_application,
)
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *proof.differences()] == []


def state(application: object) -> str:
    """The state an application came in."""
    assert isinstance(application, Application)
    return application.state


def redeeming(
    scene: Scene, voucher: Voucher, net_cents: int, number: str, key: str = ""
) -> Callable[[], Redeemed]:
    data = invoice(voucher, net_cents, number=number)
    return partial(redeem_voucher, scene.coordinator, code=voucher.code, data=data, key=key)


# -- Awards ---------------------------------------------------------------------------------------------------------


def test_forty_claims_on_a_budget_for_ten_give_exactly_ten() -> None:
    scene = set_scene(budget_cents=10 * 25_000)
    found = outcomes(
        together([partial(enter, scene, enterprise_number(serial)) for serial in range(40)]), state
    )
    assert found == {ApplicationState.AWARDED: 10, ApplicationState.REFUSED: 30}
    assert Account.objects.get(kind=AccountKind.BUDGET).balance_cents == 0
    for application in Application.objects.filter(state=ApplicationState.REFUSED):
        decision = latest_decision(application)
        assert decision is not None
        assert [reason.code for reason in reasons_of(decision)] == [RefusalCode.BUDGET_EXHAUSTED]
        assert decision.facts["budget_left_cents"] == 0


def test_forty_claims_under_a_ceiling_for_ten_give_exactly_ten() -> None:
    scene = set_scene(rules={"budget_ceiling": {"per_year_cents": 10 * 25_000}})
    found = outcomes(
        together([partial(enter, scene, enterprise_number(serial)) for serial in range(40)]), state
    )
    assert found == {ApplicationState.AWARDED: 10, ApplicationState.REFUSED: 30}
    assert Ceiling.objects.get().room.balance_cents == 0


def test_one_enterprise_that_applies_ten_times_at_once_gets_one() -> None:
    scene = set_scene()
    # Known already: nobody waits because somebody else is making the same rows.
    enterprise(OWN_ENTERPRISE.number)
    person(EMAIL["owner"])
    found = outcomes(together([partial(enter, scene)] * 10), state)
    assert found == {ApplicationState.AWARDED: 1, ApplicationState.REFUSED: 9}
    assert Voucher.objects.count() == 1


def test_a_code_brought_back_ten_times_at_once_decides_once() -> None:
    scene = set_scene()
    submit_application(
        ANONYMOUS,
        scheme=scene.scheme,
        enterprise_number=enterprise_number(1),
        email=EMAIL["owner"],
        declarations={"municipality": GENK},
    )
    asked = Confirmation.objects.get()
    confirm = partial(confirm_application, ANONYMOUS, token=asked.token, code=asked.code)
    found = outcomes(together([confirm] * 10), state)
    assert found == {ApplicationState.AWARDED: 1, "CODE_EXPIRED": 9}
    assert Decision.objects.count() == 1


def test_many_guesses_at_once_do_not_share_an_attempt() -> None:
    scene = set_scene()
    submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(1), email=EMAIL["owner"]
    )
    asked = Confirmation.objects.get()
    guesses = [f"{(int(asked.code) + serial) % 10**6:06}" for serial in range(1, 21)]
    found = outcomes(
        together(
            [partial(confirm_application, ANONYMOUS, token=asked.token, code=guess) for guess in guesses]
        ),
        state,
    )
    assert found["CODE_WRONG"] + found["CODE_EXPIRED"] == 20
    assert found["CODE_WRONG"] <= MAX_ATTEMPTS
    assert Confirmation.objects.get().attempts == MAX_ATTEMPTS


def test_mails_to_one_address_are_counted_also_when_they_are_asked_at_once() -> None:
    scene = set_scene()
    found = outcomes(
        together(
            [
                partial(
                    submit_application,
                    ANONYMOUS,
                    scheme=scene.scheme,
                    enterprise_number=enterprise_number(serial),
                    email=EMAIL["owner"],
                )
                for serial in range(20)
            ]
        ),
        state,
    )
    assert found == {
        ApplicationState.UNCONFIRMED: MAILS_PER_ADDRESS,
        "TOO_MANY_REQUESTS": 20 - MAILS_PER_ADDRESS,
    }


def test_two_coordinators_decide_once() -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    application = enter(scene)
    acts = [
        partial(
            decide_application,
            scene.coordinator,
            application=application,
            award=award,
            motivation="Zo.",
            refused_on="" if award else "territory",
        )
        for award in (True, False) * 5
    ]
    refused = [result for result in together(acts) if isinstance(result, Refusal)]
    assert len(refused) == 9
    assert {one.code for one in refused} == {RefusalCode.WRONG_STATE}


# -- Redemptions ----------------------------------------------------------------------------------------------------


def test_one_voucher_redeemed_by_twenty_at_once_gives_one_success() -> None:
    scene = set_scene()
    voucher = award(scene)
    found = outcomes(together([redeeming(scene, voucher, 50_000, f"F-{serial}") for serial in range(20)]))
    assert found == {"done": 1, "VOUCHER_ALREADY_SETTLED": 19}


def test_parts_redeemed_at_once_never_come_to_more_than_the_voucher() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    results = together([redeeming(scene, voucher, 7_000, f"F-{serial}") for serial in range(20)])
    # Seven whole parts, and one of what is then left.
    assert outcomes(results) == {"done": 8, "VOUCHER_ALREADY_SETTLED": 12}
    parts = sorted(result.voucher_part_cents for result in results if isinstance(result, Redeemed))
    assert parts == [1_000] + [7_000] * 7


def test_the_same_invoice_on_many_vouchers_at_once_pays_once() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(8)]
    data = [invoice(one, 50_000, number="F-1") for one in vouchers]
    acts = [
        partial(redeem_voucher, scene.coordinator, code=one.code, data=bytes_)
        for one, bytes_ in zip(vouchers, data, strict=True)
    ]
    assert outcomes(together(acts)) == {"done": 1, "INVOICE_ALREADY_USED": 7}
    assert Voucher.objects.filter(state="open").count() == 7


def test_a_command_repeated_while_the_first_is_busy_gets_the_same_answer() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    results = together([redeeming(scene, voucher, 10_000, "F-1", key="k")] * 20)
    assert outcomes(results) == {"done": 20}
    assert len(set(results)) == 1
    assert Redemption.objects.count() == Receipt.objects.count() == 1


def test_one_key_for_many_requests_at_once_is_used_by_one_of_them() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(8)]
    acts = [redeeming(scene, one, 50_000, f"F-{one.pk}", key="k") for one in vouchers]
    assert outcomes(together(acts)) == {"done": 1, "IDEMPOTENCY_CONFLICT": 7}


def test_the_first_invoices_of_a_payee_open_one_account() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(8)]
    acts = [redeeming(scene, one, 50_000, f"F-{one.pk}") for one in vouchers]
    assert outcomes(together(acts)) == {"done": 8}
    assert Account.objects.filter(kind=AccountKind.OWED).count() == 1


def test_a_redemption_is_reversed_once_by_ten_at_once() -> None:
    scene = set_scene()
    done = redeeming(scene, award(scene), 50_000, "F-1")()
    acts = [partial(reverse_redemption, scene.coordinator, redemption=done.id, reason="Fout.")] * 10
    results = together(acts)
    refused = [result.code for result in results if isinstance(result, Refusal)]
    assert refused == [RefusalCode.ALREADY_REVERSED] * 9
    assert Transfer.objects.filter(road="REVERSE").count() == 1


def test_an_invoice_set_free_is_taken_once() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher, other = award(scene, enterprise_number(1)), award(scene, enterprise_number(2))
    done = redeeming(scene, voucher, 10_000, "F-1")()
    acts: list[Callable[[], object]] = [
        partial(reverse_redemption, scene.coordinator, redemption=done.id, reason="Fout.")
    ]
    acts += [redeeming(scene, one, 10_000, "F-1") for one in (voucher, other) * 5]
    results = together(acts)
    taken = [result for result in results if isinstance(result, Redeemed)]
    assert len(taken) <= 1
    assert Redemption.objects.filter(is_reversed=False).count() == len(taken)


def test_whatever_ends_a_voucher_while_it_is_used_the_money_is_in_one_place() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    acts: list[Callable[[], object]] = [
        redeeming(scene, voucher, 4_000, f"F-{serial}") for serial in range(10)
    ]
    acts.insert(5, partial(revoke_voucher, scene.coordinator, voucher=voucher, reason="Ingetrokken."))
    acts.insert(3, partial(contest_voucher, scene.coordinator, voucher=voucher, reason="Betwist."))
    acts.insert(7, partial(lapse_vouchers, scene.coordinator, on=voucher.awarded_on))
    results = together(acts)
    redeemed = sum(one.voucher_part_cents for one in results if isinstance(one, Redeemed))
    budget = Account.objects.get(kind=AccountKind.BUDGET).balance_cents
    assert Voucher.objects.get().state == "revoked"
    assert budget == 25_000_000 - redeemed
