"""On which account am I paid, and how do I change it?"""

from django.http import HttpRequest, HttpResponse

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.account_number import account_page


@for_role(Role.PROVIDER)
def account(request: HttpRequest) -> HttpResponse:
    """The account of each provider that somebody acts for."""
    mine = actor_of_request(request).organisations(Role.PROVIDER)
    providers = list(Organisation.objects.filter(pk__in=mine).order_by("name", "enterprise_number"))
    return account_page(request, providers, template="provider/account.html", back="provider:account")
