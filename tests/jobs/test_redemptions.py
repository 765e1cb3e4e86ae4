"""Whoever applied and whoever acts for the provider hear that a voucher paid, and that this was undone and why."""

import re
from html import unescape

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives

from tests.scene import EMAIL, IN_PARTS, Scene, actor, award, invoice, put_in_outbox, refusal_of, set_scene
from tests.web.stage import work
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption, tell_redemptions
from wisselwerk.apps.vouchers.services.redemptions import Redeemed
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.voucher import show_code
from wisselwerk.jobs import redemptions

pytestmark = pytest.mark.django_db

OWNER, PROVIDER = EMAIL["owner"], EMAIL["provider_staff"]
WORDS = "De factuur was voor <een andere> klus & hoort hier niet."


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=IN_PARTS)


@pytest.fixture
def voucher(scene: Scene, mailoutbox: list[EmailMessage]) -> Voucher:
    """One whose award was mailed before."""
    found = award(scene)
    work()
    mailoutbox.clear()
    return found


def redeem(voucher: Voucher, net_cents: int = 20_000, number: str = "F-1") -> Redeemed:
    return redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, net_cents, number=number))


def both_forms(mail: EmailMessage) -> tuple[str, str]:
    assert isinstance(mail, EmailMultiAlternatives)
    ((html, _kind),) = mail.alternatives
    shown = unescape(re.sub(r"<[^>]+>", " ", str(html)))
    return " ".join(str(mail.body).split()), " ".join(shown.split())


def test_both_hear_what_the_voucher_paid_and_each_where_to_look(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    redeem(voucher)
    redemptions.tell_redemptions()
    work()
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert mails.keys() == {OWNER, PROVIDER}
    for to, page in ((OWNER, f"/mijn/cheques/{voucher.code}/"), (PROVIDER, "/aanbieder/")):
        assert mails[to].subject == "Factuur F-1: de cheque betaalt €\N{NO-BREAK SPACE}200"
        for said in both_forms(mails[to]):
            assert show_code(voucher.code) in said
            assert "De cheque betaalt: € 200,00" in said
            assert "Nu over op de cheque: € 300,00" in said
            assert page in said
            assert "gebeurt er niets" not in said


def test_each_redemption_is_told_once(voucher: Voucher, mailoutbox: list[EmailMessage]) -> None:
    for number in ("F-1", "F-2"):
        redeem(voucher, 5_000, number)
        for _ in range(2):
            redemptions.tell_redemptions()
    work()
    assert len(mailoutbox) == 4
    assert not Redemption.objects.filter(is_told=False).exists()


def test_nothing_new_is_one_question_and_no_lock(voucher: Voucher, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        redemptions.tell_redemptions()


def test_redeeming_itself_puts_nothing_in_the_outbox(voucher: Voucher) -> None:
    before = put_in_outbox()
    redeem(voucher)
    assert put_in_outbox() == before


def test_a_reversal_is_told_at_once_with_the_coordinators_own_words(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    done = redeem(voucher)
    reverse_redemption(actor("coordinator_genk"), redemption=done.id, reason=WORDS)
    work()
    assert {mail.to[0] for mail in mailoutbox} == {OWNER, PROVIDER}
    for mail in mailoutbox:
        assert mail.subject == "Factuur F-1 telt niet meer voor de cheque"
        assert WORDS in str(mail.body)
        assert "&lt;een andere&gt; klus &amp; hoort" in str(mail.alternatives[0][0])  # type: ignore[attr-defined]
        assert "nam de € 200,00 terug" in both_forms(mail)[0]
        assert "Nu over op de cheque: € 500,00" in both_forms(mail)[0]


def test_what_was_undone_before_it_was_told_is_told_as_undone_only(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    done = redeem(voucher)
    reverse_redemption(SYSTEM, redemption=done.id, reason=WORDS)
    redemptions.tell_redemptions()
    work()
    assert {mail.subject for mail in mailoutbox} == {"Factuur F-1 telt niet meer voor de cheque"}
    assert not Redemption.objects.filter(is_told=False).exists()


def test_a_reversal_that_was_refused_is_not_told(voucher: Voucher) -> None:
    done = redeem(voucher)
    before = put_in_outbox()
    with pytest.raises(Refusal):
        reverse_redemption(SYSTEM, redemption=done.id, reason=" ")
    assert put_in_outbox() == before


def test_whoever_applied_and_also_acts_for_the_provider_gets_one_mail(
    scene: Scene, voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    grant_role(SYSTEM, person=person(OWNER), organisation=scene.provider.organisation, role=Role.PROVIDER)
    redeem(voucher)
    redemptions.tell_redemptions()
    work()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([OWNER, PROVIDER])


def test_a_person_erased_meanwhile_gets_nothing_and_the_other_does(
    voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    redeem(voucher)
    redemptions.tell_redemptions()
    erase_person(SYSTEM, email=OWNER)
    work()
    assert [mail.to[0] for mail in mailoutbox] == [PROVIDER]


def test_somebody_of_another_provider_hears_nothing(
    scene: Scene, voucher: Voucher, mailoutbox: list[EmailMessage]
) -> None:
    other = enterprise(OTHER_ENTERPRISE.number)
    grant_role(SYSTEM, person=person(EMAIL["stranger"]), organisation=other, role=Role.PROVIDER)
    redeem(voucher)
    redemptions.tell_redemptions()
    work()
    assert EMAIL["stranger"] not in {mail.to[0] for mail in mailoutbox}


def test_only_the_system_tells(scene: Scene) -> None:
    with pytest.raises(Refusal) as refused:
        tell_redemptions(scene.coordinator)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
