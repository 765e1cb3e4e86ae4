"""Every address of the pages, for everybody who may knock: nobody sees what is not theirs, and no page is forgotten."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.scene import EMAIL, GENK
from tests.web import answered, meeting
from tests.web.learning_routes import LEARNING
from tests.web.stage import PEOPLE, Stage, browser, elsewhere, pay, set_stage
from tests.web.where import (
    account,
    application,
    as_a_file,
    batch,
    claim,
    confirmation,
    decided,
    draft,
    draw,
    held_back,
    invoice_that_waits,
    letter,
    member_paid,
    nowhere,
    paid_invoice,
    payee_letter,
    payment,
    pdf_invoice,
    provider,
    ready_draft,
    recorded,
    refused,
    sample,
    scheme,
    settled,
    since_2015,
    taken_back,
    to_be_proven,
    told_year,
    too_much,
    unexpected,
    voucher,
    year,
)
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
    MAY_FOLLOW,
    NOT_FOR_ITS_AUDITOR,
    OF_A_LOCAL_GOVERNMENT,
    OF_FLANDERS,
    ON_THE_WAY_IN,
    ONLY_IN_A_DEMO,
    ONLY_WHO_PAYS,
    PAYEES,
    PROVIDERS,
    SIGNED_IN,
    SPEAK_FOR_IT,
    SPEAK_FOR_SOMEBODY,
    SPEAK_FOR_WHO_WAS_ASKED,
    TOO_LATE_FOR_THEM,
    WHO_PAYS_OR_IS_PAID,
    WITH_A_SCHEME,
)
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.vouchers.queries import latest_decision
from wisselwerk.domain.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db

Where = Callable[[Stage], dict[str, Any]]


ROUTES: Mapping[str, tuple[Where, tuple[int, ...]]] = {
    "public:home": (nowhere, EVERYBODY),
    "public:schemes": (nowhere, EVERYBODY),
    "public:scheme": (scheme, EVERYBODY),
    "public:draws": (scheme, EVERYBODY),
    "public:draw-list": (draw, EVERYBODY),
    "public:draw-order": (draw, EVERYBODY),
    "public:regulation": (scheme, EVERYBODY),
    "public:regulation-pdf": (scheme, EVERYBODY),
    "public:regulation-from": (since_2015, EVERYBODY),
    "public:regulation-from-pdf": (since_2015, EVERYBODY),
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
    "council:plan-enter": (decided, ITS_COORDINATOR),
    "council:plan-together": (lambda stage: scheme(stage) | {"text": "versie-1"}, ITS_COORDINATOR),
    "council:amend": (lambda stage: decided(stage) | {"kind": "amount"}, ITS_COORDINATOR),
    "public:services": (nowhere, EVERYBODY),
    "public:search": (nowhere, EVERYBODY),
    "public:provider": (lambda stage: {"slug": stage.scene.provider.organisation.slug}, EVERYBODY),
    "public:main-lines-newest": (nowhere, ELSEWHERE),
    "public:main-lines": (told_year, EVERYBODY),
    "public:main-lines-pdf": (told_year, EVERYBODY),
    "public:main-lines-table": (told_year, EVERYBODY),
    "public:expost-newest": (nowhere, ELSEWHERE),
    "public:expost": (told_year, EVERYBODY),
    "public:expost-table": (told_year, EVERYBODY),
    "public:expost-government": (lambda stage: told_year(stage) | {"code": GENK}, EVERYBODY),
    "public:expost-ask": (lambda stage: told_year(stage) | {"code": GENK}, OF_FLANDERS),
    "public:expost-suggest": (lambda stage: told_year(stage) | {"code": GENK}, OF_FLANDERS),
    "public:expost-reply": (answered.a_question, SPEAK_FOR_WHO_WAS_ASKED),
    "public:expost-seen": (answered.a_question, BY_BUTTON_ONLY),
    "public:expost-by-mail": (answered.mailed_question, EVERYBODY),
    "public:roles-newest": (nowhere, ELSEWHERE),
    "public:roles": (told_year, EVERYBODY),
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
    "catalogue:recognition": (provider, COORDINATORS),
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
    "studio:arrange": (draft, ITS_COORDINATOR),
    "studio:confirm": (ready_draft, ITS_COORDINATOR),
    "studio:discard": (draft, ITS_COORDINATOR),
    "provider:account": (nowhere, PROVIDERS),
    "finance:dashboard": (nowhere, ITS_TREASURY),
    "finance:due": (lambda _stage: {"nis_code": GENK}, ITS_DIRECTORS),
    "finance:invoice": (paid_invoice, ITS_TREASURY),
    "finance:invoice-file": (invoice_that_waits, ITS_DIRECTORS),
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
    "finance:payee-letter": (payee_letter, ONLY_WHO_PAYS),
    "finance:payee-letter-pdf": (payee_letter, ONLY_WHO_PAYS),
    "finance:give-back": (too_much, ITS_FINANCIAL_DIRECTOR),
    "finance:payment-record": (unexpected, ITS_FINANCIAL_DIRECTOR),
    "finance:payment-return": (taken_back, ITS_FINANCIAL_DIRECTOR),
    "finance:line-keep": (member_paid, ITS_FINANCIAL_DIRECTOR),
    "finance:repayment": (claim, ITS_FINANCIAL_DIRECTOR),
    "finance:repayment-take-back": (recorded, ITS_FINANCIAL_DIRECTOR),
    "finance:payment": (payment, WHO_PAYS_OR_IS_PAID),
    "settlement:settlements": (nowhere, LOOK_AFTER_THE_COST),
    "settlement:settlement": (year, LOOK_AFTER_ITS_COST),
    "settlement:pdf": (settled, LOOK_AFTER_ITS_COST),
    "settlement:table": (as_a_file(settled), LOOK_AFTER_ITS_COST),
    "settlement:cost-lines": (as_a_file(year), LOOK_AFTER_ITS_COST),
    "settlement:payment": (lambda stage: year(stage) | {"nis_code": "71002"}, OF_A_LOCAL_GOVERNMENT),
    "settlement:bookkeeping": (year, LOOK_AFTER_ITS_COST),
    "settlement:ledger": (as_a_file(year), LOOK_AFTER_ITS_COST),
    "settlement:actuals": (as_a_file(year), LOOK_AFTER_ITS_COST),
    "member:dashboard": (nowhere, OF_A_LOCAL_GOVERNMENT),
    "auditor:decisions": (nowhere, ITS_AUDITOR),
    "auditor:decision": (lambda stage: {"decision_id": decision_of(stage)}, ITS_AUDITOR),
    "aid:register": (nowhere, LOOK_AFTER_AID),
    "aid:register-file": (as_a_file(nowhere), LOOK_AFTER_AID),
    "auditor:voucher": (voucher, ITS_AUDITOR),
    "sample:overview": (nowhere, EVERYBODY),
    "sample:page": (sample, EVERYBODY),
    "sample:list": (sample, EVERYBODY),
    "sample:drawn": (sample, EVERYBODY),
    "sample:new": (nowhere, OF_FLANDERS),
    "sample:new-dossiers": (scheme, ITS_AUDITOR),
    "sample:draw": (sample, ITS_AUDITOR),
    "sample:items": (sample, ITS_AUDITOR),
    "sample:item": (lambda stage: sample(stage) | {"place": 1}, ITS_AUDITOR),
    "sample:pass-on": (sample, ITS_AUDITOR),
    "introduction:need": (nowhere, EVERYBODY),
    "introduction:confirm": (meeting.pending, EVERYBODY),
    "introduction:matches": (meeting.own_need, ITS_OWN_PEOPLE),
    "introduction:withdraw": (meeting.own_need, ITS_OWN_PEOPLE),
    "introduction:take-back": (meeting.introduction, ITS_OWN_PEOPLE),
    "introduction:familiarity": (meeting.asked_familiarity, EVERYBODY),
    "introduction:agenda": (nowhere, EVERYBODY),
    "initiative:answer": (answered.asked_about, EVERYBODY),
    "initiative:register": (nowhere, EVERYBODY),
    "initiative:feed": (nowhere, EVERYBODY),
    "initiative:file": (nowhere, EVERYBODY),
    "initiative:page": (answered.of_genk, EVERYBODY),
    "initiative:own": (answered.of_genk, SPEAK_FOR_IT),
    "initiative:link": (answered.proposed, SPEAK_FOR_IT),
    "initiative:desk": (nowhere, SPEAK_FOR_SOMEBODY),
    "initiative:note": (nowhere, SPEAK_FOR_SOMEBODY),
    "initiative:role": (nowhere, SPEAK_FOR_SOMEBODY),
    "initiative:digest": (nowhere, MAY_FOLLOW),
    "initiative:digest-stop": (answered.stopped, EVERYBODY),
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
    "introduction:look-along": (meeting.own_need, ITS_COORDINATOR),
    "introduction:introductions": (nowhere, COORDINATORS),
    "introduction:events": (nowhere, COORDINATORS),
    "introduction:plan": (nowhere, COORDINATORS),
    "introduction:attendance": (meeting.event, ITS_COORDINATOR),
    "introduction:call-off": (meeting.event, ITS_COORDINATOR),
    **LEARNING,
    "demo:mailbox": (nowhere, ONLY_IN_A_DEMO),
    "demo:invoice": (voucher, ONLY_IN_A_DEMO),
    "demo:bank-answer": (lambda _stage: {"batch_id": 1}, ONLY_IN_A_DEMO),
    "demo:bank-repayment": (lambda _stage: {"payment_id": 1}, ONLY_IN_A_DEMO),
    "account_login": (nowhere, ON_THE_WAY_IN),
    "account_request_login_code": (nowhere, ON_THE_WAY_IN),
    "account_confirm_login_code": (nowhere, ELSEWHERE),
    "account_logout": (nowhere, BY_BUTTON_ONLY),
    "set_language": (nowhere, ELSEWHERE),
}

BY_MAIL_PROGRAMS = {"evaluation:stop", "initiative:digest-stop", "network:letters-stop", "practice:mail-stop"}
"""What is sent there comes from no page: the signed address is the proof, and all it does is stop a mail (RFC 8058)."""
OF_MACHINES = {"health"}
"""Answers whether the process is well; has tests of its own, and so has the API."""


def addresses(name: str, at: dict[str, Any]) -> list[str]:
    """Where a page is: one address, and for a file one for each way in which it is given."""
    ways = [at | {"ending": ending} for ending in ("csv", "xlsx")] if "ending" in at else [at]
    return [reverse(name, kwargs=way) for way in ways]


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
        seen[name] = {client.get(one).status_code for one in addresses(name, where(stage))}
    assert seen == {name: {expected[PEOPLE.index(who)]} for name, (_, expected) in ROUTES.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_can_be_done_to_what_is_not_seen(who: str) -> None:
    """A form sent to a page that is not there for somebody changes nothing either: the answer is the same as for reading."""
    stage = set_stage()
    client = browser(who)
    for name, (where, expected) in ROUTES.items():
        if expected[PEOPLE.index(who)] in {403, 404}:
            for one in addresses(name, where(stage)):
                assert client.post(one).status_code in {403, 404}, one


def test_nobody_acts_from_another_site() -> None:
    """Every form is refused without its token against forgery."""
    stage = set_stage()
    for who in PEOPLE:
        client = browser(who)
        client.handler.enforce_csrf_checks = True
        for name, (where, expected) in ROUTES.items():
            if expected[PEOPLE.index(who)] == 200 and name not in BY_MAIL_PROGRAMS:
                for one in addresses(name, where(stage)):
                    assert client.post(one).status_code == 403, (who, one)
