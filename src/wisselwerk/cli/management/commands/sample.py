"""``wisselwerk sample``: how far each sample is, its published files, and who samples for the Flemish administration."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.services import found_department
from wisselwerk.apps.samples.queries import SampleView, drawn_of, list_of, samples, view_of
from wisselwerk.domain.actor import SYSTEM

TOLD = {
    "sample_sealed": "waits for the seed",
    "sample_drawn": "being looked at",
    "sample_passed_on": "outcome passed on",
}


class Command(BaseCommand):
    """Alone, it tells how far each sample is: never which dossiers were drawn."""

    help = "Tell how far each sample is, write its published files, or make a Flemish department known."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument(
            "--out",
            type=Path,
            metavar="FOLDER",
            help="write the sealed list of each, and what was drawn, here",
        )
        parser.add_argument(
            "--department", metavar="SLUG", help="make this department of the Flemish government known"
        )
        parser.add_argument("--name", default="", help="its name")

    @no_translations
    def handle(self, *, out: Path | None, department: str | None, name: str, **options: object) -> None:
        """Do it, and say how far each sample is.

        Raises:
            CommandError: a department without a name, or a slug that something else has.
        """
        if department:
            _make_known(department, name)
        for view in map(view_of, samples()):
            if out:
                out.mkdir(parents=True, exist_ok=True)
                _write(out, view)
            self.stdout.write(_line(view))


def _make_known(slug: str, name: str) -> None:
    others = Organisation.objects.filter(slug=slug).exclude(kind=OrganisationKind.VLAAMSE_OVERHEID)
    if not name.strip() or others.exists():
        raise CommandError(f"Give --name, and a slug that no other organisation has: {slug!r}.")
    found_department(SYSTEM, slug=slug, name=name.strip())


def _line(view: SampleView) -> str:
    sample = view.sample
    what = f"dossiers of {sample.scheme.slug}" if sample.scheme else "decisions and reported actions"
    return (
        f"sample {sample.pk}: {sample.size} of {sample.population} {what}, {sample.year}: {TOLD[view.state]}, "
        f"list {sample.list_sha256}, seed on {sample.seed_on}"
    )


def _write(folder: Path, view: SampleView) -> None:
    name = f"steekproef-{view.sample.pk}"
    (folder / f"{name}-lijst.csv").write_bytes(list_of(view.sample))
    if view.draw is not None:
        (folder / f"{name}-getrokken.csv").write_bytes(drawn_of(view.sample))
