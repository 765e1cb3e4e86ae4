"""The catalogues follow the code, and keep what translators wrote."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools import messages

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
A = gettext_lazy("Voucher")
B = _("Left: {left_cents}")
C = ngettext("{n} voucher", "{n} vouchers", 2)
D = pgettext("of an invoice", "Date")
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Your voucher" %}</h1>
    <p>{% blocktranslate with name=x %}Made for {{ name }}{% endblocktranslate %}</p>
  {% blocktranslate count n=n %}one day{% plural %}{{ n }} days{% endblocktranslate %}
{% if a %}{{ _("Send") }}{% endif %}
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package with its own catalogues."""
    (tmp_path / "code.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    return tmp_path


def translate(text: str, dutch: str) -> None:
    """Write one translation by hand, as a translator does."""
    path = messages.path_of("nl")
    content = path.read_text(encoding="utf-8")
    assert f'msgid "{text}"\nmsgstr ""\n' in content
    path.write_text(
        content.replace(f'msgid "{text}"\nmsgstr ""\n', f'msgid "{text}"\nmsgstr "{dutch}"\n'),
        encoding="utf-8",
    )


def test_every_way_to_mark_a_sentence_is_found() -> None:
    found = {message.id for message in messages.template() if message.id}
    assert found == {
        "Voucher", "Left: {left_cents}", ("{n} voucher", "{n} vouchers"), "Date",
        "Your voucher", "Made for %(name)s", ("one day", "%(n)s days"), "Send",
    }  # fmt: skip


def test_a_translation_survives_and_the_check_counts_what_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    messages.update()
    translate("Voucher", "Cheque")
    messages.update()
    assert 'msgstr "Cheque"' in messages.path_of("nl").read_text(encoding="utf-8")
    assert messages.check() == 1
    complaints = capsys.readouterr().err
    assert "No Dutch for: Your voucher" in complaints
    assert "No Dutch for: Voucher" not in complaints


def test_the_check_sees_a_sentence_that_is_not_in_the_catalogue(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.update()
    (package / "page.html").write_text('{% load i18n %}{% translate "New" %}', encoding="utf-8")
    assert messages.check() == 1
    assert "run `make messages`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("Made for %(name)s", "Gemaakt voor %(naam)s"), ("Left: {left_cents}", "Over: {rest_cents}")],
)
def test_a_translation_that_loses_a_value_is_found(
    text: str, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.update()
    translate(text, wrong)
    assert messages.check() == 1
    assert f"other values between braces or in %(…)s than in: {text}" in capsys.readouterr().err


def test_updating_twice_changes_nothing() -> None:
    messages.update()
    once = messages.path_of("nl").read_bytes()
    messages.update()
    assert messages.path_of("nl").read_bytes() == once


def test_compiled_catalogues_are_what_django_reads() -> None:
    messages.update()
    translate("Voucher", "Cheque")
    messages.compile_()
    assert messages.path_of("nl").with_suffix(".mo").read_bytes()[:4] in {
        b"\xde\x12\x04\x95",
        b"\x95\x04\x12\xde",
    }


def test_the_catalogue_is_one_that_other_tools_read() -> None:
    messages.update()
    with messages.path_of("nl").open("rb") as file:
        assert len(read_po(file)) == len(messages.template())
