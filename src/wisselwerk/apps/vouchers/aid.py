"""De minimis aid in a voucher: to whom it goes, what they had before, and the lines of the register that follow.

The enterprise gets the whole voucher on the day of the award. Where the council decided so, the provider does too: also
at the award when it was chosen by then, else what each invoice takes from the voucher, when that is handed in. Who is
paid plays no part: an advantage is the provider's by what it sells, also where the enterprise is paid back.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypedDict

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.queries import aid_record
from wisselwerk.apps.aid.services import grant_aid, wait_for_aid
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.vouchers import hot
from wisselwerk.apps.vouchers.declarations import activity_in, aid_in
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.terms import rules_of
from wisselwerk.domain.aid import Activity, AidRecord, EntryKind
from wisselwerk.domain.refusal import Reason
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage


class AidFacts(TypedDict, total=False):
    """Those of ``Facts`` that are about aid; absent where no rule asks them."""

    enterprise_aid: AidRecord
    provider_aid: AidRecord


def aid_facts(application: Application, rules: RuleSet, on: date) -> AidFacts:
    """What a decision ``on`` this day must know of aid. From here until it is made nobody else decides about the same.

    Two queries at most; none without the rule.
    """
    if rules.find(DeMinimis) is None:
        return {}
    recipients = list(_recipients(application, rules))
    wait_for_aid(recipients)
    facts: AidFacts = {
        "enterprise_aid": aid_record(
            application.enterprise_id,
            on,
            activity=activity_in(application.declarations),
            declared=aid_in(application.declarations),
        )
    }
    if len(recipients) > 1:
        facts["provider_aid"] = aid_record(recipients[1], on)
    return facts


def wait_for_all(decided: Iterable[tuple[Application, RuleSet]]) -> None:
    """Wait at once for everybody whom these decisions may give aid: later is too late, when money is locked already."""
    wait_for_aid(
        [
            recipient
            for application, rules in decided
            if rules.find(DeMinimis) is not None
            for recipient in _recipients(application, rules)
        ]
    )


def grant_with_award(
    application: Application, rules: RuleSet, transfer: Transfer, *, granting_body_id: int, on: date
) -> None:
    """Write what an award gives in aid, to whom; nothing where the rules do not make it aid."""
    if rules.find(DeMinimis) is None:
        return
    activities = {application.enterprise_id: activity_in(application.declarations)}
    for recipient in dict.fromkeys(_recipients(application, rules)):
        grant_aid(
            scheme=application.scheme,
            granting_body_id=granting_body_id,
            recipient_id=recipient,
            transfer=transfer,
            activity=activities.get(recipient, Activity.GENERAL),
            on=on,
        )


def is_aid_to_supplier(found: hot.Terms) -> bool:
    """Whether an invoice on this voucher gives aid to whoever sends it: the council said so, and nobody was chosen."""
    rule = rules_of(found["rules"]).find(DeMinimis)
    return (
        rule is not None
        and rule.provider_advantage is ProviderAdvantage.WHOLE
        and found["provider_id"] is None
        and found["supplier_id"] is not None
    )


def no_room_for_supplier(found: hot.Terms, amount_cents: int, on: date) -> Reason | None:
    """Why whoever sends this invoice may not get so much aid ``on`` this day; None when it may."""
    rule = rules_of(found["rules"]).find(DeMinimis)
    assert rule is not None, "asked where it is aid"
    assert found["supplier_id"] is not None, "asked where it is known"
    return rule.against_supplier(aid_record(found["supplier_id"], on), on, amount_cents)


def grant_to_supplier(found: hot.Terms, transfer: Transfer, on: date) -> None:
    """Write what an invoice gives in aid to whoever sent it, granted by whom granted the voucher."""
    assert found["supplier_id"] is not None, "an invoice of nobody known is refused"
    award = RegisterLine.objects.select_related("scheme").get(
        kind=EntryKind.GRANT, transfer__to_account=found["account_id"], recipient=found["holder_id"]
    )
    grant_aid(
        scheme=award.scheme,
        granting_body_id=award.granting_body_id,
        recipient_id=found["supplier_id"],
        transfer=transfer,
        activity=Activity.GENERAL,
        on=on,
    )


def _recipients(application: Application, rules: RuleSet) -> Iterator[int]:
    """The enterprise, and the provider where it is chosen and gets aid too."""
    yield application.enterprise_id
    rule = rules.find(DeMinimis)
    if rule and rule.provider_advantage is ProviderAdvantage.WHOLE and application.provider is not None:
        yield application.provider.organisation_id
