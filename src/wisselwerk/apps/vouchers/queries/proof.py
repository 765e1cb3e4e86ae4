"""Where what is stored does not agree with itself: every decision replayed, every amount counted again.

Each line names one thing, so that a person can find it. An empty list is the proof.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import IsNull

from wisselwerk.apps.audit.queries import Told, all_told, entry_written_with, last_told, named
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.schemes.models import Ceiling
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Attempt,
    Decision,
    Payable,
    Redemption,
    RemarkSubject,
    Voucher,
)
from wisselwerk.apps.vouchers.queries.aid_proof import aid_that_differs
from wisselwerk.apps.vouchers.queries.checks import checks_that_differ
from wisselwerk.apps.vouchers.queries.credits import credits_that_differ
from wisselwerk.apps.vouchers.queries.draw_proof import draws_that_differ
from wisselwerk.apps.vouchers.queries.evaluations_proof import evaluations_that_differ
from wisselwerk.apps.vouchers.queries.grant_proof import award_facts, gives_otherwise, grant_that_differs
from wisselwerk.apps.vouchers.queries.pdf_proof import pdf_invoices_that_differ
from wisselwerk.apps.vouchers.queries.proofs_proof import proofs_that_differ
from wisselwerk.apps.vouchers.queries.recognitions_proof import recognition_warnings_that_differ
from wisselwerk.apps.vouchers.queries.review_proof import reviews_that_differ
from wisselwerk.apps.vouchers.queries.right_proof import rights_that_differ, rights_with_trail
from wisselwerk.apps.vouchers.queries.transfer_proof import transfers_astray
from wisselwerk.apps.vouchers.queries.visum_proof import visa_that_differ
from wisselwerk.domain.invoice import fingerprint
from wisselwerk.domain.ledger import AccountKind, Road
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule import Result, evaluate
from wisselwerk.domain.rule.base import Facts
from wisselwerk.domain.voucher import Verb, VoucherState, state_after

M = TypeVar("M", bound=Model)

OVER = frozenset({VoucherState.LAPSED, VoucherState.REVOKED})
TURNED: Mapping[str, VoucherState | None] = {
    "contest_voucher": VoucherState.FROZEN,
    "resume_voucher": None,
    "revoke_voucher": VoucherState.REVOKED,
    "lapse_voucher": VoucherState.LAPSED,
}
"""Where the last of these commands left a voucher; None, or none of them: its money says it."""

LEAVE_A_REDEMPTION = {"redeem_voucher": True, "redeem_remainder": False}
"""What the trail calls a redemption, by whether it was the first of its invoice or is what a credit note left of it."""

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a value raises that nothing in this house can have written."""
CHUNK = 2000


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _of_decisions()
    yield from _of_applications()
    yield from _of_vouchers()
    yield from _of_rights()
    yield from _of_redemptions()
    yield from _each("attempt", Attempt.objects.order_by("pk"), _of_attempt)
    yield from transfers_astray()
    yield from _of_ceilings()
    yield from aid_that_differs()
    yield from visa_that_differ()
    yield from _whole("proofs", proofs_that_differ)
    yield from _whole("evaluations", evaluations_that_differ)
    yield from _whole("warnings", recognition_warnings_that_differ)
    yield from _whole("draws", draws_that_differ)
    yield from _whole("reviews", reviews_that_differ)
    yield from checks_that_differ()
    yield from credits_that_differ()
    yield from pdf_invoices_that_differ()


def _whole(name: str, look: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What ``look`` finds, as far as it can read."""
    try:
        yield from look()
    except UNREADABLE as error:
        yield f"{name}: not all of them can be read: {error}"


def differences_of(decision: Decision) -> Iterator[str]:
    """Where one decision does not agree with its seals, with its rules applied again, or with what may follow from them."""
    return _readable("decision", decision, _of_decision)


def _each(name: str, rows: QuerySet[M], look: Callable[[M], Iterator[str]]) -> Iterator[str]:
    """What ``look`` finds in every row."""
    try:
        for row in rows.iterator(CHUNK):
            yield from _readable(name, row, look)
    except UNREADABLE as error:
        # SQLite keeps in a column whatever somebody writes there.
        yield f"{name}s: not all of them can be read: {error}"


def _readable(name: str, row: M, look: Callable[[M], Iterator[str]]) -> Iterator[str]:
    try:
        yield from look(row)
    except UNREADABLE as error:
        yield f"{name} {row.pk}: holds something that cannot be read: {error}"


def _of_decision(decision: Decision) -> Iterator[str]:
    name = f"decision {decision.pk}"
    digests = decision.digests()
    for part in sorted(digests.keys() | decision.seals.keys()):
        if digests.get(part) != decision.seals.get(part):
            said = part.replace("facts.", "fact ").replace("voucher.", "its voucher's ")
            yield f"{name}: {said} is not what was sealed"
    try:
        facts = Facts.from_plain(decision.facts)
    except ValueError as error:
        yield f"{name}: its facts cannot be read: {error}"
        return
    evaluation = evaluate(rule_set(decision.rule_set), facts)
    replayed = {outcome.kind: outcome.to_plain() for outcome in evaluation.outcomes}
    stored = {outcome["kind"]: outcome for outcome in decision.outcomes}
    for kind in sorted(replayed.keys() | stored.keys()):
        if replayed.get(kind) != stored.get(kind):
            yield f"{name}: rule {kind} says something else of its facts than what is stored"
    yield from _of_rule(decision, replayed)
    if decision.evaluated != evaluation.result:
        yield f"{name}: its facts give {evaluation.result}, stored is {decision.evaluated}"
    if not _may_follow(decision):
        yield f"{name}: {decision.evaluated} cannot end as {decision.result}"
    if decision.result == ApplicationState.AWARDED and decision.granting_body_id is None:
        yield f"{name}: is an award that no local government granted"
    if decision.result == ApplicationState.AWARDED and facts.undecided_places:
        yield f"{name}: is an award where no council decided: {', '.join(sorted(facts.undecided_places))}"


def _of_rule(decision: Decision, rules: Collection[str]) -> Iterator[str]:
    """The rule that a person refused on."""
    if decision.refused_on and (decision.result != Result.REFUSED or decision.refused_on not in rules):
        yield f"decision {decision.pk}: is refused on {decision.refused_on}, which is no rule of it"


def _of_decisions() -> Iterator[str]:
    found = Decision.objects.select_related("application__voucher", "application__lot")
    # Many stand on one version of the rules: read with each of them it would be the most of what is read.
    found = found.prefetch_related("rule_set", "delegation").order_by("pk")
    yield from _each("decision", found, _of_decision)


def _may_follow(decision: Decision) -> bool:
    if decision.is_automatic:
        return decision.result in {decision.evaluated, Result.REVIEW}
    return decision.evaluated in {decision.result, Result.REVIEW} and decision.result != Result.REVIEW


def _of_applications() -> Iterator[str]:
    latest = Decision.objects.filter(application=OuterRef("pk")).order_by("-decided_at", "-pk")
    found = Application.objects.select_related("voucher").annotate(
        decided=Subquery(latest.values("result")[:1]), decided_by=Subquery(latest.values("rule_set")[:1])
    )
    yield from _each("application", found.order_by("applied_at", "pk"), _of_application)


def _of_application(application: Any) -> Iterator[str]:
    """Have at hand what was ``decided`` last, and by which rules."""
    name = f"application {application.pk}"
    result = application.decided or ApplicationState.UNCONFIRMED
    was_open = result in {ApplicationState.REVIEW, ApplicationState.ENTERED}
    is_withdrawn = application.state == ApplicationState.WITHDRAWN and was_open
    # Who withdrew it stands in its steps (``review_proof``), or left a draw (``left_proof``).
    if application.state != result and not is_withdrawn:
        yield f"{name}: is {application.state}, decided was {result}"
    voucher = getattr(application, "voucher", None)
    if (voucher is not None) != (application.state == ApplicationState.AWARDED):
        yield f"{name}: is {application.state} and has {'a' if voucher else 'no'} voucher"
    elif voucher and application.decided and voucher.rule_set_id != application.decided_by:
        yield f"{name}: its voucher stands on other rules than its decision"


@dataclass(slots=True)
class _Books:
    """What the books say of vouchers, by the account of each."""

    awards: Mapping[int, list[tuple[int, int]]]
    lapsed: Mapping[int, int]
    redeemed: Mapping[int, int] = field(default_factory=dict)
    own: Mapping[int, int] = field(default_factory=dict)
    turned: Mapping[str, Told] = field(default_factory=dict)
    """The last of the commands in ``TURNED``, by what it was done to."""


def _books() -> _Books:
    awards: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for account, pk, cents in Transfer.objects.filter(
        road=Road.AWARD, to_account__kind=AccountKind.VOUCHER
    ).values_list("to_account", "pk", "amount_cents"):
        awards[account].append((pk, cents))
    lapsed = Transfer.objects.filter(road=Road.LAPSE, from_account__kind=AccountKind.VOUCHER)
    standing = Redemption.objects.filter(is_reversed=False).order_by().values("voucher")
    sums = list(
        standing.annotate(paid=Sum("voucher_part_cents"), own=Sum("own_part_cents")).values_list(
            "voucher", "paid", "own"
        )
    )
    return _Books(
        awards=awards,
        lapsed=dict(lapsed.order_by().values_list("from_account").annotate(sum=Sum("amount_cents"))),
        redeemed={voucher: paid for voucher, paid, _ in sums},
        own={voucher: own for voucher, _, own in sums},
        turned=last_told(TURNED),
    )


def _of_vouchers() -> Iterator[str]:
    books = _books()
    found = Voucher.objects.select_related("account", "application").prefetch_related("rule_set")
    found = found.annotate(award_facts=award_facts())
    return _each("voucher", found.order_by("pk"), lambda voucher: _of_voucher(voucher, books))


def _of_voucher(voucher: Any, books: _Books) -> Iterator[str]:
    name = f"voucher {voucher.pk}"
    awards = books.awards.get(voucher.account_id, [])
    if [cents for _, cents in awards] != [voucher.amount_cents]:
        transfers = ", ".join(f"transfer {pk} of {cents}" for pk, cents in awards) or "no transfer"
        yield f"{name}: is worth {voucher.amount_cents} cents, awarded by {transfers}"
    redeemed, lapsed = books.redeemed.get(voucher.pk, 0), books.lapsed.get(voucher.account_id, 0)
    left, stands = voucher.amount_cents - redeemed - lapsed, voucher.account.balance_cents
    if left != stands:
        yield f"{name}: {left} cents must be left, on account {voucher.account_id} stand {stands}"
    own = books.own.get(voucher.pk, 0)
    if own != voucher.own_paid_cents:
        yield f"{name}: its invoices prove {own} cents of own money, it counts {voucher.own_paid_cents}"
    yield from _of_state(voucher, left, books.turned.get(f"voucher:{voucher.pk}"))
    yield from grant_that_differs(voucher)


def _of_rights() -> Iterator[str]:
    try:
        for voucher, trail in rights_with_trail(CHUNK):
            yield from _readable("voucher", voucher, partial(rights_that_differ, trail=trail))
    except UNREADABLE as error:
        yield f"vouchers: not all of them can be read: {error}"


def _of_state(voucher: Voucher, left_cents: int, turned: Told | None) -> Iterator[str]:
    state = VoucherState(voucher.state)
    if state in OVER and left_cents:
        yield f"voucher {voucher.pk}: is {state} and {left_cents} cents are left on it"
    expected = (turned and TURNED[turned.command]) or state_after(
        Verb.UNFREEZE, VoucherState.FROZEN, amount_cents=voucher.amount_cents, left_cents=left_cents
    )
    if state is not expected:
        yield f"voucher {voucher.pk}: is {state} and must be {expected}"


def _of_redemptions() -> Iterator[str]:
    due = dict(Payable.objects.values_list("payee", "account"))
    reversals = {(one.subject, one.actor, one.at) for one in all_told(["reverse_redemption"])}
    found = Redemption.objects.select_related(
        "voucher", "supplier", "reversal__why", "transfer__reversed_by"
    ).prefetch_related("voucher__rule_set")
    yield from _each(
        "redemption",
        found.order_by("pk"),
        lambda one: chain(_of_redemption(one, due), _of_reversal(one, reversals)),
    )
    for command, is_first in LEAVE_A_REDEMPTION.items():
        left = Redemption.objects.filter(~Exists(_told(command)), remains_of__isnull=is_first)
        for pk in left.order_by("pk").values_list("pk", flat=True):
            yield f"redemption {pk}: the trail tells of another actor, moment, voucher or invoice"
    doubled = Redemption.objects.filter(is_reversed=False).order_by().values_list("fingerprint")
    for number, times in doubled.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"invoice {number}: was paid {times} times"


def _told(command: str) -> QuerySet[Any]:
    """What the trail says of a redemption: it was written in the same moment and never changes."""
    day = Cast(OuterRef("invoice_issued_on"), CharField())
    # The VAT was not kept at first, and the trail does not tell of it where it was not.
    vat = Case(
        When(IsNull(OuterRef("vat_cents"), True), then=Value("")),
        default=Concat(Value(":"), Cast(OuterRef("vat_cents"), CharField())),
        output_field=CharField(),
    )
    return entry_written_with(
        command,
        subject=named("voucher", "voucher"),
        at="redeemed_at",
        authority=Concat(Value("invoice:"), day, Value(":"), OuterRef("invoice_sha256"), vat),
    )


def _of_redemption(one: Redemption, due: Mapping[int, int]) -> Iterator[str]:
    name, transfer = f"redemption {one.pk}", one.transfer
    if one.eligible_cents != one.voucher_part_cents + one.own_part_cents:
        yield f"{name}: its parts do not add up to {one.eligible_cents} cents"
    yield from gives_otherwise(one)
    moved = transfer.amount_cents if transfer else 0
    if moved != one.voucher_part_cents:
        which = f"transfer {transfer.pk}" if transfer else "no transfer"
        yield f"{name}: pays {one.voucher_part_cents} cents, {which} moved {moved}"
    if transfer and (transfer.from_account_id, transfer.to_account_id, transfer.road, transfer.at) != (
        one.voucher.account_id,
        due.get(one.payee_id),
        Road.REDEEM,
        one.redeemed_at,
    ):
        yield f"{name}: transfer {transfer.pk} does not go from its voucher to its payee at its moment"
    payee = one.voucher.payee_id or one.supplier_id
    if one.payee_id != payee:
        yield f"{name}: pays organisation {one.payee_id}, its voucher and its supplier make it {payee}"
    supplier = one.supplier.enterprise_number or ""
    invoice = fingerprint(supplier, one.invoice_number, one.invoice_issued_on.year)
    if invoice != one.fingerprint:
        yield f"{name}: is kept as invoice {one.fingerprint}, its supplier, day and number make {invoice}"


def _of_reversal(one: Redemption, told: Collection[tuple[str, str, datetime]]) -> Iterator[str]:
    reversal, transfer = getattr(one, "reversal", None), one.transfer
    undone = {one.is_reversed, reversal is not None}
    if transfer:
        undone.add(hasattr(transfer, "reversed_by"))
    if len(undone) > 1:
        yield f"redemption {one.pk}: is reversed by half"
    why = getattr(reversal, "why", None)
    if why and (why.application_id, why.actor, why.subject) != (
        one.voucher.application_id,
        one.reversal.actor,
        RemarkSubject.REVERSAL,
    ):
        yield f"redemption {one.pk}: the reason it was undone for is of another undoing"
    if reversal and (f"redemption:{one.pk}", reversal.actor, reversal.reversed_at) not in told:
        yield f"redemption {one.pk}: the trail tells of another reversal"


def _of_attempt(attempt: Attempt) -> Iterator[str]:
    unknown = {one["code"] for one in attempt.reasons} - {code.value for code in RefusalCode}
    if unknown or not attempt.reasons:
        yield f"attempt {attempt.pk}: was refused for no reason that is known"


def _of_ceilings() -> Iterator[str]:
    lapsed = _books().lapsed
    taken: defaultdict[int, int] = defaultdict(int)
    under = Voucher.ceilings.through.objects.values_list(
        "ceiling", "voucher__amount_cents", "voucher__account"
    )
    for ceiling_id, amount, account in under.iterator(CHUNK):
        taken[ceiling_id] += amount - lapsed.get(account, 0)
    opened = _opened()
    for ceiling in Ceiling.objects.select_related("room").order_by("pk"):
        if opened[ceiling.room_id] != ceiling.limit_cents:
            yield (
                f"ceiling {ceiling.pk} ({ceiling.scope}): transfers opened {opened[ceiling.room_id]} cents, "
                f"it counts {ceiling.limit_cents}"
            )
        room = ceiling.limit_cents - taken[ceiling.pk]
        if room != ceiling.room.balance_cents:
            yield (
                f"ceiling {ceiling.pk} ({ceiling.scope}): {room} cents of room must be left, "
                f"on account {ceiling.room_id} stand {ceiling.room.balance_cents}"
            )


def _opened() -> Mapping[int, int]:
    """What was opened and not closed again, by the account of the room."""
    opened: defaultdict[int, int] = defaultdict(int)
    for road, end, sign in ((Road.FUND, "to_account", 1), (Road.DEFUND, "from_account", -1)):
        moved = Transfer.objects.filter(road=road, **{f"{end}__kind": AccountKind.ROOM}).order_by()
        for account, cents in moved.values_list(end).annotate(sum=Sum("amount_cents")):
            opened[account] += sign * cents
    return opened
