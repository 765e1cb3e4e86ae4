"""The program as text and as syntax trees, read once for all the tests about its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "wisselwerk"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def where(self) -> str:
        """Its path as a person would type it."""
        return str(self.path.relative_to(ROOT))

    def functions(self) -> Iterator[Function]:
        """Every function and method in it, however deep."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file under these folders of the checkout, migrations left out: a machine writes those."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in paths if "migrations" not in path.parts}
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts.items())


def program() -> tuple[Module, ...]:
    """The modules of the package."""
    return modules("src/wisselwerk")


def everything() -> tuple[Module, ...]:
    """The modules of the package, its tests and its tools."""
    return modules("src/wisselwerk", "tests", "tools", "benchmarks")


def length(function: Function) -> int:
    """Lines of a function without its docstring: explaining more is never punished."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def imported(module: Module) -> Iterator[str]:
    """The full names of the modules that a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
