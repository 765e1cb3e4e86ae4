"""Every address of the pages, for everybody who may knock: nobody sees what is not theirs, and no page is forgotten."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.draws import held_lately
from tests.evaluations import HELD_BACK
from tests.payments import treasury_of
from tests.pdfs import handed_in
from tests.scene import EMAIL, GENK, award, invoice, set_scene
from tests.web import meeting
from tests.web.stage import PEOPLE, Stage, browser, elsewhere, pay, set_stage
from tests.web.whom import (
    BY_BUTTON_ONLY,
    COORDINATORS,
    ELSEWHERE,
    EVERYBODY,
    ITS_AUDITOR,
    ITS_COORDINATOR,
    ITS_COORDINATOR_OR_AUDITOR,
    ITS_COORDINATOR_OR_MEMBER,
    ITS_DIRECTORS,
    ITS_FINANCIAL_DIRECTOR,
    ITS_GUEST,
    ITS_OWN_PEOPLE,
    ITS_PARTIES,
    ITS_PARTIES_AND_PROVIDER,
    ITS_PAYEE,
    ITS_PROVIDER_AND_COORDINATOR,
    ITS_PROVIDER_AND_COORDINATORS,
    ITS_TREASURY,
    LOOK_AFTER_AID,
    LOOK_AFTER_ITS_COST,
    LOOK_AFTER_THE_COST,
    NOT_FOR_ITS_AUDITOR,
    OF_A_LOCAL_GOVERNMENT,
    ON_THE_WAY_IN,
    ONLY_IN_A_DEMO,
    PAYEES,
    PROVIDERS,
    SIGNED_IN,
    TOO_LATE_FOR_THEM,
    WHO_PAYS_OR_IS_PAID,
    WITH_A_SCHEME,
)
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.services import claim_everything_back
from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.apps.schemes.services import date_draft, record_council_step, start_draft
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.services import draw_up_settlement
from wisselwerk.apps.vouchers.models import Confirmation, Notice, PdfInvoice, Redemption
from wisselwerk.apps.vouchers.queries import latest_decision
from wisselwerk.apps.vouchers.services import (
    redeem_voucher,
    remind_holders,
    reverse_redemption,
    submit_application,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Role

pytestmark = pytest.mark.django_db

Where = Callable[[Stage], dict[str, Any]]


def nowhere(_stage: Stage) -> dict[str, Any]:
    return {}


def scheme(_stage: Stage) -> dict[str, Any]:
    return {"slug": "genk"}


def provider(stage: Stage) -> dict[str, Any]:
    return {"slug": stage.scene.provider.organisation.slug}


def voucher(stage: Stage) -> dict[str, Any]:
    return {"code": stage.voucher.code}


def application(stage: Stage) -> dict[str, Any]:
    return {"application_id": stage.voucher.application_id}


def refused(stage: Stage) -> dict[str, Any]:
    return {"application_id": stage.refused.pk}


def confirmation(stage: Stage) -> dict[str, Any]:
    asked = Confirmation.objects.first()
    if asked is None:
        submit_application(
            ANONYMOUS,
            scheme=stage.scene.scheme,
            enterprise_number=OTHER_ENTERPRISE.number,
            email="iemand@vossenpoort.example",
        )
        asked = Confirmation.objects.get()
    return {"token": asked.token}


def payment(stage: Stage) -> dict[str, Any]:
    return {"payment_id": pay(stage).payment_id}


def batch(stage: Stage) -> dict[str, Any]:
    paid = pay(stage).payment
    assert paid is not None
    return {"batch_id": paid.batch_id}


def account(stage: Stage) -> dict[str, Any]:
    pay(stage)
    return {"account_id": stage.scene.provider.organisation.bank_accounts.get().pk}


def year(_stage: Stage) -> dict[str, Any]:
    return {"slug": "genk", "year": today().year}


def settled(stage: Stage) -> dict[str, Any]:
    if not YearSettlement.objects.exists():
        draw_up_settlement(SYSTEM, scheme=stage.scene.scheme, year=today().year)
    return year(stage) | {"number": 1}


def letter(stage: Stage) -> dict[str, Any]:
    """A reminder of the owner's voucher."""
    if not Notice.objects.exists():
        remind_holders(SYSTEM, on=stage.voucher.valid_until)
    return {"notice_id": Notice.objects.filter(voucher=stage.voucher).earliest("pk").pk}


def claim(stage: Stage) -> dict[str, Any]:
    """A payment that the provider has to pay back, of which a letter waits."""
    found = Payment.objects.filter(redemption__is_reversed=True).first()
    if found is None:
        treasury = treasury_of(stage.scene)
        redemption = treasury.redeem(77)
        treasury.bank_pays(treasury.signed())
        reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
        claim_everything_back(SYSTEM, on=today())
        found = Payment.objects.get(redemption=redemption)
    return {"payment_id": found.pk}


def to_be_proven(stage: Stage) -> dict[str, Any]:
    """A redemption of the owner's in a scheme that asks for proof before it pays."""
    found = Redemption.objects.filter(voucher__scheme__slug="bewijs").select_related("voucher").first()
    if found is None:
        scene = set_scene(
            slug="bewijs", rules={"proof": {"delivery_working_days": 5, "own_part_paid": "proven"}}
        )
        asked = award(scene)
        redeem_voucher(SYSTEM, code=asked.code, data=invoice(asked, 50_000, number="F-B"))
        found = asked.redemptions.select_related("voucher").get()
    return {"code": found.voucher.code, "redemption_id": found.pk}


def held_back(stage: Stage) -> dict[str, Any]:
    """A redemption of the owner's in a scheme that pays a part when both sides have said how it went."""
    found = Redemption.objects.filter(voucher__scheme__slug="evaluatie").select_related("voucher").first()
    if found is None:
        scene = set_scene(slug="evaluatie", rules={**HELD_BACK, "proof": {"own_part_paid": "proven"}})
        asked = award(scene)
        redeem_voucher(SYSTEM, code=asked.code, data=invoice(asked, 50_000, number="F-E"))
        found = asked.redemptions.select_related("voucher").get()
    return {"code": found.voucher.code, "redemption_id": found.pk}


def pdf_invoice(stage: Stage) -> dict[str, Any]:
    waits = PdfInvoice.objects.first() or handed_in(SYSTEM, stage.voucher, 1_000)
    return {"invoice_id": waits.pk}


def draw(_stage: Stage) -> dict[str, Any]:
    """A draw of another scheme, that was held."""
    held = held_lately()
    return {"slug": held.scheme.slug, "number": held.number}


def draft(stage: Stage) -> dict[str, Any]:
    """The next version of the scheme, being written."""
    start_draft(SYSTEM, scheme=stage.scene.scheme)
    return {"slug": "genk"}


def ready_draft(stage: Stage) -> dict[str, Any]:
    """The same with its day and its decision."""
    found = start_draft(SYSTEM, scheme=stage.scene.scheme)
    if not found.source:
        date_draft(
            SYSTEM, draft=found.pk, edition=found.edition, valid_from=today() + timedelta(1), source="Test"
        )
    return {"slug": "genk"}


def decided(stage: Stage) -> dict[str, Any]:
    """The version of the scheme in the council of Genk, which decided."""
    record_council_step(
        SYSTEM,
        text=stage.scene.scheme.versions.get(),
        member=local_government(GENK, today()),
        state=StepState.DECIDED,
        on=today(),
    )
    return {"slug": "genk", "text": "versie-1", "nis_code": GENK}


ROUTES: Mapping[str, tuple[Where, tuple[int, ...]]] = {
    "public:home": (nowhere, EVERYBODY),
    "public:schemes": (nowhere, EVERYBODY),
    "public:scheme": (scheme, EVERYBODY),
    "public:draws": (scheme, EVERYBODY),
    "public:draw-list": (draw, EVERYBODY),
    "public:draw-order": (draw, EVERYBODY),
    "public:regulation": (scheme, EVERYBODY),
    "public:regulation-pdf": (scheme, EVERYBODY),
    "public:council-decision": (
        lambda stage: scheme(stage) | {"nis_code": decided(stage)["nis_code"], "first_day": "2015-01-01"},
        EVERYBODY,
    ),
    "council:texts": (nowhere, COORDINATORS),
    "council:councils": (lambda stage: scheme(stage) | {"text": "versie-1"}, ITS_COORDINATOR),
    "council:council": (decided, ITS_COORDINATOR_OR_MEMBER),
    "council:html": (decided, ITS_COORDINATOR_OR_MEMBER),
    "council:pdf": (decided, ITS_COORDINATOR_OR_MEMBER),
    "council:plan": (decided, ITS_COORDINATOR_OR_MEMBER),
    "council:amend": (lambda stage: decided(stage) | {"kind": "amount"}, ITS_COORDINATOR),
    "public:services": (nowhere, EVERYBODY),
    "public:provider": (lambda stage: {"slug": stage.scene.provider.organisation.slug}, EVERYBODY),
    "public:privacy": (nowhere, EVERYBODY),
    "enterprise:apply": (scheme, EVERYBODY),
    "enterprise:confirm": (confirmation, EVERYBODY),
    "enterprise:decision": (application, ITS_PARTIES),
    "enterprise:letter": (application, ITS_PARTIES),
    "enterprise:review": (refused, ITS_OWN_PEOPLE),
    "enterprise:account": (nowhere, PAYEES),
    "enterprise:waiting": (nowhere, SIGNED_IN),
    "enterprise:voucher": (voucher, ITS_PARTIES_AND_PROVIDER),
    "enterprise:voucher-pdf": (voucher, ITS_PARTIES_AND_PROVIDER),
    "enterprise:invoice": (voucher, ITS_PARTIES_AND_PROVIDER),
    "enterprise:delivery": (to_be_proven, ITS_PARTIES_AND_PROVIDER),
    "enterprise:evaluation": (held_back, ITS_PARTIES_AND_PROVIDER),
    "enterprise:credit-note": (voucher, ITS_PROVIDER_AND_COORDINATOR),
    "provider:dashboard": (nowhere, PROVIDERS),
    "provider:redemption": (lambda stage: {"redemption_id": stage.redemption.pk}, PROVIDERS),
    "enterprise:pdf-invoice": (voucher, ITS_PARTIES_AND_PROVIDER),
    "enterprise:pdf-file": (pdf_invoice, ITS_PARTIES_AND_PROVIDER),
    "provider:pdf-invoice": (nowhere, PROVIDERS),
    "provider:invoice": (nowhere, PROVIDERS),
    "coordinator:dashboard": (nowhere, COORDINATORS),
    "coordinator:applications": (nowhere, COORDINATORS),
    "coordinator:application": (application, ITS_COORDINATOR),
    "coordinator:delivery": (application, ITS_COORDINATOR),
    "coordinator:application-new": (nowhere, WITH_A_SCHEME),
    "coordinator:vouchers": (nowhere, COORDINATORS),
    "coordinator:voucher": (voucher, ITS_COORDINATOR),
    "coordinator:voucher-act": (lambda stage: voucher(stage) | {"word": "verlengen"}, ITS_COORDINATOR),
    "coordinator:reversal": (
        lambda stage: voucher(stage) | {"redemption_id": stage.redemption.pk},
        ITS_COORDINATOR,
    ),
    "coordinator:notice": (letter, ITS_COORDINATOR),
    "coordinator:notice-letter": (letter, ITS_COORDINATOR),
    "coordinator:proof": (to_be_proven, ITS_COORDINATOR),
    "coordinator:evaluation": (held_back, ITS_COORDINATOR),
    "coordinator:checks": (nowhere, COORDINATORS),
    "coordinator:check": (lambda stage: {"redemption_id": stage.redemption.pk}, ITS_COORDINATOR),
    "coordinator:pdf-invoice": (pdf_invoice, ITS_COORDINATOR),
    "coordinator:pdf-page": (lambda stage: pdf_invoice(stage) | {"page": 1}, ITS_COORDINATOR),
    "coordinator:scheme": (scheme, ITS_COORDINATOR),
    "coordinator:scheme-load": (nowhere, COORDINATORS),
    "catalogue:providers": (nowhere, COORDINATORS),
    "catalogue:load": (nowhere, COORDINATORS),
    "catalogue:page": (provider, ITS_PROVIDER_AND_COORDINATORS),
    "catalogue:service-new": (provider, ITS_PROVIDER_AND_COORDINATORS),
    "catalogue:service": (
        lambda stage: provider(stage) | {"service_slug": "tuin"},
        ITS_PROVIDER_AND_COORDINATORS,
    ),
    "coordinator:scheme-visum": (scheme, ITS_COORDINATOR),
    "coordinator:scheme-reduce": (scheme, ITS_COORDINATOR),
    "coordinator:uptake": (scheme, ITS_COORDINATOR),
    "coordinator:draws": (scheme, ITS_COORDINATOR_OR_AUDITOR),
    "coordinator:draw-act": (
        lambda stage: scheme(stage) | {"word": "verzegelen"},
        ITS_COORDINATOR_OR_AUDITOR,
    ),
    "studio:take-over": (scheme, COORDINATORS),
    "studio:agreement": (scheme, COORDINATORS),
    "studio:drafts": (nowhere, COORDINATORS),
    "studio:draft": (scheme, ITS_COORDINATOR),
    "studio:describe": (draft, ITS_COORDINATOR),
    "studio:rule": (lambda stage: draft(stage) | {"kind": "amount"}, ITS_COORDINATOR),
    "studio:difference": (draft, ITS_COORDINATOR),
    "studio:try": (draft, ITS_COORDINATOR),
    "studio:try-course": (draft, ITS_COORDINATOR),
    "studio:publish": (draft, ITS_COORDINATOR),
    "studio:confirm": (ready_draft, ITS_COORDINATOR),
    "studio:discard": (draft, ITS_COORDINATOR),
    "provider:account": (nowhere, PROVIDERS),
    "finance:dashboard": (nowhere, ITS_TREASURY),
    "finance:due": (lambda _stage: {"nis_code": GENK}, ITS_DIRECTORS),
    "finance:batches": (nowhere, ITS_TREASURY),
    "finance:batch": (batch, ITS_TREASURY),
    "finance:batch-file": (batch, NOT_FOR_ITS_AUDITOR),
    "finance:batch-act": (lambda stage: batch(stage) | {"word": "tegenhouden"}, TOO_LATE_FOR_THEM),
    "finance:take-out": (lambda stage: batch(stage) | payment(stage), TOO_LATE_FOR_THEM),
    "finance:bank-files": (nowhere, ITS_TREASURY),
    "finance:bank-file-load": (nowhere, ITS_FINANCIAL_DIRECTOR),
    "finance:bank-file": (lambda stage: {"file_id": pay(stage).file_id}, ITS_TREASURY),
    "finance:bank-lines": (nowhere, ITS_TREASURY),
    "finance:bank-line": (lambda stage: {"line_id": pay(stage).pk}, ITS_TREASURY),
    "finance:visum": (scheme, ITS_FINANCIAL_DIRECTOR),
    "finance:account": (nowhere, ITS_FINANCIAL_DIRECTOR),
    "finance:account-confirm": (account, ITS_PAYEE),
    "finance:claims": (nowhere, ITS_TREASURY),
    "finance:claim": (claim, WHO_PAYS_OR_IS_PAID),
    "finance:claim-letter": (claim, WHO_PAYS_OR_IS_PAID),
    "finance:payment": (payment, WHO_PAYS_OR_IS_PAID),
    "settlement:settlements": (nowhere, LOOK_AFTER_THE_COST),
    "settlement:settlement": (year, LOOK_AFTER_ITS_COST),
    "settlement:pdf": (settled, LOOK_AFTER_ITS_COST),
    "settlement:csv": (settled, LOOK_AFTER_ITS_COST),
    "settlement:cost-lines": (year, LOOK_AFTER_ITS_COST),
    "settlement:payment": (lambda stage: year(stage) | {"nis_code": "71002"}, OF_A_LOCAL_GOVERNMENT),
    "settlement:bookkeeping": (year, LOOK_AFTER_ITS_COST),
    "settlement:ledger": (year, LOOK_AFTER_ITS_COST),
    "settlement:actuals": (year, LOOK_AFTER_ITS_COST),
    "member:dashboard": (nowhere, OF_A_LOCAL_GOVERNMENT),
    "auditor:decisions": (nowhere, ITS_AUDITOR),
    "auditor:decision": (lambda stage: {"decision_id": decision_of(stage)}, ITS_AUDITOR),
    "aid:register": (nowhere, LOOK_AFTER_AID),
    "aid:register-file": (nowhere, LOOK_AFTER_AID),
    "auditor:voucher": (voucher, ITS_AUDITOR),
    "introduction:need": (nowhere, EVERYBODY),
    "introduction:confirm": (meeting.pending, EVERYBODY),
    "introduction:matches": (meeting.own_need, ITS_OWN_PEOPLE),
    "introduction:withdraw": (meeting.own_need, ITS_OWN_PEOPLE),
    "introduction:take-back": (meeting.introduction, ITS_OWN_PEOPLE),
    "introduction:familiarity": (meeting.asked_familiarity, EVERYBODY),
    "introduction:agenda": (nowhere, EVERYBODY),
    "introduction:event": (meeting.event, EVERYBODY),
    "introduction:calendar": (meeting.event, EVERYBODY),
    "introduction:give-back": (meeting.event, ITS_GUEST),
    "introduction:received": (nowhere, PROVIDERS),
    "introduction:quote": (meeting.introduction, PROVIDERS),
    "introduction:joint": (nowhere, PROVIDERS),
    "introduction:propose": (nowhere, PROVIDERS),
    "introduction:answer": (
        lambda stage: {"partner_id": meeting.joint_offer(stage).partners.get().pk},
        PROVIDERS,
    ),
    "introduction:end": (lambda stage: {"offer_id": meeting.joint_offer(stage).pk}, PROVIDERS),
    "introduction:introductions": (nowhere, COORDINATORS),
    "introduction:events": (nowhere, COORDINATORS),
    "introduction:plan": (nowhere, COORDINATORS),
    "introduction:attendance": (meeting.event, ITS_COORDINATOR),
    "introduction:call-off": (meeting.event, ITS_COORDINATOR),
    "demo:mailbox": (nowhere, ONLY_IN_A_DEMO),
    "demo:invoice": (voucher, ONLY_IN_A_DEMO),
    "demo:bank-answer": (lambda _stage: {"batch_id": 1}, ONLY_IN_A_DEMO),
    "account_login": (nowhere, ON_THE_WAY_IN),
    "account_request_login_code": (nowhere, ON_THE_WAY_IN),
    "account_confirm_login_code": (nowhere, ELSEWHERE),
    "account_logout": (nowhere, BY_BUTTON_ONLY),
    "set_language": (nowhere, ELSEWHERE),
}

OF_MACHINES = {"health"}
"""Answers whether the process is well; has tests of its own, and so has the API."""


def decision_of(stage: Stage) -> int:
    decision = latest_decision(stage.voucher.application)
    assert decision is not None
    return decision.pk


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif not (pattern.namespace or "").startswith("api"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)


def test_no_page_is_forgotten() -> None:
    assert set(names(get_resolver().url_patterns)) - OF_MACHINES == ROUTES.keys()


def test_who_coordinates_elsewhere_acts_nowhere_as_the_applicant() -> None:
    """Somebody can be both: what one's own enterprise applied for is not one's own to coordinate."""
    stage = set_stage()
    for role, organisation in ((Role.COORDINATOR, elsewhere()), (Role.AUDITOR, stage.scene.partnership)):
        grant_role(SYSTEM, person=person(EMAIL["owner"]), organisation=organisation, role=role)
    client = browser("owner")
    theirs = [name for name, (_, answers) in ROUTES.items() if answers is ITS_COORDINATOR]
    assert len(theirs) >= 7
    for name in theirs:
        where, _ = ROUTES[name]
        assert client.get(reverse(name, kwargs=where(stage))).status_code == 404, name


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_sees_only_their_own(who: str) -> None:
    stage = set_stage()
    client = browser(who)
    seen = {}
    for name, (where, _) in ROUTES.items():
        seen[name] = client.get(reverse(name, kwargs=where(stage))).status_code
    assert seen == {name: expected[PEOPLE.index(who)] for name, (_, expected) in ROUTES.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_can_be_done_to_what_is_not_seen(who: str) -> None:
    """A form sent to a page that is not there for somebody changes nothing either: the answer is the same as for reading."""
    stage = set_stage()
    client = browser(who)
    for name, (where, expected) in ROUTES.items():
        if expected[PEOPLE.index(who)] in {403, 404}:
            assert client.post(reverse(name, kwargs=where(stage))).status_code in {403, 404}, name


def test_nobody_acts_from_another_site() -> None:
    """Every form is refused without its token against forgery."""
    stage = set_stage()
    for who in PEOPLE:
        client = browser(who)
        client.handler.enforce_csrf_checks = True
        for name, (where, expected) in ROUTES.items():
            if expected[PEOPLE.index(who)] == 200:
                assert client.post(reverse(name, kwargs=where(stage))).status_code == 403, (who, name)
