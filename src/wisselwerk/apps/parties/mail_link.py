"""Links in mails: signed, without login, and each good for one thing. Whoever has one can do that and nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing

from wisselwerk.apps.parties.models import Person


@dataclass(frozen=True, slots=True)
class MailLink:
    """What one kind of link is good for. Its ``salt`` never changes: links that were mailed stay good."""

    salt: str
    holds_for: timedelta | None = None
    """How long after it was mailed; None: as long as mails are kept."""

    def token(self, about: int | list[int]) -> str:
        """What goes into the link: the number of what it is about, or several."""
        return signing.dumps(about, salt=self.salt)

    def read(self, token: str) -> Any:
        """What it is about; None when it is too old, changed, or no link of this kind."""
        try:
            return signing.loads(token, salt=self.salt, max_age=self.holds_for)
        except signing.BadSignature:
            return None

    def reader(self, token: str) -> Person | None:
        """Whose mails it is about; None when it is not ours, or the person was erased. One query where it is ours."""
        pk = self.read(token)
        return None if pk is None else Person.objects.filter(pk=pk).first()
