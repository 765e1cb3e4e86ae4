"""The addresses of follow-ups and of what is learnt of them."""

from django.urls import path

from wisselwerk.web.evaluation import adjusting, adjustment_new, answer, comparing, learning

evaluation = [
    path("opvolging/<str:token>/", answer.answer, name="answer"),
    path("opvolging/stoppen/<str:token>/", answer.stop, name="stop"),
    path("beheer/leren/", learning.learning, name="learning"),
    path("beheer/leren/vergelijken/", comparing.comparing, name="comparing"),
    path("beheer/leren/bijsturen/", adjusting.adjustments, name="adjustments"),
    path("beheer/leren/bijsturen/nieuw/<slug:slug>/", adjustment_new.new, name="adjustment-new"),
    path("beheer/leren/bijsturen/<int:pk>/", adjusting.adjustment, name="adjustment"),
]
