"""The chance of an application in a draw: made when it is entered, and what a decision must know of it."""

import secrets
from datetime import date
from typing import TypedDict

from django.db.models import Exists, OuterRef

from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Lot, Redemption, Voucher
from wisselwerk.clock import now
from wisselwerk.domain.lottery import SALT_BYTES, commitment
from wisselwerk.domain.voucher import VoucherState

STANDS = (ApplicationState.ENTERED, ApplicationState.WAITING_LIST)
"""Where an application has a chance of a voucher still."""
GIVEN_BACK = (VoucherState.LAPSED, VoucherState.REVOKED)
"""A voucher that is over leaves its number to another, unless something was paid from it."""


class DrawFacts(TypedDict, total=False):
    """Those of ``Facts`` that are about a draw; absent where no draw decides."""

    waits_for_draw: bool
    has_entry: bool
    drawn_on: date
    drawn_place: int
    drawn_vouchers: int


def draw_facts(application: Application, version: RuleSetVersion) -> DrawFacts:
    """What a decision must know of the draw. Two queries; none without a draw."""
    if rule_set(version).lottery is None:
        return {}
    lot = Lot.objects.select_related("draw").filter(pk=application.pk).first()
    if lot is None or lot.place is None or lot.drawn_on is None:
        return {"waits_for_draw": True, "has_entry": _stands_elsewhere(application)}
    return {
        "drawn_on": lot.drawn_on,
        "drawn_place": lot.place,
        "drawn_vouchers": _given(application, version),
    }


def keep_lot(application: Application) -> Lot:
    """The lot of an application that is entered, with a secret of its own; the one it has when it was entered before."""
    salt = secrets.token_hex(SALT_BYTES)
    made = {"salt": salt, "commitment": commitment(application.pk, salt), "made_at": now()}
    return Lot.objects.get_or_create(application=application, defaults=made)[0]


def _stands_elsewhere(application: Application) -> bool:
    others = Application.objects.filter(
        scheme=application.scheme_id, enterprise=application.enterprise_id, state__in=STANDS
    )
    return others.exclude(pk=application.pk).exists()


def _given(application: Application, version: RuleSetVersion) -> int:
    """How many others got a voucher by a draw under the same rules, in whichever draw: a later one is no second helping."""
    paid = Redemption.objects.filter(voucher=OuterRef("pk"), is_reversed=False, voucher_part_cents__gt=0)
    given = Voucher.objects.filter(
        scheme=application.scheme_id, rule_set=version, application__lot__place__isnull=False
    ).exclude(application=application)
    return given.exclude(~Exists(paid), state__in=GIVEN_BACK).count()
