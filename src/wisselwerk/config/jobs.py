"""Which function answers to which name in the outbox: name -> dotted path. One line per job."""

HANDLERS: dict[str, str] = {
    "send_sign_in_code": "wisselwerk.jobs.people.send_sign_in_code",
    "send_confirmation_code": "wisselwerk.jobs.applications.send_confirmation_code",
    "send_decision": "wisselwerk.jobs.applications.send_decision",
    "send_question": "wisselwerk.jobs.reviews.send_question",
    "send_account_change": "wisselwerk.jobs.payments.send_account_change",
    "send_account_confirmed": "wisselwerk.jobs.payments.send_account_confirmed",
    "send_account_refused": "wisselwerk.jobs.payments.send_account_refused",
    "send_visum_refused": "wisselwerk.jobs.visa.send_visum_refused",
    "send_claim": "wisselwerk.jobs.payments.send_claim",
    "claim_repayments": "wisselwerk.jobs.payments.claim_repayments",
    "send_redemption": "wisselwerk.jobs.redemptions.send_redemption",
    "send_reversal": "wisselwerk.jobs.redemptions.send_reversal",
    "send_fulfilment": "wisselwerk.jobs.fulfilments.send_fulfilment",
    "send_credit_note": "wisselwerk.jobs.redemptions.send_credit_note",
    "send_invoice_check": "wisselwerk.jobs.redemptions.send_invoice_check",
    "send_pdf_invoice": "wisselwerk.jobs.redemptions.send_pdf_invoice",
    "tell_redemptions": "wisselwerk.jobs.redemptions.tell_redemptions",
    "check_invoices": "wisselwerk.jobs.checks.check_invoices",
    "send_aid_warning": "wisselwerk.jobs.aid.send_aid_warning",
    "send_settlement": "wisselwerk.jobs.settlements.send_settlement",
    "send_evaluation_reminder": "wisselwerk.jobs.evaluations.send_evaluation_reminder",
    "remind_of_evaluations": "wisselwerk.jobs.evaluations.remind_of_evaluations",
    "send_recognition_warning": "wisselwerk.jobs.recognitions.send_recognition_warning",
    "warn_of_recognitions": "wisselwerk.jobs.recognitions.warn_of_recognitions",
    "send_notice": "wisselwerk.jobs.notices.send_notice",
    "remind_holders": "wisselwerk.jobs.daily.remind_holders",
    "remind_applicants": "wisselwerk.jobs.daily.remind_applicants",
    "lapse_vouchers": "wisselwerk.jobs.daily.lapse_vouchers",
    "move_up_waiting_list": "wisselwerk.jobs.draws.move_up_waiting_list",
    "move_up_waiting_lists": "wisselwerk.jobs.draws.move_up_waiting_lists",
    "warn_of_aid": "wisselwerk.jobs.daily.warn_of_aid",
    "erase_expired": "wisselwerk.jobs.daily.erase_expired",
    "send_pending_code": "wisselwerk.jobs.introductions.send_pending_code",
    "send_introduction": "wisselwerk.jobs.introductions.send_introduction",
    "send_registration": "wisselwerk.jobs.introductions.send_registration",
    "send_joint_offer": "wisselwerk.jobs.introductions.send_joint_offer",
    "send_familiarity_question": "wisselwerk.jobs.introductions.send_familiarity_question",
    "ask_familiarity": "wisselwerk.jobs.introductions.ask_familiarity",
}

DAILY: tuple[str, ...] = (
    "remind_holders",
    "remind_applicants",
    "lapse_vouchers",
    "move_up_waiting_lists",
    "remind_of_evaluations",
    "claim_repayments",
    "warn_of_recognitions",
    "warn_of_aid",
    "ask_familiarity",
    "erase_expired",
)
"""Of these, what background work enqueues by itself, without payload, once on every Brussels day."""

EVERY_ROUND: tuple[str, ...] = ("tell_redemptions", "check_invoices")
"""Of these, what background work does every few seconds itself: they find nothing at once when there is nothing."""
