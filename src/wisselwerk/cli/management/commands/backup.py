"""A copy of everything, made while people work."""

import shutil
import sqlite3
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    """``wisselwerk backup FOLDER``: database and secret key of an installation on SQLite."""

    help = "Copy the SQLite database and the secret key to a new folder, while the installation runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the shell may say."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy page by page through SQLite itself: a plain copy of a file in use may be torn."""
        folder: Path = options["folder"]
        if connection.vendor != "sqlite":
            raise CommandError("This installation is on PostgreSQL: use pg_dump, see docs/guide/run-it.md.")
        try:
            folder.mkdir(mode=0o700, parents=True)
        except FileExistsError as error:
            raise CommandError(f"{folder} is there already. Give a folder that is not there yet.") from error
        database = Path(connection.settings_dict["NAME"])
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(folder / database.name)) as copy,
        ):
            source.backup(copy)
        key = settings.WISSELWERK_HOME / "secret-key"
        if key.exists():
            shutil.copy2(key, folder / key.name)
        self.stdout.write(str(folder))
