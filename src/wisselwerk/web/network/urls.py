"""Addresses of the pages of the learning network."""

from django.urls import path

from wisselwerk.web.network import ask, handover, holders, home, letters, question

network = [
    path("netwerk/", home.home, name="home"),
    path("netwerk/vragen/nieuw/", ask.ask, name="ask"),
    path("netwerk/vragen/<int:pk>/", question.question, name="question"),
    path("netwerk/vragen/<int:pk>/zichtbaar/", question.act, name="act"),
    path("netwerk/doorgegeven/", home.reached, name="reached"),
    path("netwerk/doorgegeven/<int:pk>/", home.passed_on, name="passed-on"),
    path("netwerk/rollen/", holders.holders, name="holders"),
    path("netwerk/overdracht/", handover.hand_over, name="hand-over"),
    path("netwerk/vragen-per-mail/", letters.letters, name="letters"),
    path("netwerk/vragen-per-mail/stoppen/<str:token>/", letters.stop, name="letters-stop"),
]
