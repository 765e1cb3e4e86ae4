"""Applications, decisions, vouchers, redemptions: the tables, by what they are about."""

from wisselwerk.apps.vouchers.models.application import (
    Application,
    ApplicationState,
    Channel,
    Confirmation,
    Decision,
    Delivery,
    DeliveryState,
    OnItsWay,
    Remark,
    RemarkSubject,
)
from wisselwerk.apps.vouchers.models.draw import Draw, Lot
from wisselwerk.apps.vouchers.models.evaluation import Evaluation, EvaluationReminder
from wisselwerk.apps.vouchers.models.pdf_invoice import (
    PdfFile,
    PdfInvoice,
)
from wisselwerk.apps.vouchers.models.recognition import RecognitionWarning
from wisselwerk.apps.vouchers.models.redemption import (
    Attempt,
    CreditNote,
    FulfilmentStep,
    InvoiceCheck,
    OwnPayment,
    Payable,
    Redemption,
    Reversal,
)
from wisselwerk.apps.vouchers.models.review import ReviewStep
from wisselwerk.apps.vouchers.models.voucher import (
    DeadlineChange,
    DeadlineGround,
    Notice,
    NoticeAbout,
    Voucher,
)

__all__ = [
    "Application",
    "ApplicationState",
    "Attempt",
    "Channel",
    "Confirmation",
    "CreditNote",
    "DeadlineChange",
    "DeadlineGround",
    "Decision",
    "Delivery",
    "DeliveryState",
    "Draw",
    "Evaluation",
    "EvaluationReminder",
    "FulfilmentStep",
    "InvoiceCheck",
    "Lot",
    "Notice",
    "NoticeAbout",
    "OnItsWay",
    "OwnPayment",
    "Payable",
    "PdfFile",
    "PdfInvoice",
    "RecognitionWarning",
    "Redemption",
    "Remark",
    "RemarkSubject",
    "Reversal",
    "ReviewStep",
    "Voucher",
]
