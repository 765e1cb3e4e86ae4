"""``wisselwerk draw``: how far the draw of a scheme is, its published files, and holding it from the shell."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Draw
from wisselwerk.apps.vouchers.queries.draws import (
    draws_of,
    number_entered,
    order_of,
    sealed_list_of,
    waiting_lots,
)
from wisselwerk.apps.vouchers.services import hold_draw
from wisselwerk.cli import arguments
from wisselwerk.domain.lottery import DrawState
from wisselwerk.domain.refusal import Refusal
from wisselwerk.wording import sentence

TOLD = {
    DrawState.SEALED: "list sealed",
    DrawState.SEEDED: "seed typed, waits for a second person",
    DrawState.CONFIRMED: "seed confirmed, ready to be held",
    DrawState.DRAWN: "held",
}


class Command(BaseCommand):
    """Alone, it tells how far each draw is. A draw of thousands is better held here than on a page."""

    help = (
        "Tell how far the draws of a scheme are, write their published files, or hold the draw that is ready."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Of which scheme, and what to do."""
        parser.add_argument(
            "scheme", metavar="SLUG", help="such as loting; alone, it tells how far each draw is"
        )
        parser.add_argument(
            "--out",
            type=Path,
            metavar="FOLDER",
            help="write the sealed list and the order of every draw here",
        )
        parser.add_argument(
            "--hold", metavar="EMAIL", help="hold the draw that is ready, as the coordinator who signs in so"
        )

    @no_translations
    def handle(self, *, scheme: str, out: Path | None, hold: str | None, **options: object) -> None:
        """Do it, and say how far each draw is.

        Raises:
            CommandError: the scheme or the person is unknown, no draw is ready, or it is refused.
        """
        found = Scheme.objects.filter(slug=scheme).first()
        if found is None:
            known = ", ".join(Scheme.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"No scheme is called {scheme!r}. Known here: {known}.")
        if hold:
            _hold(found, hold)
        draws = list(draws_of(found))
        if out:
            out.mkdir(parents=True, exist_ok=True)
            for draw in draws:
                _write(out, found, draw)
        for draw in draws:
            self.stdout.write(
                f"draw {draw.number}: {TOLD[DrawState(draw.state)]}, {draw.entries} applications, "
                f"list {draw.list_sha256}, seed on {draw.seed_on}"
            )
        self.stdout.write(
            f"{number_entered(found)} applications wait for a list, {waiting_lots(found).count()} on the waiting list"
        )


def _hold(scheme: Scheme, email: str) -> None:
    person = Person.objects.filter(email__iexact=arguments.mail_address(email)).first()
    if person is None:
        raise CommandError(f"Nobody here signs in as {email}. Give the role first: wisselwerk role grant.")
    draw = draws_of(scheme).exclude(state=DrawState.DRAWN).first()
    if draw is None:
        raise CommandError(f"No draw of {scheme.slug} waits to be held. Seal the list first, on its page.")
    try:
        hold_draw(actor_for(person), draw=draw)
    except Refusal as refusal:
        raise CommandError(sentence(refusal.reasons[0])) from refusal


def _write(folder: Path, scheme: Scheme, draw: Draw) -> None:
    name = f"loting-{scheme.slug}-{draw.number}"
    (folder / f"{name}-lijst.csv").write_bytes(sealed_list_of(draw))
    order = order_of(draw)
    if order is not None:
        (folder / f"{name}-volgorde.csv").write_bytes(order)
