"""The API's contract, as it is committed."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

CONTRACT = Path("openapi.json")


class Command(BaseCommand):
    """``wisselwerk openapi [--check]``: what stands in openapi.json."""

    help = "Print the OpenAPI description of the API, or check that openapi.json is it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the shell may say."""
        parser.add_argument("--check", action="store_true", help="compare with openapi.json in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it. The API is found by name: the shell and the machines' edge do not know each other."""
        api = import_string("wisselwerk.api.v1.api")
        described = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False)
        if not options["check"]:
            self.stdout.write(described)
        elif CONTRACT.read_text(encoding="utf-8").strip() != described:
            raise CommandError(
                "openapi.json is not what the API is. Run make openapi and look at the difference."
            )
