"""How often each page asks the database: a number that does not grow with what there is to show."""

import io
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.acquaintance import SENTENCE, stated
from tests.apps.test_payouts_beside import record
from tests.apps.test_payouts_counted import paid_too_much
from tests.apps.test_payouts_telling import refused
from tests.apps.test_settlements_received import told as told_of_member
from tests.payments import pass_checks, treasury_of
from tests.scene import GENK, award, enter, enterprise_number, invoice, set_scene
from tests.settling import AS_, BY_SEAT, municipality, set_year
from tests.web import answered
from tests.web.stage import Stage, browser, pay, set_stage
from wisselwerk.apps.catalogue.models import ProviderPlace
from wisselwerk.apps.catalogue.services import offer_service
from wisselwerk.apps.introductions.services import state_need, suggest_services
from wisselwerk.apps.payouts.models import BankLine, ClaimNotice, PayeeNotice
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import claim_everything_back, read_bank_file, tell_payees
from wisselwerk.apps.settlements.models import SettlementShare
from wisselwerk.apps.settlements.services import send_settlement
from wisselwerk.apps.vouchers.models import Delivery, DeliveryState, Notice, Redemption
from wisselwerk.apps.vouchers.queries import latest_decision
from wisselwerk.apps.vouchers.services import redeem_voucher, remind_holders, reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_answer_sample import write_statement

pytestmark = pytest.mark.django_db

# Each counts one for whether this is a demo; of somebody signed in also the session, the person and the roles.
COUNTS: Mapping[str, int] = {
    "home": 8,
    "schemes": 8,
    "scheme": 24,
    "services": 7,
    "provider": 6,
    "privacy": 1,
    "main lines": 24,
    "register": 6,
    "initiative": 8,
    "our initiatives": 11,
    "two initiatives": 12,
    "mail of the week": 13,
    "our role": 6,
    "what we learn": 7,
    "still working together": 3,
    "no more questions": 3,
    "mail of the week stopped": 3,
    "control": 11,
    "controlled": 13,
    "roles": 4,
    "apply": 13,
    "waiting": 16,
    "decision": 11,
    "voucher": 16,
    "credit note": 7,
    "offering": 31,
    "coordination": 49,
    "checks": 6,
    "check": 5,
    "applications": 7,
    "application": 10,
    "vouchers": 7,
    "coordinated voucher": 24,
    "coordinated scheme": 25,
    "letter": 9,
    "decisions": 8,
    "audited": 5,
    "audited money": 12,
    "finance": 24,
    "due": 17,
    "batches": 7,
    "batch": 11,
    "payment": 13,
    "bank files": 6,
    "bank file": 9,
    "bank lines": 6,
    "bank line": 5,
    "claims": 10,
    "claim": 10,
    "account of who pays": 9,
    "account of who is paid": 9,
    "account of a business": 13,
    "visum": 19,
}
OF_A_LETTER, OF_WHAT_COUNTED, OF_A_LINE_TO_KEEP, OF_A_LINE_OF_A_MEMBER = 13, 8, 14, 17
"""Of pages about one thing, which stand on no stage."""
POLLED = 4
"""Of the page where the code of a need comes back, as it asks itself again."""
LOOKED_ALONG = 9
"""Of the page on which a coordinator proposes services for a need."""


def pages(stage: Stage) -> dict[str, tuple[str, str]]:
    """Who looks at what."""
    code, asked = stage.voucher.code, stage.voucher.application_id
    decision = latest_decision(stage.voucher.application)
    pay(stage)
    owe_back(stage)
    line = BankLine.objects.filter(meaning=Meaning.RETURNED).order_by("-pk")[0]
    assert decision is not None
    return {
        "home": ("anonymous", "/"),
        "schemes": ("anonymous", "/regelingen/"),
        "scheme": ("anonymous", "/regelingen/genk/"),
        "services": ("anonymous", "/aanbod/"),
        "provider": ("anonymous", f"/aanbod/{stage.scene.provider.organisation.slug}/"),
        "privacy": ("anonymous", "/privacy/"),
        **of_the_year(),
        "apply": ("anonymous", "/regelingen/genk/aanvragen/"),
        "waiting": ("owner", "/mijn/"),
        "decision": ("owner", f"/aanvragen/{asked}/"),
        "voucher": ("owner", f"/mijn/cheques/{code}/"),
        "credit note": ("provider_staff", f"/mijn/cheques/{code}/creditnota/"),
        "offering": ("provider_staff", "/aanbieder/"),
        "coordination": ("coordinator_genk", "/beheer/"),
        "checks": ("coordinator_genk", "/beheer/facturen/"),
        "check": ("coordinator_genk", f"/beheer/facturen/{stage.redemption.pk}/"),
        "applications": ("coordinator_genk", "/beheer/aanvragen/"),
        "application": ("coordinator_genk", f"/beheer/aanvragen/{asked}/"),
        "vouchers": ("coordinator_genk", "/beheer/cheques/"),
        "coordinated voucher": ("coordinator_genk", f"/beheer/cheques/{code}/"),
        "coordinated scheme": ("coordinator_genk", "/beheer/regelingen/genk/"),
        "letter": ("coordinator_genk", f"/beheer/brieven/{Notice.objects.earliest('pk').pk}/"),
        **pages_of_money(line, decision.pk, code),
        **pages_of_register(stage),
    }


def pages_of_money(line: BankLine, decision: int, code: str) -> dict[str, tuple[str, str]]:
    """Those of auditors, directors and who is paid."""
    assert line.payment is not None
    return {
        "decisions": ("auditor", "/audit/"),
        "audited": ("auditor", f"/audit/beslissingen/{decision}/"),
        "audited money": ("auditor", f"/audit/cheques/{code}/"),
        "finance": ("financial_director", "/financien/"),
        "due": ("financial_director", "/financien/te-betalen/71016/"),
        "batches": ("financial_director", "/financien/opdrachten/"),
        "batch": ("financial_director", f"/financien/opdrachten/{line.payment.batch_id}/"),
        "payment": ("financial_director", f"/betalingen/{line.payment_id}/"),
        "bank files": ("financial_director", "/financien/bank/"),
        "bank file": ("financial_director", f"/financien/bank/{line.file_id}/"),
        "bank lines": ("financial_director", "/financien/lijnen/"),
        "bank line": ("financial_director", f"/financien/lijnen/{line.pk}/"),
        "claims": ("financial_director", "/financien/terug/"),
        "claim": ("provider_staff", f"/terug/{ClaimNotice.objects.earliest('pk').payment_id}/"),
        "account of who pays": ("financial_director", "/financien/rekening/"),
        "account of who is paid": ("provider_staff", "/aanbieder/rekening/"),
        "account of a business": ("owner", "/mijn/rekening/"),
        "visum": ("financial_director", "/financien/visum/genk/"),
    }


def pages_of_register(stage: Stage) -> dict[str, tuple[str, str]]:
    """Those of initiatives."""
    initiative, link = answered.of_genk(stage)["pk"], answered.proposed(stage)["pk"]
    return {
        "register": ("anonymous", "/initiatieven/"),
        "initiative": ("anonymous", f"/initiatieven/{initiative}/"),
        "our initiatives": ("coordinator_genk", "/beheer/initiatieven/"),
        "two initiatives": ("coordinator_genk", f"/beheer/initiatieven/verbanden/{link}/"),
        "our role": ("coordinator_genk", "/beheer/regierol/"),
        "what we learn": ("coordinator_genk", "/beheer/leren/"),
        "still working together": (
            "anonymous",
            reverse("evaluation:answer", kwargs=answered.followed_up(stage)),
        ),
        "no more questions": (
            "anonymous",
            reverse("evaluation:stop", kwargs=answered.asks_no_more(stage)),
        ),
        "mail of the week": ("coordinator_genk", "/mijn/weekbericht/"),
        "mail of the week stopped": (
            "anonymous",
            reverse("initiative:digest-stop", kwargs=answered.stopped(stage)),
        ),
    }


def of_the_year() -> dict[str, tuple[str, str]]:
    """What everybody can read of this year."""
    return {
        "main lines": ("anonymous", f"/hoofdlijnen/{today().year}/"),
        "control": ("anonymous", f"/nazicht/{today().year}/"),
        "controlled": ("anonymous", f"/nazicht/{today().year}/{GENK}/"),
        "roles": ("anonymous", f"/regierol/{today().year}/"),
    }


def owe_back(stage: Stage) -> None:
    """One more payment that was undone, of which the payee hears; and a holder that is reminded."""
    treasury = treasury_of(stage.scene)
    redemption = treasury.redeem(500 + ClaimNotice.objects.count())
    treasury.bank_pays(treasury.signed())
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
    claim_everything_back(SYSTEM, on=today())
    remind_holders(SYSTEM, on=stage.voucher.valid_until)
    Notice.objects.update(state=DeliveryState.TO_POST)


def counted(stage: Stage) -> dict[str, int]:
    found = {}
    for name, (who, path) in pages(stage).items():
        client = browser(who)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        found[name] = len(queries)
    return found


def pay_more(stage: Stage) -> None:
    """Half of what is due in two more batches, of which the bank pays one and sends all of it back."""
    treasury = treasury_of(stage.scene)
    pass_checks()
    order = order_of(treasury.signed())
    returned = [one.end_to_end_id for one in order.payments]
    data = write_statement(order, statement_id="2026-2", booked_on=today(), returned=returned)
    read_bank_file(treasury.signs, source=io.BytesIO(data), name="2026-2.xml")
    for serial in range(3):
        redeem_voucher(
            SYSTEM, code=stage.voucher.code, data=invoice(stage.voucher, 1_000, number=f"Z-{serial}")
        )
    pass_checks()
    treasury.propose()
    for serial in range(3, 6):
        redeem_voucher(
            SYSTEM, code=stage.voucher.code, data=invoice(stage.voucher, 1_000, number=f"Z-{serial}")
        )


def test_more_to_show_is_not_more_to_ask() -> None:
    stage = set_stage()
    Delivery.objects.update(state=DeliveryState.MAIL_REFUSED)
    assert counted(stage) == COUNTS
    for serial in range(4):
        voucher = award(stage.scene, enterprise_number(serial), email="eigenares@lindekruin.example")
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 1_000, number=f"X-{serial}"))
        enter(stage.scene, enterprise_number(100 + serial), municipality="72042")
        data = invoice(stage.voucher, 1_000, number=f"Y-{serial}")
        redeem_voucher(SYSTEM, code=stage.voucher.code, data=data)
    pay_more(stage)
    for redemption in Redemption.objects.filter(voucher=stage.voucher, payments=None)[:2]:
        reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Vergissing.")
    Delivery.objects.update(state=DeliveryState.MAIL_REFUSED)
    assert counted(stage) == COUNTS


def asked_by(who: str, path: str) -> int:
    client = browser(who)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_a_letter_about_money_asks_no_more_when_more_is_due() -> None:
    treasury = refused(acts=False)
    path = f"/financien/brieven/{PayeeNotice.objects.get().pk}/"
    assert asked_by("financial_director", path) == OF_A_LETTER
    for serial in range(600, 604):
        treasury.redeem(serial)
    assert asked_by("financial_director", path) == OF_A_LETTER


def test_a_letter_about_what_counted_asks_no_more_when_more_came_in() -> None:
    treasury = treasury_of(set_scene())
    done = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(SYSTEM, redemption=done.pk, reason="Dubbel.")
    payment = open_claims().get()
    paid_too_much(treasury, payment)
    tell_payees(SYSTEM, on=today())
    path = f"/financien/brieven/{PayeeNotice.objects.get().pk}/"
    assert asked_by("financial_director", path) == OF_WHAT_COUNTED
    for number in range(3, 6):
        record(treasury, payment, 100, reference=f"R-{number}")
    assert asked_by("financial_director", path) == OF_WHAT_COUNTED


def test_money_of_a_member_to_book_asks_no_more_when_more_came_in() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    send_settlement(year.signs, settlement=year.draw_up())
    share = SettlementShare.objects.get(member=municipality(AS_))
    told_of_member(year, (share, share.owes_cents), name="S-1", reference="A")
    told_of_member(year, (share, share.owes_cents), name="S-2", reference="B")
    line = BankLine.objects.get(meaning=Meaning.DIFFERENT)
    path = f"/financien/lijnen/{line.pk}/"
    assert asked_by("financial_director", path) == OF_A_LINE_OF_A_MEMBER
    assert asked_by("financial_director", f"{path}van-lid/") == OF_A_LINE_TO_KEEP
    for number in range(3, 6):
        told_of_member(year, (share, share.owes_cents), name=f"S-{number}", reference=f"R-{number}-")
    assert asked_by("financial_director", path) == OF_A_LINE_OF_A_MEMBER
    assert asked_by("financial_director", f"{path}van-lid/") == OF_A_LINE_TO_KEEP


def test_who_looks_along_asks_no_more_where_there_is_more_to_propose() -> None:
    scene = set_scene()
    ProviderPlace.objects.create(provider=scene.provider, place=GENK)
    need = stated(sentence="Wie snoeit onze haag?")
    path = reverse("introduction:look-along", args=[need.pk])
    assert asked_by("coordinator_genk", path) == LOOKED_ALONG
    for number in range(4):
        offer_service(SYSTEM, provider=scene.provider, slug=f"s{number}", name=f"Soort {number}")
    chosen = scene.provider.services.exclude(slug="s0")
    suggest_services(scene.coordinator, need=need, services=chosen, reason="Past.")
    assert asked_by("coordinator_genk", path) == LOOKED_ALONG


def test_where_a_code_comes_back_few_words_are_looked_for_and_none_every_few_seconds() -> None:
    ProviderPlace.objects.create(provider=set_scene().provider, place=GENK)

    def asked(sentence: str, *, again: bool = False) -> int:
        need = state_need(
            ANONYMOUS,
            sentence=sentence,
            enterprise_number=enterprise_number(1),
            place=GENK,
            email="a@zaak.example",
        )
        path = reverse("introduction:confirm", args=[need.token])
        with CaptureQueriesContext(connection) as queries:
            page = browser("anonymous").get(path, headers={"HX-Request": "true"} if again else {})
        assert ("Tuinonderhoud" in page.content.decode()) is not again
        return len(queries)

    words = [f"ding{a}{b}" for a in "abcde" for b in "abcde"]
    assert asked("tuin " + " ".join(words[:7])) == asked("tuin " + " ".join(words))
    assert asked(SENTENCE, again=True) == asked("tuin", again=True) == POLLED
