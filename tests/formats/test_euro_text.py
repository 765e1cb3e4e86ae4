"""Amounts in running text, to the cent."""

import pytest

from wisselwerk.formats.euro_text import amounts


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("€ 40.011,66", [4_001_166]),
        ("40.011,66 euro", [4_001_166]),
        ("€500", [50_000]),
        ("500 EUR", [50_000]),
        ("EUR 500", [50_000]),
        ("250,- euro", [25_000]),
        ("€ 0,05", [5]),
        ("0,5 euro", [50]),
        ("1.250.000 EUR", [125_000_000]),
        ("2 225 000 euro", [222_500_000]),
        ("1,5 miljoen euro", [150_000_000]),
        ("€ 3 mln.", [300_000_000]),
        ("50 duizend euro", [5_000_000]),
        ("van € 250 tot € 500", [25_000, 50_000]),
        ("€ 90.364,59 excl. btw of € 109.341,15 incl. 21% btw", [9_036_459, 10_934_115]),
        ("In 2024: 30.000 euro.", [3_000_000]),
        ("artikel 5, 1.000 euro", [100_000]),
        ("5, 1000 euro", [100_000]),
        ("500 euro's", [50_000]),
        ("€ 12.000.", [1_200_000]),
        ("€ 12.000, te betalen", [1_200_000]),
        ("500", []),
        ("500 eurocent", []),
        ("5 % van Europa", []),
        ("neurologie 500", []),
        ("€ 1,250.50", []),
        ("1,250.50 euro", []),
        ("€", []),
    ],
)
def test_amounts(text: str, cents: list[int]) -> None:
    assert list(amounts(text)) == cents
