"""``wisselwerk mail receive|counts``: take in replies to letters, as a mail server hands them over."""

import logging
import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DataError, Error, IntegrityError, OperationalError

from wisselwerk.apps.network.models import MailCount
from wisselwerk.apps.network.services import count_mail, receive_reply
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.network_mail import MailOutcome
from wisselwerk.formats.incoming_mail import LARGEST, MailUnreadable, read_mail

logger = logging.getLogger(__name__)

COME_BACK = 75
"""What a mail server reads as: keep it, and try again later (EX_TEMPFAIL of sysexits.h)."""


class Command(BaseCommand):
    """Without a path ``receive`` reads one mail on standard input, as the pipe of a mail server calls it."""

    help = "Take in replies to questions of the learning network; the same mail twice does nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which mails."""
        actions = parser.add_subparsers(dest="action", required=True)
        what = actions.add_parser("receive", help="read mails; without PATH one, on standard input")
        what.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="a mail, an mbox file, a maildir or a folder of mails",
        )
        actions.add_parser("counts", help="how much mail of each day came to what")

    @no_translations
    def handle(self, *, action: str, paths: list[Path] | None = None, **options: object) -> None:
        """Do it, and say what each mail came to.

        Raises:
            CommandError: there is nothing at a path.
            SystemExit: the database is away, or not as it should be; a mail server tries again.
        """
        if action == "counts":
            for one in MailCount.objects.order_by("day", "outcome"):
                self.stdout.write(f"{one.day}\t{one.outcome.lower()}\t{one.number}")
            return
        try:
            found = Counter(_taken(data) for data in (_mails(paths) if paths else _from_pipe()))
        except Error as error:
            # What other errors say has the row in it, and so words of the mail.
            why = f": {error}" if isinstance(error, OperationalError) else ""
            self.stderr.write(f"The database did not take it ({type(error).__name__}){why}")
            raise SystemExit(COME_BACK) from error
        for outcome, number in sorted(found.items()):
            self.stdout.write(f"{outcome.lower()}\t{number}")


def _taken(data: bytes) -> MailOutcome:
    """What a mail comes to; one that the database will never take, as trying again does not change it, is not read."""
    try:
        return _receive(data)
    except (DataError, IntegrityError) as error:
        # Not what it says, and no traceback: those have the row in them, and so words of the mail.
        logger.error("mail_not_kept", extra={"error": type(error).__name__})  # noqa: TRY400
        return count_mail(MailOutcome.UNREADABLE)


def _receive(data: bytes) -> MailOutcome:
    if len(data) > LARGEST:
        return count_mail(MailOutcome.TOO_LARGE)
    try:
        mail = read_mail(data)
    except MailUnreadable:
        return count_mail(MailOutcome.UNREADABLE)
    return receive_reply(SYSTEM, mail=mail)


def _from_pipe() -> Iterator[bytes]:
    """No more than is read at all, however much comes."""
    yield sys.stdin.buffer.read(LARGEST + 1)


def _mails(paths: list[Path]) -> Iterator[bytes]:
    for path in paths:
        if not path.exists():
            raise CommandError(f"There is nothing at {path}.")
        if path.is_dir() and (path / "new").is_dir():
            box = mailbox.Maildir(path, create=False)
            yield from (box.get_bytes(key) for key in sorted(box.keys()))
        elif path.is_dir():
            yield from _mails(sorted(one for one in path.iterdir() if one.is_file()))
        elif _is_mbox(path):
            with closing(mailbox.mbox(path, create=False)) as kept:
                yield from (kept.get_bytes(key) for key in kept.keys())  # noqa: SIM118  a mailbox is no mapping
        else:
            with path.open("rb") as file:
                yield file.read(LARGEST + 1)


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "
