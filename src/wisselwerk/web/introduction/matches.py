"""Who may answer this need, why, and to whom do I want to be introduced?"""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.queries import is_social_economy, providers_of
from wisselwerk.apps.introductions.matching import Match, OfferMatch, matching_offers, matching_services
from wisselwerk.apps.introductions.models import Introduction, JointOffer, Need, Suggestion
from wisselwerk.apps.introductions.queries.introductions import Followed, followed, introductions_of
from wisselwerk.apps.introductions.queries.needs import need_of, suggestions_of
from wisselwerk.apps.introductions.services import (
    ask_introductions,
    withdraw_introduction,
    withdraw_need,
)
from wisselwerk.apps.introductions.services.needs import may_introduce
from wisselwerk.apps.parties.codes import network_hash
from wisselwerk.apps.privacy.introduction_entries import NEED_KEPT_FOR
from wisselwerk.apps.schemes.queries import Overview, scheme_overviews
from wisselwerk.clock import today
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.enterprise.apply import SEPARATOR
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.introduction.sure import SureForm
from wisselwerk.web.purpose import asks
from wisselwerk.wording import whom_to_ask

SERVICE, OFFER = "dienst", "samen"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may answer a need, with the way to a voucher where a scheme gives one for it."""

    value: str
    """Names it in the form."""
    match: Match | OfferMatch
    """With no reasons where no search found it."""
    scheme: str
    """Slug of the scheme; nothing where none is open for this business, place and service."""
    choice: str
    """What the application form calls the service."""
    is_introduced: bool
    suggestion: Suggestion | None = None
    """Where the coordinator proposes it, with why."""

    @property
    def service(self) -> Service | None:
        """Where it is one provider's service."""
        return self.match.service if isinstance(self.match, Match) else None

    @property
    def offer(self) -> JointOffer | None:
        """Where several do it together."""
        return self.match.offer if isinstance(self.match, OfferMatch) else None


@asks(record="chosen")
class ChoiceForm(ActForm):
    """To whom the business wants to be introduced."""

    chosen = forms.MultipleChoiceField(
        label=_("To whom do you want to be introduced?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("Choose from the list below: one of your choices is no longer offered."),
        },
    )


@signed_in
def matches(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """What may answer a need, each with the reason, and who was told of it."""
    need = need_or_404(request, need_id)
    proposals = proposals_of(need)
    is_own = may_introduce(actor_of_request(request), need)
    form = ChoiceForm(request.POST or None)
    form.fields["chosen"].choices = [  # type: ignore[attr-defined]  # a field of choices
        (one.value, one.value) for one in proposals if not one.is_introduced
    ]
    if form.is_valid() and (answer := _introduced(request, need, proposals, form)):
        number = answer["number"]
        told = ngettext(
            "{number} enterprise now sees your need and your mail address.",
            "{number} enterprises now see your need and your mail address.",
            number,
        )
        messages.success(request, told.format(number=number))
        return redirect("introduction:matches", need.pk)
    context = {
        "need": need,
        "proposals": proposals,
        "form": form,
        "is_own": is_own,
        "to_choose": is_own and any(not one.is_introduced for one in proposals),
        "introductions": _introductions(request, need),
        "kept_for": NEED_KEPT_FOR,
        "contact": whom_to_ask(need.partnership) if need.partnership else "",
    }
    return render(request, "introduction/matches.html", context, status=form.status)


@signed_in
def withdraw(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Look for it no longer: say what will happen, and do it."""
    need = need_or_404(request, need_id)
    form = SureForm.of(request)
    if form.does(lambda: withdraw_need(actor_of_request(request), need=need)):
        messages.success(request, _("Your need was withdrawn. Nobody sees your mail address any more."))
        return redirect("enterprise:waiting")
    return render(request, "introduction/withdraw.html", {"need": need, "form": form}, status=form.status)


@signed_in
def take_back(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Take one's address back from one provider."""
    actor = actor_of_request(request)
    introduction = introductions_of(actor).filter(pk=introduction_id).first()
    if introduction is None:
        raise Http404
    form = SureForm.of(request)
    if form.does(lambda: withdraw_introduction(actor, introduction=introduction)):
        name = introduction.provider.organisation.name
        messages.success(request, _("{name} no longer sees your mail address.").format(name=name))
        return (
            redirect("introduction:matches", introduction.need_id)
            if introduction.need_id
            else redirect("enterprise:waiting")
        )
    context = {"introduction": introduction, "form": form}
    return render(request, "introduction/take_back.html", context, status=form.status)


def need_or_404(request: HttpRequest, need_id: UUID) -> Need:
    """A need of whoever asks; 404 for any other."""
    try:
        return need_of(actor_of_request(request), need_id)
    except Need.DoesNotExist as error:
        raise Http404 from error


def proposals_of(need: Need) -> list[Proposal]:
    """What may answer a need today, what the coordinator proposes first, then the best; nothing once it was withdrawn or its
    words were erased.
    """
    if need.withdrawn_at is not None or not need.sentence:
        return []
    day, besides = today(), need.enterprise_id
    told = {one.provider_id for one in need.introductions.all()}
    schemes = [] if is_social_economy(need.enterprise_id, day) else _open_at(need.place)
    suggested = {one.service_id: one for one in suggestions_of(need)}
    matches = matching_services(need.sentence, need.place, day, besides=besides)
    why = {match.service.pk: match.why for match in matches}
    found = [
        *(Match(one.service, why.get(pk, ())) for pk, one in suggested.items()),
        *(match for match in matches if match.service.pk not in suggested),
    ]
    kinds = _kinds_of(found) if schemes else {}
    services = [
        Proposal(
            f"{SERVICE}:{match.service.pk}",
            match,
            _scheme_for(match, kinds.get(match.service.provider_id, []), schemes),
            f"{match.provider.organisation.enterprise_number}{SEPARATOR}{match.service.slug}",
            match.service.provider_id in told,
            suggested.get(match.service.pk),
        )
        for match in found
    ]
    offers = [
        Proposal(f"{OFFER}:{match.offer.pk}", match, "", "", match.offer.lead_id in told)
        for match in matching_offers(need.sentence, need.place, day, besides=besides)
    ]
    first = [one for one in services if one.suggestion]
    return [*first, *offers, *services[len(first) :]]


def _open_at(place: str) -> list[Overview]:
    """Schemes that take applications today for a business there."""
    finest = set(belgian_territory().finest(place, today()))
    return [
        one
        for one in scheme_overviews(today())
        if one.state == "running" and finest & {member.place for member in one.members}
    ]


def _kinds_of(found: list[Match]) -> dict[int, list[str]]:
    """Under what each provider is recognised today. Four queries, however many there are."""
    providers = providers_of({match.provider.organisation_id for match in found}, today())
    return {one.pk: [recognition.kind for recognition in one.recognitions.all()] for one in providers}


def _scheme_for(match: Match, kinds: list[str], schemes: list[Overview]) -> str:
    fit = (one for one in schemes if one.admits(kinds) and one.is_for_service(match.service.kind))
    return next((one.scheme.slug for one in fit), "")


def _introduced(
    request: HttpRequest, need: Need, proposals: list[Proposal], form: ChoiceForm
) -> Answer | None:
    actor = actor_of_request(request)
    chosen = [one for one in proposals if one.value in form.cleaned_data["chosen"]]
    services = [one.service for one in chosen if one.service]
    leads = [one.offer.lead for one in chosen if one.offer]
    sent_from = network_hash(request.META["REMOTE_ADDR"])

    def act() -> Answer:
        made = ask_introductions(actor, need=need, services=services, leads=leads, sent_from=sent_from)
        return {"number": len(made)}

    return form.carry_out(actor, f"web:introduce:{need.pk}", act)


def _introductions(request: HttpRequest, need: Need) -> list[Followed]:
    actor = actor_of_request(request)
    made = introductions_of(actor).filter(pk__in=Introduction.objects.filter(need=need))
    return followed(made, actor)
