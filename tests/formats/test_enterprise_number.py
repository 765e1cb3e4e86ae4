"""However a number is written, it is one number; what is no number is told apart."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.formats.enterprise_number import EnterpriseNumberInvalid, parse


def _with_check_digits(first_eight: int) -> str:
    return f"{first_eight:08}{97 - first_eight % 97:02}"


numbers = st.integers(1, 19_999_999).map(_with_check_digits)


@pytest.mark.parametrize(
    "given_as",
    [
        "0123456749",
        "0123.456.749",
        "0123 456 749",
        "0123\N{NO-BREAK SPACE}456\N{NO-BREAK SPACE}749",
        "BE0123456749",
        "BE 0123.456.749",
        "be0123456749",
        "123456749",
        "BE123.456.749",
        "  0123-456-749\n",
    ],
)
def test_every_way_of_writing_gives_the_same_number(given_as: str) -> None:
    assert parse(given_as) == "0123456749"


@pytest.mark.parametrize(
    "given_as",
    [
        "",
        "BE",
        "0123456748",  # a typing error
        "0123465749",  # two digits changed places
        "0000000000",
        "2123456749",
        "01234567490",
        "12345",
        "NL001234567B01",
        "FR0123456749",
        "0123456749; drop",
        "٠١٢٣٤٥٦٧٤٩",  # digits, but not those of the register
        "9" * 5000,
    ],
)
def test_anything_else_is_refused(given_as: str) -> None:
    with pytest.raises(EnterpriseNumberInvalid) as refused:
        parse(given_as)
    assert refused.value.given == given_as


@given(numbers, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: str, position: int, shift: int) -> None:
    digit = str((int(number[position]) + shift) % 10)
    with pytest.raises(EnterpriseNumberInvalid):
        parse(number[:position] + digit + number[position + 1 :])


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(EnterpriseNumberInvalid):
        assert len(parse(text)) == 10
