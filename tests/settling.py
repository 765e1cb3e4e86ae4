"""A year to settle: Genk's partnership with a cost key, its directors, and vouchers used in each of its places."""

from dataclasses import dataclass
from datetime import date

from tests.payments import Treasury, set_treasury
from tests.scene import AS_, EMAIL, GENK, OPGLABBEEK, Rules, award, enterprise_number, invoice, rule_set
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.services import draw_up_settlement
from wisselwerk.apps.vouchers.services import Redeemed, redeem_voucher
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, Role

ZUTENDAAL = "71067"
BY_SEAT: Rules = {"cost_key": {"division": "seat"}}
EQUALLY: Rules = {"cost_key": {"division": "equal"}}
NET_CENTS = 50_000


@dataclass(frozen=True, slots=True)
class Year:
    """What stands there."""

    treasury: Treasury

    @property
    def scheme(self) -> Scheme:
        return self.treasury.scene.scheme

    @property
    def signs(self) -> Actor:
        return self.treasury.signs

    @property
    def coordinator(self) -> Actor:
        return self.treasury.scene.coordinator

    def use(self, serial: int, place: str = GENK) -> Redeemed:
        """One voucher of 250 euro awarded and used today by an enterprise with its seat there."""
        voucher = award(self.treasury.scene, enterprise_number(serial), municipality=place)
        data = invoice(voucher, NET_CENTS, number=f"S-{serial}")
        return redeem_voucher(self.coordinator, code=voucher.code, data=data)

    def draw_up(self, year: int | None = None) -> YearSettlement:
        """The settlement of this year, by the financial director."""
        return draw_up_settlement(self.signs, scheme=self.scheme, year=year or today().year)


def set_year(rules: Rules | None = None) -> Year:
    """Set it; the key is in a second version of the rules, from the first day of the year, or in none."""
    treasury = set_treasury()
    if rules:
        publish(treasury.scene.scheme, rules)
    return Year(treasury)


def publish(scheme: Scheme, rules: Rules, valid_from: date | None = None) -> None:
    """The rules with these changes, from the first day of this year unless told otherwise."""
    start = valid_from or today().replace(month=1, day=1)
    publish_version(SYSTEM, scheme=scheme, rule_set=rule_set(rules), valid_from=start, source="Test")


def municipality(code: str) -> Organisation:
    return local_government(code, today())


def member_of(code: str, key: str = "member_oudsbergen") -> Actor:
    """Somebody who acts for this municipality."""
    somebody = person(EMAIL[key])
    grant_role(SYSTEM, person=somebody, organisation=municipality(code), role=Role.MEMBER)
    return actor_for(somebody)


def owed(settlement: YearSettlement) -> dict[str, int]:
    """What each member owes, by its name."""
    return {one.member.name: one.owes_cents for one in settlement.shares.select_related("member")}


__all__ = ["AS_", "GENK", "OPGLABBEEK", "ZUTENDAAL"]
