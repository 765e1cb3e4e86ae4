"""``wisselwerk failed``: the background work that was given up."""

from django.core.management.base import BaseCommand, CommandParser

from wisselwerk.cli.background import begin_anew, given_up
from wisselwerk.clock import now


class Command(BaseCommand):
    """What a person should look at, because nothing tries it again by itself."""

    help = "List the background work that failed and is not tried again by itself, or have it tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only to look, or to do something about it."""
        parser.add_argument("--retry", action="store_true", help="have all of it done again")

    def handle(self, *, retry: bool, **options: object) -> None:
        """One line per piece of work: when it was asked for, what it is, and the error."""
        found = given_up(now())
        for task in found:
            name, payload = task.args_kwargs["args"]
            what = " ".join([name, *(f"{key}={value}" for key, value in payload.items())])
            self.stdout.write(f"{task.enqueued_at:%Y-%m-%dT%H:%M:%SZ}  {what}  {task.exception_class_path}")
        if retry:
            self.stderr.write(f"Begun anew: {begin_anew(found, now())}.")
        else:
            self.stderr.write(
                f"Given up: {len(found)}." + (" With --retry it is done again." if found else "")
            )
