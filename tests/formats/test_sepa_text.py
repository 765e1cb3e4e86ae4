"""Text for a bank is made by rule: what anybody may be called comes out the same every time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.formats.sepa_text import CHARACTERS, is_identification, sepa_text

RULES = {
    "as it is": ("Maatwerk (Genk): 1/2, 'a' + b? c-d.", "Maatwerk (Genk): 1/2, 'a' + b? c-d."),
    "accents": ("Café Noël à Liège, Ömer Şahin", "Cafe Noel a Liege, Omer Sahin"),
    "composed": ("Cafe\u0301", "Cafe"),
    "letters of two": ("Straße Ærø Œuvre ĳ", "Strasse AEro OEuvre ij"),
    "other alphabets": ("Ελλάς Жуков", "Ellas Zhukov"),
    "and": ("Jansen & Zonen", "Jansen + Zonen"),
    "marks": ("a;b_c[d]{e}\\f|g~h`i", "a,b-c(d)(e)/f/g-h'i"),
    "without a rule": ("a#b$c%d*e<f=g>h@i^j!k", "a.b.c.d.e.f.g.h.i.j.k"),
    "typography": ("“De Brug” – ‘t Zand…", "'De Brug' - 't Zand..."),
    "euro": ("€ 500", "EUR 500"),
    "pictures": ("De ☕ Brug 🎉", "De Brug"),
    "space": (" De\t\nBrug\u00a0vzw\x00\x1f ", "De Brug vzw"),
    "markup": ("<b>&amp;</b>", ".b.+amp,./b."),
    "nothing": ("", ""),
    "only pictures": ("🎉🎉", ""),
    "half a surrogate": ("a\ud800b", "ab"),
}


@pytest.mark.parametrize(("given_text", "written"), RULES.values(), ids=RULES)
def test_text_is_written_by_rule(given_text: str, written: str) -> None:
    assert sepa_text(given_text, 140) == written


@pytest.mark.parametrize(
    ("text", "written"), [("a" * 70, "a" * 70), ("a" * 71, "a" * 70), ("a" * 69 + " b", "a" * 69)]
)
def test_text_ends_where_it_must_and_not_on_a_space(text: str, written: str) -> None:
    assert sepa_text(text, 70) == written


def test_a_letter_that_becomes_two_counts_as_two() -> None:
    assert sepa_text("ß" * 36, 70) == "s" * 70


@given(st.text(), st.integers(1, 200))
def test_any_text_becomes_what_a_bank_takes_and_stays_so(text: str, max_length: int) -> None:
    written = sepa_text(text, max_length)
    assert set(written) <= CHARACTERS
    assert len(written) <= max_length
    assert sepa_text(written, max_length) == written


@pytest.mark.parametrize("text", ["a", "0123456789", "a/b", "A-1 (2)", "x" * 35, "?:().,'+"])
def test_an_identification_that_fits(text: str) -> None:
    assert is_identification(text)


@pytest.mark.parametrize(
    "text", ["", " ", "a ", " a", "/a", "a/", "a//b", "x" * 36, "é", "a_b", "a&b", "a\n", "a\tb", "٣"]
)
def test_an_identification_that_would_not_come_back_as_it_went(text: str) -> None:
    assert not is_identification(text)
