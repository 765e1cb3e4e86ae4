"""Every address of the pages, by audience. Addresses are Dutch, because people read them; route names are English."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from wisselwerk.web.account import sign_in
from wisselwerk.web.aid import register as aid_register
from wisselwerk.web.auditor import decision as audited
from wisselwerk.web.auditor import decisions
from wisselwerk.web.auditor import voucher as audited_voucher
from wisselwerk.web.catalogue import load as kept_list
from wisselwerk.web.catalogue import page as kept_page
from wisselwerk.web.catalogue import providers as kept_providers
from wisselwerk.web.catalogue import recognition as kept_recognition
from wisselwerk.web.catalogue import service as kept_service
from wisselwerk.web.coordinator import (
    application,
    application_new,
    applications,
    checks,
    delivery,
    draws,
    notice,
    proof,
    reversal,
    scheme_load,
    scheme_reduce,
    scheme_visum,
    uptake,
    voucher_act,
    vouchers,
)
from wisselwerk.web.coordinator import dashboard as coordination
from wisselwerk.web.coordinator import evaluation as waived
from wisselwerk.web.coordinator import pdf_invoice as checked
from wisselwerk.web.coordinator import scheme as coordinated_scheme
from wisselwerk.web.coordinator import voucher as coordinated_voucher
from wisselwerk.web.council import amend, council, councils, papers, planned, texts
from wisselwerk.web.demo import bank_answer, mailbox
from wisselwerk.web.demo import invoice as sample
from wisselwerk.web.enterprise import account as own_account
from wisselwerk.web.enterprise import apply, confirm, credit_note, decision, invoice, review, voucher, waiting
from wisselwerk.web.enterprise import delivery as delivered
from wisselwerk.web.enterprise import evaluation as evaluated
from wisselwerk.web.enterprise import pdf_invoice as on_paper
from wisselwerk.web.evaluation.urls import evaluation
from wisselwerk.web.finance import account as paying_account
from wisselwerk.web.finance import (
    bank_file_load,
    bank_files,
    bank_lines,
    batch,
    batch_act,
    batches,
    claims,
    due,
    invoice_file,
    payee_letter,
    payment,
    repayment,
    visum,
)
from wisselwerk.web.finance import dashboard as paying
from wisselwerk.web.finance import invoice as paid_invoice
from wisselwerk.web.initiative import answer as initiative_answer
from wisselwerk.web.initiative import desk as initiative_desk
from wisselwerk.web.initiative import digest as initiative_digest
from wisselwerk.web.initiative import file as initiative_file
from wisselwerk.web.initiative import note as initiative_note
from wisselwerk.web.initiative import page as initiative_page
from wisselwerk.web.initiative import register as initiative_register
from wisselwerk.web.initiative import role as initiative_role
from wisselwerk.web.introduction.urls import introduction
from wisselwerk.web.member import dashboard as taking_part
from wisselwerk.web.network.urls import network
from wisselwerk.web.practice.urls import practice
from wisselwerk.web.provider import account as paid_account
from wisselwerk.web.provider import dashboard as providing
from wisselwerk.web.provider import invoice as provided
from wisselwerk.web.provider import pdf_invoice as provided_pdf
from wisselwerk.web.provider import redemption as provided_redemption
from wisselwerk.web.public import draws as public_draws
from wisselwerk.web.public import (
    expost,
    expost_questions,
    home,
    main_lines,
    privacy,
    provider,
    regulation,
    roles,
    scheme,
    schemes,
    search,
    services,
)
from wisselwerk.web.region.urls import region
from wisselwerk.web.sampling import looking, sealing
from wisselwerk.web.sampling import samples as sampled
from wisselwerk.web.settlement import bookkeeping, files, settlement, settlements
from wisselwerk.web.settlement import payment as settling
from wisselwerk.web.studio import (
    agreement,
    arrange,
    describe,
    difference,
    discard,
    draft,
    drafts,
    publish,
    rule,
    take_over,
    try_out,
)

public = [
    path("", home.home, name="home"),
    path("regelingen/", schemes.schemes, name="schemes"),
    path("regelingen/<slug:slug>/", scheme.scheme, name="scheme"),
    path("regelingen/<slug:slug>/loting/", public_draws.draws, name="draws"),
    path("regelingen/<slug:slug>/loting/<int:number>/lijst.csv", public_draws.draw_list, name="draw-list"),
    path(
        "regelingen/<slug:slug>/loting/<int:number>/volgorde.csv", public_draws.draw_order, name="draw-order"
    ),
    path("regelingen/<slug:slug>/reglement/", regulation.regulation, name="regulation"),
    path(
        "regelingen/<slug:slug>/reglement/<str:nis_code>/<str:first_day>/",
        regulation.decision,
        name="council-decision",
    ),
    path("regelingen/<slug:slug>/reglement.pdf", regulation.paper, name="regulation-pdf"),
    path("regelingen/<slug:slug>/reglement/<str:first_day>/", regulation.regulation, name="regulation-from"),
    path(
        "regelingen/<slug:slug>/reglement-<str:first_day>.pdf", regulation.paper, name="regulation-from-pdf"
    ),
    path("aanbod/", services.services, name="services"),
    path("zoeken/", search.search, name="search"),
    path("aanbod/<slug:slug>/", provider.provider, name="provider"),
    path("hoofdlijnen/", main_lines.newest, name="main-lines-newest"),
    path("hoofdlijnen/<int:year>/", main_lines.main_lines, name="main-lines"),
    path("hoofdlijnen/<int:year>/hoofdlijnen.pdf", main_lines.paper, name="main-lines-pdf"),
    path("hoofdlijnen/<int:year>/hoofdlijnen.csv", main_lines.table, name="main-lines-table"),
    path("nazicht/", expost.newest, name="expost-newest"),
    path("nazicht/<int:year>/", expost.expost, name="expost"),
    path("nazicht/<int:year>/nazicht.csv", expost.table, name="expost-table"),
    path("nazicht/<int:year>/<slug:code>/", expost.government, name="expost-government"),
    path("nazicht/<int:year>/<slug:code>/vraag/", expost_questions.ask, name="expost-ask"),
    path("nazicht/<int:year>/<slug:code>/suggestie/", expost_questions.suggest, name="expost-suggest"),
    path("nazicht/vragen/<int:pk>/", expost_questions.reply, name="expost-reply"),
    path("nazicht/vragen/<int:pk>/gezien/", expost_questions.seen, name="expost-seen"),
    path("nazicht/antwoord/<str:token>/", expost_questions.by_mail, name="expost-by-mail"),
    path("regierol/", roles.newest, name="roles-newest"),
    path("regierol/<int:year>/", roles.roles, name="roles"),
    path("privacy/", privacy.privacy, name="privacy"),
]
enterprise = [
    path("regelingen/<slug:slug>/aanvragen/", apply.apply, name="apply"),
    path("aanvragen/<uuid:application_id>/", decision.decision, name="decision"),
    path("aanvragen/<uuid:application_id>/brief.pdf", decision.letter, name="letter"),
    path("aanvragen/<uuid:application_id>/herziening/", review.review, name="review"),
    path("aanvragen/<str:token>/bevestigen/", confirm.confirm, name="confirm"),
    path("mijn/", waiting.waiting, name="waiting"),
    path("mijn/rekening/", own_account.account, name="account"),
    path("mijn/cheques/<str:code>/", voucher.voucher, name="voucher"),
    path("mijn/cheques/<str:code>/cheque.pdf", voucher.voucher_pdf, name="voucher-pdf"),
    path("mijn/cheques/<str:code>/factuur/", invoice.invoice, name="invoice"),
    path("mijn/cheques/<str:code>/levering/<uuid:redemption_id>/", delivered.delivery, name="delivery"),
    path("mijn/cheques/<str:code>/evaluatie/<uuid:redemption_id>/", evaluated.evaluation, name="evaluation"),
    path("mijn/cheques/<str:code>/creditnota/", credit_note.credit_note, name="credit-note"),
    path("mijn/cheques/<str:code>/factuur/pdf/", on_paper.pdf_invoice, name="pdf-invoice"),
    path("mijn/facturen/<uuid:invoice_id>.pdf", on_paper.pdf_file, name="pdf-file"),
]
offering = [
    path("aanbieder/", providing.dashboard, name="dashboard"),
    path("aanbieder/factuur/", provided.invoice, name="invoice"),
    path("aanbieder/facturen/<uuid:redemption_id>/", provided_redemption.redemption, name="redemption"),
    path("aanbieder/factuur/pdf/", provided_pdf.pdf_invoice, name="pdf-invoice"),
    path("aanbieder/rekening/", paid_account.account, name="account"),
]
catalogue = [
    path("aanbod/<slug:slug>/erkenning/", kept_recognition.recognition, name="recognition"),
    path("aanbod/<slug:slug>/aanpassen/", kept_page.page, name="page"),
    path("aanbod/<slug:slug>/aanpassen/nieuw/", kept_service.service_new, name="service-new"),
    path("aanbod/<slug:slug>/aanpassen/<slug:service_slug>/", kept_service.service, name="service"),
    path("beheer/aanbieders/", kept_providers.providers, name="providers"),
    path("beheer/aanbieders/inlezen/", kept_list.load, name="load"),
]
coordinator = [
    path("beheer/", coordination.dashboard, name="dashboard"),
    path("beheer/aanvragen/", applications.applications, name="applications"),
    path("beheer/aanvragen/nieuw/", application_new.application_new, name="application-new"),
    path("beheer/aanvragen/<uuid:application_id>/", application.application, name="application"),
    path("beheer/aanvragen/<uuid:application_id>/bezorging/", delivery.delivery, name="delivery"),
    path("beheer/facturen/", checks.checks, name="checks"),
    path("beheer/facturen/<uuid:redemption_id>/", checks.check, name="check"),
    path("beheer/cheques/", vouchers.vouchers, name="vouchers"),
    path("beheer/cheques/<str:code>/", coordinated_voucher.voucher, name="voucher"),
    path("beheer/cheques/<str:code>/<slug:word>/", voucher_act.voucher_act, name="voucher-act"),
    path("beheer/cheques/<str:code>/facturen/<uuid:redemption_id>/", reversal.reversal, name="reversal"),
    path("beheer/brieven/<int:notice_id>/", notice.notice, name="notice"),
    path("beheer/brieven/<int:notice_id>/brief.pdf", notice.letter, name="notice-letter"),
    path("beheer/cheques/<str:code>/facturen/<uuid:redemption_id>/bewijs/", proof.proof, name="proof"),
    path(
        "beheer/cheques/<str:code>/facturen/<uuid:redemption_id>/evaluatie/",
        waived.evaluation,
        name="evaluation",
    ),
    path("beheer/pdf-facturen/<uuid:invoice_id>/", checked.pdf_invoice, name="pdf-invoice"),
    path("beheer/pdf-facturen/<uuid:invoice_id>/<int:page>.png", checked.pdf_page, name="pdf-page"),
    path("beheer/regelingen/inlezen/", scheme_load.scheme_load, name="scheme-load"),
    path("beheer/regelingen/<slug:slug>/", coordinated_scheme.scheme, name="scheme"),
    path("beheer/regelingen/<slug:slug>/verminderen/", scheme_reduce.scheme_reduce, name="scheme-reduce"),
    path("beheer/regelingen/<slug:slug>/visum/", scheme_visum.scheme_visum, name="scheme-visum"),
    path("beheer/regelingen/<slug:slug>/loting/", draws.draws, name="draws"),
    path("beheer/regelingen/<slug:slug>/loting/<slug:word>/", draws.draw_act, name="draw-act"),
    path("beheer/regelingen/<slug:slug>/verloop.csv", uptake.uptake, name="uptake"),
]
studio = [
    path("regelingen/<slug:slug>/overnemen/", take_over.take_over, name="take-over"),
    path("regelingen/<slug:slug>/overnemen/overeenkomst/", agreement.agreement, name="agreement"),
    path("beheer/ontwerpen/", drafts.drafts, name="drafts"),
    path("beheer/regelingen/<slug:slug>/ontwerp/", draft.draft, name="draft"),
    path("beheer/regelingen/<slug:slug>/ontwerp/naam/", describe.describe, name="describe"),
    path("beheer/regelingen/<slug:slug>/ontwerp/regels/<slug:kind>/", rule.rule, name="rule"),
    path("beheer/regelingen/<slug:slug>/ontwerp/verschil/", difference.difference, name="difference"),
    path("beheer/regelingen/<slug:slug>/ontwerp/uitproberen/", try_out.trying, name="try"),
    path("beheer/regelingen/<slug:slug>/ontwerp/uitproberen/verloop.csv", try_out.course, name="try-course"),
    path("beheer/regelingen/<slug:slug>/ontwerp/dag/", arrange.arrange, name="arrange"),
    path("beheer/regelingen/<slug:slug>/ontwerp/publiceren/", publish.publish, name="publish"),
    path("beheer/regelingen/<slug:slug>/ontwerp/bevestigen/", publish.confirm, name="confirm"),
    path("beheer/regelingen/<slug:slug>/ontwerp/weggooien/", discard.discard, name="discard"),
]
councils_of_members = [
    path("beheer/raadsbesluiten/", texts.texts, name="texts"),
    path("beheer/raadsbesluiten/<slug:slug>/<slug:text>/", councils.councils, name="councils"),
    path(
        "beheer/raadsbesluiten/<slug:slug>/<slug:text>/meerjarenplan/", planned.together, name="plan-together"
    ),
    path("raad/<slug:slug>/<slug:text>/<str:nis_code>/", council.council, name="council"),
    path("raad/<slug:slug>/<slug:text>/<str:nis_code>/besluit.html", papers.html, name="html"),
    path("raad/<slug:slug>/<slug:text>/<str:nis_code>/besluit.pdf", papers.pdf, name="pdf"),
    path("raad/<slug:slug>/<slug:text>/<str:nis_code>/meerjarenplan.txt", papers.plan, name="plan"),
    path("raad/<slug:slug>/<slug:text>/<str:nis_code>/meerjarenplan/", planned.of_member, name="plan-enter"),
    path("raad/<slug:slug>/<slug:text>/<str:nis_code>/<slug:kind>/", amend.amend, name="amend"),
]
finance = [
    path("financien/", paying.dashboard, name="dashboard"),
    path("financien/te-betalen/<str:nis_code>/", due.due, name="due"),
    path("financien/facturen/<uuid:redemption_id>/", paid_invoice.invoice, name="invoice"),
    path("financien/facturen/<uuid:redemption_id>/bestand", invoice_file.invoice_file, name="invoice-file"),
    path("financien/opdrachten/", batches.batches, name="batches"),
    path("financien/opdrachten/<int:batch_id>/", batch.batch, name="batch"),
    path("financien/opdrachten/<int:batch_id>/bank.xml", batch.batch_file, name="batch-file"),
    path("financien/opdrachten/<int:batch_id>/<slug:word>/", batch_act.batch_act, name="batch-act"),
    path("financien/opdrachten/<int:batch_id>/eruit/<int:payment_id>/", batch_act.take_out, name="take-out"),
    path("financien/bank/", bank_files.bank_files, name="bank-files"),
    path("financien/bank/inlezen/", bank_file_load.bank_file_load, name="bank-file-load"),
    path("financien/bank/<int:file_id>/", bank_files.bank_file, name="bank-file"),
    path("financien/lijnen/", bank_lines.bank_lines, name="bank-lines"),
    path("financien/lijnen/<int:line_id>/", bank_lines.bank_line, name="bank-line"),
    path("financien/terug/", claims.claims, name="claims"),
    path("financien/terug/<int:payment_id>/inboeken/", repayment.repayment, name="repayment"),
    path("financien/terug/<int:payment_id>/teruggeven/", repayment.give, name="give-back"),
    path("financien/lijnen/<int:line_id>/terugnemen/", repayment.take_back, name="repayment-take-back"),
    path("financien/lijnen/<int:line_id>/boeken/", repayment.book, name="payment-record"),
    path("financien/lijnen/<int:line_id>/teruggehaald/", repayment.taken_back, name="payment-return"),
    path("financien/lijnen/<int:line_id>/van-lid/", repayment.keep, name="line-keep"),
    path("terug/<int:payment_id>/", claims.claim, name="claim"),
    path("terug/<int:payment_id>/brief.pdf", claims.letter, name="claim-letter"),
    path("financien/brieven/<int:notice_id>/", payee_letter.payee_letter, name="payee-letter"),
    path("financien/brieven/<int:notice_id>/brief.pdf", payee_letter.letter, name="payee-letter-pdf"),
    path("financien/rekening/", paying_account.account, name="account"),
    path("financien/visum/<slug:slug>/", visum.visum, name="visum"),
    path("rekening/<int:account_id>/bevestigen/", paying_account.account_confirm, name="account-confirm"),
    path("betalingen/<int:payment_id>/", payment.payment, name="payment"),
]
cost = [
    path("financien/verrekening/", settlements.settlements, name="settlements"),
    path("financien/verrekening/<slug:slug>/<int:year>/", settlement.settlement, name="settlement"),
    path(
        "financien/verrekening/<slug:slug>/<int:year>/lijnen.<str:ending>",
        files.cost_lines,
        name="cost-lines",
    ),
    path("financien/verrekening/<slug:slug>/<int:year>/<int:number>.pdf", files.settlement_pdf, name="pdf"),
    path(
        "financien/verrekening/<slug:slug>/<int:year>/<int:number>.<str:ending>",
        files.settlement_table,
        name="table",
    ),
    path(
        "financien/verrekening/<slug:slug>/<int:year>/betaling/<str:nis_code>/",
        settling.payment,
        name="payment",
    ),
    path("financien/boekhouding/<slug:slug>/<int:year>/", bookkeeping.bookkeeping, name="bookkeeping"),
    path("financien/boekhouding/<slug:slug>/<int:year>/grootboek.<str:ending>", files.ledger, name="ledger"),
    path(
        "financien/boekhouding/<slug:slug>/<int:year>/uitvoering.<str:ending>", files.actuals, name="actuals"
    ),
]
member = [path("bestuur/", taking_part.dashboard, name="dashboard")]
auditor = [
    path("audit/", decisions.decisions, name="decisions"),
    path("audit/beslissingen/<int:decision_id>/", audited.decision, name="decision"),
    path("audit/cheques/<str:code>/", audited_voucher.voucher, name="voucher"),
]
aid = [
    path("financien/steun/", aid_register.register, name="register"),
    path("financien/steun/register.<str:ending>", aid_register.register_file, name="register-file"),
]
sampling = [
    path("nazicht/steekproeven/", sampled.overview, name="overview"),
    path("nazicht/steekproeven/nieuw/", sealing.public, name="new"),
    path("nazicht/steekproeven/<int:pk>/", sampled.page, name="page"),
    path("nazicht/steekproeven/<int:pk>/lijst.csv", sampled.sealed, name="list"),
    path("nazicht/steekproeven/<int:pk>/getrokken.csv", sampled.drawn, name="drawn"),
    path("nazicht/steekproeven/<int:pk>/trekken/", looking.draw, name="draw"),
    path("nazicht/steekproeven/<int:pk>/stukken/", looking.items, name="items"),
    path("nazicht/steekproeven/<int:pk>/stukken/<int:place>/", looking.item, name="item"),
    path("nazicht/steekproeven/<int:pk>/doorgeven/", looking.pass_on, name="pass-on"),
    path("audit/steekproeven/<slug:slug>/nieuw/", sealing.dossiers, name="new-dossiers"),
]
demo = [
    path("demo/postvak/", mailbox.mailbox, name="mailbox"),
    path("demo/facturen/<str:code>.xml", sample.invoice, name="invoice"),
    path("demo/bank/<int:batch_id>.xml", bank_answer.bank_answer, name="bank-answer"),
    path("demo/bank/terug/<int:payment_id>.xml", bank_answer.repayment, name="bank-repayment"),
]
initiative = [
    path("initiatieven/", initiative_register.register, name="register"),
    path("initiatieven/feed/", initiative_file.NewInitiatives(), name="feed"),
    path("initiatieven/initiatieven.csv", initiative_file.file, name="file"),
    path("initiatieven/<int:pk>/", initiative_page.page, name="page"),
    path("initiatieven/<int:pk>/antwoord/", initiative_answer.own, name="own"),
    path("initiatieven/antwoord/<str:token>/", initiative_answer.answer, name="answer"),
    path("mijn/weekbericht/", initiative_digest.digest, name="digest"),
    path("weekbericht/stoppen/<str:token>/", initiative_digest.stop, name="digest-stop"),
    path("beheer/initiatieven/", initiative_desk.desk, name="desk"),
    path("beheer/initiatieven/melden/", initiative_note.note, name="note"),
    path("beheer/regierol/", initiative_role.role, name="role"),
    path("beheer/initiatieven/verbanden/<int:pk>/", initiative_desk.link, name="link"),
]
# allauth looks its own pages up by these names, whatever their address.
account = [
    path("aanmelden/", sign_in.SignIn.as_view(), name="account_login"),
    path("aanmelden/", sign_in.SignIn.as_view(), name="account_request_login_code"),
    path("aanmelden/code/", sign_in.SignInCode.as_view(), name="account_confirm_login_code"),
    path("afmelden/", sign_in.SignOut.as_view(), name="account_logout"),
    path("taal/", set_language, name="set_language"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((public, "public"))),
    path("", include((enterprise, "enterprise"))),
    path("", include((offering, "provider"))),
    path("", include((catalogue, "catalogue"))),
    path("", include((coordinator, "coordinator"))),
    path("", include((studio, "studio"))),
    path("", include((councils_of_members, "council"))),
    path("", include((finance, "finance"))),
    path("", include((cost, "settlement"))),
    path("", include((member, "member"))),
    path("", include((auditor, "auditor"))),
    path("", include((aid, "aid"))),
    path("", include((introduction, "introduction"))),
    path("", include((initiative, "initiative"))),
    path("", include((evaluation, "evaluation"))),
    path("", include((sampling, "sample"))),
    path("", include((network, "network"))),
    path("", include((region, "region"))),
    path("", include((practice, "practice"))),
    path("", include((demo, "demo"))),
    *account,
]
