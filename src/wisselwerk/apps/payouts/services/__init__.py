"""The commands over payments, one module per noun."""

from wisselwerk.apps.payouts.services.accounts import (
    confirm_account,
    first_use,
    is_used_at_once,
    name_account,
)
from wisselwerk.apps.payouts.services.bank_files import Read, look_at_line, read_statement, read_status
from wisselwerk.apps.payouts.services.batches import (
    hold_batch,
    order_batch,
    propose_batch,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.apps.payouts.services.beside import give_back
from wisselwerk.apps.payouts.services.by_hand import (
    may_be_booked,
    may_be_taken_back,
    record_payment,
    record_repayment,
    take_back_repayment,
)
from wisselwerk.apps.payouts.services.claims import claim_everything_back, deliver_claim, post_claim
from wisselwerk.apps.payouts.services.intake import read_bank_file
from wisselwerk.apps.payouts.services.set_aside import set_aside, take_up_again
from wisselwerk.apps.payouts.services.taken_back import record_return
from wisselwerk.apps.payouts.services.telling import deliver_payee_notice, post_payee_notice, tell_payees

__all__ = [
    "Read",
    "claim_everything_back",
    "confirm_account",
    "deliver_claim",
    "deliver_payee_notice",
    "first_use",
    "give_back",
    "hold_batch",
    "is_used_at_once",
    "look_at_line",
    "may_be_booked",
    "may_be_taken_back",
    "name_account",
    "order_batch",
    "post_claim",
    "post_payee_notice",
    "propose_batch",
    "read_bank_file",
    "read_statement",
    "read_status",
    "record_payment",
    "record_repayment",
    "record_return",
    "resume_batch",
    "set_aside",
    "sign_batch",
    "take_back_repayment",
    "take_out_payment",
    "take_up_again",
    "tell_payees",
]
