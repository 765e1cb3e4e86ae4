"""Addresses of the pages of practices."""

from django.urls import path

from wisselwerk.web.practice import (
    adjusted,
    adopters,
    card,
    history,
    moderate,
    practices,
    stop,
    take_over,
    write,
)

practice = [
    path("praktijken/", practices.practices, name="practices"),
    path("praktijken/mails/stoppen/<str:token>/", stop.stop, name="mail-stop"),
    path("praktijken/nieuw/", write.new, name="new"),
    path("praktijken/<slug:slug>/", card.card, name="card"),
    path("praktijken/<slug:slug>/bewerken/", write.edit, name="edit"),
    path("praktijken/<slug:slug>/geschiedenis/", history.history, name="history"),
    path("praktijken/<slug:slug>/bijsturingen/", adjusted.adjustments, name="adjustments"),
    path("praktijken/<slug:slug>/overnemers/", adopters.adopters, name="adopters"),
    path("praktijken/<slug:slug>/overnemen/", take_over.take_over, name="take-over"),
    path("praktijken/<slug:slug>/<slug:word>/", moderate.moderate, name="moderate"),
]
