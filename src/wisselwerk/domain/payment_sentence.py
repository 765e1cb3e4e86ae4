"""What the refusals say that are about a batch of payments or a file of the bank."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

PAYMENT_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.NOTHING_TO_PAY: gettext_noop(
        "Nothing can be paid now. The work list tells what each redemption waits for."
    ),
    RefusalCode.PAY_DAY_PAST: gettext_noop("{pay_on} is past. Choose today or a later day to pay on."),
    RefusalCode.ACCOUNT_NOT_YOURS: gettext_noop(
        "{iban} cannot be the account of this organisation. Look at your own bank statement and give the number that stands "
        "there; if it is this one all the same, call the coordinator."
    ),
    RefusalCode.REVERSED_IN_BATCH: gettext_noop(
        "Undone meanwhile: {number} of these invoices. Take their payments out first."
    ),
    RefusalCode.DISPUTED_IN_BATCH: gettext_noop(
        "Of {number} of these payments the business says that it was not delivered. Take them out first."
    ),
    RefusalCode.CONTESTED_IN_BATCH: gettext_noop(
        "Of {number} of these payments the voucher is on hold while a question about it is looked into. Take them out first."
    ),
    RefusalCode.UNPROVEN_IN_BATCH: gettext_noop(
        "Of {number} of these payments it has to be shown again that it was delivered, that the business paid its own part, "
        "or how it went. Take them out first; they go in a later batch."
    ),
    RefusalCode.ACCOUNT_CHANGED_IN_BATCH: gettext_noop(
        "Of {number} of these payments another account number, or none, holds on the day of payment. Take them out first."
    ),
    RefusalCode.LOOK_AT_BATCH: gettext_noop(
        "About {number} of these invoices the bank tells of a payment that was not expected. Look into that line first: it may "
        "have been paid already."
    ),
    RefusalCode.BATCH_SENT_ANEW: gettext_noop(
        "This is about {message}, an earlier file of batch {batch}: that was held since, and approved anew it goes in "
        "another file. Nothing has changed. Make sure that the bank carries out only the last one."
    ),
    RefusalCode.STATEMENT_CHANGED: gettext_noop(
        "{statement} was read on {read_on}, and this file does not tell the same. Nothing was read. Ask the bank why two files "
        "bear one name, and for this one under a name of its own."
    ),
    RefusalCode.ACCOUNT_OF_ANOTHER: gettext_noop(
        "This file is about an account of {payer}. The financial director of {payer} reads it."
    ),
    RefusalCode.NOT_TO_BE_REPAID: gettext_noop(
        "Of this {open_cents} is still asked back. Record no more than that; the rest belongs to another claim, or goes back "
        "to who paid it."
    ),
    RefusalCode.REPAID_TOO_EARLY: gettext_noop(
        "It cannot have come back on {on}: the bank paid it on {paid_on}. Look up the day on the statement."
    ),
    RefusalCode.REPAYMENT_KNOWN: gettext_noop(
        "A file of the bank, or a record, already tells of {amount_cents} on {on} or under this reference. As much on the same "
        "day counts as the same money. Nothing has changed. Is it other money? Where each of the two has a reference of the bank "
        "itself, record both with theirs. Where one has none, first read the file in which the second stands."
    ),
    RefusalCode.NOT_TOO_MUCH_YET: gettext_noop(
        "Of this {open_cents} is still asked back. Record that first: only what came in beyond it is too much."
    ),
    RefusalCode.SECOND_TIME_BACK: gettext_noop(
        "The bank told that this was back on {on}. Nothing of it is out any more, and nothing has changed. Did the payee pay "
        "too? Then that is other money: ask the payee what it was."
    ),
    RefusalCode.NOT_TO_BE_GIVEN_BACK: gettext_noop(
        "Of this we owe {open_cents} to the payee. Record no more than that."
    ),
    RefusalCode.STILL_ASKED_BACK: gettext_noop(
        "Of this {open_cents} is asked back. What the payee paid too much counts for that first: give nothing back. It counts "
        "tonight, but not while a line of the bank about it waits for a look, or perhaps tells what somebody recorded by hand: "
        "open the claim, which says so. What is left of it then goes back."
    ),
    RefusalCode.GIVEN_BACK_SINCE: gettext_noop(
        "Of what was too much here, {amount_cents}, only {open_cents} is here still: the rest was given back. Take that back first."
    ),
    RefusalCode.BOOKED_BY_WHO_ORDERED: gettext_noop(
        "You ordered this payment yourself. Have somebody else who signs say that the bank paid it, or took it back."
    ),
    RefusalCode.TAKEN_BACK_OTHERWISE: gettext_noop(
        "{amount_cents} came in, and no more than {left_cents} had left. Nothing has changed. Ask the bank what the rest is."
    ),
    RefusalCode.RETURN_TO_BE_BOOKED: gettext_noop(
        "The bank took back money here that is booked as paid. Choose “Book it as taken back”: with a note alone, it would be in "
        "no books. Did you order this payment? Then have somebody else who signs book it."
    ),
    RefusalCode.SETTLED_ON_STATEMENT: gettext_noop(
        "This stands on statement {statement} already: {amount_cents} on {on}. It was recorded when that was read, and nothing "
        "has changed. Is it other money? Where each of the two has a reference of the bank itself, give that of the second. Where "
        "one has none, first read the file in which the second stands."
    ),
    RefusalCode.NOT_OUR_ACCOUNT: gettext_noop(
        "Nobody here pays from {iban}. Choose a file of the account that payments go from."
    ),
    RefusalCode.BATCH_UNKNOWN: gettext_noop(
        "{message} is no batch of payments here. Choose the bank's answer to a file that was exported here."
    ),
    RefusalCode.STATEMENT_INCOMPLETE: gettext_noop(
        "Statement {statement} does not add up: its opening balance with its lines comes to {counted_cents}, and it "
        "closes with {closing_cents}. Lines may be missing, so nothing was read. Ask the bank for the file again."
    ),
    RefusalCode.FOUR_EYES: gettext_noop(
        "Who orders a payment does not sign it too, in whatever role. Have somebody else sign."
    ),
}
"""Of what a payment waits for; ``domain.refusal_sentence`` holds them all."""

BANK_LINE_STATES: Mapping[str, str] = {
    "PAID": gettext_noop("paid"),
    "RETURNED": gettext_noop("came back"),
    "RECOVERED": gettext_noop("paid back"),
    "BESIDE": gettext_noop("kept apart"),
    "SETTLED": gettext_noop("settlement paid"),
    "REFUSED": gettext_noop("refused by the bank"),
    "KNOWN": gettext_noop("told before"),
    "DIFFERENT": gettext_noop("not as expected"),
    "UNKNOWN": gettext_noop("unknown payment"),
}
"""What a line of a bank turned out to be (``domain.reconciliation``), in a word or two."""
