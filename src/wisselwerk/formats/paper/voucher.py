"""The voucher on paper: one page to show to the provider."""

from dataclasses import dataclass
from datetime import date

import segno

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.formats.paper.press import Translate, press

LABELS = {
    "valid_until": gettext_noop("Valid up to and including"),
    "code": gettext_noop("Code"),
    "next": gettext_noop("What to do next"),
    "rules": gettext_noop("The rules"),
}

STEPS = (
    gettext_noop("Agree with the provider what will be done, and show this voucher."),
    gettext_noop(
        "The provider sends an electronic invoice to your enterprise, dated on the last valid day or earlier."
    ),
    gettext_noop("You or the provider hand in that invoice on the page of this voucher."),
    gettext_noop("The voucher pays its part to the provider. You pay the rest."),
)
STEPS_PAID_BACK = (
    *STEPS[:1],
    gettext_noop(
        "The provider sends an electronic invoice to your enterprise, dated on the last valid day or earlier. You pay it whole."
    ),
    *STEPS[2:3],
    gettext_noop("You get the part of the voucher back, on the account of your enterprise."),
)
"""The same where the rules of the scheme pay the holder."""

QR_TEXT = gettext_noop("QR code that opens the page of this voucher: {url}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherPaper:
    """What stands on a voucher. Everything is text in the reader's language, amounts and days included."""

    language: str
    """``nl``, ``en``: the language the document says it is in"""
    title: str
    """what it is: ``Kennismakingscheque``"""
    scheme: str
    granting_body: str
    granted_by: str
    """who decided, when, on whose behalf: one sentence"""
    amount: str
    own_contribution: str = ""
    """what the holder pays itself; empty when nothing is asked"""
    holder_number: str
    holder_name: str = ""
    provider: str = ""
    """the provider chosen; empty when the holder still chooses"""
    service: str = ""
    paid_to: PaidTo = PaidTo.PROVIDER
    """who gets what it pays"""
    valid_until: str
    """the last day on which an invoice may be dated"""
    code: str
    """as shown to people: four groups of four with dashes"""
    url: str
    """the page of this voucher"""
    rules: tuple[str, ...]
    contact: str
    """whom to ask, for the foot of the page"""
    notice: str = ""
    """above everything, in a demo for instance"""
    made_on: date


def voucher_pdf(paper: VoucherPaper, translate: Translate) -> bytes:
    """The voucher as an accessible PDF (A4). Rules that do not fit go on on a second page; nothing is cut.

    Raises:
        RuntimeError: the result would not be accessible.
    """
    holder = f"{paper.holder_name}, {paper.holder_number}" if paper.holder_name else paper.holder_number
    facts = [
        (gettext_noop("Holder"), holder),
        (gettext_noop("Provider"), paper.provider or translate(gettext_noop("to be chosen"))),
        (gettext_noop("Service"), paper.service),
        (gettext_noop("You pay yourself"), paper.own_contribution),
        (gettext_noop("Granted by"), paper.granted_by),
        (gettext_noop("Page of this voucher"), paper.url),
    ]
    values = {
        "language": paper.language,
        "title": paper.title,
        "scheme": paper.scheme,
        "granting_body": paper.granting_body,
        "amount": paper.amount,
        "valid_until": paper.valid_until,
        "code": paper.code,
        "qr": qr_svg(paper.url),
        "qr_alt": translate(QR_TEXT).format(url=paper.url),
        "facts": [(translate(label), value) for label, value in facts if value],
        "steps": [translate(step) for step in (STEPS_PAID_BACK if paper.paid_to is PaidTo.HOLDER else STEPS)],
        "rules": list(paper.rules),
        "labels": {name: translate(label) for name, label in LABELS.items()},
        "foot": paper.contact,
        "notice": paper.notice,
    }
    return press("voucher", values, paper.made_on)


def qr_svg(content: str) -> str:
    """A QR code as SVG text without a size of its own, for paper and for a page. A quarter may be dirty or folded."""
    return segno.make_qr(content, error="q").svg_inline(border=2, dark="#222d35", light="#fff", omitsize=True)
