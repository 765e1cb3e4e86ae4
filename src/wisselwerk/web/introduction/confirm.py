"""Is this mail address yours? The code from the mail says so; the need or the place at an event is entered at once."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wisselwerk.apps.introductions.matching import matching_offers, matching_services
from wisselwerk.apps.introductions.models import Event, Need, Pending, Purpose, Registration
from wisselwerk.apps.introductions.places import partnership_at
from wisselwerk.apps.introductions.queries.needs import pending_by_token
from wisselwerk.apps.introductions.services import prove_address
from wisselwerk.apps.outbox.mail import mail_is_down
from wisselwerk.apps.parties.codes import is_good
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.privacy.entry import UNCONFIRMED_KEPT_FOR
from wisselwerk.clock import today
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.enterprise.confirm import BACKEND, CodeForm, FamiliarCodeForm, only_own
from wisselwerk.web.htmx import wants_part

SHOWN = 3


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Bring the code back. Once that has been done this page only shows the way to what was asked."""
    pending = pending_by_token(token)
    if pending is None:
        raise Http404
    form_class = FamiliarCodeForm if pending.purpose == Purpose.NEED else CodeForm
    form = form_class(request.POST or None)
    if form.is_valid():
        _bring_back(request, token, form)
        pending.refresh_from_db()
    if pending.made:
        # The page there asks whoever is not known to sign in.
        return _to_what_was_made(pending)
    # The page asks every few seconds whether mail goes out, and only for that.
    is_poll = wants_part(request)
    context = {
        "pending": pending,
        "form": form,
        "is_good": is_good(pending),
        "mail_is_down": mail_is_down(),
        "kept_for": UNCONFIRMED_KEPT_FOR,
        "event": _event(pending),
    }
    if pending.purpose == Purpose.NEED and pending.asked and not is_poll:
        context |= _who_may_help(pending)
    return render(request, "introduction/confirm.html", context, status=form.status)


def _bring_back(request: HttpRequest, token: str, form: CodeForm) -> None:
    """Enter what was asked; whoever that makes known is signed in by it, this once."""
    actor, asked = actor_of_request(request), form.cleaned_data
    made = form.attempt(
        lambda: prove_address(
            actor, token=token, code=asked["code"], familiarity=asked.get("familiarity") or None
        )
    )
    if made and made.person and only_own(made.person):
        login(request, made.person, backend=BACKEND)


def _to_what_was_made(pending: Pending) -> HttpResponse:
    if pending.purpose == Purpose.NEED:
        need = Need.objects.filter(pk=pending.made).first()
        if need is not None:
            return redirect("introduction:matches", need.pk)
    else:
        place = Registration.objects.filter(pk=pending.made).select_related("event").first()
        if place is not None:
            return redirect("introduction:event", place.event.slug)
    raise Http404


def _event(pending: Pending) -> Event | None:
    """The event that it is about; None of a need."""
    return Event.objects.filter(pk=pending.asked.get("event")).first()


def _who_may_help(pending: Pending) -> dict[str, object]:
    """The first of who may help, and who looks along where nobody does: whoever waits for a mail sees already that it makes sense."""
    asked = pending.asked
    own = Organisation.objects.filter(enterprise_number=asked["enterprise_number"]).values_list(
        "pk", flat=True
    )
    said, where, besides = asked["sentence"], asked["place"], own.first()
    matches = matching_services(said, where, today(), besides=besides)[:SHOWN]
    offers = [] if matches else matching_offers(said, where, today(), besides=besides)[:SHOWN]
    partnership = None if matches or offers else partnership_at(where, today())
    return {"matches": matches, "offers": offers, "partnership": partnership}
