"""``wisselwerk migrate``: Django's, and what the database needs besides."""

from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.commands import migrate

from wisselwerk.apps.catalogue.services import rebuild_search
from wisselwerk.apps.catalogue.words import are_missing
from wisselwerk.apps.search import documents as search
from wisselwerk.apps.search.services import rebuild_documents
from wisselwerk.apps.vouchers.hot import install_functions
from wisselwerk.cli.documents import documents
from wisselwerk.db import install_triggers
from wisselwerk.domain.actor import SYSTEM


class Command(migrate.Command):
    """Brings the database up to date: tables, the cache table, triggers and functions."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then see to the rest, which is safe to repeat."""
        super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            call_command("createcachetable", database=options["database"], verbosity=0)
            # What another version kept may have another form.
            cache.clear()
            install_triggers(options["database"])
            install_functions(options["database"])
            if not options["app_label"] and are_missing():
                rebuild_search(SYSTEM)
            if not options["app_label"] and search.are_of_before(documents()):
                rebuild_documents(SYSTEM, documents=documents)
