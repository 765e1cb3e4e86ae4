"""Addresses of what a whole region learns."""

from django.urls import path

from wisselwerk.web.region import overview, report

region = [
    path("gewest/", overview.overview, name="overview"),
    path("gewest/leren/<int:year>.pdf", report.report, name="report"),
]
