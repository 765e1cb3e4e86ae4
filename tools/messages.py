"""The catalogues of sentences: what the code says in English, and how it is said in each language.

    python -m tools.messages update     find every sentence, add the new ones, drop the unused
    python -m tools.messages check      fail when that would change something, or a sentence has no Dutch
    python -m tools.messages compile    make the files that Django reads

Babel does the work and Django's own reader turns templates into something it can search, so that GNU gettext need
not be installed. There is no guessing: a sentence that changed a little is a new one and is translated anew.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "wisselwerk"
LOCALE = PACKAGE / "locale"
SOURCE_LANGUAGE = "en"
"""Its sentences are the message ids themselves, so nothing there needs a translation."""
LANGUAGES = ("nl", SOURCE_LANGUAGE)

KEYWORDS = {
    name: spec
    for plain, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (plain, f"{plain}_lazy", f"{plain}_noop")
} | {"_": None}

PLACE = re.compile(r"\{(\w+)[^{}]*\}|%\((\w+)\)[sd]")

Found = tuple[str, int, str | tuple[str, ...], list[str], str | None]


def sentences() -> Iterator[Found]:
    """Every sentence in the code and the templates: file, line, text, remarks for the translator, context."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt", ".typ"} or "vendor" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        if path.suffix != ".py":
            # Parentheses, because what Django makes of a template is indented as no program would be.
            text = f"({templatize(text, origin=name)})"
        code = io.BytesIO(text.encode())
        for line, found, remarks, context in extract(
            "python", code, keywords=KEYWORDS, comment_tags=("Translators:",), options={"encoding": "utf-8"}
        ):
            yield name, line, found, remarks, context


def template() -> Catalog:
    """All sentences, in the order of the text itself, so that a moved function changes nothing."""
    catalog = Catalog(charset="utf-8")
    for name, _, found, remarks, context in sentences():
        catalog.add(found, None, [(name, 0)], auto_comments=remarks, context=context, flags=flags(found))
    return catalog


def flags(found: str | tuple[str, ...]) -> tuple[str, ...]:
    """How the places in a sentence are written; gettext's checkers read it."""
    text = found if isinstance(found, str) else found[0]
    return ("python-format",) if "%(" in text else ()


def path_of(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The catalogue as it stands; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def updated(language: str, found: Catalog) -> bytes:
    """The catalogue with today's sentences."""
    old = load(language)
    new = Catalog(
        locale=language,
        project="Wisselwerk",
        version="",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        charset="utf-8",
        fuzzy=False,
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        header_comment=f"# Wisselwerk: sentences in {language}. Written by `make messages`; only msgstr is yours.",
    )
    for message in found:
        if message.id:
            kept = old.get(message.id, message.context)
            new.add(
                message.id,
                kept.string if kept and is_translated(kept) else None,
                message.locations,
                message.flags,
                message.auto_comments,
                kept.user_comments if kept else (),
                context=message.context,
            )
    out = io.BytesIO()
    write_po(out, new, width=110, sort_output=True, include_lineno=False, omit_header=False)
    return out.getvalue()


def is_translated(message: Message) -> bool:
    """Whether every form of the sentence has words."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(forms) and all(forms)


def untranslated(language: str) -> list[str]:
    """The sentences without words in ``language``."""
    return [str(message.id) for message in load(language) if message.id and not is_translated(message)]


def places(forms: str | tuple[str, ...] | list[str] | None) -> set[str]:
    """The values a sentence names, in any of its forms: ``{name}`` or ``%(name)s``."""
    texts = [forms] if isinstance(forms, str) else list(forms or ())
    return {name for text in texts for found in PLACE.findall(text) for name in found if name}


def update() -> int:
    """Write the catalogues."""
    found = template()
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, found))
    missing = untranslated("nl")
    print(f"{len(found)} sentences, {len(missing)} without Dutch.")
    return 0


def check() -> int:
    """What is wrong with the catalogues, on standard error; 1 when something is."""
    found = template()
    problems = [
        f"{path_of(language).relative_to(ROOT)} is not up to date: run `make messages`."
        for language in LANGUAGES
        if not path_of(language).exists() or path_of(language).read_bytes() != updated(language, found)
    ]
    problems += [f"No Dutch for: {text}" for text in untranslated("nl")]
    for language in LANGUAGES:
        for message in load(language):
            if message.id and is_translated(message) and places(message.string) != places(message.id):
                problems.append(f"{language}: other values between braces or in %(…)s than in: {message.id}")
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def compile_() -> int:
    """Make the files Django reads."""
    for path in LOCALE.glob("*/LC_MESSAGES/django.po"):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, load(path.parent.parent.name))
    return 0


VERBS = {"update": update, "check": check, "compile": compile_}

if __name__ == "__main__":
    sys.exit(VERBS[sys.argv[1]]())
