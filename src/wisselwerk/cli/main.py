"""The thin entry: a message instead of a traceback for what whoever runs it can mend, the rest is Django's."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg_pool import PoolTimeout

OLD_DATABASE = "The database is new or older than the program. Run `wisselwerk migrate` first."


def main() -> None:
    """Run the command in ``sys.argv``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wisselwerk.config.settings")
    try:
        execute_from_command_line(["wisselwerk", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(f"wisselwerk: {error}")
    except (OperationalError, ProgrammingError) as error:
        if not (said := explained(error)):
            raise
        sys.exit(f"wisselwerk: {said}")


def explained(error: Exception) -> str:
    """What whoever runs the command can do about an error of the database; empty when it is a mistake of ours."""
    try:
        # Who waited for a connection once, in vain, need not wait for another.
        if not isinstance(error.__cause__, PoolTimeout):
            return OLD_DATABASE if database_is_old() else ""
    except OperationalError as again:
        error = again
    return (
        f"The database cannot be reached: {error}. Is it running, and is its address right "
        "(WISSELWERK_DATABASE_URL; without it, WISSELWERK_HOME)?"
    )


def database_is_old() -> bool:
    """Whether there are migrations that were not applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
