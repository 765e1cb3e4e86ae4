"""What can be made from the code is compared with what is committed."""

import io
import json
from collections.abc import Callable

import pytest
import yaml
from django.core.management import call_command

from tests.architecture.source import ROOT
from tools.reference import FOLDER, PAGES
from wisselwerk.config.env import env


@pytest.mark.parametrize("name", sorted(PAGES))
def test_reference_pages_are_up_to_date(name: str) -> None:
    """`make reference` writes them."""
    make: Callable[[], str] = PAGES[name]
    assert (FOLDER / name).read_text(encoding="utf-8") == make()


def test_every_setting_has_a_meaning() -> None:
    assert [one.name for one in env.settings.values() if len(one.meaning) < 10] == []


def test_the_contract_of_the_api_is_up_to_date() -> None:
    """`make openapi` writes it."""
    out = io.StringIO()
    call_command("openapi", stdout=out)
    assert json.loads((ROOT / "openapi.json").read_text(encoding="utf-8")) == json.loads(out.getvalue())


def test_publiccode_says_what_catalogues_need() -> None:
    """The keys that the standard requires (https://yml.publiccode.tools)."""
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert required <= described.keys()
    assert described["legal"]["license"] == "EUPL-1.2"
    for language in ("nl", "en"):
        text = described["description"][language]
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
