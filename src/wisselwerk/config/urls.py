"""Every address, by audience."""

from django.urls import URLPattern, URLResolver, path

from wisselwerk.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
]
