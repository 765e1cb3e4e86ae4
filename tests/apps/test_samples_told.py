"""What of a sample may be told to everybody: numbers that no other sample gives away, words that name nobody, and what was shown."""

import pytest

from tests.apps.test_samples import clean, refused
from tests.samples import (
    administration,
    auditor,
    decisions,
    dossier_sample,
    dossiers,
    draw,
    judge_all,
    pass_on,
    public_sample,
)
from tests.scene import set_scene
from wisselwerk.apps.samples.queries import items_of, tally_of
from wisselwerk.apps.samples.services import judge_item, pass_on_sample
from wisselwerk.apps.samples.words import Known, named, names_in, without_names
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen

pytestmark = pytest.mark.django_db


def test_a_short_number_is_that_of_an_invoice_only_where_a_sentence_says_so() -> None:
    scene = set_scene()
    redeemed = dossiers(scene, DISCLOSED_FROM)
    numbers = {
        "7": redeemed[0],
        "250": redeemed[1],
        "2026": redeemed[2],
        "12345": redeemed[3],
        "123456": redeemed[4],
    }
    for number, one in numbers.items():
        Redemption.objects.filter(pk=one.pk).update(invoice_number=number)
    known = names_in(draw(auditor(), dossier_sample(scene, size=DISCLOSED_FROM)))
    for harmless in (
        "Vraag 250 euro terug.",
        "Sinds 2026 volstaan 7 dagen.",
        "Van 12345 euro.",
        "Artikel 250.",
    ):
        assert named(harmless, known) == ()
        assert without_names(harmless, known) == harmless
    for text, number in (
        ("Op factuur 250 ontbrak de datum.", "factuur 250"),
        ("Zie Factuurnummer 2026.", "Factuurnummer 2026"),
        ("Kijk naar nr. 7, en betaal.", "nr. 7"),
        ("Bij factuur nr. 12345 ook.", "factuur nr. 12345"),
        ("Zie 123456 eens na.", "123456"),
    ):
        assert number in named(text, known)
        assert number not in without_names(text, known)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("De facturen 102 en 101 waren te laat.", "De facturen 102 en N.N. waren te laat."),
        ("De facturen 101 en 102, 20241.", "De facturen N.N. en 102, N.N."),
        ("Factuur: 101", "Factuur: N.N."),
        ("Facturen 20241 en 101.", "Facturen N.N. en N.N."),
        ("Zie ook nr. 101.", "Zie ook nr. N.N."),
        ("Kijk naar factuur (101) ook.", "Kijk naar factuur (N.N.) ook."),
        ("Op factuur-101 ontbrak het.", "Op factuur-N.N. ontbrak het."),
        ("Factuur #101 ook.", "Factuur #N.N. ook."),
        ("Factuur n° 101 ook.", "Factuur n° N.N. ook."),
        ("Factuur nr.101 ook.", "Factuur nr.N.N. ook."),
        ("Zie nr.20241 eens.", "Zie nr.N.N. eens."),
        ("Op factuurnr. 101 ook.", "Op factuurnr. N.N. ook."),
        ("Op fact. 101 ook.", "Op fact. N.N. ook."),
        ("De creditnota 20241 ontbrak.", "De creditnota N.N. ontbrak."),
        ("Op nota 20241 ook.", "Op nota N.N. ook."),
        ("Factuur van 20241 ook.", "Factuur van N.N. ook."),
        (
            "Op de verkoopfactuur met nummer 101, die te laat was.",
            "Op de verkoopfactuur met nummer N.N., die te laat was.",
        ),
        ("Facturen 99, 100, of 2026/101.", "Facturen 99, 100, of 2026/N.N."),
        ("Er was 20241 ook.", "Er was N.N. ook."),
        ("Een factuur van 101 euro, € 20241 en 20241,50 euro.", None),
        ("Na 101 dagen, en op 101,50.", None),
        ("Bij de notaris 101 keer.", None),
        ("Nummers van 101ste en A101.", None),
    ],
)
def test_the_number_of_an_invoice_is_known_however_it_is_written(written: str, told: str | None) -> None:
    known = Known(short_numbers=frozenset({"101", "20241"}))
    assert without_names(written, known) == (told or written)
    assert bool(named(written, known)) == (told is not None)


def test_many_in_a_row_are_all_found_and_a_long_text_is_read_at_once() -> None:
    known = Known(short_numbers=frozenset({"101"}))
    told = without_names("Facturen " + "101, " * 30 + "1" * 5_000 + " 101" * 2_000, known)
    assert told.startswith("Facturen " + "N.N., " * 30 + "11")


def test_of_two_samples_with_dossiers_in_common_the_later_one_tells_no_number() -> None:
    """Five of six, and then all six: the one less the other would tell of the sixth."""
    scene = set_scene()
    dossiers(scene, 6)
    who = auditor()
    first, second = dossier_sample(scene, size=5), dossier_sample(scene, size=6)
    judge_all(who, draw(who, first))
    judge_all(who, draw(who, second), but=SampleCheck.PERIOD)
    # Whichever is passed on first tells: until then neither is beside another.
    for sample, size in ((first, 5), (second, 6)):
        assert tally_of(sample, items_of(sample)).looked_at == size
        assert not tally_of(sample, items_of(sample)).overlaps_another_sample
    pass_on(who, first)
    told = tally_of(second, items_of(second))
    assert (told.looked_at, told.with_finding, told.by_check) == (6, None, {})
    pass_on(who, second, lessons=["Vraag de factuur vroeger."])
    assert tally_of(second, items_of(second)) == told
    assert tally_of(first, items_of(first)).by_check[SampleCheck.PERIOD][Seen.FINE] == 5
    clean()


def test_samples_of_what_is_public_may_have_sources_in_common() -> None:
    decisions(4)
    who = administration()
    for size in (3, 4):
        sample = public_sample(size=size)
        judge_all(who, draw(who, sample), but=SampleCheck.SAYS_SO)
        pass_on(who, sample)
        assert tally_of(sample, items_of(sample)).with_finding == 1


def test_what_is_passed_on_is_what_was_shown() -> None:
    decisions(4)
    who, sample = administration(), public_sample(size=2)
    items = draw(who, sample)
    judge_all(who, items)
    shown = tally_of(sample, items_of(sample)).digest()
    judge_item(
        who, item=items[0], check=SampleCheck.SAYS_SO, seen=Seen.FINDING, consequence=Consequence.CORRECT
    )
    refused(RefusalCode.SAMPLE_MOVED, lambda: pass_on_sample(who, sample=sample, shown=shown))
    judge_item(who, item=items[0], check=SampleCheck.SAYS_SO, seen=Seen.FINE)
    pass_on_sample(who, sample=sample, shown=shown)
    clean()
