"""The pages of docs/reference that are made from the code, so that they cannot be out of date.

python -m tools.reference     write them (`make reference`); a test compares
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tools.messages import load
from tools.rule_reference import partnership_schema, rules_page, scheme_schema
from wisselwerk.config.env import env
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.formats.aid_register import REGISTER
from wisselwerk.formats.bookkeeping import BOOK_TABLES
from wisselwerk.formats.budget_key_file import BUDGET_KEY_COLUMNS
from wisselwerk.formats.provider_file import KIND_NAMES, PROVIDER_COLUMNS
from wisselwerk.formats.service_file import SERVICE_COLUMNS, SERVICE_KIND_NAMES
from wisselwerk.formats.sheet import BookTable, TableColumn
from wisselwerk.formats.table_file import Column

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "Made from the code by `make reference`; change it there."
PROVIDER_FILES = """# Lists of providers and services

A coordinator keeps both in a spreadsheet and saves each as CSV: `wisselwerk import providers FILE`, then
`wisselwerk import services FILE`. [An example of each](../examples/providers), with the providers of the demo.

UTF-8 or Windows-1252, semicolons, commas or tabs: what Excel saves is read as it is. The first row names the columns, in
any order and any case, in Dutch or English. All columns are there; a cell may be empty where the tables say so. A column
that is not in the table is refused: it might be one that is misspelt.

A file is loaded as a whole or not at all, and everything that is wrong with it is told at once, with line and column.
Loaded again it adds what is new and changes what changed: **what the file says of a provider is what holds**; an empty cell
erases no words and no places. What an enterprise itself wrote on its page is replaced too by the command, which asks nobody;
on the page of a coordinator it is shown first, line by line, and stays where that is chosen. A coordinator's list tells words
only of providers that work in the municipalities of that coordinator, or where no partnership is; recognitions of all. Providers, recognitions and services
that it does not name stay as they are. A service that was ended is not offered again by a list: that line is told.

## Providers

One row is one recognition. A provider that was recognised twice has two rows with the same enterprise number; its name,
places, description and contact stand on one of them, and on others they are the same or empty. The address of its page is
made from its name the first time, and stays when the name changes.

{providers}

Kinds of recognition, in any case:

{kinds}

**The last day counts.** People write the last day of a recognition, and an invoice of that day is still good. Leave it
empty while the recognition goes on; when it ends, fill it in and load the file again. Recognitions of one kind do not
overlap. One that is recorded is known again by its first day, so that day is not changed by loading another.

## Services

One row is one service of a provider that is here. It is known again by its name: under another name it is another.

{services}

Sorts of service, in any case:

{sorts}

{note}
"""

BOOKKEEPING = """# Bookkeeping

`wisselwerk export bookkeeping --out FOLDER [--organisation SLUG] [--format csv|xlsx]` writes these tables; the pages of a
settlement and of the bookkeeping offer the same, one at a time. Taken out again nothing changes.

- **CSV, for programs**: UTF-8 with commas and a first row of names, days as 2026-12-31, amounts in euro with a point. Names
  of columns stay; new columns come at the end.
- **Excel (`xlsx`), for people**: the same rows and columns under Dutch heads, codes as Dutch words. Days and amounts are real
  ones: a Belgian Excel shows 31/12/2026 and 1.234,56, adds them up and sorts them.

{tables}

## Budget keys

`wisselwerk import budget-keys FILE` reads them from a spreadsheet saved as CSV, as a whole or not at all; read again it
adds nothing. The newest key of a year holds for all of that year.

{keys}

{note}
"""


AID_REGISTER = """# The file of the register of de minimis aid

`wisselwerk export deminimis --out FOLDER [--format csv|xlsx]` writes `steunregister-NIS.csv` for each municipality that
granted aid; the page of the register gives the lines that its reader may see. All lines are in it, oldest first, and writing
it changes nothing. CSV is in UTF-8 with commas, the first row names the columns. Excel (`xlsx`) has the same rows with Dutch
words for codes, and real days and amounts. **The columns are ours**: no template of the central register (eAid) was
found, so look at its form before you upload. In CSV a text that a spreadsheet would run as a formula
begins with an apostrophe.

{columns}

{note}
"""


def settings_page() -> str:
    """Every setting with its kind, default and meaning."""
    rows = [
        (f"`{one.name}`", one.meaning, one.kind, as_code(one.default))
        for one in sorted(env.settings.values(), key=lambda one: one.name)
    ]
    return page(
        "Settings",
        "Read from the environment when a process starts. What is nonsense is refused, with a message that says what "
        "would do; so is a name that starts with `WISSELWERK_` and is not below.",
        ("setting", "meaning", "kind", "default"),
        rows,
    )


def commands_page() -> str:
    """Every command of ours with what it does and takes."""
    rows = []
    for name in sorted(name for name, app in get_commands().items() if app == "wisselwerk.cli"):
        command = load_command_class("wisselwerk.cli", name)
        rows.append((f"`wisselwerk {name}`", command.help, options_of(command)))
    return page(
        "Commands",
        "Results go to standard output, progress and logs to standard error. `wisselwerk COMMAND --help` says more.",
        ("command", "does", "takes"),
        rows,
    )


def options_of(command: BaseCommand) -> str:
    """The options a command adds to those every command of Django has."""
    common = {action.dest for action in BaseCommand().create_parser("wisselwerk", "any")._actions}  # noqa: SLF001
    own = [
        action
        for action in command.create_parser("wisselwerk", "any")._actions  # noqa: SLF001 argparse tells nobody else
        if action.dest not in common and action.help != "==SUPPRESS=="
    ]
    return ", ".join(
        f"`{action.option_strings[-1] if action.option_strings else action.dest.upper()}`" for action in own
    )


def refusals_page() -> str:
    """Every refusal code with its sentence in both languages."""
    dutch = {message.id: str(message.string) for message in load("nl")}
    rows = [(f"`{code}`", SENTENCES[code], dutch.get(SENTENCES[code], "")) for code in RefusalCode]
    return page(
        "Refusals",
        "A command that changed nothing says why with one of these codes. The names between braces are the values that "
        "come with it.",
        ("code", "sentence", "in Dutch"),
        rows,
    )


def provider_files_page() -> str:
    """What a list of providers and a list of services hold."""
    kinds = "\n".join(f"- {name}" for name in KIND_NAMES.values())
    return PROVIDER_FILES.format(
        providers=columns_table(PROVIDER_COLUMNS),
        services=columns_table(SERVICE_COLUMNS),
        kinds=kinds,
        sorts="\n".join(f"- {name}" for name in SERVICE_KIND_NAMES.values()),
        note=NOTE,
    )


def aid_register_page() -> str:
    """What a file of the register of aid holds."""
    return AID_REGISTER.format(columns=sheet_table(REGISTER), note=NOTE)


def sheet_table(sheet: BookTable) -> str:
    """The columns of a table that goes out: as CSV and as a workbook, with Dutch for the codes in them."""
    return table(
        ("column", "in Excel", "holds"),
        [(f"`{one.name}`", one.dutch, one.meaning + _in_dutch(one)) for one in sheet.columns],
    )


def _in_dutch(column: TableColumn) -> str:
    words = ", ".join(f"`{code}` is {dutch}" for code, dutch in column.words.items())
    return f" (in Excel: {words})" if words else ""


def columns_table(columns: Sequence[Column]) -> str:
    """Columns by their names, with what each holds."""
    return table(
        ("column", "or", "holds", "at most", "may be empty"),
        [
            (
                f"`{one.name}`",
                ", ".join(f"`{name}`" for name in one.names[1:]),
                one.meaning,
                f"{one.max_length} characters",
                "" if one.is_required else "yes",
            )
            for one in columns
        ],
    )


def as_code(default: str) -> str:
    """A default as it is typed; one that says in words where it comes from stays as it is."""
    return default if not default or (" " in default and "<" not in default) else f"`{default}`"


def page(title: str, lead: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A page with one table."""
    return f"# {title}\n\n{lead}\n\n{table(head, rows)}\n\n{NOTE}\n"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def bookkeeping_page() -> str:
    """The tables for an accounting package, column by column, and the list of budget keys that comes in."""
    tables = "\n\n".join(
        f"## {one.name}\n\nA row is {one.row}. In Excel the sheet is called {one.dutch}.\n\n{sheet_table(one)}"
        for one in BOOK_TABLES
    )
    return BOOKKEEPING.format(tables=tables, keys=columns_table(BUDGET_KEY_COLUMNS), note=NOTE)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "refusals.md": refusals_page,
    "rules.md": rules_page,
    "provider-files.md": provider_files_page,
    "aid-register.md": aid_register_page,
    "bookkeeping.md": bookkeeping_page,
    "scheme.schema.json": scheme_schema,
    "partnership.schema.json": partnership_schema,
}

if __name__ == "__main__":
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
