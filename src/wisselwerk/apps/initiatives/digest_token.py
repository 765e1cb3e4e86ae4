"""The link in a mail with which its reader stops it: signed, of one person, and good for as long as mails are kept."""

from django.core import signing

from wisselwerk.apps.parties.models import Person

SALT = "wisselwerk.digest"


def stop_token(person_id: int) -> str:
    """What goes into the link. All it can do is stop what is mailed to this person."""
    return signing.dumps(person_id, salt=SALT)


def read_stop_token(token: str) -> Person | None:
    """Whose mails it stops; None when it is not ours, or the person was erased."""
    try:
        person_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=person_id).first()
