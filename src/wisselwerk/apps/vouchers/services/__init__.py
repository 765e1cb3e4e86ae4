"""The commands of the main job, one module per noun."""

from wisselwerk.apps.vouchers.services.applications import enter_application, submit_application
from wisselwerk.apps.vouchers.services.confirmations import confirm_application, network_hash
from wisselwerk.apps.vouchers.services.decisions import decide_application, request_review, review_refusal
from wisselwerk.apps.vouchers.services.deliveries import mail_decision, post_decision
from wisselwerk.apps.vouchers.services.pdf_invoices import accept_pdf, hand_in_pdf, refuse_pdf
from wisselwerk.apps.vouchers.services.redemptions import (
    Redeemed,
    redeem_voucher,
    reverse_redemption,
    validate_invoice,
)
from wisselwerk.apps.vouchers.services.tellings import tell_redemptions
from wisselwerk.apps.vouchers.services.vouchers import (
    contest_voucher,
    extend_voucher,
    lapse_vouchers,
    resume_voucher,
    revoke_voucher,
)

__all__ = [
    "Redeemed",
    "accept_pdf",
    "confirm_application",
    "contest_voucher",
    "decide_application",
    "enter_application",
    "extend_voucher",
    "hand_in_pdf",
    "lapse_vouchers",
    "mail_decision",
    "network_hash",
    "post_decision",
    "redeem_voucher",
    "refuse_pdf",
    "request_review",
    "resume_voucher",
    "reverse_redemption",
    "review_refusal",
    "revoke_voucher",
    "submit_application",
    "tell_redemptions",
    "validate_invoice",
]
