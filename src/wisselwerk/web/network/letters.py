"""Questions by mail: on for whoever acts for a government, and stopped with one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.network.models import StoppedLetters
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.network.services import stop_letters, take_letters
from wisselwerk.apps.network.services.letters import STOPPING
from wisselwerk.apps.parties.models import Person
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.mail_stop import StopPage, stop_view


@for_role(*SPEAKING)
def letters(request: HttpRequest) -> HttpResponse:
    """Whether one gets them, and one button. Pressed twice, the second time changes nothing."""
    actor = actor_of_request(request)
    if request.method == "POST":
        assert isinstance(request.user, Person), "a page for who is signed in"
        if request.POST.get("letters") == "stop":
            stop_letters(actor, person=request.user)
            messages.success(request, gettext("You get no questions by mail any more."))
        elif request.POST.get("letters") == "take":
            take_letters(actor)
            messages.success(request, gettext("You get questions by mail again."))
        return redirect("network:letters")
    is_stopped = StoppedLetters.objects.filter(person=actor.id).exists()
    return render(request, "network/letters.html", {"is_stopped": is_stopped})


stop = stop_view(
    StopPage(
        link=STOPPING,
        is_on=lambda person: not StoppedLetters.objects.filter(person=person).exists(),
        stop=lambda person: stop_letters(ANONYMOUS, person=person),
        title=_("Stop questions by mail"),
        question=_("Stop questions by mail?"),
        offer=_("One click, and no question comes by mail any more. You need not sign in."),
        button=_("Stop these mails"),
        stopped=_("Questions by mail are stopped"),
        after=_(
            "No question is mailed to you any more. You find them on the page of the learning network, and there you can ask for the mails again."
        ),
        part=_("Learning network"),
        home="network:home",
        home_link=_("Learning network"),
    )
)
