"""From which account do we pay, and how do we change it?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import addresses_of
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.queries.keepers import gives_account, looked_after_by, reads_change
from wisselwerk.apps.payouts.services import confirm_account, first_use
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role, signed_in
from wisselwerk.web.account_number import account_page, number_for
from wisselwerk.web.forms import RefusableForm
from wisselwerk.wording import day


@for_role(Role.FINANCIAL_DIRECTOR)
def account(request: HttpRequest) -> HttpResponse:
    """The account of each local government that somebody signs for."""
    mine = actor_of_request(request).organisations(Role.FINANCIAL_DIRECTOR)
    payers = list(Organisation.objects.filter(pk__in=mine).order_by("name"))
    return account_page(request, payers, template="finance/account.html", back="finance:account")


@signed_in
def account_confirm(request: HttpRequest, account_id: int) -> HttpResponse:
    """Where the mail about a change leads: look, and confirm it with one button. Pressing again changes nothing.

    The other director of a local government looks along, and does not confirm.
    """
    actor = actor_of_request(request)
    change = BankAccount.objects.select_related("organisation").filter(pk=account_id).first()
    if change is None or not reads_change(actor, change.organisation_id):
        raise Http404
    form = RefusableForm(request.POST if request.method == "POST" else None)
    confirmed = form.attempt(lambda: confirm_account(actor, account=change)) if form.is_valid() else None
    if confirmed is not None:
        said = _("The new account number is used from {day}.")
        messages.success(request, said.format(day=day(confirmed.usable_from or today())))
        return redirect("finance:account-confirm", confirmed.pk)
    context = {
        "change": change,
        "now": number_for(actor, account_on(change.organisation, today())),
        "first_use": first_use(today()),
        "named_by": addresses_of([change.named_by]).get(change.named_by, ""),
        "may_confirm": gives_account(actor, change.organisation_id),
        "is_used": change.usable_from is not None and change.usable_from <= today(),
        "whom_to_ask": looked_after_by(change.organisation_id),
        "form": form,
    }
    return render(request, "finance/account_confirm.html", context, status=form.status)
