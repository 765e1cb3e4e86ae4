"""A scheme from council decision to money owed, in numbers."""

import io
import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from wisselwerk.demo.story import STORIES, play
from wisselwerk.wording import money


class Command(BaseCommand):
    """``wisselwerk story NAME [--json]``."""

    help = "Play a scheme in a database of its own and print its main-line report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the shell may say."""
        parser.add_argument("name", choices=sorted(STORIES))
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play it; exit 1 when the books do not balance."""
        with database_of_its_own():
            report = play(options["name"])
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2))
        else:
            self.stdout.write("\n".join(_lines(report)))
        if not report["balanced"]:
            raise CommandError("The books do not balance. Look with wisselwerk verify.")


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """An empty database beside the installation's own, of the same kind; gone afterwards.

    It is made the way Django makes a test database, so it works on both and never touches the real one.
    """
    home = str(connection.settings_dict["NAME"])
    connection.settings_dict["TEST"]["NAME"] = f"{home}_story_{os.getpid()}"
    # It tells of its progress on standard output, which is for the report, and nobody asked for this database.
    with redirect_stdout(io.StringIO()):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(home, verbosity=0)


def _lines(report: dict[str, Any]) -> Iterator[str]:
    for name, value in report.items():
        if name == "refusals":
            for code, count in value.items():
                yield f"  refused {code}: {count}"
        elif name == "settlement":
            yield f"settlement {value['year']}: {money(value['total_cents'])} between {len(value['members'])} members"
            for one in value["members"]:
                yield f"  {one['member']} bears {money(one['borne_cents'])}, owes {money(one['owes_cents'])}"
        elif name.endswith("_cents"):
            yield f"{name.removesuffix('_cents')}: {money(value)}"
        else:
            yield f"{name}: {value}"
