"""The link in a mail with which its reader stops mails about practices: signed, and of one person."""

from django.core import signing

from wisselwerk.apps.parties.models import Person

SALT = "wisselwerk.practice"


def stop_token(person_id: int) -> str:
    """What goes into the link. All it can do is stop these mails to this person."""
    return signing.dumps(person_id, salt=SALT)


def read_stop_token(token: str) -> Person | None:
    """Whose mails it stops; None when it is not ours, or the person was erased."""
    try:
        person_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=person_id).first()
