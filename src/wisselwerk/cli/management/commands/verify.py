"""The proof that what is stored agrees with itself."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wisselwerk.apps.aid import proof as aid
from wisselwerk.apps.catalogue import proof as catalogue
from wisselwerk.apps.evaluation import proof as evaluation
from wisselwerk.apps.initiatives.queries import proof as initiatives
from wisselwerk.apps.introductions.queries import proof as introductions
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.network.queries import meeting_proof as meetings
from wisselwerk.apps.network.queries import talk_proof as network
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.practices import proof as practices
from wisselwerk.apps.samples import proof as samples
from wisselwerk.apps.schemes import proof as schemes
from wisselwerk.apps.search import documents as search
from wisselwerk.apps.settlements.queries import proof as settlements
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.cli.documents import documents
from wisselwerk.db import snapshot


class Command(BaseCommand):
    """``wisselwerk verify [--json]``."""

    help = "Replay every decision and recompute every balance; exit 1 and name each difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the shell may say."""
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at everything as it is at one moment; others may go on meanwhile."""
        with snapshot():
            found = [
                *ledger.differences(),
                *catalogue.differences(),
                *aid.differences(),
                *schemes.differences(),
                *vouchers.differences(),
                *payouts.differences(),
                *settlements.differences(),
                *introductions.differences(),
                *evaluation.differences(),
                *initiatives.differences(),
                *samples.differences(),
                *network.differences(),
                *meetings.differences(),
                *practices.differences(),
                *search.differences(documents()),
            ]
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not found, "differences": found}, indent=2))
        elif found:
            self.stdout.write("\n".join(found))
        if found:
            raise SystemExit(1)
        self.stderr.write("Every decision replayed and every balance recomputed: no differences.")
