"""Whether a voucher still fits under the ceiling of de minimis aid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from wisselwerk.domain.aid import AidRecord, Room, room_on
from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, failed, passed, unknown
from wisselwerk.domain.rule.parameter import check_parameters


class ProviderAdvantage(StrEnum):
    """What the council decided about the advantage a provider may draw from a voucher that is spent there."""

    NONE = "no_aid"
    WHOLE = "whole_voucher"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeMinimis:
    """The voucher is de minimis aid, and fits under the ceilings of the law on the day of the award.

    It counts in full on that day, with all aid of the three years before (Regulation (EU) 2023/2831 and the
    regulations for agriculture, fishery and services of general economic interest). ``provider_advantage`` is a
    decision the council takes: ``no_aid`` says that the provider sells at its usual price and gets no aid,
    ``whole_voucher`` counts the voucher as aid to the provider too. An application that names no provider passes for
    the provider: what the voucher pays on an invoice is then its aid, of the day on which the invoice is handed in.
    """

    provider_advantage: ProviderAdvantage

    kind: ClassVar[str] = "de_minimis"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        always = gettext_noop(
            "The voucher is de minimis aid. It must fit under the European ceiling, together with the de minimis aid "
            "that the enterprise got in the three years before."
        )
        return (always, _ADVANTAGES[self.provider_advantage])

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        rooms = {
            fact: (recipient, room_on(record, facts.award_day) if record is not None else None)
            for fact, recipient, record in self._recipients(facts)
        }
        # A shortage that is known stays a no, whatever else is not known.
        short = [
            (recipient, room)
            for recipient, room in rooms.values()
            if room is not None and room.left_cents < grant.amount_cents
        ]
        if short:
            recipient, room = min(short, key=lambda one: one[1].left_cents)
            return failed(
                self, RefusalCode.DE_MINIMIS_CEILING, **_shortage(recipient, room, grant.amount_cents)
            )
        unknown_fact = next((fact for fact, (_, room) in rooms.items() if room is None), None)
        return passed(self) if unknown_fact is None else unknown(self, unknown_fact)

    def against_supplier(self, record: AidRecord, on: date, amount_cents: int) -> Reason | None:
        """Why a provider that is known only now, by its invoice, may not get this aid ``on`` this day; None: it may."""
        room = room_on(record, on)
        if room is None:
            return Reason(RefusalCode.FACT_MISSING, {"fact": "provider_aid"})
        if room.left_cents < amount_cents:
            return Reason(RefusalCode.DE_MINIMIS_CEILING, _shortage(PROVIDER, room, amount_cents))
        return None

    def _recipients(self, facts: Facts) -> Iterator[tuple[str, str, AidRecord | None]]:
        """Who gets aid: the name of the fact about it, what it is called, and what is known."""
        yield "enterprise_aid", ENTERPRISE, facts.enterprise_aid
        if self.provider_advantage is ProviderAdvantage.WHOLE and facts.provider_chosen:
            yield "provider_aid", PROVIDER, facts.provider_aid


def _shortage(recipient: str, room: Room, amount_cents: int) -> dict[str, object]:
    return {
        "recipient": recipient,
        "regulation": room.ceiling.source,
        "ceiling_cents": room.ceiling.amount_cents,
        "room_cents": max(room.left_cents, 0),
        "missing_cents": amount_cents - room.left_cents,
    }


ENTERPRISE = "enterprise"
PROVIDER = "provider"

_ADVANTAGES = {
    ProviderAdvantage.NONE: gettext_noop(
        "The provider sells at its usual price, so the voucher is no aid to the provider."
    ),
    ProviderAdvantage.WHOLE: gettext_noop("The voucher counts as aid to the provider too."),
}
