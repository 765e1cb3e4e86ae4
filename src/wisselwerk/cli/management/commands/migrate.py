"""``wisselwerk migrate``: Django's, and the table that Django makes by another command."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Brings the database up to date, the cache table included."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then make the cache table where it is missing."""
        super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            call_command("createcachetable", database=options["database"], verbosity=0)
