"""What each refusal says: what is wrong, and what to do next.

English message ids with named places; ``wisselwerk.wording`` speaks them in the reader's language when they are read.
"""

from collections.abc import Mapping

from wisselwerk.domain.adjustment_sentence import ADJUSTMENT_SENTENCES
from wisselwerk.domain.catalogue_sentence import CATALOGUE_SENTENCES
from wisselwerk.domain.evaluation_sentence import EVALUATION_SENTENCES
from wisselwerk.domain.expost_question_sentence import EXPOST_QUESTION_SENTENCES
from wisselwerk.domain.initiative_sentence import INITIATIVE_SENTENCES
from wisselwerk.domain.introduction_sentence import INTRODUCTION_SENTENCES
from wisselwerk.domain.lottery_sentence import LOTTERY_SENTENCES
from wisselwerk.domain.network_sentence import NETWORK_SENTENCES
from wisselwerk.domain.payment_sentence import PAYMENT_SENTENCES
from wisselwerk.domain.practice_sentence import PRACTICE_SENTENCES
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.register_sentence import REGISTER_SENTENCES
from wisselwerk.domain.review_sentence import REVIEW_SENTENCES
from wisselwerk.domain.sample_sentence import SAMPLE_SENTENCES
from wisselwerk.domain.studio_sentence import STUDIO_SENTENCES

SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.OUTSIDE_TERRITORY: gettext_noop(
        "The seat is in {place}. This scheme is for enterprises in {places}. "
        "See the schemes page for a scheme where you are."
    ),
    RefusalCode.SEAT_NOT_LOCATED: gettext_noop(
        "We only know that the seat is somewhere in {place}. This scheme is for enterprises in {places}. "
        "It has to be known first in which former municipality the seat is."
    ),
    RefusalCode.TERRITORY_NOT_DECIDED: gettext_noop(
        "The seat is in {place}. No voucher can be granted there yet: the council of {place_deciding} has still to "
        "decide that this scheme goes for that place too. The application waits for that decision. "
        "Ask the coordinator when it is expected."
    ),
    RefusalCode.NOT_A_REGULAR_ENTERPRISE: gettext_noop(
        "This is a social-economy enterprise. The voucher is for other enterprises that buy from one. "
        "You can offer your own services here."
    ),
    RefusalCode.ALREADY_HAS_VOUCHER: gettext_noop(
        "This enterprise cannot have another voucher of this scheme: it has had {counted}, and the most is {maximum}. "
        "Look in your mail for the voucher, or ask the coordinator."
    ),
    RefusalCode.ALREADY_USED_PROVIDER: gettext_noop(
        "This enterprise cannot have another voucher for this provider: it has had {counted}, and the most is "
        "{maximum_per_provider}. "
        "Choose another provider."
    ),
    RefusalCode.ENTERPRISE_CEILING: gettext_noop(
        "One enterprise gets at most {ceiling_cents} of this scheme in one year. Of that {left_cents} is left, so that "
        "{missing_cents} is missing for this voucher. Apply again next year."
    ),
    RefusalCode.ENTERPRISE_SIZE_NOT_ADMITTED: gettext_noop(
        "The voucher is for enterprises of this size: {sizes}. This one is {size}, by what was declared. "
        "Is that wrong? Then ask that a person looks."
    ),
    RefusalCode.SECTOR_NOT_ADMITTED: gettext_noop(
        "An enterprise with main activity {nace} (NACE) gets no voucher of this scheme. The rules name the sectors. "
        "Is that activity wrong? Then ask that a person looks."
    ),
    RefusalCode.SERVICE_NOT_ADMITTED: gettext_noop(
        "The voucher is for these services: {services}. The chosen one is another: {service}. Choose one of those services."
    ),
    RefusalCode.NOT_FIRST_ACQUAINTANCE: gettext_noop(
        "The voucher is for getting acquainted, and this enterprise was a customer of the provider before. "
        "Choose a provider that it does not know yet."
    ),
    RefusalCode.AFFILIATED_PARTIES: gettext_noop(
        "The enterprise and the provider are affiliated, so the voucher cannot be used between them. "
        "Choose a provider that is independent of the enterprise."
    ),
    RefusalCode.BUDGET_EXHAUSTED: gettext_noop(
        "The money for this scheme has run out: {left_cents} is left and {missing_cents} is missing. "
        "Ask the coordinator when there will be new money."
    ),
    RefusalCode.WINDOW_CLOSED: gettext_noop(
        "You applied on {applied_on}. On that day this scheme took no applications. "
        "Number of days too early or too late: {days_outside}. "
        "See the page of the scheme for the days on which you can apply."
    ),
    RefusalCode.DE_MINIMIS_CEILING: gettext_noop(
        "With this voucher {recipient} would get too much de minimis aid in three years. "
        "Regulation {regulation} allows {ceiling_cents}: {room_cents} is left and {missing_cents} is missing. "
        "Look whether all aid was declared with its right day and amount, or apply again when older aid is three years "
        "past."
    ),
    RefusalCode.NO_RULES_YET: gettext_noop(
        "On {applied_on} this scheme had no rules yet, so that it took no applications. Apply once it is open."
    ),
    RefusalCode.NOT_OPEN_YET: gettext_noop(
        "This scheme is not open yet, so nobody can apply today. You did nothing wrong: look at its page again later."
    ),
    RefusalCode.VISUM_MISSING: gettext_noop(
        "This scheme cannot open yet: the visum of the financial director of {payer} is missing. Ask the director to give "
        "it under Finance, or record the council decision that exempts this scheme on its page under Coordination."
    ),
    RefusalCode.VISUM_STANDS: gettext_noop(
        "Of {on} it is on record already that this scheme may open, and what was promised since then stands. To stop the "
        "scheme, take its money back or publish a version that closes it."
    ),
    RefusalCode.VISUM_REASON_MISSING: gettext_noop(
        "Say why you refuse the visum: a refusal is reasoned (Decreet over het lokaal bestuur, art. 267)."
    ),
    RefusalCode.REFERENCE_MISSING: gettext_noop(
        "Say where the decision can be found: the address or the number under which it is published."
    ),
    RefusalCode.PROVIDER_NOT_RECOGNISED: gettext_noop(
        "This provider is not recognised for this scheme on {on}. Choose another provider from the list."
    ),
    RefusalCode.OWN_CONTRIBUTION_TOO_LOW: gettext_noop(
        "The invoice is {missing_cents} too low: it must be at least {needed_cents} {vat_basis}, "
        "the voucher and the own part of the business together. Hand in an invoice that is high enough."
    ),
    RefusalCode.ORDER_TOO_LOW: gettext_noop(
        "The invoice is {missing_cents} too low: an order must come to at least {needed_cents} {vat_basis}. "
        "Order more, or hand in an invoice that is high enough."
    ),
    RefusalCode.TOO_MANY_INVOICES: gettext_noop(
        "This voucher can be used for {maximum} invoices at most, and {counted} were handed in. "
        "Ask the coordinator when one of them should not count."
    ),
    RefusalCode.INVOICE_UNREADABLE: gettext_noop(
        "This file is not an electronic invoice that we can read: {cause}. "
        "The supplier has the Peppol file (XML, UBL): hand that in."
    ),
    RefusalCode.INVOICE_TOO_LARGE: gettext_noop(
        "The file is larger than {limit_megabytes} MB. Ask for the invoice without attachments and hand that in."
    ),
    RefusalCode.INVOICE_WRONG_BUYER: gettext_noop(
        "The invoice is addressed to {found}, but the voucher belongs to {expected}. "
        "The supplier has to make an invoice to the enterprise that holds the voucher."
    ),
    RefusalCode.INVOICE_WRONG_SUPPLIER: gettext_noop(
        "The supplier on the invoice ({found}) is not a provider that this voucher can be used with. "
        "Hand in an invoice of the provider that was chosen, or of a provider of this scheme when none was."
    ),
    RefusalCode.INVOICE_OUTSIDE_PERIOD: gettext_noop(
        "The invoice is dated {issued_on}. This voucher takes invoices from {awarded_on} "
        "up to and including {valid_until}."
    ),
    RefusalCode.INVOICE_DATE_TO_COME: gettext_noop(
        "The invoice is dated {issued_on}, and it was handed in on {handed_in_on}: an invoice of a day to come does not count "
        "yet. Hand it in from {issued_on} on, or with the right date when this one is a mistake."
    ),
    RefusalCode.INVOICE_ALREADY_USED: gettext_noop(
        "This invoice has been used for a voucher already, and an invoice counts once, also when a credit note took it "
        "back. Hand in another invoice, with a number of its own."
    ),
    RefusalCode.INVOICE_WRONG_CURRENCY: gettext_noop(
        "The invoice is in {found}. The supplier has to make an invoice in euro."
    ),
    RefusalCode.INVOICE_TOTALS_WRONG: gettext_noop(
        "The amounts on the invoice do not add up: {what} says {found_cents} and should be {expected_cents}. "
        "The supplier has to make a corrected invoice."
    ),
    RefusalCode.CREDIT_NOTE_NOT_EXPECTED: gettext_noop(
        "This is a credit note, or an invoice that comes to less than nothing. On the page of the voucher there is a place "
        "to hand in a credit note: for the supplier, the coordinator and who is paid back. Hand in an invoice here."
    ),
    RefusalCode.CREDIT_NOTE_EXPECTED: gettext_noop(
        "Number {number} is an invoice and no credit note. Hand it in as an invoice; if it takes something back, ask the "
        "supplier for a credit note."
    ),
    RefusalCode.CREDIT_NOTE_WITHOUT_INVOICE: gettext_noop(
        "Credit note {number} does not say which invoice it corrects. The supplier has to make a credit note with the number "
        "of that invoice (BT-25)."
    ),
    RefusalCode.CREDIT_NOTE_FOR_SEVERAL: gettext_noop(
        "Credit note {number} corrects {invoices} invoices at once. The supplier has to make a credit note per invoice."
    ),
    RefusalCode.CREDIT_NOTE_INVOICE_UNKNOWN: gettext_noop(
        "The credit note corrects invoice {number}, and that invoice does not count on this voucher. Check the number, or "
        "choose the voucher on which that invoice was used."
    ),
    RefusalCode.CREDIT_NOTE_INVOICE_DATE: gettext_noop(
        "The credit note corrects invoice {number} of {found_on}, but that invoice is dated {expected_on}. "
        "The supplier has to make a corrected credit note."
    ),
    RefusalCode.CREDIT_NOTE_OTHER_PARTIES: gettext_noop(
        "The credit note is from {found_supplier} to {found_buyer}, and the invoice was from {expected_supplier} to "
        "{expected_buyer}. The supplier has to make a credit note between the same two."
    ),
    RefusalCode.CREDIT_NOTE_WRONG_CURRENCY: gettext_noop(
        "The credit note is in {found}. The supplier has to make a credit note in euro."
    ),
    RefusalCode.CREDIT_NOTE_WRONG_DATE: gettext_noop(
        "The credit note is dated {issued_on}. It must be from {earliest_on} up to and including {latest_on}. "
        "The supplier has to make a corrected credit note."
    ),
    RefusalCode.CREDIT_NOTE_TOO_HIGH: gettext_noop(
        "The credit note takes back {credited_cents}, and of invoice {number} only {left_cents} still counts: "
        "{excess_cents} too much. The supplier has to make a corrected credit note."
    ),
    RefusalCode.CREDIT_NOTE_OF_NOTHING: gettext_noop(
        "Credit note {number} comes to {credited_cents}: it takes nothing back. Choose another credit note."
    ),
    RefusalCode.CREDIT_NOTE_IN_DISPUTE: gettext_noop(
        "The business says that invoice {number} was not delivered as agreed. "
        "Send the credit note to the coordinator of the scheme, who settles that and hands it in."
    ),
    RefusalCode.CREDIT_NOTE_ALREADY_USED: gettext_noop(
        "Credit note {number} has been handed in already, and counts once. Nothing more has to be done."
    ),
    RefusalCode.E_INVOICE_NEEDED: gettext_noop(
        "The invoice is dated {issued_on}. From {duty_from} on this ground no longer holds. Hand in the Peppol file "
        "(XML, UBL) of the supplier, or choose another ground when one is true."
    ),
    RefusalCode.PDF_UNREADABLE: gettext_noop(
        "We cannot read this file as a PDF: {cause}. Save the invoice as an ordinary PDF without a password and hand "
        "that in."
    ),
    RefusalCode.PDF_WAITS_OTHERWISE: gettext_noop(
        "This PDF is being checked already, as invoice {number} of {issued_on} with VAT {vat_cents} and total {gross_cents}. "
        "What you filled in now is not kept. Ask the coordinator to correct it in the check, or to refuse it: then you can "
        "hand it in again."
    ),
    RefusalCode.INVOICE_IS_BEING_CHECKED: gettext_noop(
        "This invoice was handed in already and waits for the coordinator. Whoever handed it in gets a mail."
    ),
    RefusalCode.CHECK_INCOMPLETE: gettext_noop(
        "Not ticked on the check list: {number} of {points} points. Tick them when they are true, or refuse the invoice."
    ),
    RefusalCode.CHECKED_BY_ANOTHER: gettext_noop(
        "You handed in this invoice yourself. Have another coordinator check it."
    ),
    RefusalCode.VOUCHER_LAPSED: gettext_noop(
        "The voucher was valid up to and including {valid_until}. Ask the coordinator what is still possible."
    ),
    RefusalCode.VOUCHER_ALREADY_SETTLED: gettext_noop(
        "The voucher has been used completely. Nothing is left on it."
    ),
    RefusalCode.VOUCHER_REVOKED: gettext_noop(
        "The voucher has been withdrawn. The coordinator can tell you why."
    ),
    RefusalCode.VOUCHER_FROZEN: gettext_noop(
        "The voucher is on hold while a question about it is looked into. Ask the coordinator."
    ),
    RefusalCode.NEEDS_REVIEW: gettext_noop("A person decides this application. The decision comes by mail."),
    RefusalCode.FACT_MISSING: gettext_noop(
        "We do not know enough yet to decide: {fact}. A person looks at it, and the decision comes by mail."
    ),
    RefusalCode.IDEMPOTENCY_CONFLICT: gettext_noop(
        "This key was used before for another request. Send a new key with a new request."
    ),
    RefusalCode.NOT_ALLOWED: gettext_noop(
        "Your account or key may not do this. Sign in with the right account, or ask the coordinator."
    ),
    RefusalCode.WRONG_STATE: gettext_noop(
        "This cannot be done any more: the state is now {state}. Load the page again to see what is possible."
    ),
    RefusalCode.ENTERPRISE_NUMBER_INVALID: gettext_noop(
        "{number} is not a Belgian enterprise number. It has ten digits, such as 0123.456.749."
    ),
    RefusalCode.PLACE_UNKNOWN: gettext_noop(
        "{code} is not a Belgian municipality. Choose one from the list."
    ),
    RefusalCode.CODE_WRONG: gettext_noop("This code is not right. You can try {left} more times."),
    RefusalCode.FOLLOW_UP_OVER: gettext_noop("This could be answered up to and including {closes_on}."),
    RefusalCode.CODE_EXPIRED: gettext_noop("This code is no longer valid. Apply again to get a new one."),
    RefusalCode.TOO_MANY_REQUESTS: gettext_noop(
        "Too many requests came for this address or from this place. Try again in {minutes} minutes."
    ),
    RefusalCode.VERSION_NOT_LATER: gettext_noop(
        "A new version starts after the last one, which starts on {last_from}. Choose a later day than {valid_from}."
    ),
    RefusalCode.VERSION_REACHES_BACK: gettext_noop(
        "Somebody applied on {applied_on}, and new rules from {valid_from} would change what that gives. Let them start on "
        "a day after {applied_on}."
    ),
    **REGISTER_SENTENCES,
    **CATALOGUE_SENTENCES,
    **REVIEW_SENTENCES,
    RefusalCode.ALREADY_REVERSED: gettext_noop("This redemption has been undone already."),
    RefusalCode.NOT_ENOUGH_MONEY: gettext_noop(
        "There is not enough money left for this. Nothing has changed; look at the budget first."
    ),
    RefusalCode.NOT_A_MEMBER: gettext_noop(
        "{member} takes no part in this scheme in {year}. Choose one of the members of the partnership."
    ),
    RefusalCode.DECISION_DIFFERS: gettext_noop(
        "Of {council} another decision of {decided_on} about this budget is on record: “{title}”. Choose that one, or "
        "correct the day."
    ),
    RefusalCode.IBAN_INVALID: gettext_noop(
        "{iban} is not an account number (IBAN). A Belgian one is BE and 14 digits; check it for a typing error."
    ),
    RefusalCode.ACCOUNT_NAME_MISSING: gettext_noop(
        "The name that the bank knows is missing. Fill in in whose name the account stands: banks compare it with the "
        "number."
    ),
    RefusalCode.ACCOUNT_BY_ANOTHER: gettext_noop(
        "You gave this number yourself. Somebody else who got the mail about it confirms it: ask that colleague."
    ),
    RefusalCode.ACCOUNT_CHANGE_WAITS: gettext_noop(
        "Somebody who acts for this business gave another number, which still waits to be confirmed. Ask that colleague "
        "to confirm it or to give the right one."
    ),
    RefusalCode.PAYER_WITHOUT_ACCOUNT: gettext_noop(
        "No account to pay from is known for {payer} on {on}. Have the financial director give one first."
    ),
    RefusalCode.DAY_TO_COME: gettext_noop(
        "{on} is still to come. Give the day on which it happened, up to and including today."
    ),
    RefusalCode.DAY_TOO_EARLY: gettext_noop(
        "{on} is too early: what you enter happened on {earliest_on}. Give that day or a later one."
    ),
    RefusalCode.NO_COST_KEY: gettext_noop(
        "The rules had no cost key in {year}, so the managing municipality bears everything and there is nothing to "
        "settle. If the members agreed on a key, publish a version of the rules that has it."
    ),
    RefusalCode.COST_KEY_INCOMPLETE: gettext_noop(
        "From {on} the cost key has no share for {places}. Publish a version of the rules that has one."
    ),
    RefusalCode.SETTLEMENT_REPLACED: gettext_noop(
        "Settlement {number} of this year has taken the place of this one. Use that one."
    ),
    RefusalCode.NOT_OWED: gettext_noop(
        "Of this settlement {open_cents} is still open (negative: to be paid back). Record no more than that. Was an "
        "earlier record a mistake? Choose “That an earlier record was a mistake: take it back”, and give its amount "
        "without a minus."
    ),
    RefusalCode.YEAR_NOT_OVER: gettext_noop(
        "{year} is not over yet. Decide about its open vouchers from 1 January on."
    ),
    RefusalCode.BUDGET_KEY_INVALID: gettext_noop(
        "“{given}” cannot be meant. An action is a code of at most 40 characters, a policy field looks like 0550 or "
        "0550-00, a general account is a number of 3 to 10 digits."
    ),
    RefusalCode.PROOF_NOT_ASKED: gettext_noop(
        "The rules of this scheme do not ask that of this invoice. There is nothing to do."
    ),
    RefusalCode.DELIVERY_SETTLED: gettext_noop(
        "Since {since_on} it stands that this was delivered: {state}. If that is not right, call the coordinator, who can "
        "undo the invoice."
    ),
    RefusalCode.OWN_PART_PROVEN: gettext_noop(
        "It was shown already: {amount_cents}, paid on {paid_on}. There is nothing to do."
    ),
    RefusalCode.OWN_PART_TOO_LOW: gettext_noop(
        "{amount_cents} is not enough: the business pays {needed_cents} itself, {vat_basis}, so {missing_cents} is "
        "missing. Enter the payment when all of it has come in."
    ),
    RefusalCode.OWN_PART_TOO_HIGH: gettext_noop(
        "{amount_cents} is more than the whole invoice, which is {total_cents} with VAT. Check the amount."
    ),
    RefusalCode.PAID_BEFORE_YEAR: gettext_noop(
        "{on} is before {year}, the year that is settled, so nothing can have been paid for it. Give the day on the "
        "statement of the bank; a payment of an earlier year belongs to the settlement of that year."
    ),
    RefusalCode.PAID_BEFORE_INVOICE: gettext_noop(
        "{on} is before the invoice of {issued_on}. Give the day on which the money came in for this invoice."
    ),
    RefusalCode.EMAIL_INVALID: gettext_noop(
        "This is not a mail address. It looks like name@example.be; check it for a typing error."
    ),
    RefusalCode.NO_MAIL_ADDRESS: gettext_noop(
        "The mail address of this application was erased, so nothing can be mailed. Send the letter by post."
    ),
    RefusalCode.MOTIVATION_MISSING: gettext_noop(
        "Say why, in a sentence or two that the enterprise will understand."
    ),
    RefusalCode.NO_GROUND_TO_REFUSE: gettext_noop(
        "Every condition is met, so there is no ground to refuse. If a fact is wrong, correct that first."
    ),
    RefusalCode.NO_GRANTING_BODY: gettext_noop(
        "No local government is recorded that can grant this voucher on {on}. Record first who grants in this scheme, "
        "or the agreement that names the managing municipality."
    ),
    RefusalCode.EXTENSION_NOT_LATER: gettext_noop(
        "The voucher is valid up to and including {valid_until} already. Choose a later day."
    ),
    RefusalCode.EXTENSION_TOO_FAR: gettext_noop(
        "A voucher is valid for at most five years after its award: {asked_until} is too late. "
        "Choose a day up to and including {latest_until}."
    ),
    RefusalCode.REVERSE_LATER_FIRST: gettext_noop(
        "A later invoice was paid because this one proves own money: {missing_cents} of it would be missing. "
        "Undo the later one first."
    ),
    **EVALUATION_SENTENCES,
    **ADJUSTMENT_SENTENCES,
    **LOTTERY_SENTENCES,
    **SAMPLE_SENTENCES,
    **PRACTICE_SENTENCES,
    **PAYMENT_SENTENCES,
    **STUDIO_SENTENCES,
    **INTRODUCTION_SENTENCES,
    **INITIATIVE_SENTENCES,
    **EXPOST_QUESTION_SENTENCES,
    **NETWORK_SENTENCES,
}
"""What each code says to a reader: what is the matter, by how much, and what to do next."""
