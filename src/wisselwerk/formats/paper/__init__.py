"""Paper: values to PDF that anybody can read, also with a screen reader (PDF/UA-1, checked by the compiler).

Pure: the same values give the same bytes. What stands on paper comes in the reader's language: values are worded by
the caller (``wisselwerk.wording``), fixed sentences are message ids here that the caller's ``translate`` speaks.
"""

from wisselwerk.formats.paper.letter import DecisionLetter, Finding, Remedy, letter_pdf
from wisselwerk.formats.paper.notice import NoticePaper, notice_pdf
from wisselwerk.formats.paper.settlement import HowToPay, SettlementLine, SettlementPaper, settlement_pdf
from wisselwerk.formats.paper.voucher import VoucherPaper, voucher_pdf

__all__ = [
    "DecisionLetter",
    "Finding",
    "HowToPay",
    "NoticePaper",
    "Remedy",
    "SettlementLine",
    "SettlementPaper",
    "VoucherPaper",
    "letter_pdf",
    "notice_pdf",
    "settlement_pdf",
    "voucher_pdf",
]
