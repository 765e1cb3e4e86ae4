"""Which schemes are there?"""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.queries import scheme_overviews
from wisselwerk.clock import today


def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme with what it gives, to whom, and whether one can apply."""
    found = scheme_overviews(today())
    times = Counter(one.scheme.name for one in found)
    # Whoever takes a scheme over may keep its name: then it is told whose it is.
    same_names = {name for name, number in times.items() if number > 1}
    return render(request, "public/schemes.html", {"schemes": found, "same_names": same_names})
