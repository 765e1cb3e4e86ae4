"""Every page that somebody can see, on a desk and on a telephone, by day and by night: usable by everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from tests.aid import AID
from tests.browser.conftest import OpenWindow
from tests.pdfs import bill, handed_in
from tests.scene import EMAIL, GENK, IN_PARTS, award, credit_note, invoice, set_scene
from tests.web.stage import work
from tests.web.test_walk import ROUTES
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import change_of
from wisselwerk.apps.payouts.services import name_account
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import refuse_visum
from wisselwerk.apps.vouchers.models import (
    Application,
    Confirmation,
    Decision,
    InvoiceCheck,
    Redemption,
    Voucher,
)
from wisselwerk.apps.vouchers.pdf_models import PdfInvoice
from wisselwerk.apps.vouchers.services import (
    credit_invoice,
    redeem_voucher,
    refuse_pdf,
    revoke_voucher,
    submit_application,
    try_invoice,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, invented_account, invented_number
from wisselwerk.demo.payments import check_all_invoices
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.payment import BatchState
from wisselwerk.domain.pdf_invoice import Check, Ground
from wisselwerk.domain.reconciliation import Meaning

pytestmark = pytest.mark.browser

Where = Callable[[], dict[str, Any]]
REFUSED = "zaak@demerkade.example"
"""Applied from outside the territory."""


def nowhere() -> dict[str, Any]:
    return {}


def scheme() -> dict[str, Any]:
    return {"slug": "genk"}


def application() -> dict[str, Any]:
    return {"application_id": Application.objects.get(enterprise__enterprise_number=OWN_ENTERPRISE.number).pk}


def in_review() -> dict[str, Any]:
    return {"application_id": Application.objects.filter(state="review")[0].pk}


def refused() -> dict[str, Any]:
    return {"application_id": Application.objects.get(enterprise__enterprise_number=invented_number(203)).pk}


def voucher() -> dict[str, Any]:
    return {"code": Voucher.objects.get(holder__enterprise_number=OWN_ENTERPRISE.number).code}


def redemption() -> dict[str, Any]:
    one = Redemption.objects.filter(voucher__scheme__slug="genk").select_related("voucher")[0]
    return {"code": one.voucher.code, "redemption_id": one.pk}


def provider() -> dict[str, Any]:
    chosen = Voucher.objects.get(code=voucher()["code"]).provider
    assert chosen is not None
    return {"slug": chosen.organisation.slug}


def decision() -> dict[str, Any]:
    return {"decision_id": Decision.objects.filter(application=application()["application_id"])[0].pk}


def confirmation() -> dict[str, Any]:
    if not Confirmation.objects.exists():
        submit_application(
            ANONYMOUS,
            scheme=Scheme.objects.get(slug="genk"),
            enterprise_number=invented_number(160),
            email="iemand@vossenpoort.example",
        )
    return {"token": Confirmation.objects.all()[0].token}


def with_aid() -> dict[str, Any]:
    """A scheme of the same coordinator whose vouchers are aid, with one that was withdrawn and entered."""
    if not Scheme.objects.filter(slug="steun").exists():
        scene = set_scene(slug="steun", rules=AID | {"eligible_amount": {"without_deduction": "with_vat"}})
        award(scene, invented_number(161))
        revoke_voucher(SYSTEM, voucher=award(scene, invented_number(162)), reason="Dubbel.")
        first = RegisterLine.objects.earliest("pk")
        register_aid(SYSTEM, lines=[first.pk], reference="EAID-1", registered_on=today())
    return {}


def scheme_with_aid() -> dict[str, Any]:
    with_aid()
    return {"slug": "steun"}


def not_in_order() -> dict[str, Any]:
    """A scheme of the same coordinator with a voucher on which everything happened: an invoice with official rules broken,
    one that was refused, and a credit note.
    """
    if not Scheme.objects.filter(slug="nota").exists():
        scene = set_scene(slug="nota", rules=IN_PARTS)
        used = award(scene, invented_number(163))
        data = invoice(used, 30_000, number="N-1").replace(b'unitCode="C62"', b'unitCode="stuk"')
        data = data.replace(b"<cbc:CustomizationID>", b"<cbc:UUID>1</cbc:UUID><cbc:CustomizationID>")
        redeem_voucher(SYSTEM, code=used.code, data=data)
        check_all_invoices()
        redeem_voucher(SYSTEM, code=used.code, data=invoice(used, 10_000, number="N-2"))
        try_invoice(SYSTEM, code=used.code, data=invoice(used, 5_000, number="N-3", currency="USD"))
        note = credit_note(used, 4_000, corrects="N-2")
        credit_invoice(SYSTEM, code=used.code, data=note)
    return {"code": Voucher.objects.get(scheme__slug="nota").code}


def broken() -> dict[str, Any]:
    not_in_order()
    return {"redemption_id": InvoiceCheck.objects.get(state=CheckState.FAILED).pk}


def without_visum() -> dict[str, Any]:
    """A scheme of the same people that waits for its visum, which was refused once."""
    found = Scheme.objects.filter(slug="dicht").first()
    if found is None:
        scheme = set_scene(slug="dicht", visum=False).scheme
        refuse_visum(SYSTEM, scheme=scheme, refused_on=today(), reason="Er is nog geen krediet.")
    return {"slug": "dicht"}


def waits_for_visum() -> dict[str, Any]:
    without_visum()
    return {}


def paid_back() -> dict[str, Any]:
    """A voucher of the owner that pays the business back, with an invoice that waits for its account."""
    found = Voucher.objects.filter(scheme__slug="terug").first()
    if found is None:
        found = award(set_scene(slug="terug", rules=IN_PARTS | {"payee": {"paid_to": "holder"}}))
        redeem_voucher(SYSTEM, code=found.code, data=invoice(found, 10_000, number="TERUG-1"))
    return {"code": found.code}


def waits_for_account() -> dict[str, Any]:
    paid_back()
    return {}


def year() -> dict[str, Any]:
    return {"slug": "genk", "year": today().year}


def mails() -> dict[str, Any]:
    work()
    return {}


def batch(state: BatchState) -> Where:
    return lambda: {"batch_id": PaymentBatch.objects.filter(state=state, payer__nis_code=GENK)[0].pk}


def batch_act(state: BatchState, word: str) -> Where:
    return lambda: batch(state)() | {"word": word}


def payment_in(state: BatchState) -> Where:
    return lambda: (
        batch(state)() | {"payment_id": Payment.objects.filter(batch=batch(state)()["batch_id"])[0].pk}
    )


def returned() -> BankLine:
    """The line of the demo that asks for a look."""
    return BankLine.objects.select_related("payment__redemption__voucher").get(meaning=Meaning.RETURNED)


def returned_payment() -> dict[str, Any]:
    return {"payment_id": returned().payment_id}


def line() -> dict[str, Any]:
    return {"line_id": returned().pk}


def file() -> dict[str, Any]:
    return {"file_id": returned().file_id}


def paid_voucher() -> dict[str, Any]:
    paid = returned().payment
    assert paid is not None
    return {"code": paid.redemption.voucher.code}


def change_of_account() -> dict[str, Any]:
    organisation = local_government(GENK, today())
    change = change_of(organisation)
    if change is None:
        change = name_account(SYSTEM, organisation=organisation, iban=invented_account(99))
    return {"account_id": change.pk}


def change_of_account_waits() -> dict[str, Any]:
    change_of_account()
    return {}


def pdf_to_check() -> dict[str, Any]:
    """A bill that its owner handed in, and waits for the coordinator."""
    waiting = PdfInvoice.objects.filter(state="pdf_to_check").first()
    if waiting is None:
        code = voucher()["code"]
        chosen = Voucher.objects.select_related("holder", "provider__organisation").get(code=code)
        assert chosen.provider is not None
        supplier = chosen.provider.organisation.enterprise_number or ""
        paper = bill(supplier, chosen.holder.enterprise_number or "")
        waiting = handed_in(
            SYSTEM,
            chosen,
            120_000,
            vat_cents=25_200,
            number="2026-0117",
            data=paper,
            supplier_number=supplier,
        )
    return {"invoice_id": waiting.pk}


def voucher_with_pdf() -> dict[str, Any]:
    pdf_to_check()
    return voucher()


def pdf_refused() -> dict[str, Any]:
    one = PdfInvoice.objects.filter(state="refused").first()
    if one is None:
        waiting = PdfInvoice.objects.get(pk=pdf_to_check()["invoice_id"])
        one = refuse_pdf(
            SYSTEM,
            invoice=waiting.pk,
            ground=Ground.EXEMPT,
            stated=waiting.stated(),
            ticked=frozenset({Check.NUMBER}),
            reason="Op de factuur staat geen ondernemingsnummer van de klant.",
        )
    return {"invoice_id": one.pk}


ACTS = ("betwisten", "verlengen", "intrekken")
"""What can be done with an open voucher; to free one is the same page."""


def act(word: str) -> Where:
    return lambda: voucher() | {"word": word}


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
        Look("public:services"),
        Look("public:provider", provider, "provider"),
        Look("public:privacy"),
        Look("enterprise:apply", scheme, "apply"),
        Look("enterprise:apply", scheme_with_aid),
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
        Look("enterprise:invoice", paid_back),
        Look("enterprise:waiting", waits_for_account),
        Look("enterprise:account"),
        Look("enterprise:pdf-invoice", voucher, "pdf-invoice"),
        Look("enterprise:voucher", voucher_with_pdf),
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
        Look("enterprise:voucher", voucher),
        Look("provider:dashboard", waits_for_account),
    ),
    EMAIL["coordinator_genk"]: (
        Look("enterprise:waiting"),
        Look("coordinator:dashboard", picture="dashboard"),
        Look("coordinator:applications"),
        Look("coordinator:application", application),
        Look("coordinator:application", in_review),
        Look("coordinator:delivery", application),
        Look("coordinator:application-new"),
        Look("coordinator:vouchers"),
        Look("coordinator:voucher", voucher),
        *(Look("coordinator:voucher-act", act(word)) for word in ACTS),
        Look("coordinator:reversal", redemption),
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
        Look("coordinator:scheme", without_visum),
        Look("coordinator:scheme-visum", without_visum),
        Look("aid:register"),
        Look("aid:register", with_aid),
        Look("enterprise:waiting"),
    ),
    EMAIL["general_director"]: (
        Look("finance:dashboard"),
        Look("finance:due", lambda: {"nis_code": GENK}),
        Look("finance:batch", batch(BatchState.ORDERED)),
        Look("finance:batch-act", batch_act(BatchState.ORDERED, "bevelen")),
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
    ),
    EMAIL["auditor"]: (
        Look("auditor:decisions"),
        Look("auditor:decision", decision),
        Look("auditor:voucher", paid_voucher, "road"),
        Look("finance:dashboard"),
        Look("finance:batch", batch(BatchState.SIGNED)),
        Look("finance:bank-line", line),
        Look("settlement:settlement", year),
    ),
    EMAIL["member_oudsbergen"]: (Look("member:dashboard", picture="member"),),
}
NOT_A_PAGE = {
    "enterprise:letter",
    "enterprise:voucher-pdf",
    "enterprise:pdf-file",
    "coordinator:pdf-page",
    "coordinator:uptake",
    "demo:invoice",
    "demo:bank-answer",
    "finance:batch-file",
    "aid:register-file",
    "settlement:pdf",
    "settlement:csv",
    "settlement:cost-lines",
    "settlement:ledger",
    "settlement:actuals",
}
"""Files."""
ONLY_SENT = {"account_logout", "set_language"}
ON_THE_ROAD = {"account_confirm_login_code"}
"""Seen only after something was sent: looked at on the road, in test_road.py."""


def test_no_page_is_forgotten() -> None:
    walked = {look.route for looks in SEEN.values() for look in looks}
    assert walked | NOT_A_PAGE | ONLY_SENT | ON_THE_ROAD == ROUTES.keys()


@pytest.mark.parametrize("who", SEEN, ids=lambda who: who or "anonymous")
def test_every_page_passes_axe(window: OpenWindow, who: str) -> None:
    seen = window(who)
    found = []
    for look in SEEN[who]:
        path = reverse(look.route, kwargs=look.where())
        seen.go(path)
        assert seen.page.url.endswith(path), "another page than was asked for"
        assert seen.page.locator("h1").count() == 1, path
        found += seen.faults(look.picture)
    assert found == []


def test_the_page_of_the_api_passes_axe(window: OpenWindow) -> None:
    seen = window()
    seen.go("/")
    seen.page.get_by_role("link", name="Voor software: de API").click()
    assert seen.heading() == "API"
    assert seen.faults() == []


@pytest.mark.parametrize(("path", "who"), [("/nergens/", ""), ("/beheer/", EMAIL["owner"])])
def test_a_page_that_is_not_there_passes_axe(window: OpenWindow, path: str, who: str) -> None:
    seen = window(who)
    seen.go(path)
    assert seen.faults() == []
