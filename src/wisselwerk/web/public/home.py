"""What is this, and what can I do here?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.queries import scheme_overviews
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.clock import today


def home(request: HttpRequest) -> HttpResponse:
    """Three doors, and the schemes one can apply to now."""
    running = [one for one in scheme_overviews(today()) if one.state is SchemeState.RUNNING]
    return render(request, "public/home.html", {"schemes": running})
