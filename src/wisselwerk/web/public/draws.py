"""How does the draw of this scheme work, what came of it, and how do I do it again?"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Draw
from wisselwerk.apps.vouchers.queries.draws import (
    draws_of,
    number_entered,
    order_of,
    outcomes_of_draw,
    sealed_list_of,
)
from wisselwerk.domain.lottery import DrawState


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw with what became of those in it; the numbers that are too small to publish are None."""

    draw: Draw
    outcomes: dict[str, int | None]

    @property
    def seed(self) -> str:
        """The seed once two people typed the same; empty before, so that the second one does not copy it here."""
        stands = self.draw.state in {DrawState.CONFIRMED, DrawState.DRAWN}
        return self.draw.seed if stands else ""


def draws(request: HttpRequest, slug: str) -> HttpResponse:
    """Every draw of a scheme, with its list, its seed and its order."""
    scheme = scheme_that_draws(slug)
    context = {
        "scheme": scheme,
        "draws": [DrawView(one, outcomes_of_draw(one) if one.is_drawn else {}) for one in draws_of(scheme)],
        "entered": number_entered(scheme),
    }
    return render(request, "public/draws.html", context)


def draw_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sealed list, byte by byte as its hash was made of."""
    return _csv(sealed_list_of(_draw_or_404(slug, number)), f"loting-{slug}-{number}-lijst.csv")


def draw_order(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The order of a draw; 404 before it was held."""
    order = order_of(_draw_or_404(slug, number))
    if order is None:
        raise Http404
    return _csv(order, f"loting-{slug}-{number}-volgorde.csv")


def scheme_that_draws(slug: str) -> Scheme:
    """The scheme; 404 when there is none."""
    found = Scheme.objects.select_related("partnership").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _draw_or_404(slug: str, number: int) -> Draw:
    found = Draw.objects.filter(scheme__slug=slug, number=number).first()
    if found is None:
        raise Http404
    return found


def _csv(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=us-ascii", headers=headers)
