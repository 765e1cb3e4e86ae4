"""The commands of the main job, one module per noun."""

from wisselwerk.apps.vouchers.services.answers import decide_application, review_refusal
from wisselwerk.apps.vouchers.services.applications import enter_application, submit_application
from wisselwerk.apps.vouchers.services.checks import accept_invoice, check_invoices
from wisselwerk.apps.vouchers.services.confirmations import confirm_application
from wisselwerk.apps.vouchers.services.credits import Credited, credit_invoice, try_credit_note
from wisselwerk.apps.vouchers.services.decisions import request_review
from wisselwerk.apps.vouchers.services.deliveries import mail_decision, post_decision
from wisselwerk.apps.vouchers.services.draws import (
    confirm_seed,
    enter_seed,
    hold_draw,
    look_before_draw,
    seal_draw,
)
from wisselwerk.apps.vouchers.services.evaluations import (
    evaluate_as_business,
    evaluate_as_provider,
    remind_of_evaluation,
    remind_of_evaluations,
    waive_evaluation,
)
from wisselwerk.apps.vouchers.services.fulfilments import (
    confirm_delivery,
    dispute_delivery,
    find_delivered,
    withdraw_dispute,
)
from wisselwerk.apps.vouchers.services.notices import deliver_notice, post_notice, refuse_notice
from wisselwerk.apps.vouchers.services.own_payments import see_bank_proof, state_receipt
from wisselwerk.apps.vouchers.services.pdf_invoices import accept_pdf, hand_in_pdf, refuse_pdf
from wisselwerk.apps.vouchers.services.recognitions import warn_of_recognitions
from wisselwerk.apps.vouchers.services.redemptions import (
    Redeemed,
    redeem_voucher,
    reverse_redemption,
    try_invoice,
    validate_invoice,
)
from wisselwerk.apps.vouchers.services.reminders import remind_holders
from wisselwerk.apps.vouchers.services.reviews import (
    answer_question,
    ask_applicant,
    leave_draw,
    remind_applicant,
    remind_applicants,
    undeliver_question,
    withdraw_application,
)
from wisselwerk.apps.vouchers.services.tellings import tell_redemptions
from wisselwerk.apps.vouchers.services.vouchers import (
    contest_voucher,
    extend_voucher,
    lapse_vouchers,
    resume_voucher,
    revoke_voucher,
    shorten_voucher,
)
from wisselwerk.apps.vouchers.services.waiting import move_up, move_up_everywhere

__all__ = [
    "Credited",
    "Redeemed",
    "accept_invoice",
    "accept_pdf",
    "answer_question",
    "ask_applicant",
    "check_invoices",
    "confirm_application",
    "confirm_delivery",
    "confirm_seed",
    "contest_voucher",
    "credit_invoice",
    "decide_application",
    "deliver_notice",
    "dispute_delivery",
    "enter_application",
    "enter_seed",
    "evaluate_as_business",
    "evaluate_as_provider",
    "extend_voucher",
    "find_delivered",
    "hand_in_pdf",
    "hold_draw",
    "lapse_vouchers",
    "leave_draw",
    "look_before_draw",
    "mail_decision",
    "move_up",
    "move_up_everywhere",
    "post_decision",
    "post_notice",
    "redeem_voucher",
    "refuse_notice",
    "refuse_pdf",
    "remind_applicant",
    "remind_applicants",
    "remind_holders",
    "remind_of_evaluation",
    "remind_of_evaluations",
    "request_review",
    "resume_voucher",
    "reverse_redemption",
    "review_refusal",
    "revoke_voucher",
    "seal_draw",
    "see_bank_proof",
    "shorten_voucher",
    "state_receipt",
    "submit_application",
    "tell_redemptions",
    "try_credit_note",
    "try_invoice",
    "undeliver_question",
    "validate_invoice",
    "waive_evaluation",
    "warn_of_recognitions",
    "withdraw_application",
    "withdraw_dispute",
]
