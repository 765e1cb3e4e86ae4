"""Every address, by audience."""

from django.urls import URLPattern, URLResolver, include, path

from wisselwerk.api.v1 import api as api_v1
from wisselwerk.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("api/v1/", api_v1.urls),
    path("", include("wisselwerk.web.urls")),
]
handler400 = "wisselwerk.config.errors.bad_request"
handler404 = "wisselwerk.config.errors.not_found"
