"""The API's contract, as it is committed."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """``wisselwerk openapi``: what stands in openapi.json."""

    help = "Print the OpenAPI description of the API."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it. The API is found by name: the shell and the machines' edge do not know each other."""
        api = import_string("wisselwerk.api.v1.api")
        self.stdout.write(json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False))
