"""One shape of page to stop mails from one of them, without signing in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt

from wisselwerk.apps.parties.mail_link import MailLink
from wisselwerk.apps.parties.models import Person

NOT_OURS = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """Which mails it stops, and its words."""

    link: MailLink
    is_on: Callable[[Person], bool]
    stop: Callable[[Person], object]
    title: Promise
    question: Promise
    offer: Promise
    """What stops."""
    button: Promise
    stopped: Promise
    after: Promise
    """What goes on, or where it is told."""
    part: Promise | str = ""
    """The part of this website that it belongs to, and the name of its first page."""
    home: str = ""
    home_link: Promise | str = ""
    note: Promise | str = ""


def stop_view(page: StopPage) -> Callable[[HttpRequest, str], HttpResponse]:
    """Its page. Opening it changes nothing: programs that look into mails open every address."""

    # Mail programs send the form of RFC 8058 by themselves, without a page of ours and so without its token. The signed
    # address is the proof here, and all that it can do is stop a mail.
    @csrf_exempt
    def stop(request: HttpRequest, token: str) -> HttpResponse:
        person = page.link.reader(token)
        if person is None:
            return not_ours(request)
        if request.method == "POST":
            page.stop(person)
        return render(request, "mail_link/stop.html", {"page": page, "is_on": page.is_on(person)})

    return stop


def not_ours(request: HttpRequest) -> HttpResponse:
    """Tell whoever came by a link from a mail that it is broken, and what helps."""
    return render(request, "mail_link/not_ours.html", status=NOT_OURS)
