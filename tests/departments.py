"""The Flemish administration and the learning network, as tests have them here."""

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_department, found_network
from wisselwerk.demo.cast import DEPARTMENT, NETWORK
from wisselwerk.domain.actor import SYSTEM


def department() -> Organisation:
    """The department that looks afterwards at what is public."""
    return found_department(SYSTEM, slug=DEPARTMENT, name="Vlaamse administratie")


def network() -> Organisation:
    """The learning network of local governments."""
    return found_network(SYSTEM, slug=NETWORK, name="Lerend netwerk")
