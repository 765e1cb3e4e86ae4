"""The limits of taste. They are limits, not aims: nothing is split or padded to please a number."""

import ast

from tests.architecture.source import PACKAGE, everything, imported, length, program

FILE_LINES = 400
FUNCTION_LINES = 50
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "base_utils", "tools"}
FLAGS_THAT_SKIP = ("force", "skip", "ignore", "bypass", "no_check", "unchecked", "trusted")


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    long = {module.where: lines for module in everything() if (lines := module.text.count("\n")) > FILE_LINES}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{module.where}:{function.lineno} {function.name}": lines
        for module in everything()
        for function in module.functions()
        if (lines := length(function)) > FUNCTION_LINES
    }
    assert long == {}


def test_nothing_is_imported_inside_a_function() -> None:
    """It is the plaster over an import cycle; there is none here."""
    found = [
        f"{module.where}:{node.lineno}"
        for module in everything()
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_modules_say_what_they_hold() -> None:
    found = [module.where for module in program() if module.path.stem in NAMES_THAT_SAY_NOTHING]
    found += [
        str(path) for path in PACKAGE.rglob("*") if path.is_dir() and path.name in NAMES_THAT_SAY_NOTHING
    ]
    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    found = [
        module.where for module in everything() if module.text.strip() and not ast.get_docstring(module.tree)
    ]
    assert found == []


def test_no_flag_skips_a_check() -> None:
    """Whoever may do more has another command, with its own name, its own permission and its own audit row."""
    found = [
        f"{module.where}:{function.lineno} {function.name}({argument.arg})"
        for module in program()
        for function in module.functions()
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.arg.startswith(FLAGS_THAT_SKIP)
    ]
    assert found == []


def test_no_framework_signals_carry_the_flow() -> None:
    """A use case is read in one place: what follows from it is called or enqueued there."""
    found = [
        f"{module.where} imports {name}"
        for module in program()
        for name in imported(module)
        if name in {"django.dispatch", "django.db.models.signals", "django.core.signals"}
    ]
    assert found == []


def test_models_hold_no_hidden_logic() -> None:
    found = [
        f"{module.where}:{function.lineno} {function.name}"
        for module in program()
        if "apps" in module.path.parts
        for function in module.functions()
        if function.name in {"save", "delete", "clean", "full_clean"}
    ]
    assert found == []


def test_nothing_is_left_for_later_in_a_comment() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    found = [module.where for module in everything() for mark in marks if f"# {mark}" in module.text]
    assert found == []
