"""Which vouchers are there, and where do they stand?"""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries import coordinated_voucher, vouchers_coordinated
from wisselwerk.domain.actor import Role
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.htmx import partial
from wisselwerk.web.purpose import asks
from wisselwerk.web.voucher_view import VoucherView
from wisselwerk.wording import word

PER_PAGE = 25


def state_choices() -> list[tuple[str, str]]:
    """The states to filter on, all of them first."""
    return [
        ("", str(_("All states"))),
        *((state.value, capfirst(word(state.value))) for state in VoucherState),
    ]


@asks(find="state")
class Filter(forms.Form):
    """Which vouchers to show."""

    state = forms.ChoiceField(label=_("State"), choices=state_choices, required=False)


@for_role(Role.COORDINATOR)
def vouchers(request: HttpRequest) -> HttpResponse:
    """Vouchers of the coordinator's schemes, newest first."""
    form = Filter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = vouchers_coordinated(actor_of_request(request), state=VoucherState(state) if state else None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "vouchers": [VoucherView(one) for one in page]}
    return render(request, partial(request, "coordinator/vouchers.html", "results"), context)


def voucher_or_404(request: HttpRequest, code: str) -> VoucherView:
    """A voucher that whoever asks coordinates; 404 for any other."""
    try:
        return VoucherView(coordinated_voucher(actor_of_request(request), code))
    except Voucher.DoesNotExist as error:
        raise Http404 from error
