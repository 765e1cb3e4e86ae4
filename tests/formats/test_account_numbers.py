"""Account numbers and structured references, as people and files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.accounts import belgian_iban
from wisselwerk.formats import iban, structured_reference
from wisselwerk.formats.iban import IbanInvalid
from wisselwerk.formats.structured_reference import StructuredReferenceInvalid


@pytest.mark.parametrize(
    "written", ["BE71096123456769", "BE71 0961 2345 6769", "be71-0961-2345-6769", " BE71096123456769 "]
)
def test_an_account_number_is_read_however_it_is_written(written: str) -> None:
    assert iban.parse(written) == "BE71096123456769"


def test_an_account_number_is_shown_in_groups_of_four() -> None:
    assert iban.show("BE71096123456769") == "BE71 0961 2345 6769"


def test_a_bank_that_is_not_listed_may_still_be_a_bank() -> None:
    assert iban.parse("BE83138811735115") == "BE83138811735115"


@pytest.mark.parametrize(
    "written", ["", "BE", "BE71096123456768", "BE7109612345676", "XX71096123456769", "BE71" + "9" * 5000]
)  # fmt: skip
def test_what_is_no_account_number_is_refused(written: str) -> None:
    with pytest.raises(IbanInvalid) as refused:
        iban.parse(written)
    assert refused.value.given == written


@given(st.integers(0, 10**10 - 1))
def test_an_account_number_comes_back(number: int) -> None:
    assert iban.parse(iban.show(belgian_iban(number))) == belgian_iban(number)


@given(st.text(max_size=40))
def test_any_text_is_an_account_number_or_refused(text: str) -> None:
    try:
        number = iban.parse(text)
        assert number.isalnum()
        assert number.isascii()
    except IbanInvalid:
        return


@pytest.mark.parametrize(
    "written", ["+++010/8068/17183+++", "010/8068/17183", "010806817183", " 010 8068 17183 "]
)
def test_a_reference_is_read_however_it_is_written(written: str) -> None:
    assert structured_reference.parse(written) == "010806817183"


@pytest.mark.parametrize(
    "written", ["", "+++", "010806817184", "01080681718", "000000000000", "9" * 5000, "RF18539007547034"]
)
def test_what_is_no_reference_is_refused(written: str) -> None:
    with pytest.raises(StructuredReferenceInvalid) as refused:
        structured_reference.parse(written)
    assert refused.value.given == written


@given(st.integers(1, 10**10 - 1))
def test_a_reference_comes_back(number: int) -> None:
    digits = f"{number:010}{number % 97 or 97:02}"
    assert structured_reference.parse(structured_reference.show(digits)) == digits
