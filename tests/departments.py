"""The Flemish administration, as tests have it here."""

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_department
from wisselwerk.demo.cast import DEPARTMENT
from wisselwerk.domain.actor import SYSTEM


def department() -> Organisation:
    """The department that looks afterwards at what is public."""
    return found_department(SYSTEM, slug=DEPARTMENT, name="Vlaamse administratie")
