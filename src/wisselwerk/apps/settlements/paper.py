"""A settlement in words, on screen and on paper, worded in the reader's language from what is stored."""

from datetime import date

from django.utils.translation import get_language, gettext

from wisselwerk.apps.settlements.asking import (
    pay_facts,
    share_sentence,
    standing,
    takes_on,
    title_of,
    where_to_ask,
)
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.dues import dues_in
from wisselwerk.apps.settlements.queries.lines import Basis
from wisselwerk.apps.settlements.queries.settlements import (
    ShareLine,
    changes_since,
    lines_of,
    replaced_by,
    sending_of,
    sent_before,
)
from wisselwerk.clock import day_of
from wisselwerk.domain.cost_key import Terms
from wisselwerk.formats import structured_reference
from wisselwerk.formats.paper import HowToPay, SettlementLine, SettlementPaper, settlement_pdf
from wisselwerk.wording import day, money, rule_text


def settlement_paper(settlement: YearSettlement, *, contact: str, notice: str = "") -> bytes:
    """The settlement as an accessible PDF."""
    lines, before, later = lines_of(settlement), sent_before(settlement), replaced_by(settlement)
    return settlement_pdf(
        SettlementPaper(
            language=get_language() or "nl",
            managing_municipality=settlement.managing_municipality.name,
            title=title_of(settlement),
            summary=(
                (gettext("Partnership"), settlement.scheme.partnership.name),
                (gettext("Year"), str(settlement.year)),
                (gettext("Reference"), reference(settlement)),
                (gettext("Drawn up"), day(day_of(settlement.at))),
            ),
            answer=answer(settlement),
            standing=tuple(standing(settlement, before, later)),
            how=None if later else _how_to_pay(settlement),
            changes=_changes(before, settlement),
            key=tuple(key_sentences(Basis.from_plain(settlement.frozen).terms())),
            lines=tuple(_line(one, settlement.total_cents) for one in lines),
            total=SettlementLine(
                gettext("Together"),
                money(settlement.total_cents),
                money(sum(one.share.paid_cents for one in lines)),
                share_sentence(sum(one.share.owes_cents for one in lines)),
            ),
            notes=tuple(rest_sentences(lines)),
            contact=contact,
            notice=notice,
            made_on=day_of(settlement.at),
        ),
        gettext,
    )


def reference(settlement: YearSettlement) -> str:
    """How a settlement is named in letters and payments."""
    return f"VR-{settlement.year}-{settlement.scheme.slug}-{settlement.number}"


def answer(settlement: YearSettlement) -> str:
    """What it comes to."""
    return gettext(
        "Vouchers were used for {amount} in {year}; {managing} pays the payees and settles it with the members."
    ).format(
        amount=money(settlement.total_cents),
        year=settlement.year,
        managing=settlement.managing_municipality.name,
    )


def key_sentences(terms: tuple[Terms, ...]) -> list[str]:
    """How the cost is shared, and since when where that changed in the year."""
    found: list[str] = []
    said = None
    first = next((one.valid.start for one in terms if one.key), None)
    for one in terms:
        text = rule_text(one.key) if one.key else _without_key(first if said is None else None)
        if text != said:
            found.append(
                text
                if said is None
                else gettext("From {day}: {sentence}").format(day=day(one.valid.start), sentence=text)
            )
        said = text
    return found


def _without_key(first: date | None) -> str:
    """That there was no cost key; ``first`` is when it came later in the year."""
    if first is None:
        return gettext("The rules have no cost key: the managing municipality bears everything.")
    return gettext(
        "Before {day} there were no rules with a cost key: what vouchers paid until then, the managing municipality bears."
    ).format(day=day(first))


def rest_sentences(lines: list[ShareLine]) -> list[str]:
    """What no member bears, where there is such a part."""
    return [
        gettext(
            "Of what {member} bears, {amount} is what no member does: above a ceiling, without a cost key, or for a seat "
            "in no member's place."
        ).format(member=one.share.member.name, amount=money(one.share.rest_cents))
        for one in lines
        if one.share.rest_cents
    ]


def _line(line: ShareLine, total_cents: int) -> SettlementLine:
    share = line.share
    return SettlementLine(
        share.member.name,
        money(share.borne_cents),
        takes_on(share.paid_cents, total_cents) if line.is_managing else money(share.paid_cents),
        share_sentence(share.owes_cents),
    )


def _how_to_pay(settlement: YearSettlement) -> HowToPay | None:
    """How members pay what is open now; None as long as, or since, none of them has to by this settlement."""
    dues = [one for one in dues_in([settlement]) if one.cents > 0]
    if not dues or sending_of(settlement) is None:
        return None
    _, *facts, _ = pay_facts(dues[0])
    return HowToPay(
        facts=tuple(facts),
        ask="" if dues[0].account else where_to_ask(settlement),
        members=tuple(
            (
                one.member.name,
                money(one.cents),
                structured_reference.show(one.line.share.structured_reference),
            )
            for one in dues
        ),
    )


def _changes(
    before: YearSettlement | None, settlement: YearSettlement
) -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple(
        (
            one.member.name,
            money(one.bore_cents),
            money(one.bears_cents),
            share_sentence(one.owed_cents),
            share_sentence(one.owes_cents),
        )
        for one in (changes_since(before, settlement) if before else ())
    )
