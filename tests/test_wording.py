"""Every code and every rule has a sentence that comes out whole, in each language."""

import logging
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from typing import get_args

import pytest
from django.utils.translation import override

from tests.formats import test_credit_transfer as orders
from tests.formats.statements import Line, problems, statement
from wisselwerk import wording
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.domain import rule_name
from wisselwerk.domain.lineage import APPLIES, PARTNERSHIP
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.domain.rule.parameter import parameter_types, without_limits, without_none
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.formats.problem import Problem

GAP = wording.UNKNOWN


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """English is the language of the message ids, so these tests do not hang on a catalogue."""
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("cents", "spoken"),
    [
        (0, "€\xa00,00"),
        (5, "€\xa00,05"),
        (99, "€\xa00,99"),
        (123450, "€\xa01.234,50"),
        (100_000_000_00, "€\xa0100.000.000,00"),
        (-1250, "−€\xa012,50"),
    ],
)
def test_money_is_written_as_in_belgium(cents: int, spoken: str) -> None:
    assert wording.money(cents) == spoken


def test_round_money_leaves_odd_cents_alone() -> None:
    assert wording.round_money(50000) == "€\xa0500"
    assert wording.round_money(50001) == "€\xa0500,01"


def test_money_is_the_same_in_every_language() -> None:
    with override("nl"):
        dutch = wording.money(123450)
    assert dutch == wording.money(123450)


def test_a_day_is_written_in_words_of_the_language() -> None:
    assert wording.day(date(2026, 3, 1)) == "1\xa0March\xa02026"
    with override("nl"):
        assert wording.day(date(2026, 3, 1)) == "1\xa0maart\xa02026"


def test_an_instant_is_told_in_the_time_of_brussels() -> None:
    assert wording.moment(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)) == "1\xa0August\xa02026 at 00:30"
    assert wording.day(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)) == "1\xa0August\xa02026"


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        ("0123456749", "0123.456.749"),
        ("1000000012", "1000.000.012"),
        ("12", "12"),
        ("2123456749", "2123456749"),
    ],
)
def test_an_enterprise_number_gets_its_dots(value: str, spoken: str) -> None:
    assert wording.enterprise_number(value) == spoken


def test_the_bank_s_reason_is_told_with_its_code_and_one_we_do_not_know_as_it_is() -> None:
    assert wording.bank_reason("AC04") == "the account is closed (AC04)"
    assert wording.bank_reason("ZZ99") == "ZZ99"


def test_names_are_listed_as_people_do() -> None:
    assert wording.listed(["As"]) == "As"
    assert wording.listed(["As", "Genk", "Zutendaal"]) == "As, Genk and Zutendaal"
    assert wording.listed([]) == GAP


def test_a_code_of_a_municipality_is_spoken_as_its_name() -> None:
    assert wording.place_name("71016") == "Genk"
    assert wording.place_name("00000") == "00000"
    rule = Territory(places=("71016", "71002"))
    assert wording.rule_text(rule) == "The enterprise has its seat in one of these places: Genk or As."


def test_a_reason_says_what_is_missing_and_by_how_much() -> None:
    reason = Reason(RefusalCode.OWN_CONTRIBUTION_TOO_LOW, {"missing_cents": 1250, "needed_cents": 50000})
    assert "€\xa012,50 too low" in wording.sentence(reason)
    assert "at least €\xa0500,00" in wording.sentence(reason)


def test_a_reason_reads_the_same_when_it_comes_back_from_storage() -> None:
    fresh = {"issued_on": date(2026, 3, 1), "awarded_on": date(2026, 3, 2), "valid_until": date(2026, 9, 2)}
    stored = {name: value.isoformat() for name, value in fresh.items()}
    code = RefusalCode.INVOICE_OUTSIDE_PERIOD
    assert wording.sentence(Reason(code, stored)) == wording.sentence(Reason(code, fresh))


def test_a_missing_value_is_a_gap_and_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="wisselwerk.wording"):
        said = wording.sentence(Reason(RefusalCode.CODE_WRONG))
    assert GAP in said
    assert [record.message for record in caplog.records] == ["wording_value_missing"]


def test_a_value_is_never_taken_for_a_message() -> None:
    """A name that happens to be a message id, or to hold a place, is shown as it was given."""
    assert wording.spoken_value("service", "open") == "open"
    assert wording.say("{service} is not known.", {"service": "{secret}"}) == "{secret} is not known."


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", RefusalCode)
def test_every_code_has_a_sentence_with_the_same_places_in_each_language(
    code: RefusalCode, language: str
) -> None:
    message_id = SENTENCES[code]
    filled = {name: f"<{name}>" for name in wording.places(message_id)}
    with override(language):
        said = wording.say(message_id, filled)
    for name in filled:
        assert f"<{name}>" in said
    assert GAP not in said


def test_every_kind_of_rule_and_every_parameter_has_a_name() -> None:
    parameters = {one.name for kind in KINDS.values() for one in fields(kind)}
    assert rule_name.RULES.keys() == KINDS.keys() | {PARTNERSHIP}
    assert rule_name.PARAMETERS.keys() == parameters | {APPLIES, "members", "member_names"}


def test_every_choice_in_a_rule_has_a_name() -> None:
    types = (one for kind in KINDS.values() for one in parameter_types(kind).values())
    shapes = (without_limits(without_none(one)[0])[0] for one in types)
    listed = ([without_limits(one)[0] for one in get_args(shape)] or [shape] for shape in shapes)
    choices = {one for some in listed for one in some if isinstance(one, type) and issubclass(one, Enum)}
    assert choices
    assert {value for one in choices for value in one} <= wording.VOCABULARY.keys()


def test_a_parameter_that_is_not_there_is_none() -> None:
    assert wording.parameter_value("minimum_cents", None) == "none"
    assert wording.parameter_value("minimum_cents", 25000) == "€\xa0250,00"
    assert wording.parameter_value(APPLIES, value=True) == "yes"
    assert wording.parameter_value("members", 4) == "4"


def test_every_state_and_category_has_a_name() -> None:
    for states in (VoucherState, BatchState, PaymentState, Meaning, Wait):
        assert wording.STATES.keys() >= set(states)
    assert rule_name.PROVIDER_KINDS.keys() == set(ProviderKind)


def test_a_rule_is_told_with_its_parameters() -> None:
    assert wording.rule_text(Amount(amount_cents=25000)) == "The voucher is worth €\xa0250,00."
    rule = ProviderCategory(kinds=(ProviderKind.MAATWERKBEDRIJF, ProviderKind.MAATWERKAFDELING))
    assert wording.rule_text(rule).endswith("custom work enterprise or custom work department.")


def in_dutch(found: Problem) -> str:
    with override("nl"):
        return wording.say(found.message, found.params)


def test_what_is_wrong_in_a_file_from_the_bank_is_said_with_days_in_words() -> None:
    (found,) = problems(statement(Line(booked="2026-11-26")))
    assert in_dutch(found).startswith(
        "“BookgDt” is 26\xa0november\xa02026, en het is pas 25\xa0november\xa02026. Kijk"
    )


def test_what_is_wrong_in_an_order_is_said_with_belgian_money() -> None:
    edit, _ = orders.REFUSED["no amount"]
    (found,) = orders.problems(edit(orders.ORDER))
    assert in_dutch(found) == (
        "Het bedrag is €\xa00,00. Een betaling is minstens €\xa00,01 en hoogstens €\xa0999.999.999,99."
    )
