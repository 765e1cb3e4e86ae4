"""The register of processing, as data: the page, the erasing job and the tests all read this one table.

The legal basis is the same everywhere: a task in the public interest (GDPR, art. 6(1)(e)) of the local governments
that run a scheme. Terms are our own defaults, to be confirmed by each partnership's data protection officer.
"""

from datetime import timedelta

from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, UNCONFIRMED_KEPT_FOR, Erasure, PersonalField
from wisselwerk.apps.privacy.evaluation_entries import EVALUATION
from wisselwerk.apps.privacy.initiative_entries import INITIATIVES
from wisselwerk.apps.privacy.introduction_entries import INTRODUCTIONS
from wisselwerk.apps.privacy.network_entries import NETWORK
from wisselwerk.domain.lottery import SALT_KEPT_FOR
from wisselwerk.domain.refusal import gettext_noop

_DAY = timedelta(days=1)
PDF_KEPT_FOR = 90 * _DAY
"""After the check: long enough to be paid and to disagree. What was read on it and its hash stay with the accounts."""
_TEN_YEARS = 3653 * _DAY
_COORDINATOR = gettext_noop("the coordinator of the partnership, the auditor")
_TREASURY = gettext_noop("the directors of the municipality that pays, the auditor")
_COST = gettext_noop("the coordinator, the directors of the municipality that pays, the auditor")
_EMAIL_SEEN_BY = gettext_noop(
    "the person, the coordinator of the partnership; of who acts for a local government or a partnership, also who looks after "
    "the learning network; of who approves a payment or gives an account number, also who acts "
    "for the same organisation, and the auditor"
)

REGISTER: tuple[PersonalField, ...] = (
    PersonalField(
        field="parties.Person.email",
        what=gettext_noop("mail address"),
        purpose=gettext_noop("sign in and get mail about an application or voucher"),
        seen_by=_EMAIL_SEEN_BY,
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="parties.Person.last_login",
        what=gettext_noop("time of the last sign-in"),
        purpose=gettext_noop("know when an account is no longer used, so that it can be erased"),
        seen_by=gettext_noop("nobody on a page; the erasing job"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="account.EmailAddress.email",
        what=gettext_noop("mail address, as confirmed when signing in"),
        purpose=gettext_noop("sign in"),
        seen_by=gettext_noop("the person"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="enterprises.RegisteredEnterprise.*",
        what=gettext_noop(
            "where an enterprise of one person has its seat and what it does, without its name, from the public register"
        ),
        purpose=gettext_noop(
            "check what was declared with an application; gone with the next extract that has it no more"
        ),
        seen_by=_COORDINATOR,
        kept_for=None,
        counted_from="",
        erasure=Erasure.USED,
    ),
    PersonalField(
        field="enterprises.RegisteredEstablishment.*",
        what=gettext_noop("where an enterprise of one person works, from the public register"),
        purpose=gettext_noop(
            "check what was declared with an application; gone with the next extract that has it no more"
        ),
        seen_by=_COORDINATOR,
        kept_for=None,
        counted_from="",
        erasure=Erasure.USED,
    ),
    PersonalField(
        field="vouchers.Application.applicant",
        what=gettext_noop("who applied"),
        purpose=gettext_noop("send the decision and let the applicant see it"),
        seen_by=_COORDINATOR,
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="vouchers.Application.enterprise",
        what=gettext_noop("an application that was never confirmed, with the enterprise it named"),
        purpose=gettext_noop("wait for the code to come back"),
        seen_by=_COORDINATOR,
        kept_for=UNCONFIRMED_KEPT_FOR,
        counted_from="applied_at",
        erasure=Erasure.UNCONFIRMED,
    ),
    PersonalField(
        field="vouchers.Confirmation.*",
        what=gettext_noop(
            "mail address, code, and a hash of the network address of an application not yet confirmed"
        ),
        purpose=gettext_noop("prove that the mail address is the applicant's, and stop mail bombs"),
        seen_by=gettext_noop("nobody"),
        kept_for=UNCONFIRMED_KEPT_FOR,
        counted_from="created_at",
        erasure=Erasure.ROW,
    ),
    *INTRODUCTIONS,
    *EVALUATION,
    *INITIATIVES,
    *NETWORK,
    PersonalField(
        field="vouchers.Notice.person",
        what=gettext_noop("who was reminded of the end of a voucher, or told that it was withdrawn"),
        purpose=gettext_noop("prove that nobody lost a right without being reminded"),
        seen_by=_COORDINATOR,
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="payouts.ClaimNotice.person",
        what=gettext_noop("who was asked to have money paid back"),
        purpose=gettext_noop("prove that a payee was told before it was late"),
        seen_by=_TREASURY,
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="vouchers.InvoiceCheck.data",
        what=gettext_noop("an invoice that waits for the official check"),
        purpose=gettext_noop("hold it to the official rules for electronic invoices before it is paid"),
        seen_by=gettext_noop("who orders or signs its payment"),
        kept_for=None,
        counted_from="",
        erasure=Erasure.USED,
    ),
    PersonalField(
        field="vouchers.Attempt.*",
        what=gettext_noop("that an invoice was refused: when, who handed it in, why, and a hash of it"),
        purpose=gettext_noop("help whose invoice is refused, and see misuse"),
        seen_by=gettext_noop("the enterprise, its provider, the coordinator of the partnership, the auditor"),
        kept_for=PERSON_KEPT_FOR,
        counted_from="last_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="vouchers.Remark.text",
        what=gettext_noop("reasons in somebody's own words"),
        purpose=gettext_noop("give reasons for a decision of a person, and ask what is needed for it"),
        seen_by=gettext_noop(
            "the coordinator of the partnership, the auditor; of what is said about a delivery also the business and the "
            "provider; of a question to an applicant and the answer also the applicant; of how it went each side what it said "
            "itself, and both once nobody is waited for"
        ),
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="vouchers.Lot.salt",
        what=gettext_noop("secret by which an application can be found in the published list of a draw"),
        purpose=gettext_noop(
            "let who applied check the draw, and have it done again; who was not drawn is compared with who was, as numbers only"
        ),
        seen_by=gettext_noop("the enterprise, the coordinator who prints its letter"),
        kept_for=SALT_KEPT_FOR,
        counted_from="made_at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="samples.SampleLine.salt",
        what=gettext_noop("secret by which a dossier can be found in the published list of a sample"),
        purpose=gettext_noop("have a sample drawn again, and show that nothing was left out"),
        seen_by=gettext_noop("nobody on a page; the proof that draws it again"),
        kept_for=SALT_KEPT_FOR,
        counted_from="made_at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="vouchers.PdfFile.*",
        what=gettext_noop("the PDF of an invoice that is no e-invoice, which may name people"),
        purpose=gettext_noop("have a person check the invoice, and let others look at it again for a while"),
        seen_by=gettext_noop(
            "the enterprise, the provider of the invoice, the coordinator, the auditor, who orders or signs its payment"
        ),
        kept_for=PDF_KEPT_FOR,
        counted_from="checked_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="vouchers.PdfInvoice.*",
        what=gettext_noop(
            "an invoice that is no e-invoice and was refused: what stood on it, when, who handed it in and why it was refused"
        ),
        purpose=gettext_noop("help whose invoice is refused, and see misuse"),
        seen_by=gettext_noop("the enterprise, the provider of the invoice, the coordinator, the auditor"),
        kept_for=PERSON_KEPT_FOR,
        counted_from="handed_in_at",
        erasure=Erasure.REFUSED,
    ),
    PersonalField(
        field="schemes.Reduction.reason",
        what=gettext_noop("reasons in somebody's own words"),
        purpose=gettext_noop("account for money that was taken out of a budget"),
        seen_by=_COORDINATOR,
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="schemes.VisumRemark.text",
        what=gettext_noop(
            "why a visum was refused, or on which conditions it was given, in somebody's own words"
        ),
        purpose=gettext_noop("account for the opening of a scheme"),
        seen_by=gettext_noop("the coordinator, the financial director of the municipality that pays"),
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="payouts.BatchRemark.text",
        what=gettext_noop("why a payment was stopped, in somebody's own words"),
        purpose=gettext_noop("account for payments"),
        seen_by=_TREASURY,
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="payouts.SetAside.text",
        what=gettext_noop("why an invoice is not paid for now, in somebody's own words"),
        purpose=gettext_noop("account for payments"),
        seen_by=gettext_noop(
            "the directors of the municipality that pays, the coordinator when asked to look into it"
        ),
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="payouts.Look.text",
        what=gettext_noop("what a line of the bank was, in somebody's own words"),
        purpose=gettext_noop("account for payments"),
        seen_by=_TREASURY,
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="settlements.YearEnd.text",
        what=gettext_noop("why open vouchers were carried over or withdrawn, in somebody's own words"),
        purpose=gettext_noop("account for the budget of a year"),
        seen_by=_COST,
        kept_for=_TEN_YEARS,
        counted_from="at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="payouts.BankAccount.iban",
        what=gettext_noop("account number, which for a sole trader points to a person"),
        purpose=gettext_noop("pay what a voucher gives, and account for it"),
        seen_by=gettext_noop("the payee, the directors of the municipality that pays, the auditor"),
        kept_for=None,
        counted_from="",
        erasure=Erasure.KEPT,
    ),
    PersonalField(
        field="payouts.BankAccount.in_name_of",
        what=gettext_noop("name in which an account stands, which for a sole trader is that of a person"),
        purpose=gettext_noop("pay what a voucher gives, and account for it"),
        seen_by=gettext_noop("the payee, the directors of the municipality that pays, the auditor"),
        kept_for=None,
        counted_from="",
        erasure=Erasure.KEPT,
    ),
    PersonalField(
        field="parties.Organisation.enterprise_number",
        what=gettext_noop("enterprise number, which for a sole trader points to a person"),
        purpose=gettext_noop("grant a subsidy to an enterprise and account for it"),
        seen_by=gettext_noop("the enterprise, the provider it chose, the coordinator, the auditor"),
        kept_for=None,
        counted_from="",
        erasure=Erasure.KEPT,
    ),
    PersonalField(
        field="audit.Receipt.*",
        what=gettext_noop("answer to a command of other software"),
        purpose=gettext_noop("do a repeated command only once"),
        seen_by=gettext_noop("nobody"),
        kept_for=30 * _DAY,
        counted_from="at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="sessions.Session.*",
        what=gettext_noop("that somebody is signed in"),
        purpose=gettext_noop("stay signed in"),
        seen_by=gettext_noop("nobody"),
        kept_for=_DAY,
        counted_from="expire_date",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="django_tasks_database.DBTaskResult.*",
        what=gettext_noop("work that was done, such as sending a code"),
        purpose=gettext_noop("do work after a command, and see when it failed"),
        seen_by=gettext_noop("nobody on a page; who runs the installation"),
        kept_for=7 * _DAY,
        counted_from="finished_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="demo.DemoMail.*",
        what=gettext_noop("mails of the demo"),
        purpose=gettext_noop("let a visitor of the demo read them; nothing of a real installation"),
        seen_by=gettext_noop("everybody who visits the demo"),
        kept_for=30 * _DAY,
        counted_from="sent_at",
        erasure=Erasure.ROW,
    ),
)
