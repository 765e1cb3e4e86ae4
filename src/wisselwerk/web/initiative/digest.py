"""What is new, once a week by mail: on only for who asked for it, shown beforehand, stopped with one click."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.digest_paper import parts_of
from wisselwerk.apps.initiatives.models import DigestSubscription
from wisselwerk.apps.initiatives.queries.digest_news import news_between
from wisselwerk.apps.initiatives.queries.digest_readers import may_follow, reader_of, subscription_of
from wisselwerk.apps.initiatives.services.digest import STOPPING, follow_digest, stop_digest
from wisselwerk.apps.parties.models import Person
from wisselwerk.clock import day_of, now, today
from wisselwerk.domain.actor import ANONYMOUS, Actor
from wisselwerk.domain.digest import chosen_for, number_of, week_of
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.mail_stop import StopPage, stop_view

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether somebody is mailed what is new each week, for a line on the pages of their work."""

    subscription: DigestSubscription | None


def offer_to(actor: Actor) -> Offer | None:
    """What is shown to the actor; None for whom it is not. One query."""
    return Offer(subscription_of(actor)) if may_follow(actor) else None


@signed_in
def digest(request: HttpRequest) -> HttpResponse:
    """Whether it is on, what it would tell now, and one button. Only what is public stands in it."""
    actor = actor_of_request(request)
    subscription = subscription_of(actor)
    if not may_follow(actor) and subscription is None:
        raise PermissionDenied
    if request.method == "POST":
        assert isinstance(request.user, Person), "a page for who is signed in"
        _press(actor, request.user, request.POST.get("digest", ""))
        return redirect("initiative:digest")
    since = subscription.told_until if subscription else now() - A_WEEK
    groups = chosen_for(reader_of(actor, today()), news_between(since, now()))
    context = {
        "subscription": subscription,
        "may_follow": may_follow(actor),
        "parts": parts_of(groups),
        "number": number_of(groups),
        "first": day_of(since),
        "last_mail": subscription.mails.order_by("week").last() if subscription else None,
        "next": week_of(today()) + A_WEEK,
    }
    return render(request, "initiative/digest.html", context)


def _press(actor: Actor, person: Person, button: str) -> None:
    """Pressed twice, the second time changes nothing."""
    if button == "follow":
        follow_digest(actor)
    elif button == "stop":
        stop_digest(actor, person=person)


stop = stop_view(
    StopPage(
        link=STOPPING,
        is_on=lambda person: DigestSubscription.objects.filter(person=person).exists(),
        stop=lambda person: stop_digest(ANONYMOUS, person=person),
        title=_("Stop the weekly mail"),
        question=_("Stop the weekly mail?"),
        offer=_("One click, and no mail with what is new comes any more. You need not sign in."),
        button=_("Stop the mail"),
        stopped=_("The weekly mail is stopped"),
        after=_(
            "No mail with what is new is sent to you any more. You can ask for it again on the pages of your work."
        ),
        part=_("Initiatives"),
        home="initiative:register",
        home_link=_("See the register"),
    )
)
