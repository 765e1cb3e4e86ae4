"""May I have a voucher? One page, and nothing on it that can be known otherwise."""

from collections.abc import Collection
from typing import Any, TypeVar

from django import forms
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import recognised_providers
from wisselwerk.apps.enterprises.queries import register_day
from wisselwerk.apps.parties.codes import network_hash
from wisselwerk.apps.schemes.queries import Overview, scheme_overview
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.services.applications import submit_application
from wisselwerk.clock import today
from wisselwerk.domain.rule.question import ESTABLISHMENT, NACE_CODE
from wisselwerk.formats import enterprise_number
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import mail_field
from wisselwerk.web.opening import when_decided
from wisselwerk.web.places import seat_choices
from wisselwerk.web.purpose import asks
from wisselwerk.web.question_form import QuestionForm
from wisselwerk.web.recognising import SEAT, Recognised, recognise
from wisselwerk.wording import day, listed, place_name

REGISTER_TELLS = frozenset({NACE_CODE.name, ESTABLISHMENT.name})
SEPARATOR = " "
"""Between the number of a provider and the slug of its service, in one choice: neither holds a space."""


@asks(right="enterprise_number municipality offer email")
class EnterpriseFields(QuestionForm):
    """What is asked of whoever applies, on the web or on the telephone."""

    enterprise_number = forms.CharField(
        label=_("Enterprise number of your business"),
        help_text=_("Ten digits, as on your invoices. For example 0123.456.749."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Fill in the enterprise number.")},
    )
    municipality = forms.ChoiceField(
        label=_("Municipality of your seat"),
        help_text=_("Did your municipality merge? Choose the part in which your business lies."),
        error_messages={"required": _("Choose the municipality.")},
    )
    offer = forms.ChoiceField(
        label=_("What would you like to try?"),
        help_text=_("A choice binds you to this provider. You may also choose later."),
        required=False,
    )
    email = mail_field(_("We send a code to this address, and later the decision."))

    def __init__(
        self, overview: Overview, *args: Any, recognised: Recognised | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recognised = recognised
        area = {member.place for member in overview.members}
        self.fields["municipality"].choices = seat_choices(today(), area)  # type: ignore[attr-defined]
        if told_on := register_day():
            self.fields["municipality"].required = False
            self.fields["municipality"].help_text = _(
                "You may leave this open: we look it up in the register of enterprises, as it was on %(day)s. "
                "Did you move since? Then choose."
            ) % {"day": day(told_on)}
        self.fields["offer"].choices = offer_choices(overview)  # type: ignore[attr-defined]
        self.ask_aid(is_asked=overview.asks_aid)
        rules = overview.rule_set
        if area:
            self._say_where(area, is_enough=bool(rules and ESTABLISHMENT in rules.questions))
        self.ask(rules.questions if rules else (), area, required=True)
        if recognised and recognised.establishments and ESTABLISHMENT.name in self.fields:
            self._choose_among(recognised.establishments)

    def _say_where(self, area: Collection[str], *, is_enough: bool) -> None:
        """For whom the scheme is, before anybody asks a voucher in vain; ``is_enough`` where an establishment there will do."""
        told = (
            _("This scheme is for businesses with their seat or an establishment in %(places)s.")
            if is_enough
            else _("This scheme is for businesses with their seat in %(places)s.")
        )
        field = self.fields["municipality"]
        field.help_text = f"{told % {'places': listed(sorted(map(place_name, area)))}} {field.help_text}"

    def _choose_among(self, establishments: Collection[str]) -> None:
        """Only places where the register has an establishment; what was typed before stays, to be looked at."""
        field = self.fields[ESTABLISHMENT.name]
        typed = self[ESTABLISHMENT.name].value()
        field.choices = [  # type: ignore[attr-defined]
            (code, label)
            for code, label in field.choices  # type: ignore[attr-defined]
            if code in establishments or code in ("", typed)
        ]

    @property
    def told(self) -> list[BoundField]:
        """The fields that the register fills in: shown only to who says otherwise."""
        names = self.recognised.told if self.recognised else ()
        return [field for field in self._about_register() if field.name in names]

    @property
    def untold(self) -> list[BoundField]:
        """The fields that the register could fill in, and does not."""
        return [field for field in self._about_register() if field not in self.told]

    @property
    def other_answers(self) -> list[BoundField]:
        """The fields of all other questions."""
        return [field for field in self.answers if field.name not in REGISTER_TELLS]

    @property
    def corrects_register(self) -> bool:
        """Whether something was filled in where the register tells it."""
        return any(field.value() or field.errors for field in self.told)

    def _about_register(self) -> list[BoundField]:
        return [self[SEAT], *(field for field in self.answers if field.name in REGISTER_TELLS)]

    def clean_enterprise_number(self) -> str:
        """Ten digits whose check digits agree; whose number it is, is not looked at here."""
        try:
            return enterprise_number.parse(self.cleaned_data["enterprise_number"])
        except enterprise_number.EnterpriseNumberInvalid as error:
            raise forms.ValidationError(
                _(
                    "This is no enterprise number: a digit is wrong or missing. It has ten digits, and the first is 0 or 1."
                )
            ) from error

    def asked(self) -> dict[str, Any]:
        """What was filled in, as the command takes it."""
        provider, _, service = self.cleaned_data["offer"].partition(SEPARATOR)
        return {
            "enterprise_number": self.cleaned_data["enterprise_number"],
            "email": self.cleaned_data["email"],
            "provider": provider or None,
            "service": service or None,
            "declarations": {
                "municipality": self.cleaned_data["municipality"],
                **self.aid_declared(),
                **self.answered(),
            },
        }


@asks(right="mandate")
class ApplicationForm(EnterpriseFields):
    """The application as the enterprise itself fills it in."""

    mandate = forms.BooleanField(
        label=_("I may act for this business, and I ask this voucher in its name."),
        help_text=_("When that is not true, the business can contest the voucher; it is then put on hold."),
        error_messages={"required": _("Only who may act for the business can ask a voucher in its name.")},
    )


def offer_choices(overview: Overview) -> list[tuple[str, Any]]:
    """The services of providers that this scheme admits today, by provider; choosing later comes first."""
    groups = [
        (provider.organisation.name, _services(provider, overview))
        for provider in recognised_providers(today())
        if overview.admits([recognition.kind for recognition in provider.recognitions.all()])
    ]
    return [("", _("I choose later")), *(group for group in groups if group[1])]


def _services(provider: Provider, overview: Overview) -> list[tuple[str, str]]:
    """What can be chosen of a provider: its services that the scheme is for, or itself where it names none."""
    number, services = provider.organisation.enterprise_number or "", list(provider.services.all())
    if not services:
        return [(number, provider.organisation.name)]
    return [
        (f"{number}{SEPARATOR}{service.slug}", f"{service.name} ({provider.organisation.name})")
        for service in services
        if overview.is_for_service(service.kind)
    ]


F = TypeVar("F", bound=EnterpriseFields)


def filled_in(kind: type[F], overview: Overview, request: HttpRequest, *, sent_from: str) -> F:
    """The form as it was filled in, with what the register says of its number."""
    recognised = recognise(request.POST.get("enterprise_number", ""), today(), sent_from=sent_from)
    if looks_up(request):
        # Nothing is asked yet, so nothing is wrong yet: what was typed stays.
        return kind(overview, initial=request.POST.dict(), recognised=recognised)
    # Whoever comes from what answers a need finds that filled in; what cannot be chosen here is left open.
    known = {name: request.GET.get(name, "") for name in ("offer", "municipality")}
    return kind(overview, request.POST or None, initial=known, recognised=recognised)


def looks_up(request: HttpRequest) -> bool:
    """Whether the number is only looked up."""
    return "look" in request.POST


def looked_up(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with what is known of the number; to htmx only that part, which is silent while somebody types."""
    is_typing = "HX-Request" in request.headers
    template = "enterprise/number_fields.html#known" if is_typing else page
    is_looked_up = not is_typing or context["form"].recognised is not None
    return render(request, template, {**context, "is_looked_up": is_looked_up})


def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a voucher of a scheme; the code that confirms it is mailed."""
    overview = scheme_overview(slug, today())
    if overview is None:
        raise Http404
    sent_from = network_hash(request.META["REMOTE_ADDR"])
    form = filled_in(ApplicationForm, overview, request, sent_from=sent_from)
    context = {"one": overview, "form": form, "when_decided": when_decided(overview)}
    if looks_up(request):
        return looked_up(request, "enterprise/apply.html", context)
    if form.is_valid() and (answer := form.carry_out(*_application(request, overview, form))):
        if answer["token"]:
            return redirect("enterprise:confirm", answer["token"])
        return redirect("coordinator:application", answer["id"])
    return render(request, "enterprise/apply.html", context, status=form.status)


def _application(request: HttpRequest, overview: Overview, form: ApplicationForm) -> tuple[Any, str, Any]:
    """Who asks what, as ``carry_out`` takes it."""
    actor = actor_of_request(request)
    sent_from = network_hash(request.META["REMOTE_ADDR"])

    def act() -> dict[str, Any]:
        asked = submit_application(actor, scheme=overview.scheme, sent_from=sent_from, **form.asked())
        return {"id": str(asked.pk), "token": _token(asked)}

    return actor, "web:apply", act


def _token(asked: Application) -> str:
    """Names the page where the code is typed; nothing when the application needs no code."""
    return asked.confirmation.token if asked.state == ApplicationState.UNCONFIRMED else ""
