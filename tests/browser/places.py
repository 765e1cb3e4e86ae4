"""Where a page of the demo stands in some state, which is brought about when it is not there yet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.aid import AID
from tests.draws import held_lately
from tests.pdfs import bill, handed_in
from tests.questions import ANSWERS, EVERY_QUESTION
from tests.scene import EMAIL, GENK, IN_PARTS, award, credit_note, invoice, set_scene
from tests.web.stage import work
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.payouts.models import BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import change_of
from wisselwerk.apps.payouts.services import name_account
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import change_rule, date_draft, refuse_visum, start_draft
from wisselwerk.apps.vouchers.models import (
    Application,
    Confirmation,
    Decision,
    InvoiceCheck,
    PdfInvoice,
    Redemption,
    Voucher,
)
from wisselwerk.apps.vouchers.services import (
    credit_invoice,
    enter_application,
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
from wisselwerk.domain.lottery import DrawState
from wisselwerk.domain.payment import BatchState
from wisselwerk.domain.pdf_invoice import Check, Ground
from wisselwerk.domain.reconciliation import Meaning

Where = Callable[[], dict[str, Any]]
REFUSED = "zaak@demerkade.example"
"""Applied from outside the territory."""


def nowhere() -> dict[str, Any]:
    return {}


def scheme() -> dict[str, Any]:
    return {"slug": "genk"}


def application() -> dict[str, Any]:
    found = Application.objects.filter(
        scheme__slug="genk", enterprise__enterprise_number=OWN_ENTERPRISE.number
    )
    return {"application_id": found.get().pk}


def in_review() -> dict[str, Any]:
    return {"application_id": Application.objects.filter(state="review")[0].pk}


def refused() -> dict[str, Any]:
    return {"application_id": Application.objects.get(enterprise__enterprise_number=invented_number(203)).pk}


def voucher() -> dict[str, Any]:
    return {
        "code": Voucher.objects.get(holder__enterprise_number=OWN_ENTERPRISE.number, scheme__slug="genk").code
    }


def redemption() -> dict[str, Any]:
    one = Redemption.objects.filter(voucher__scheme__slug="genk").select_related("voucher")[0]
    return {"code": one.voucher.code, "redemption_id": one.pk}


def provider() -> dict[str, Any]:
    chosen = Voucher.objects.get(code=voucher()["code"]).provider
    assert chosen is not None
    return {"slug": chosen.organisation.slug}


def offered() -> dict[str, Any]:
    """A service of that provider."""
    slug = provider()["slug"]
    return {"slug": slug, "service_slug": Service.objects.filter(provider__organisation__slug=slug)[0].slug}


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


def asks_everything() -> dict[str, Any]:
    """A scheme of the same coordinator that asks all there is to ask, with a voucher that pays a share, used in part."""
    if not Scheme.objects.filter(slug="vragen").exists():
        scene = set_scene(slug="vragen", rules=EVERY_QUESTION)
        for serial, answers in ((171, ANSWERS), (172, {"municipality": GENK, "affiliated": False})):
            enter_application(
                scene.coordinator,
                scheme=scene.scheme,
                enterprise_number=invented_number(serial),
                email=EMAIL["owner"],
                declarations=answers,
            )
        used = Voucher.objects.get(scheme__slug="vragen")
        redeem_voucher(SYSTEM, code=used.code, data=invoice(used, 30_001, number="V-1"))
    return {"slug": "vragen"}


def pays_share() -> dict[str, Any]:
    asks_everything()
    return {"code": Voucher.objects.get(scheme__slug="vragen").code}


def asks_what_is_missing() -> dict[str, Any]:
    asks_everything()
    return {"application_id": Application.objects.get(scheme__slug="vragen", state="review").pk}


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


def drawn() -> dict[str, Any]:
    """A scheme of the same coordinator with a draw that was held, and a waiting list."""
    return {"slug": held_lately().scheme.slug}


def draw_act(word: str, until: DrawState) -> Where:
    """A step of a draw that is as far as ``until``."""
    return lambda: {"slug": held_lately(slug=f"loting-{word}", until=until).scheme.slug, "word": word}


def in_draw(state: str) -> Where:
    """An application of the owner that stands in a draw in this state."""
    until = DrawState.SEALED if state == "entered" else DrawState.DRAWN

    def found() -> dict[str, Any]:
        draw = held_lately(slug=f"loting-{state}", applications=1, vouchers_for=0, until=until)
        own = Application.objects.get(scheme=draw.scheme, enterprise__enterprise_number=OWN_ENTERPRISE.number)
        return {"application_id": own.pk}

    return found


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


def draft() -> dict[str, Any]:
    """A draft with something to put right, something to look at and something to explain."""
    found = start_draft(SYSTEM, scheme=Scheme.objects.get(slug="genk"))
    if found.edition == 1:
        for kind, parameters in (
            ("amount", {"amount_cents": 30_000}),
            ("validity", {"months": 1}),
            ("budget_ceiling", {"per_year_cents": 20_000}),
        ):
            found = change_rule(
                SYSTEM, draft=found.pk, edition=found.edition, kind=kind, parameters=parameters
            )
    return {"slug": "genk"}


def ready_draft() -> dict[str, Any]:
    """The same, put right, with its day and its decision."""
    draft()
    found = start_draft(SYSTEM, scheme=Scheme.objects.get(slug="genk"))
    if not found.source:
        found = change_rule(
            SYSTEM, draft=found.pk, edition=found.edition, kind="budget_ceiling", parameters={}
        )
        date_draft(
            SYSTEM,
            draft=found.pk,
            edition=found.edition,
            valid_from=today() + timedelta(days=1),
            source="Gemeenteraad (demo)",
        )
    return {"slug": "genk"}


def rule_of_draft(kind: str) -> Where:
    return lambda: draft() | {"kind": kind}


ACTS = ("betwisten", "verlengen", "intrekken")
"""What can be done with an open voucher; to free one is the same page."""


def act(word: str) -> Where:
    return lambda: voucher() | {"word": word}


def text_of_genk() -> dict[str, Any]:
    """The version of Genk's scheme that its councils are with."""
    step = CouncilStep.objects.select_related("version").latest("pk")
    assert step.version is not None
    return {"slug": "genk", "text": f"versie-{step.version.number}"}


def council_that(state: StepState) -> Where:
    """A council that is so far, the one that decided otherwise than the others where it can be."""

    def where() -> dict[str, Any]:
        step = CouncilStep.objects.filter(state=state).select_related("member").latest("pk")
        return text_of_genk() | {"nis_code": step.member.nis_code}

    return where


def amended_rule() -> dict[str, Any]:
    """The rule that the council of As decided otherwise."""
    return council_that(StepState.DECIDED)() | {"kind": "number_per_enterprise"}
