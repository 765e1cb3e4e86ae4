"""The voucher and the letter of a decision on paper, worded in the reader's language from what is stored."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.utils.translation import get_language, gettext, ngettext

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import CouncilDecision, Scheme
from wisselwerk.apps.schemes.queries import granting_on, rule_set
from wisselwerk.apps.schemes.rule_line import told
from wisselwerk.apps.vouchers.declarations import activity_in
from wisselwerk.apps.vouchers.draw_paper import decided_by_draw, draw_told
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Decision,
    RemarkSubject,
    Voucher,
)
from wisselwerk.apps.vouchers.queries.applications import outcomes_of, reasons_of
from wisselwerk.apps.vouchers.terms import vat_basis_of
from wisselwerk.clock import day_of
from wisselwerk.domain.aid import regulation_on, room_on
from wisselwerk.domain.rule import WAITS
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import WHOLE, Facts, Outcome
from wisselwerk.domain.voucher import show_code
from wisselwerk.formats.paper import (
    DecisionLetter,
    Finding,
    VoucherPaper,
    letter_pdf,
    voucher_pdf,
)
from wisselwerk.formats.paper.letter import usual_remedies
from wisselwerk.wording import (
    UNKNOWN,
    day,
    enterprise_number,
    money,
    parameter_value,
    round_money,
    rule_name,
    sentence,
    spoken_value,
    verdict,
    word,
)

Known = Callable[[Facts], str]

KNOWN: Mapping[str, Known] = {
    "territory": lambda facts: _located(facts=facts),
    "amount": lambda facts: _declared(facts, "enterprise_size"),
    "enterprise_size": lambda facts: _declared(facts, "enterprise_size"),
    "sector": lambda facts: _declared(facts, "nace_code"),
    "service_category": lambda facts: _declared(facts, "service_kind"),
    "first_acquaintance": lambda facts: _acquainted(facts=facts),
    "independence": lambda facts: _affiliated(facts=facts),
    "enterprise_ceiling": lambda facts: spoken_value("left_cents", facts.awarded_this_year_cents),
    "regular_enterprise": lambda facts: _kind_of_enterprise(facts.is_social_economy_enterprise),
    "provider_category": lambda facts: _recognised_as(facts=facts),
    "number_per_enterprise": lambda facts: _had_before(facts=facts),
    "application_window": lambda facts: day(facts.applied_on),
    "budget_ceiling": lambda facts: _left_in_budget(facts=facts),
    "de_minimis": lambda facts: _room_for_aid(facts=facts),
}
"""Which fact each kind of rule was held against, in words. The other kinds give something and are held against none."""


def decision_letter(decision: Decision, application: Application, *, contact: str, notice: str = "") -> bytes:
    """The letter of a decision as an accessible PDF, with its grounds and what one can do against it.

    Raises:
        ValueError: nothing was decided yet (``is_final``): a letter with a signature and remedies would say it was.
    """
    if not is_final(decision):
        raise ValueError(f"decision {decision.pk} is a proposal, and of a proposal there is no letter")
    granting = granting_on(application.scheme, day_of(decision.decided_at))
    body = _body(decision.granting_body, application.scheme)
    why = tuple(sentence(reason) for reason in reasons_of(decision))
    return letter_pdf(
        DecisionLetter(
            language=get_language() or "nl",
            sender=body,
            recipient=recipient_of(application.enterprise),
            dated=day(decision.decided_at),
            reference=reference(decision),
            subject=gettext("Decision on your application: {scheme}").format(scheme=application.scheme.name),
            decision=" ".join(filter(None, [_decided(decision), motivation_of(decision, application)])),
            authority=_authority(body, decision),
            legal_grounds=_legal_grounds(decision),
            findings=tuple(
                Finding(rule=_capital(rule_name(outcome.kind)), known=known, outcome=_said(outcome))
                for outcome, known in findings_of(decision)
            ),
            missing=() if decision.result in WAITS else why,
            draw=(*why, *draw_told(decision)) if decision.result in WAITS else draw_told(decision),
            # Nothing is granted or kept from anybody yet by being let into a draw.
            remedies=() if decision.result == ApplicationState.ENTERED else usual_remedies(gettext),
            contact=contact,
            signed_by=f"{granting.signatory}, {body}" if granting else body,
            notice=notice,
            made_on=day_of(decision.decided_at),
        ),
        gettext,
    )


def is_final(decision: Decision) -> bool:
    """Whether something was decided, and not only proposed to a person."""
    return decision.result != ApplicationState.REVIEW


def voucher_paper(voucher: Voucher, *, url: str, contact: str, notice: str = "") -> bytes:
    """The voucher as an accessible PDF, to show to the provider. ``url`` is its page."""
    body = granting_body_of(voucher)
    rules = rule_set(voucher.rule_set)
    return voucher_pdf(
        VoucherPaper(
            language=get_language() or "nl",
            title=gettext("Introduction voucher"),
            scheme=voucher.scheme.name,
            granting_body=body,
            granted_by=gettext("{body}, on {day}").format(body=body, day=day(voucher.awarded_on)),
            amount=round_money(voucher.amount_cents),
            own_contribution=_own_contribution(voucher),
            holder_number=enterprise_number(voucher.holder.enterprise_number or ""),
            holder_name=voucher.holder.name,
            provider=voucher.provider.organisation.name if voucher.provider else "",
            service=voucher.application.service.name if voucher.application.service else "",
            paid_to=rules.paid_to,
            valid_until=day(voucher.valid_until),
            code=show_code(voucher.code),
            url=url,
            rules=tuple(told(one.rule, rules, is_delegated=True) for one in rules.rules),
            contact=contact,
            notice=notice,
            made_on=voucher.awarded_on,
        ),
        gettext,
    )


def motivation_of(decision: Decision, application: Application) -> str:
    """Why a person decided so, in that person's words; empty for a decision of the rules alone, or once erased.

    No query when the application came with its remarks.
    """
    if decision.is_automatic:
        return ""
    written = [
        one
        for one in application.remarks.all()
        if one.subject == RemarkSubject.DECISION and one.at <= decision.decided_at
    ]
    return max(written, key=lambda one: one.at).text if written else ""


def findings_of(decision: Decision) -> tuple[tuple[Outcome, str], ...]:
    """Rule by rule what came of it, and the fact it was held against, in words; empty where there is none."""
    facts = Facts.from_plain(decision.facts)
    amount = rule_set(decision.rule_set).find(Amount)
    # An amount that is the same for every size was held against none.
    without = {Amount.kind} if amount is not None and amount.by_size is None else set()
    return tuple(
        (outcome, "" if outcome.kind in without else known_of(outcome, facts))
        for outcome in outcomes_of(decision)
    )


def known_of(outcome: Outcome, facts: Facts) -> str:
    """The fact that a rule was held against, in words; empty where there is none."""
    return KNOWN[outcome.kind](facts) if outcome.kind in KNOWN else ""


def reference(decision: Decision) -> str:
    """How a decision is named in letters: short enough to read out, and found by its number."""
    return f"WW-{day_of(decision.decided_at).year}-{decision.pk:06}"


def _room_for_aid(facts: Facts) -> str:
    """What was left for the enterprise under the ceilings of de minimis aid."""
    room = room_on(facts.enterprise_aid, facts.award_day) if facts.enterprise_aid else None
    return gettext("not known") if room is None else spoken_value("left_cents", room.left_cents)


def recipient_of(enterprise: Organisation) -> tuple[str, ...]:
    """The lines of who a letter is for."""
    number = enterprise_number(enterprise.enterprise_number or "")
    return (enterprise.name, number) if enterprise.name else (number,)


def _body(granting_body: Organisation | None, scheme: Scheme) -> str:
    """Who grants; a seat outside the territory has no member that could, and the partnership answers."""
    return granting_body.name if granting_body else scheme.partnership.name


def granting_body_of(voucher: Voucher) -> str:
    """Who granted a voucher, by name."""
    return _body(_granted_by(voucher), voucher.scheme)


def _granted_by(voucher: Voucher) -> Organisation | None:
    decision = voucher.application.decisions.select_related("granting_body").order_by("-decided_at").first()
    return decision.granting_body if decision else None


def _own_contribution(voucher: Voucher) -> str:
    said = []
    if voucher.own_contribution_cents:
        own, basis = money(voucher.own_contribution_cents), word(vat_basis_of(voucher))
        said.append(gettext("at least {own}, {basis}").format(own=own, basis=basis))
    if voucher.share_percent < WHOLE:
        share = spoken_value("share_percent", WHOLE - voucher.share_percent)
        said.append(gettext("at least {share} of each invoice").format(share=share))
    return "; ".join(said)


def _decided(decision: Decision) -> str:
    if decision.result == ApplicationState.REFUSED:
        return gettext("Your application is refused.")
    if said := decided_by_draw(decision):
        return said
    # What was decided, not what became of it: a voucher that got more time was decided on as it was.
    facts = Facts.from_plain(decision.facts)
    granted_on = facts.award_day
    grant = rule_set(decision.rule_set).grant(granted_on, facts.enterprise_size)
    said = gettext("You get a voucher of {amount}, valid up to and including {day}.").format(
        amount=money(grant.amount_cents), day=day(grant.valid_until)
    )
    return " ".join([said, *_as_aid(decision, grant.amount_cents, granted_on)])


def _as_aid(decision: Decision, amount_cents: int, granted_on: date) -> Iterator[str]:
    """That a voucher is de minimis aid, under which regulation: its holder must be able to declare it elsewhere."""
    if rule_set(decision.rule_set).find(DeMinimis) is None:
        return
    activity = activity_in(decision.application.declarations)
    yield gettext("The voucher is de minimis aid of {amount}, under Regulation {regulation}.").format(
        amount=money(amount_cents), regulation=regulation_on(activity, granted_on) or UNKNOWN
    )


def _authority(body: str, decision: Decision) -> str:
    said = _decides(body, decision.delegation)
    return said if decision.is_automatic else " ".join([said, gettext("A person confirmed this decision.")])


def _decides(body: str, delegation: CouncilDecision | None) -> str:
    if delegation is None:
        return gettext("{body} decides.").format(body=body)
    return gettext("{body} decides, by delegation: {title}, {council}, {day}.").format(
        body=body,
        title=delegation.title,
        council=delegation.local_government.name,
        day=day(delegation.decided_on),
    )


def _legal_grounds(decision: Decision) -> tuple[str, ...]:
    version = decision.rule_set
    own = gettext("Version {number} of the rules, in force since {day}: {source}").format(
        number=version.number, day=day(version.valid_from), source=version.source
    )
    # Each source once, in the order of the rules.
    return (own, *dict.fromkeys(one.source for one in rule_set(version).rules))


def _kind_of_enterprise(is_social_economy: bool | None) -> str:
    if is_social_economy is None:
        return gettext("not known")
    return gettext("a social-economy enterprise") if is_social_economy else gettext("a regular enterprise")


def _declared(facts: Facts, name: str) -> str:
    """A fact in words, with the label that only who applied says so."""
    value = getattr(facts, name)
    if value is None:
        return gettext("not known")
    return _as_declared(facts, name, parameter_value(name, value))


def _as_declared(facts: Facts, name: str, said: str) -> str:
    return gettext("{said}, as declared").format(said=said) if name in facts.declared else said


def _located(facts: Facts) -> str:
    """Where it lies for which it counts: its establishment where that counts, else its seat."""
    name = "establishment_places" if facts.establishment_places else "seat_places"
    return _as_declared(facts, name, spoken_value("places", facts.located_places))


def _acquainted(facts: Facts) -> str:
    """What it declared, and what is known here besides."""
    said, number = _declared(facts, "earlier_customer"), facts.invoices_with_provider
    if not number:
        return said
    here = ngettext(
        "{number} invoice of this provider was handed in here",
        "{number} invoices of this provider were handed in here",
        number,
    )
    return f"{said}; {here.format(number=number)}"


def _affiliated(facts: Facts) -> str:
    """What it declared, and what is known here besides."""
    said = _declared(facts, "affiliated")
    return gettext("{said}; it is the provider itself").format(said=said) if facts.same_enterprise else said


def _left_in_budget(facts: Facts) -> str:
    # Before a draw money is not looked at.
    if facts.waits_for_draw:
        return ""
    left = spoken_value("budget_left_cents", facts.budget_left_cents)
    return gettext("{amount} left in the budget").format(amount=left)


def _had_before(facts: Facts) -> str:
    number, for_provider = facts.vouchers_counted, facts.provider_vouchers_counted
    if number is None:
        return gettext("not known")
    said = ngettext("{number} voucher before", "{number} vouchers before", number).format(number=number)
    if for_provider is None:
        return said
    return gettext("{said}, of which {number} for this provider").format(said=said, number=for_provider)


def _recognised_as(facts: Facts) -> str:
    if not facts.provider_chosen:
        return gettext("no provider chosen yet")
    return spoken_value("kinds", facts.provider_kinds) if facts.provider_kinds else gettext("not recognised")


def _said(outcome: Outcome) -> str:
    said = _capital(word(verdict(outcome)))
    return f"{said}. {sentence(outcome.reason)}" if outcome.reason else said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
