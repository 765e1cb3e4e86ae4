"""The states a voucher goes through, and the code it is known by."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.voucher import (
    ALPHABET,
    CODE_RANDOM_BYTES,
    TRANSITIONS,
    Verb,
    VoucherCodeInvalid,
    VoucherState,
    make_code,
    may,
    parse_code,
    show_code,
    state_after,
)

random_bytes = st.binary(min_size=CODE_RANDOM_BYTES, max_size=CODE_RANDOM_BYTES)


@pytest.mark.parametrize(
    ("verb", "before", "left_cents", "after"),
    [
        (Verb.AWARD, None, 500, VoucherState.OPEN),
        (Verb.REDEEM, VoucherState.OPEN, 200, VoucherState.PARTLY_USED),
        (Verb.REDEEM, VoucherState.OPEN, 0, VoucherState.USED),
        (Verb.REDEEM, VoucherState.OPEN, 500, VoucherState.OPEN),  # an invoice that only proves own money
        (Verb.REDEEM, VoucherState.PARTLY_USED, 0, VoucherState.USED),
        (Verb.REVERSE, VoucherState.USED, 500, VoucherState.OPEN),
        (Verb.REVERSE, VoucherState.USED, 200, VoucherState.PARTLY_USED),
        (Verb.REVERSE, VoucherState.LAPSED, 500, VoucherState.LAPSED),
        (Verb.REVERSE, VoucherState.REVOKED, 500, VoucherState.REVOKED),
        (Verb.REVERSE, VoucherState.FROZEN, 500, VoucherState.FROZEN),
        (Verb.LAPSE, VoucherState.PARTLY_USED, 0, VoucherState.LAPSED),
        (Verb.REVOKE, VoucherState.FROZEN, 0, VoucherState.REVOKED),
        (Verb.FREEZE, VoucherState.USED, 0, VoucherState.FROZEN),
        (Verb.UNFREEZE, VoucherState.FROZEN, 0, VoucherState.USED),
        (Verb.UNFREEZE, VoucherState.FROZEN, 200, VoucherState.PARTLY_USED),
        (Verb.UNFREEZE, VoucherState.FROZEN, 500, VoucherState.OPEN),
        (Verb.EXTEND, VoucherState.FROZEN, 500, VoucherState.FROZEN),
    ],
)
def test_a_verb_leads_to_a_state(
    verb: Verb, before: VoucherState | None, left_cents: int, after: VoucherState
) -> None:
    assert state_after(verb, before, amount_cents=500, left_cents=left_cents) is after


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (Verb.AWARD, VoucherState.OPEN),
        (Verb.REDEEM, VoucherState.USED),
        (Verb.REDEEM, VoucherState.LAPSED),
        (Verb.REDEEM, VoucherState.REVOKED),
        (Verb.REDEEM, VoucherState.FROZEN),
        (Verb.REDEEM, None),
        (Verb.LAPSE, VoucherState.USED),
        (Verb.LAPSE, VoucherState.FROZEN),
        (Verb.REVOKE, VoucherState.USED),
        (Verb.FREEZE, VoucherState.FROZEN),
        (Verb.UNFREEZE, VoucherState.OPEN),
        (Verb.EXTEND, VoucherState.LAPSED),
    ],
)
def test_what_the_table_does_not_name_is_refused(verb: Verb, state: VoucherState | None) -> None:
    assert not may(verb, state)
    with pytest.raises(Refusal) as refused:
        state_after(verb, state, amount_cents=500, left_cents=500)
    assert refused.value.code is RefusalCode.WRONG_STATE
    assert refused.value.reasons[0].params["state"] == state


def test_every_verb_is_in_the_table_and_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    assert TRANSITIONS.keys() == set(Verb)
    moves = {
        (before, target)
        for table in TRANSITIONS.values()
        for before, target in table.items()
        if target != before
    }
    # Nothing brings a voucher back once it has lapsed or was revoked.
    assert set(VoucherState) - {before for before, _ in moves} == {VoucherState.LAPSED, VoucherState.REVOKED}


@given(random_bytes)
def test_a_code_is_sixteen_characters_that_are_read_back(random: bytes) -> None:
    code = make_code(random)
    assert len(code) == 16
    assert set(code) <= set(ALPHABET)
    assert parse_code(show_code(code)) == code


@given(random_bytes, random_bytes)
def test_other_bytes_give_another_code(one: bytes, other: bytes) -> None:
    assert (make_code(one) == make_code(other)) == (one == other)


def test_a_code_holds_all_eighty_bits() -> None:
    assert make_code(bytes(10)) == "0000000000000000"
    assert make_code(b"\xff" * 10) == "ZZZZZZZZZZZZZZZZ"
    assert make_code((1).to_bytes(10, "big")) == "0000000000000001"
    assert make_code((32**15).to_bytes(10, "big")) == "1000000000000000"


@pytest.mark.parametrize("random", [b"", bytes(9), bytes(11)])
def test_a_code_of_fewer_or_more_bytes_is_a_bug(random: bytes) -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        make_code(random)


def test_it_is_shown_in_four_groups_of_four() -> None:
    assert show_code("7K3M0QXZ9TBA4WDE") == "7K3M-0QXZ-9TBA-4WDE"


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M01XZ9TBA4WDE",
        "7k3m-01xz-9tba-4wde",
        " 7K3M 01XZ 9TBA 4WDE\n",
        "7K3M-OLXZ-9TBA-4WDE",
        "7k3m-oixz-9tba-4wde",
        "7K3M\N{EN DASH}01XZ\N{NON-BREAKING HYPHEN}9TBA\N{NO-BREAK SPACE}4WDE",
    ],
)
def test_a_code_survives_the_telephone(typed: str) -> None:
    assert parse_code(typed) == "7K3M01XZ9TBA4WDE"


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M01XZ9TBA4WDEE", "7K3M01XZ9TBA4WDU", "7K3M01XZ9TBA4WD!"])
def test_what_cannot_be_a_code_is_told(typed: str) -> None:
    with pytest.raises(VoucherCodeInvalid):
        parse_code(typed)


@given(st.text())
def test_any_text_is_a_code_or_refused(text: str) -> None:
    with suppress(VoucherCodeInvalid):
        assert len(parse_code(text)) == 16
