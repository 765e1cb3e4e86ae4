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
from wisselwerk.domain.refusal import SENTENCES, RefusalCode

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "Made from the code by `make reference`; change it there."


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


def as_code(default: str) -> str:
    """A default as it is typed; one that says in words where it comes from stays as it is."""
    return default if not default or (" " in default and "<" not in default) else f"`{default}`"


def page(title: str, lead: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A page with one table."""
    lines = [head, tuple("---" for _ in head), *rows]
    table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
    return f"# {title}\n\n{lead}\n\n{table}\n\n{NOTE}\n"


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "refusals.md": refusals_page,
    "rules.md": rules_page,
    "scheme.schema.json": scheme_schema,
    "partnership.schema.json": partnership_schema,
}

if __name__ == "__main__":
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
