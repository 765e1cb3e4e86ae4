"""What is kept of one person: hand it over, or erase it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from wisselwerk.apps.privacy.services import erase_person, export_person
from wisselwerk.domain.actor import SYSTEM


class Command(BaseCommand):
    """``wisselwerk privacy export|erase EMAIL``."""

    help = "Export everything kept of one person as JSON, or erase that person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the shell may say."""
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit 1 when nobody is known by this address."""
        found = export_person(options["email"])
        if not found.get("email") and not found["unconfirmed_applications"]:
            raise CommandError("Nothing is kept under this mail address.")
        if options["action"] == "erase":
            erase_person(SYSTEM, email=options["email"])
            open_vouchers = [
                v["code"] for v in found.get("vouchers", []) if v["state"] in ("open", "partly_used")
            ]
            self.stderr.write("Erased. Decisions and vouchers stay with the enterprise, without the person.")
            if open_vouchers:
                self.stderr.write(f"{len(open_vouchers)} vouchers of this person are still open.")
            return
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
