"""Whether every voucher that is aid stands in the register of aid, with what was taken back, and nothing else does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import ApplicationState, Decision, Voucher
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage

CHUNK = 2000


def aid_that_differs() -> Iterator[str]:
    """A line that is missing, one that nothing explains, and one on another day or of another body than its voucher."""
    versions = dict(_versions_that_give_aid())
    lines = {(line.transfer_id, line.recipient_id): line for line in RegisterLine.objects.iterator(CHUNK)}
    if versions:
        bodies = _granting_bodies(versions)
        moves = _moves(versions)
        found = Voucher.objects.filter(rule_set__in=versions).select_related("provider").order_by("pk")
        for voucher in found.iterator(CHUNK):
            name = f"voucher {voucher.pk}"
            rule = versions[voucher.rule_set_id]
            for transfer_id, recipient_id in _expected(voucher, rule, moves[voucher.account_id]):
                line = lines.pop((transfer_id, recipient_id), None)
                if line is None:
                    yield (
                        f"{name}: transfer {transfer_id} is aid to organisation {recipient_id} and has no line "
                        "in the register"
                    )
                elif line.scheme_id != voucher.scheme_id or line.granting_body_id != bodies.get(voucher.pk):
                    yield f"{name}: aid line {line.pk} is of another scheme or granting body"
                elif line.recipient_id == voucher.holder_id and line.granted_on != voucher.awarded_on:
                    yield f"{name}: was awarded on {voucher.awarded_on}, aid line {line.pk} says {line.granted_on}"
    for line in sorted(lines.values(), key=lambda one: one.pk):
        yield f"aid line {line.pk}: no voucher explains it"


def _versions_that_give_aid() -> Iterator[tuple[int, DeMinimis]]:
    for version in RuleSetVersion.objects.order_by("pk"):
        try:
            rule = rule_set(version).find(DeMinimis)
        except ValueError:
            # Named where its decisions are replayed.
            continue
        if rule is not None:
            yield version.pk, rule


def _expected(
    voucher: Voucher, rule: DeMinimis, moved: Mapping[str, list[Transfer]]
) -> Iterator[tuple[int, int]]:
    """The transfers of a voucher that are aid or take it back, each with who got that."""
    recipients, suppliers = [voucher.holder_id], False
    if rule.provider_advantage is ProviderAdvantage.WHOLE:
        if voucher.provider is None:
            suppliers = True
        elif voucher.provider.organisation_id != voucher.holder_id:
            recipients.append(voucher.provider.organisation_id)
    for transfer in [*moved.get(Road.AWARD, ()), *moved.get(Road.LAPSE, ())]:
        for recipient in recipients:
            yield transfer.pk, recipient
    for transfer in moved.get(Road.REDEEM, ()) if suppliers else ():
        if not hasattr(transfer, "redemption"):
            continue  # nothing explains it, which is told of the transfer itself
        supplier = transfer.redemption.supplier_id
        yield transfer.pk, supplier
        if hasattr(transfer, "reversed_by"):
            yield transfer.reversed_by.pk, supplier


def _moves(versions: Mapping[int, DeMinimis]) -> Mapping[int, Mapping[str, list[Transfer]]]:
    """The transfers of these vouchers, by the account of each and by their road."""
    of_vouchers = Voucher.objects.filter(rule_set__in=versions).values("account")
    found: defaultdict[int, defaultdict[str, list[Transfer]]] = defaultdict(lambda: defaultdict(list))
    awarded = Transfer.objects.filter(to_account__in=of_vouchers, road=Road.AWARD)
    for transfer in awarded.order_by("pk").iterator(CHUNK):
        found[transfer.to_account_id][transfer.road].append(transfer)
    gone = Transfer.objects.filter(from_account__in=of_vouchers, road__in=(Road.LAPSE, Road.REDEEM))
    for transfer in gone.select_related("redemption", "reversed_by").order_by("pk").iterator(CHUNK):
        found[transfer.from_account_id][transfer.road].append(transfer)
    return found


def _granting_bodies(versions: Mapping[int, DeMinimis]) -> Mapping[int, int | None]:
    """By voucher, the local government of the decision that awarded it."""
    awards = Decision.objects.filter(
        rule_set__in=versions, result=ApplicationState.AWARDED, application__voucher__isnull=False
    )
    return dict(awards.order_by("pk").values_list("application__voucher", "granting_body"))
