"""On which account is my business paid, and how do I change it?"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from wisselwerk.apps.payouts.queries.keepers import payees_of
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.account_number import account_page


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """The account of each business that somebody acts for, or applied for and that is paid back."""
    payees = payees_of(actor_of_request(request))
    if not payees:
        raise PermissionDenied
    return account_page(request, payees, template="enterprise/account.html", back="enterprise:account")
