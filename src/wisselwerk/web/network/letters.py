"""Questions by mail: on for whoever acts for a government, and stopped with one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from wisselwerk.apps.network.letter_token import read_stop_token
from wisselwerk.apps.network.models import StoppedLetters
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.network.services import stop_letters, take_letters
from wisselwerk.apps.parties.models import Person
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.web.access import actor_of_request, for_role


@for_role(*SPEAKING)
def letters(request: HttpRequest) -> HttpResponse:
    """Whether one gets them, and one button. Pressed twice, the second time changes nothing."""
    actor = actor_of_request(request)
    if request.method == "POST":
        assert isinstance(request.user, Person), "a page for who is signed in"
        if request.POST.get("letters") == "stop":
            stop_letters(actor, person=request.user)
            messages.success(request, _("You get no questions by mail any more."))
        elif request.POST.get("letters") == "take":
            take_letters(actor)
            messages.success(request, _("You get questions by mail again."))
        return redirect("network:letters")
    is_stopped = StoppedLetters.objects.filter(person=actor.id).exists()
    return render(request, "network/letters.html", {"is_stopped": is_stopped})


# As with the mail of the week: mail programs send the form of RFC 8058 by themselves, and the signed address is the proof.
@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop them from a mail, without signing in. Opening it changes nothing."""
    person = read_stop_token(token)
    if person is None:
        return render(request, "network/letters_stop_unknown.html", status=404)
    if request.method == "POST":
        stop_letters(ANONYMOUS, person=person)
    is_on = not StoppedLetters.objects.filter(person=person).exists()
    return render(request, "network/letters_stop.html", {"is_on": is_on})
