"""Every column that can hold something about a person is in the register, or named here with why it can't."""

from django.apps import apps
from django.db import models

from wisselwerk.apps.privacy.entry import Erasure
from wisselwerk.apps.privacy.register import REGISTER

FREE_TEXT = (
    models.CharField,
    models.TextField,
    models.EmailField,
    models.JSONField,
    models.GenericIPAddressField,
)

NOT_ABOUT_PEOPLE = {
    "aid.RegisterLine.regulation": "legal source",
    "aid.Registration.reference": "number that a register gave",
    "aid.Registration.actor": "kind and row id",
    "audit.Entry.actor": "kind and row id",
    "audit.Entry.command": "name in the code",
    "audit.Entry.subject": "kind and row id",
    "audit.Entry.authority": "name of an organisation",
    "catalogue.Provider.description": "text about an enterprise",
    "catalogue.Provider.contact": "general address of an enterprise",
    "parties.Organisation.contact": "general address of a partnership",
    "catalogue.ProviderPlace.place": "place code",
    "catalogue.Recognition.source": "legal source",
    "catalogue.Service.slug": "name of a service",
    "catalogue.Service.name": "name of a service",
    "catalogue.Service.description": "text about a service",
    "catalogue.Service.price": "text about a service",
    "catalogue.Word.text": "word of the catalogue",
    "catalogue.Word.backwards": "word of the catalogue",
    "catalogue.Spelling.letters": "letters of a word of the catalogue",
    "network.NetworkAnswer.actor": "kind and row id",
    "network.NetworkAnswer.text": "what participants of the learning network answer; nobody is named in it",
    "network.NetworkQuestion.actor": "kind and row id",
    "network.NetworkQuestion.text": "what participants of the learning network ask; nobody is named in it",
    "network.NetworkQuestion.title": "the same in one line",
    "network.NetworkStep.actor": "kind and row id",
    "network.PracticeRoute.why": "codes",
    "network.QuestionCall.why": "codes",
    "evaluation.FollowUp.place": "place code",
    "evaluation.Persistence.amounts": "sums and how often they were named",
    "evaluation.Persistence.place": "place code",
    "initiatives.ExpostChange.government": "place code",
    "initiatives.ExpostQuestion.actor": "kind and row id",
    "initiatives.ExpostQuestion.explanation": "a code",
    "initiatives.ExpostQuestion.government": "place code",
    "initiatives.ExpostQuestion.text": "what the administration asks a government; the form lets nobody be named",
    "initiatives.ExpostStep.actor": "kind and row id",
    "initiatives.ExpostStep.text": "what a government answers; the form lets nobody be named",
    "initiatives.Initiative.addresses": "addresses of public documents",
    "initiatives.Initiative.amounts": "years and sums",
    "initiatives.Initiative.government": "name of a local government",
    "initiatives.Initiative.kinds": "kinds of sources",
    "initiatives.Initiative.spent": "years and sums",
    "initiatives.Initiative.terms": "what a voucher gives and asks, with the sentence of a public decision, from which names were left out",
    "initiatives.Initiative.title": "public decision or name of a scheme, from which names were left out",
    "initiatives.Initiative.what": "public decision or text about a scheme, from which names were left out",
    "initiatives.Initiative.words": "the same, to be found by",
    "initiatives.Initiative.years": "years",
    "initiatives.InitiativeLink.answered_by": "kind and row id",
    "initiatives.InitiativeLink.differences": "sums, years and place codes, with the sentence of a public decision",
    "initiatives.InitiativeLink.reasons": "what two public sources have in common",
    "initiatives.InitiativePlace.place": "place code",
    "initiatives.InitiativeStep.actor": "kind and row id",
    "initiatives.Signal.actor": "kind and row id",
    "initiatives.Signal.addresses": "addresses of public documents",
    "initiatives.Signal.amounts": "years and sums",
    "initiatives.Signal.digest": "hash",
    "initiatives.Signal.government": "name of a local government",
    "initiatives.Signal.key": "address of a public document, or a hash",
    "initiatives.Signal.places": "place codes",
    "initiatives.Signal.source": "address of a public document, or name of a file and line",
    "initiatives.Signal.spoke": "words of our own list",
    "initiatives.Signal.terms": "as of an initiative",
    "initiatives.Signal.title": "as of an initiative",
    "initiatives.Signal.what": "as of an initiative; what an owner corrects names nobody, as the form asks",
    "initiatives.CoordinationRole.centre_inhabitants": "numbers of inhabitants",
    "initiatives.CoordinationRole.source": "where it stands",
    "initiatives.PolicyAction.code": "code in a public report",
    "initiatives.PolicyAction.goal_code": "code in a public report",
    "initiatives.PolicyAction.name": "short description in a public report; persons are left out of it at the door",
    "initiatives.PolicyAction.plan_code": "code in a public report",
    "initiatives.PolicyAmount.policy_field": "code in a public report",
    "initiatives.PolicyCode.code": "code of a priority",
    "initiatives.PolicyFile.claim": "random, and tells readings apart",
    "initiatives.PolicyFile.filters": "which filters were chosen in a public tool",
    "initiatives.PolicyFile.fingerprint": "hash",
    "initiatives.PolicyFile.name": "name of a file that was exported from a public tool",
    "initiatives.PolicyHeading.code": "code in a public report",
    "initiatives.PolicyHeading.name": "short description in a public report; persons are left out of it at the door",
    "initiatives.PolicyReport.government": "place code",
    "initiatives.PolicyReport.government_name": "name of a municipality",
    "initiatives.PolicyTotal.code": "code of a priority",
    "initiatives.RoleStatement.source": "where it stands; the form refuses persons",
    "initiatives.RoleStatement.vision": "public vision of a government; the form refuses persons",
    "initiatives.RoleSupport.source": "where it stands",
    "introductions.Event.actor": "kind and row id",
    "introductions.Event.description": "text about an event",
    "introductions.Event.place": "where an event is",
    "introductions.Event.slug": "name of an event",
    "introductions.Event.title": "name of an event",
    "introductions.FamiliarityQuestion.token": "random, and names a page",
    "introductions.Introduction.actor": "kind and row id",
    "introductions.JointOffer.actor": "kind and row id",
    "introductions.JointOffer.description": "text about an offer of enterprises",
    "introductions.JointOffer.name": "name of an offer of enterprises",
    "introductions.JointOffer.price": "text about an offer of enterprises",
    "introductions.Need.actor": "kind and row id",
    "introductions.Need.place": "place code",
    "introductions.Quote.actor": "kind and row id",
    "parties.Agreement.mandate": "words of an agreement between governments",
    "parties.Agreement.evaluation": "words of an agreement between governments",
    "enterprises.Extract.activities": "codes of activities of all enterprises together",
    "parties.Agreement.contributions": "words of an agreement between governments",
    "parties.Agreement.leaving": "words of an agreement between governments",
    "parties.Agreement.source": "legal source",
    "parties.ApiKey.name": "what a key is for",
    "parties.ApiKey.key_hash": "hash of a random key",
    "parties.Membership.place": "place code",
    "parties.Membership.source": "legal source",
    "parties.Organisation.slug": "name of an organisation",
    "parties.Organisation.name": "name of an organisation; a regular enterprise has none here",
    "parties.Organisation.nis_code": "code of a municipality",
    "parties.Person.password": "unusable: sign-in goes by mailed code",
    "payouts.BankAccount.named_by": "kind and row id",
    "payouts.BankAccount.confirmed_by": "kind and row id",
    "payouts.BankFile.about": "account number of a municipality, or name of a batch",
    "payouts.BankFile.fingerprint": "of all that the bank told in a file together",
    "payouts.BankFile.name": "the bank's name for a statement",
    "payouts.BankFile.read_by": "kind and row id",
    "payouts.BankLine.bank_reference": "the bank's number for a movement",
    "payouts.BankLine.end_to_end_id": "number of a payment",
    "payouts.BankLine.reason": "code of the bank",
    "payouts.BatchRemark.actor": "kind and row id",
    "payouts.Look.actor": "kind and row id",
    "payouts.SetAside.actor": "kind and row id",
    "payouts.SetAside.lifted_by": "kind and row id",
    "payouts.PaymentBatch.proposed_by": "kind and row id",
    "payouts.PaymentBatch.ordered_by": "kind and row id",
    "payouts.PaymentBatch.signed_by": "kind and row id",
    "practices.AdoptionStep.actor": "kind and row id",
    "practices.AdoptionStep.words": "what came of a practice; the form and the command let nobody be named",
    "practices.Practice.slug": "title of a practice",
    "practices.PracticeStep.actor": "kind and row id",
    "practices.PracticeStep.reason": "what is asked of an author; the form and the command let nobody be named",
    "practices.PracticeVersion.actor": "kind and row id",
    "practices.PracticeVersion.materials": "titles and addresses of public pages",
    "practices.PracticeVersion.title": "title of a practice; the form and the command let nobody be named",
    "practices.PracticeVersion.wordings": "text about a practice; the form and the command let nobody be named",
    "practices.PracticeVersion.words": "the same, to be found by",
    "samples.Judgement.actor": "kind and row id",
    "samples.Judgement.lesson": "what can be learned from a finding; what names somebody is left out at the door",
    "samples.Sample.actor": "kind and row id",
    "samples.Sample.list_sha256": "hash",
    "samples.Sample.method": "name of a method",
    "samples.Sample.seed_source": "where a public number is found; published at once",
    "samples.SampleDraw.actor": "kind and row id",
    "samples.SampleDraw.seed": "outcome of a public draw",
    "samples.SampleLine.line": "number of a public source, or a hash over a random secret, which is registered",
    "samples.SampleLine.stratum": "name of a local government, or of a group",
    "samples.SampleReport.actor": "kind and row id",
    "samples.SampleReport.lessons": "sentences for everybody; what names somebody is left out at the door",
    "schemes.CouncilStep.actor": "kind and row id",
    "schemes.CouncilStep.document": "public decision",
    "schemes.CouncilStep.proposed": "the text that lay before a council: functions, no names of people",
    "schemes.CouncilStep.rules": "rules",
    "schemes.CouncilStep.why": "why what was recorded was a mistake; the form asks to name nobody",
    "schemes.CouncilDecision.title": "public decision",
    "schemes.CouncilDecision.reference": "public decision",
    "schemes.GrantingArrangement.signatory": "a function, not a person",
    "schemes.PlanEntry.action": "code in a budget",
    "schemes.PlanEntry.actor": "kind and row id",
    "schemes.PlanEntry.amounts": "years and sums",
    "schemes.PlanEntry.general_account": "code in a budget",
    "schemes.PlanEntry.policy_field": "code in a budget",
    "schemes.RuleSetVersion.rules": "rules",
    "schemes.RuleSetVersion.whys": "why a rule differs",
    "schemes.RuleSetVersion.source": "legal source",
    "schemes.Draft.changed_by": "kind and row id",
    "schemes.Draft.granter": "which body grants",
    "schemes.Draft.signatory": "a function, not a person",
    "schemes.Draft.name": "name of a scheme",
    "schemes.Draft.purpose": "text about a scheme",
    "schemes.Draft.rules": "rules",
    "schemes.Draft.slug": "name of a scheme",
    "schemes.Draft.source": "legal source",
    "schemes.Draft.whys": "why a rule differs",
    "schemes.Reduction.actor": "kind and row id",
    "schemes.Visum.actor": "kind and row id",
    "schemes.VisumRemark.actor": "kind and row id",
    "schemes.Scheme.slug": "name of a scheme",
    "schemes.Scheme.name": "name of a scheme",
    "schemes.Scheme.purpose": "text about a scheme",
    "schemes.Ceiling.scope": "year or place code",
    "search.Document.around": "whose something is, or where: organisations and places",
    "search.Document.key": "by which a public page is called",
    "search.Document.text": "what is told elsewhere and names nobody; a scheme loses names here",
    "search.Document.title": "what is told elsewhere and names nobody; a scheme loses names here",
    "search.Spelling.letters": "letters of a word of a document",
    "search.Word.backwards": "word of a document",
    "search.Word.text": "word of a document",
    "settlements.BudgetKey.action": "code in a budget",
    "settlements.BudgetKey.actor": "kind and row id",
    "settlements.BudgetKey.general_account": "code in a budget",
    "settlements.BudgetKey.policy_field": "code in a budget",
    "settlements.SettlementPayment.actor": "kind and row id",
    "settlements.SettlementPayment.reference": "number of a payment between local governments",
    "settlements.SettlementSending.actor": "kind and row id",
    "settlements.YearEnd.actor": "kind and row id",
    "settlements.YearSettlement.actor": "kind and row id",
    "settlements.YearSettlement.digest": "hash",
    "settlements.YearSettlement.frozen": "place codes, row ids and sums",
    "vouchers.DeadlineChange.actor": "kind and row id",
    "vouchers.Draw.confirmed_by": "kind and row id",
    "vouchers.Draw.drawn_by": "kind and row id",
    "vouchers.Draw.list_sha256": "hash",
    "vouchers.Draw.method": "name of a method",
    "vouchers.Draw.sealed_by": "kind and row id",
    "vouchers.Draw.seed": "outcome of a public draw",
    "vouchers.Draw.seed_by": "kind and row id",
    "vouchers.Draw.seed_source": "where a public number is found; published at once",
    "vouchers.Lot.commitment": "hash over a random secret, which is registered",
    "vouchers.Application.declarations": "municipality of an enterprise, and aid it had",
    "vouchers.CreditNote.actor": "kind and row id",
    "vouchers.CreditNote.fingerprint": "supplier, year and number of a credit note",
    "vouchers.CreditNote.number": "number of a credit note",
    "vouchers.CreditNote.sha256": "hash",
    "vouchers.Decision.facts": "frozen facts about an enterprise; a test keeps persons out",
    "vouchers.Decision.outcomes": "what rules said",
    "vouchers.Decision.evaluated": "what the rules said",
    "vouchers.Decision.refused_on": "kind of a rule",
    "vouchers.Decision.seals": "digests",
    "vouchers.Decision.actor": "kind and row id",
    "vouchers.InvoiceCheck.findings": "rules that an invoice breaks, in the words of the rules",
    "vouchers.PdfInvoice.buyer_number": "enterprise number, as that of an organisation",
    "vouchers.PdfInvoice.checked_by": "kind and row id",
    "vouchers.PdfInvoice.corrections": "numbers, days and amounts of an invoice",
    "vouchers.PdfInvoice.fingerprint": "supplier, year and number of an invoice",
    "vouchers.PdfInvoice.handed_in_by": "kind and row id",
    "vouchers.PdfInvoice.number": "number of an invoice",
    "vouchers.PdfInvoice.reasons": "what rules said",
    "vouchers.PdfInvoice.sha256": "hash",
    "vouchers.PdfInvoice.supplier_number": "enterprise number, as that of an organisation",
    "vouchers.PdfInvoice.ticked": "points of a check list",
    "vouchers.Redemption.actor": "kind and row id",
    "vouchers.Redemption.fingerprint": "supplier, year and number of an invoice",
    "vouchers.Evaluation.actor": "kind and row id",
    "vouchers.FulfilmentStep.actor": "kind and row id",
    "vouchers.ReviewStep.actor": "kind and row id",
    "vouchers.OwnPayment.actor": "kind and row id",
    "vouchers.Redemption.invoice_number": "number of an invoice",
    "vouchers.Redemption.invoice_sha256": "hash",
    "vouchers.Reversal.actor": "kind and row id",
    "vouchers.Remark.actor": "kind and row id",
    "vouchers.Voucher.code": "random code",
}


def is_registered(label: str) -> bool:
    fields = {entry.field for entry in REGISTER}
    return label in fields or f"{label.rpartition('.')[0]}.*" in fields


def own_columns() -> list[tuple[str, models.Field[object, object]]]:
    return [
        (f"{model._meta.app_label}.{model.__name__}.{field.name}", field)
        for model in apps.get_models()
        if model.__module__.startswith("wisselwerk.apps.")
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    ]


def could_be_about_a_person(field: models.Field[object, object]) -> bool:
    if isinstance(field, models.ForeignKey):
        return getattr(field.related_model, "__name__", "") == "Person"
    return isinstance(field, FREE_TEXT) and not field.choices


def test_no_column_is_forgotten() -> None:
    columns = {label for label, field in own_columns() if could_be_about_a_person(field)}
    forgotten = {label for label in columns - NOT_ABOUT_PEOPLE.keys() if not is_registered(label)}
    assert not forgotten, "Put these in apps/privacy/register.py, or name them above with the reason"


def test_nothing_named_is_gone() -> None:
    labels = {label for label, _ in own_columns()}
    assert NOT_ABOUT_PEOPLE.keys() <= labels


def test_the_register_names_real_fields() -> None:
    for entry in REGISTER:
        app, model, field = entry.field.split(".")
        found = apps.get_model(app, model)
        if field != "*":
            found._meta.get_field(field)
        if entry.erasure in {Erasure.ROW, Erasure.TEXT}:
            found._meta.get_field(entry.counted_from)


def test_append_only_rows_hold_nothing_of_the_register() -> None:
    for entry in REGISTER:
        app, model, _ = entry.field.split(".")
        assert not getattr(apps.get_model(app, model), "append_only", False)
