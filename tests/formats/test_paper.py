"""Papers are accessible, complete, the same each time, and never fail on what somebody is called."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from wisselwerk.formats.paper import (
    DecisionLetter,
    Finding,
    NoticePaper,
    VoucherPaper,
    letter,
    letter_pdf,
    notice_pdf,
    press,
    voucher,
    voucher_pdf,
)

RULES = tuple(
    f"Voorwaarde {number}: wat de gemeenteraad daarover besliste, in een hele zin." for number in range(10)
)

VOUCHER = VoucherPaper(
    language="nl",
    title="Kennismakingscheque",
    scheme="Genk, As, Zutendaal en Opglabbeek",
    granting_body="Stad Genk",
    granted_by="Stad Genk, op 3 november 2026",
    amount="€ 250",
    own_contribution="minstens € 250,00",
    holder_number="0123.456.749",
    holder_name="Bakkerij De Korenaar",
    provider="De Zaaier",
    service="Groenonderhoud",
    valid_until="3 mei 2027",
    code="7K3Q-9XWD-0RTB-M4VN",
    url="https://cheques.example/mijn/cheques/7K3Q-9XWD-0RTB-M4VN/",
    rules=RULES,
    contact="Vragen? regie@genk.example",
    made_on=date(2026, 11, 3),
)

LETTER = DecisionLetter(
    language="nl",
    sender="Stad Genk",
    address=("Stadsplein 1", "3600 Genk"),
    recipient=("Bakkerij De Korenaar", "0123.456.749"),
    dated="3 november 2026",
    reference="GENK-2026-000123",
    subject="Uw aanvraag voor een kennismakingscheque",
    decision="De stad Genk weigert de cheque die u op 3 november 2026 vroeg.",
    authority="Het college, bij delegatie door de gemeenteraad (besluit van 15 januari 2015).",
    legal_grounds=("Reglement kennismakingscheque, artikel 2.",),
    findings=(
        Finding("Grondgebied", "Zetel in Hasselt", "Niet vervuld"),
        Finding("Budget", "€ 142.250,00 over", "Vervuld"),
    ),
    missing=("De zetel ligt buiten het grondgebied.",),
    draw=("U loot mee.",),
    remedies=letter.usual_remedies(str),
    contact="regie@genk.example",
    signed_by="Namens het college, de regisseur",
    made_on=date(2026, 11, 3),
)


NOTICE = NoticePaper(
    language="nl",
    sender="Genk",
    recipient=("De Zaaier", "0123.456.749"),
    dated="3 november 2026",
    reference="WW-T-2026-000001",
    subject="Betaal € 250,00 terug, ten laatste op 3 december 2026",
    paragraphs=("Genk betaalde u € 250,00.", "Op 2 november is dat ongedaan gemaakt."),
    facts=(("Bedrag", "€ 250,00"), ("Gestructureerde mededeling", "+++000/0000/01111+++")),
    remedies=(letter.Remedy("Vraag om opnieuw te kijken", "Zeg waarom u niet akkoord gaat."),),
    contact="regie@genk.example",
    made_on=date(2026, 11, 3),
)

PAPERS = {
    "voucher": lambda: voucher_pdf(VOUCHER, str),
    "letter": lambda: letter_pdf(LETTER, str),
    "notice": lambda: notice_pdf(NOTICE, str),
}


def dutch(message_id: str) -> str:
    """A translation that shows which sentences went through it."""
    return f"§{message_id}"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text on one line: where a line breaks is the layout's business."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def structure(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Every element of the tag tree, which is what a screen reader reads."""
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting.extend(element)
        elif isinstance(element, dict):
            if "/S" in element:
                yield element
            if "/K" in element:
                waiting.append(element["/K"])


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_says_that_and_how_it_is_accessible(paper: str) -> None:
    reader = read(PAPERS[paper]())
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-BE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title in {VOUCHER.title, LETTER.subject, NOTICE.subject}
    assert sum(element["/S"] == "/H1" for element in structure(reader)) == 1


def test_the_voucher_is_one_page_with_everything_on_it() -> None:
    pdf = voucher_pdf(VOUCHER, str)
    assert len(read(pdf).pages) == 1
    text = text_of(pdf)
    for expected in (
        VOUCHER.title, VOUCHER.scheme, VOUCHER.granting_body, VOUCHER.granted_by, VOUCHER.amount,
        VOUCHER.own_contribution, VOUCHER.holder_number, VOUCHER.holder_name, VOUCHER.provider, VOUCHER.service,
        VOUCHER.valid_until, VOUCHER.code, VOUCHER.url, VOUCHER.contact, *RULES,
    ):  # fmt: skip
        assert expected in text


def test_the_qr_code_is_described_and_leads_to_the_voucher() -> None:
    reader = read(voucher_pdf(VOUCHER, str))
    described = [str(element["/Alt"]) for element in structure(reader) if element["/S"] == "/Figure"]
    assert described == [f"QR code that opens the page of this voucher: {VOUCHER.url}"]
    page: Any = reader.pages[0]
    links = [note.get_object() for note in page["/Annots"]]
    assert [str(link["/A"]["/URI"]) for link in links] == [VOUCHER.url]


def test_a_qr_code_takes_the_size_it_is_given() -> None:
    svg = voucher.qr_svg("https://cheques.example/")
    assert svg.startswith("<svg viewBox=")
    assert "width" not in svg[: svg.index(">")]


def test_many_rules_go_on_on_another_page() -> None:
    rules = tuple(f"Voorwaarde nummer {number} van deze lange regeling." for number in range(80))
    pdf = voucher_pdf(replace(VOUCHER, rules=rules), str)
    assert len(read(pdf).pages) > 1
    text = text_of(pdf)
    assert all(rule in text for rule in rules)


def test_what_is_not_known_is_left_out() -> None:
    text = text_of(
        voucher_pdf(replace(VOUCHER, service="", own_contribution="", provider="", holder_name=""), str)
    )
    assert "Service" not in text
    assert "You pay yourself" not in text
    assert "Provider to be chosen" in text
    assert "Holder 0123.456.749" in text


def test_every_fixed_sentence_is_translated() -> None:
    for pdf in (voucher_pdf(VOUCHER, dutch), letter_pdf(LETTER, dutch)):
        text = text_of(pdf)
        assert "§" in text
    labels = text_of(letter_pdf(LETTER, dutch))
    assert all(f"§{label}" in labels for label in letter.LABELS.values())


def test_the_letter_gives_decision_grounds_and_remedies_in_this_order() -> None:
    text = text_of(letter_pdf(LETTER, str))
    order = [
        LETTER.sender, LETTER.recipient[0], LETTER.dated, LETTER.reference, LETTER.subject, LETTER.decision,
        LETTER.missing[0], LETTER.authority, LETTER.legal_grounds[0], "Zetel in Hasselt", "€ 142.250,00 over",
        "Ask for a review", "within 60 days", LETTER.contact, LETTER.signed_by,
    ]  # fmt: skip
    found = [text.find(part) for part in order]
    assert -1 not in found
    assert found == sorted(found)


def test_a_notice_gives_all_that_its_reader_has_to_have_at_hand() -> None:
    said = text_of(notice_pdf(NOTICE, str))
    parts = [*NOTICE.paragraphs, "+++000/0000/01111+++", "Vraag om opnieuw te kijken", NOTICE.contact]
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)
    assert NOTICE.reference in said


def test_the_findings_are_a_table_with_headings() -> None:
    kinds = [str(element["/S"]) for element in structure(read(letter_pdf(LETTER, str)))]
    assert kinds.count("/TH") == 3
    assert kinds.count("/TD") == 3 * len(LETTER.findings)


def test_an_award_has_nothing_missing() -> None:
    assert "What is missing" not in text_of(letter_pdf(replace(LETTER, missing=()), str))


def test_the_same_values_give_the_same_bytes() -> None:
    assert voucher_pdf(VOUCHER, str) == voucher_pdf(VOUCHER, str)


def test_a_demo_says_so_on_paper() -> None:
    notice = "Dit is een demo."
    assert notice in text_of(voucher_pdf(replace(VOUCHER, notice=notice), str))
    assert notice in text_of(letter_pdf(replace(LETTER, notice=notice), str))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_name_can_be_printed(name: str) -> None:
    """Also emoji, other scripts, control characters and typst's own signs: a voucher is a right."""
    assert voucher_pdf(replace(VOUCHER, holder_name=name), str).startswith(b"%PDF")


@pytest.mark.parametrize(
    "name", ["#panic()", "$x$ *vet* _schuin_ @ref <label>", "[haak]", "Łódź Café ’t Hoekske", "Ærø"]
)
def test_a_name_is_never_read_as_a_command(name: str) -> None:
    assert name in text_of(voucher_pdf(replace(VOUCHER, holder_name=name), str))


def test_letters_we_do_not_have_become_question_marks() -> None:
    assert press.printable("Bakkerij 漢字 😀 é\x07") == "Bakkerij ?? ? é?"


def test_a_template_that_is_not_accessible_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = 'bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"/>")'
    (tmp_path / "bad.typ").write_text(
        f'#set document(title: "x")\n#image({picture}, format: "svg")', encoding="utf-8"
    )
    monkeypatch.setattr(press, "HERE", tmp_path)
    with pytest.raises(RuntimeError, match="PDF/UA-1"):
        press.press("bad", {}, date(2026, 1, 1))
