"""Every page that somebody can see, on a desk and on a telephone, by day and by night: usable by everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from django.urls import reverse

from tests.browser.conftest import OpenWindow
from tests.browser.paying import invoice_due, invoice_in
from tests.browser.places import (
    ACTS,
    REFUSED,
    Where,
    act,
    amended_rule,
    application,
    asks_everything,
    asks_what_is_missing,
    batch,
    batch_act,
    broken,
    change_of_account,
    change_of_account_waits,
    confirmation,
    council_that,
    decision,
    draft,
    draw_act,
    drawn,
    file,
    in_draw,
    in_review,
    line,
    mails,
    not_in_order,
    nowhere,
    offered,
    paid_back,
    paid_voucher,
    payment_in,
    pays_share,
    pdf_refused,
    pdf_to_check,
    provider,
    ready_draft,
    redemption,
    refused,
    returned_payment,
    rule_of_draft,
    scheme,
    scheme_with_aid,
    text_of_genk,
    voucher,
    voucher_with_pdf,
    waits_for_account,
    waits_for_visum,
    with_aid,
    without_visum,
    year,
)
from tests.browser.registered import (
    confirmed_initiative,
    noticed_initiative,
    stops_digest,
    two_alike,
    two_alike_initiative,
)
from tests.scene import EMAIL, GENK
from tests.web.test_walk import ROUTES
from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.clock import today
from wisselwerk.domain.lottery import DrawState
from wisselwerk.domain.payment import BatchState
from wisselwerk.domain.rule import KINDS

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Look:
    """A page, in which state, and the name of its picture in the guide."""

    route: str
    where: Where = nowhere
    picture: str = ""


SEEN: dict[str, tuple[Look, ...]] = {
    "": (
        Look("public:home", picture="home"),
        Look("public:schemes"),
        Look("public:scheme", scheme, "scheme"),
        Look("public:regulation", scheme, "regulation"),
        Look("public:regulation-from", lambda: scheme() | {"first_day": "2019-01-01"}),
        Look("public:draws", scheme),
        Look("public:draws", drawn),
        Look("public:services", picture="services"),
        Look("public:search"),
        Look("public:provider", provider, "provider"),
        Look("initiative:register", picture="register"),
        Look("initiative:page", noticed_initiative, "initiative-noticed"),
        Look("initiative:page", confirmed_initiative, "initiative"),
        Look("public:privacy"),
        Look("public:main-lines", lambda: {"year": today().year}, "main-lines"),
        Look("public:expost", lambda: {"year": today().year}),
        Look("public:expost-government", lambda: {"year": today().year, "code": GENK}),
        Look("public:roles", lambda: {"year": today().year}),
        Look("enterprise:apply", scheme, "apply"),
        Look("enterprise:apply", scheme_with_aid),
        Look("public:scheme", asks_everything),
        Look("enterprise:apply", asks_everything),
        Look("public:scheme", without_visum),
        Look("enterprise:apply", without_visum),
        Look("enterprise:confirm", confirmation),
        Look("account_login"),
        Look("account_request_login_code"),
        Look("demo:mailbox"),
        Look("demo:mailbox", mails),
    ),
    EMAIL["owner"]: (
        Look("public:home"),
        Look("enterprise:waiting"),
        Look("enterprise:decision", application, "decision"),
        Look("enterprise:voucher", voucher, "voucher"),
        Look("enterprise:invoice", voucher),
        Look("enterprise:voucher", paid_back),
        Look("enterprise:voucher", pays_share),
        Look("enterprise:invoice", paid_back),
        Look("enterprise:waiting", waits_for_account),
        Look("enterprise:account"),
        Look("enterprise:pdf-invoice", voucher, "pdf-invoice"),
        Look("enterprise:voucher", voucher_with_pdf),
        Look("enterprise:decision", in_draw("entered")),
        Look("enterprise:decision", in_draw("waiting_list")),
    ),
    REFUSED: (
        Look("enterprise:waiting"),
        Look("enterprise:decision", refused),
        Look("enterprise:review", refused),
    ),
    EMAIL["provider_staff"]: (
        Look("enterprise:waiting"),
        Look("provider:dashboard"),
        Look("provider:invoice"),
        Look("provider:pdf-invoice"),
        Look("provider:account"),
        Look("catalogue:page", provider, "catalogue-page"),
        Look("catalogue:service-new", provider, "catalogue-service"),
        Look("catalogue:service", offered),
        Look("enterprise:voucher", voucher),
        Look("provider:dashboard", waits_for_account),
    ),
    EMAIL["coordinator_genk"]: (
        Look("enterprise:waiting"),
        Look("coordinator:dashboard", picture="dashboard"),
        Look("initiative:link", two_alike, "initiative-link"),
        Look("initiative:own", lambda: {"pk": two_alike_initiative()}),
        Look("initiative:desk", picture="our-initiatives"),
        Look("initiative:note"),
        Look("initiative:role", picture="role"),
        Look("initiative:digest", picture="digest"),
        Look("initiative:digest-stop", stops_digest, "digest-stop"),
        Look("coordinator:applications"),
        Look("coordinator:application", application),
        Look("coordinator:application", in_review),
        Look("coordinator:application", asks_what_is_missing),
        Look("coordinator:voucher", pays_share),
        Look("coordinator:delivery", application),
        Look("coordinator:application-new"),
        Look("coordinator:vouchers"),
        Look("coordinator:voucher", voucher),
        *(Look("coordinator:voucher-act", act(word)) for word in ACTS),
        Look("coordinator:reversal", redemption),
        Look("catalogue:providers", picture="catalogue-list"),
        Look("catalogue:recognition", provider),
        Look("catalogue:load", picture="catalogue-load"),
        Look("coordinator:checks"),
        Look("coordinator:check", broken, "check"),
        Look("coordinator:checks", picture="checks"),
        Look("coordinator:voucher", not_in_order, "not-in-order"),
        Look("enterprise:voucher", not_in_order),
        Look("enterprise:credit-note", not_in_order, "credit-note"),
        Look("coordinator:pdf-invoice", pdf_to_check, "pdf-check"),
        Look("coordinator:dashboard"),
        Look("coordinator:voucher", voucher_with_pdf),
        Look("coordinator:pdf-invoice", pdf_refused),
        Look("coordinator:scheme", scheme),
        Look("coordinator:scheme-load"),
        Look("coordinator:scheme-reduce", scheme),
        Look("studio:take-over", lambda: {"slug": "zuidoost-limburg"}),
        Look("studio:agreement", lambda: {"slug": "zuidoost-limburg"}),
        Look("studio:draft", scheme),
        Look("studio:draft", draft),
        *(Look("studio:rule", rule_of_draft(kind)) for kind in KINDS),
        Look("studio:difference", draft),
        Look("studio:describe", draft),
        Look("studio:arrange", draft),
        Look("studio:discard", draft),
        Look("studio:try", draft),
        Look("studio:publish", draft),
        Look("studio:confirm", ready_draft),
        Look("studio:drafts"),
        Look("council:texts"),
        Look("council:councils", text_of_genk),
        Look("council:councils", lambda: draft() | {"text": "ontwerp"}),
        Look("council:council", council_that(StepState.DECIDED), "council-decided"),
        Look("council:council", council_that(StepState.AGENDA)),
        Look("council:amend", amended_rule),
        Look("council:plan-together", lambda: draft() | {"text": "ontwerp"}),
        Look("council:plan-enter", council_that(StepState.AGENDA)),
        Look("coordinator:scheme", without_visum),
        Look("coordinator:scheme-visum", without_visum),
        Look("coordinator:draws", scheme),
        Look("coordinator:draws", drawn),
        Look("coordinator:draw-act", draw_act("verzegelen", DrawState.DRAWN)),
        Look("coordinator:draw-act", draw_act("getal", DrawState.SEALED)),
        Look("coordinator:draw-act", draw_act("trekken", DrawState.CONFIRMED)),
        Look("coordinator:draw-act", draw_act("nakijken", DrawState.SEALED)),
        Look("coordinator:dashboard"),
        Look("aid:register"),
        Look("aid:register", with_aid),
        Look("enterprise:waiting"),
    ),
    EMAIL["general_director"]: (
        Look("finance:dashboard"),
        Look("finance:due", lambda: {"nis_code": GENK}),
        Look("finance:batch", batch(BatchState.ORDERED)),
        Look("finance:batch-act", batch_act(BatchState.ORDERED, "tegenhouden")),
    ),
    EMAIL["financial_director"]: (
        Look("enterprise:waiting"),
        Look("finance:dashboard"),
        Look("finance:due", lambda: {"nis_code": GENK}),
        Look("finance:batches"),
        Look("finance:batch", batch(BatchState.ORDERED)),
        Look("finance:batch", batch(BatchState.SIGNED)),
        Look("finance:batch-act", batch_act(BatchState.ORDERED, "tekenen")),
        Look("finance:batch-act", batch_act(BatchState.ORDERED, "tegenhouden")),
        Look("finance:take-out", payment_in(BatchState.ORDERED)),
        Look("finance:invoice", invoice_in(BatchState.ORDERED)),
        Look("finance:invoice", invoice_due),
        Look("finance:bank-files"),
        Look("finance:bank-file-load"),
        Look("finance:bank-lines"),
        Look("finance:account"),
        Look("finance:account-confirm", change_of_account),
        Look("settlement:settlements", picture="settlements"),
        Look("settlement:settlement", year, "settlement"),
        Look("settlement:payment", lambda: year() | {"nis_code": "72042"}),
        Look("settlement:bookkeeping", year, "bookkeeping"),
        Look("finance:account", change_of_account_waits),
        Look("finance:visum", scheme),
        Look("finance:visum", without_visum),
        Look("finance:dashboard", waits_for_visum),
        Look("enterprise:waiting", waits_for_visum),
        Look("finance:due", lambda: waits_for_account() | {"nis_code": GENK}),
    ),
    EMAIL["financial_director_tongeren"]: (
        Look("finance:dashboard"),
        Look("finance:bank-file", file),
        Look("finance:bank-lines"),
        Look("finance:bank-line", line, "look"),
        Look("finance:payment", returned_payment),
        Look("aid:register", picture="aid"),
        Look("settlement:bookkeeping", lambda: {"slug": "twee-delen", "year": today().year}),
    ),
    EMAIL["auditor"]: (
        Look("auditor:decisions"),
        Look("coordinator:draw-act", draw_act("bevestigen", DrawState.SEEDED)),
        Look("auditor:decisions"),
        Look("auditor:decision", decision),
        Look("auditor:voucher", paid_voucher, "road"),
        Look("finance:dashboard"),
        Look("finance:batch", batch(BatchState.SIGNED)),
        Look("finance:bank-line", line),
        Look("settlement:settlement", year),
        Look("aid:register"),
    ),
    EMAIL["member_oudsbergen"]: (
        Look("member:dashboard", picture="member"),
        Look("council:council", lambda: text_of_genk() | {"nis_code": "72042"}),
    ),
}
NOT_A_PAGE = {
    "initiative:feed",
    "initiative:file",
    "public:draw-list",
    "public:expost-newest",
    "public:expost-table",
    "public:main-lines-newest",
    "public:main-lines-pdf",
    "public:main-lines-table",
    "public:regulation-pdf",
    "public:roles-newest",
    "public:regulation-from-pdf",
    "public:council-decision",
    "council:html",
    "council:pdf",
    "council:plan",
    "public:draw-order",
    "enterprise:letter",
    "enterprise:voucher-pdf",
    "enterprise:pdf-file",
    "coordinator:pdf-page",
    "coordinator:notice-letter",
    "coordinator:uptake",
    "studio:try-course",
    "demo:invoice",
    "demo:bank-answer",
    "demo:bank-repayment",
    "finance:batch-file",
    "finance:invoice-file",
    "finance:claim-letter",
    "finance:payee-letter-pdf",
    "aid:register-file",
    "settlement:pdf",
    "settlement:table",
    "settlement:cost-lines",
    "settlement:ledger",
    "settlement:actuals",
}
"""Files."""
ONLY_SENT = {"account_logout", "public:expost-seen", "set_language"}
ON_THE_ROAD = {
    "account_confirm_login_code",
    "coordinator:evaluation",
    "coordinator:notice",
    "coordinator:proof",
    "enterprise:delivery",
    "enterprise:evaluation",
    "finance:claim",
    "finance:claims",
    "finance:give-back",
    "finance:payee-letter",
    "finance:line-keep",
    "finance:payment-record",
    "finance:payment-return",
    "finance:repayment",
    "finance:repayment-take-back",
    "initiative:answer",
    "provider:redemption",
    "public:expost-ask",
    "public:expost-by-mail",
    "public:expost-reply",
    "public:expost-suggest",
}
"""Seen on the way of something: looked at in test_follow_up.py, test_road.py, test_proof.py, test_evaluation.py, test_rights.py,
test_given_back.py, test_nazicht.py and test_initiatives.py; what is around introductions, samples, practices, the network and the
region in a test of its own."""
OF_THEIR_OWN = ("introduction:", "sample:", "practice:", "network:", "evaluation:", "region:")


def test_no_page_is_forgotten() -> None:
    walked = {look.route for looks in SEEN.values() for look in looks}
    elsewhere = {name for name in ROUTES if name.startswith(OF_THEIR_OWN)}
    assert walked | NOT_A_PAGE | ONLY_SENT | ON_THE_ROAD | elsewhere == ROUTES.keys()


AT_ONCE = 12
"""Pages in one walk: a long one would go on alone when all other tests are done."""
WALKS = [
    pytest.param(who, looks[start : start + AT_ONCE], id=f"{who or 'anonymous'}-{start // AT_ONCE + 1}")
    for who, looks in SEEN.items()
    for start in range(0, len(looks), AT_ONCE)
]


@pytest.mark.parametrize(("who", "looks"), WALKS)
def test_every_page_passes_axe(window: OpenWindow, who: str, looks: Sequence[Look]) -> None:
    seen = window(who)
    found = []
    for look in looks:
        path = reverse(look.route, kwargs=look.where())
        seen.go(path)
        assert seen.page.url.endswith(path), "another page than was asked for"
        found += seen.faults(look.picture)
    assert found == []


def test_the_page_of_the_api_passes_axe(window: OpenWindow) -> None:
    seen = window()
    seen.go("/")
    seen.page.get_by_role("link", name="Voor software: de API").click()
    assert (seen.heading(), seen.faults()) == ("API", [])


@pytest.mark.parametrize(("path", "who"), [("/nergens/", ""), ("/beheer/", EMAIL["owner"])])
def test_a_page_that_is_not_there_passes_axe(window: OpenWindow, path: str, who: str) -> None:
    seen = window(who)
    seen.go(path)
    assert seen.faults() == []
