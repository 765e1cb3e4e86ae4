"""An invented scheme of the demo that pays a last part when both sides have said how it went, and counts as aid.

Vouchers at each stage of their last part; what was recovered is in ``recoveries``.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from wisselwerk.apps.parties.queries import actor_for, agreement_on
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.schemes.models import DecisionSubject, Granter, Scheme
from wisselwerk.apps.schemes.services import arrange_granting, load_scheme, record_decision
from wisselwerk.apps.vouchers.models import Evaluation, Redemption, Voucher
from wisselwerk.apps.vouchers.services import (
    enter_application,
    evaluate_as_business,
    evaluate_as_provider,
    redeem_voucher,
)
from wisselwerk.clock import as_if, now, today
from wisselwerk.demo.applications import OWNER
from wisselwerk.demo.cast import CAST, PROVIDER_NUMBER, invented_number
from wisselwerk.demo.play import sample_invoice
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.evaluation import Answers
from wisselwerk.domain.rule import RuleSet, SourcedRule
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.formats.scheme_file import SchemeFile

SLUG = "twee-delen"
INVENTED = "Verzonnen voor de demo; geen bestaande regeling"
STARTS = date(2025, 1, 1)
PLACE = "73083"
BEGINS = timedelta(days=60)
"""How long ago its first voucher was applied for."""
INVOICE_CENTS = 62_000
STAFF = next(member.email for member in CAST if member.key == "provider_staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEvaluation:
    """A voucher whose invoice was handed in some days ago, and who said since how it went."""

    days_ago: int
    number: str
    email: str
    provider: str
    business: Answers | None = None
    of_provider: Answers | None = None
    words: str = ""


EVALUATIONS: tuple[DemoEvaluation, ...] = (
    # The provider stayed silent: the coordinator decides whether to go on without it.
    DemoEvaluation(
        days_ago=50,
        number=invented_number(281),
        email="zaak@veldhoven.example",
        provider=invented_number(6),
        business=Answers(went=4, again=4),
        words="De ploeg werkte rond onze klanten heen.",
    ),
    # Both said it: the last part can be paid.
    DemoEvaluation(
        # Its line in the register of aid is due within a week of working days, on whatever day the demo is loaded.
        days_ago=26,
        number=invented_number(282),
        email="zaak@kruisberg.example",
        provider=PROVIDER_NUMBER,
        business=Answers(went=5, again=5),
        of_provider=Answers(went=4, again=5),
    ),
    # Waits for De Zilverspar, and for the owner.
    DemoEvaluation(
        days_ago=3,
        number=invented_number(283),
        email=OWNER,
        provider=PROVIDER_NUMBER,
    ),
)


def scheme_in_two_parts(like: SchemeFile) -> SchemeFile:
    """The latest rules of another scheme, of which a fifth is paid at the end, and which is de minimis aid."""
    latest = like.versions[-1]
    more = (
        InvoicesPerVoucher(maximum=1),
        LastPart(held_back_percent=20),
        DeMinimis(provider_advantage=ProviderAdvantage.NONE),
    )
    rules = RuleSet((*latest.rule_set.rules, *(SourcedRule(rule, INVENTED) for rule in more)))
    return replace(
        like,
        slug=SLUG,
        name="Kennismakingscheque in twee delen (demo)",
        purpose="Verzonnen voor de demo: de cheque betaalt eerst vier vijfde, en de rest als de onderneming en de aanbieder "
        "allebei zeiden hoe het ging. Hij telt als de-minimissteun.",
        parent=None,
        versions=(replace(latest, number=1, valid_from=STARTS, source=INVENTED, rule_set=rules, whys={}),),
    )


def found_scheme(file: SchemeFile) -> Scheme:
    """The scheme of that file, for which the managing municipality grants, as its council let it."""
    scheme = load_scheme(SYSTEM, file)
    agreement = agreement_on(scheme.partnership_id, today())
    assert agreement is not None, "the partnership of the demo has an agreement today"
    decision = record_decision(
        SYSTEM,
        scheme=scheme,
        local_government=agreement.managing_municipality,
        subject=DecisionSubject.DELEGATION,
        title="Delegatie voor de kennismakingscheque in twee delen (demo)",
        decided_on=STARTS,
    )
    arrange_granting(
        SYSTEM,
        scheme=scheme,
        granter=Granter.MANAGING_MUNICIPALITY,
        signatory="algemeen directeur",
        delegation=decision,
        valid_from=STARTS,
    )
    return scheme


def first_day() -> date:
    """The day of the first application: the scheme needs money from then on, and who is paid an account."""
    return today() - BEGINS


def load_last_parts(scheme: Scheme) -> None:
    """Vouchers of that scheme at each stage; only where nobody has said anything yet."""
    if not Evaluation.objects.exists():
        for one in EVALUATIONS:
            _play(scheme, one)


def use_voucher(
    scheme: Scheme, *, number: str, email: str, provider: str, net_cents: int = INVOICE_CENTS
) -> Redemption:
    """A voucher of that scheme that is awarded now, and an invoice on it."""
    application = enter_application(
        SYSTEM,
        scheme=scheme,
        enterprise_number=number,
        email=email,
        provider=provider,
        declarations={"municipality": PLACE, "de_minimis_aid": []},
    )
    code = Voucher.objects.get(application=application).code
    data = sample_invoice(code, net_cents)
    assert data is not None, "a voucher that was awarded just now can be used"
    redeem_voucher(SYSTEM, code=code, data=data)
    return Redemption.objects.select_related("voucher__scheme").get(voucher__code=code)


def _play(scheme: Scheme, one: DemoEvaluation) -> None:
    with as_if(now() - timedelta(days=one.days_ago)):
        used = use_voucher(scheme, number=one.number, email=one.email, provider=one.provider)
    with as_if(now() - timedelta(days=one.days_ago / 2)):
        if one.business:
            business = actor_for(person(one.email))
            evaluate_as_business(business, redemption=used.pk, answers=one.business, words=one.words)
        if one.of_provider:
            evaluate_as_provider(actor_for(person(STAFF)), redemption=used.pk, answers=one.of_provider)
