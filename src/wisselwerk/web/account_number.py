"""Giving an account number in two steps: first see what will happen, then give it. For who is paid and for who pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on, change_of, coming_of, pays_from, refused_on
from wisselwerk.apps.payouts.queries.keepers import sees_number
from wisselwerk.apps.payouts.services import is_used_at_once, name_account
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.formats import iban
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks
from wisselwerk.wording import name_of


@dataclass(frozen=True, slots=True)
class Number:
    """An account as whoever looks may see it: that there is one is told to all who may give another."""

    account: BankAccount
    is_whole: bool

    @property
    def shown(self) -> str:
        """The number in groups of four, or only how it ends."""
        number = self.account.iban
        return (
            iban.show(number) if self.is_whole else _("a number that ends in {last}").format(last=number[-4:])
        )

    @property
    def in_name_of(self) -> str:
        """The name that its bank knows, for who sees the whole number."""
        return self.account.in_name_of if self.is_whole else ""


@dataclass(frozen=True, slots=True)
class Holding:
    """An organisation with the account it has now, and what waits."""

    organisation: Organisation
    account: Number | None
    change: Number | None
    """Waits for its second confirmation."""
    coming: Number | None
    """Confirmed, and used from a day to come."""
    is_at_once: bool
    """Whether the number that is given next waits for nothing."""


@asks(money="organisation iban in_name_of")
class AccountForm(ActForm):
    """An account number, for one of the organisations that somebody acts for."""

    organisation = forms.ChoiceField(
        label=gettext_lazy("For whom?"), error_messages={"required": gettext_lazy("Choose for whom.")}
    )
    iban = forms.CharField(
        label=gettext_lazy("Account number (IBAN)"),
        help_text=gettext_lazy("For example BE68 5390 0754 7034. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Fill in the account number.")},
    )

    in_name_of = forms.CharField(
        label=gettext_lazy("In whose name does the account stand?"),
        help_text=gettext_lazy("As your bank writes it. Banks compare the name with the number."),
        max_length=70,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Fill in in whose name the account stands.")},
    )

    def __init__(self, request: HttpRequest, organisations: Iterable[Organisation]) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.known = {str(one.pk): one for one in organisations}
        choices = [(key, name_of(one)) for key, one in self.known.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        self.fields["organisation"].initial = choices[0][0] if len(choices) == 1 else None
        with_name = [bool(one.name) for one in self.known.values()]
        self.fields["in_name_of"].required = not any(with_name)
        if all(with_name):
            del self.fields["in_name_of"]
        self.is_confirmed = "give" in request.POST

    def clean(self) -> dict[str, Any]:
        """The number in capitals without spaces; what is none, or lacks a name, is told as the command would."""
        asked = super().clean() or {}
        if given := asked.get("iban"):
            try:
                asked["iban"] = iban.parse(given)
            except iban.IbanInvalid:
                self.reasons = (Reason(RefusalCode.IBAN_INVALID, {"iban": given}),)
        whose = self.known.get(asked.get("organisation", ""))
        if whose is not None and (number := asked.get("iban")) and pays_from(number, but=whose):
            self.reasons = (*self.reasons, Reason(RefusalCode.ACCOUNT_NOT_YOURS, {"iban": iban.show(number)}))
        if whose is not None and not whose.name and not asked.get("in_name_of"):
            self.reasons = (*self.reasons, Reason(RefusalCode.ACCOUNT_NAME_MISSING))
        return asked

    @property
    def chosen(self) -> Organisation:
        """The organisation it is for."""
        return self.known[self.cleaned_data["organisation"]]


def account_page(
    request: HttpRequest, organisations: list[Organisation], *, template: str, back: str
) -> HttpResponse:
    """The account of each organisation, and the form that gives another; ``back`` is the name of this page."""
    form = AccountForm(request, organisations)
    is_good = form.is_valid() and not form.reasons
    if is_good and form.is_confirmed and _given(request, form):
        messages.success(request, _said(form.chosen))
        return redirect(back)
    actor = actor_of_request(request)
    holdings = [_holding(actor, one) for one in organisations]
    asked = next((one for one in holdings if is_good and one.organisation == form.chosen), None)
    context = {"form": form, "holdings": holdings, "asked": asked}
    if asked is not None:
        number = form.cleaned_data["iban"]
        context |= {
            "iban": number,
            "in_name_of": form.cleaned_data.get("in_name_of", ""),
            "refused_on": refused_on(form.chosen, number),
        }
    return render(request, template, context, status=form.status)


def number_for(actor: Actor, account: BankAccount | None) -> Number | None:
    """As much of an account as the actor may see; None where there is none."""
    return None if account is None else Number(account, sees_number(actor, account))


def _holding(actor: Actor, organisation: Organisation) -> Holding:
    day = today()
    return Holding(
        organisation,
        number_for(actor, account_on(organisation, day)),
        number_for(actor, change_of(organisation)),
        number_for(actor, coming_of(organisation, day)),
        is_at_once=is_used_at_once(actor, organisation),
    )


def _given(request: HttpRequest, form: AccountForm) -> Answer | None:
    actor, organisation, asked = actor_of_request(request), form.chosen, form.cleaned_data

    def act() -> dict[str, Any]:
        name = asked.get("in_name_of", "")
        account = name_account(actor, organisation=organisation, iban=asked["iban"], in_name_of=name)
        return {"account": account.pk}

    return form.carry_out(actor, f"web:name_account:{organisation.pk}", act)


def _said(organisation: Organisation) -> str:
    if change_of(organisation) is None:
        return _("The account number is in use.")
    return _("A mail is on its way. The number changes once somebody confirms it from there.")
