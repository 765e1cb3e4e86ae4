"""What do you keep of me, why, for how long, and who sees it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.privacy.register import REGISTER


def privacy(request: HttpRequest) -> HttpResponse:
    """The register of personal data, as the program itself uses it."""
    return render(request, "public/privacy.html", {"register": REGISTER})
