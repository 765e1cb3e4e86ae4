"""Which schemes are there?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.queries import scheme_overviews
from wisselwerk.clock import today


def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme with what it gives, to whom, and whether one can apply."""
    return render(request, "public/schemes.html", {"schemes": scheme_overviews(today())})
