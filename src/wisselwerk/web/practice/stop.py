"""Stop the mails about practices from one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from wisselwerk.apps.practices.models import PracticeMailStop
from wisselwerk.apps.practices.services import stop_practice_mails
from wisselwerk.apps.practices.stop_token import read_stop_token
from wisselwerk.domain.actor import ANONYMOUS


# Mail programs send the form of RFC 8058 by themselves, without a page of ours and so without its token. The signed
# address is the proof here, and all that it can do is stop a mail.
@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop them without signing in. Opening it changes nothing: programs that look into mails open every address."""
    person = read_stop_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        stop_practice_mails(ANONYMOUS, person=person)
    context = {"is_on": not PracticeMailStop.objects.filter(person=person).exists()}
    return render(request, "practice/mail_stop.html", context)
