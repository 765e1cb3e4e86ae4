"""Addresses of the pages of the learning network."""

from django.urls import path

from wisselwerk.web.network import (
    ask,
    attendance,
    handover,
    holders,
    home,
    letters,
    meeting_form,
    meetings,
    question,
)

network = [
    path("netwerk/", home.home, name="home"),
    path("netwerk/vragen/nieuw/", ask.ask, name="ask"),
    path("netwerk/vragen/<int:pk>/", question.question, name="question"),
    path("netwerk/vragen/<int:pk>/zichtbaar/", question.act, name="act"),
    path("netwerk/bijeenkomsten/", meetings.meetings, name="meetings"),
    path("netwerk/bijeenkomsten/nieuw/", meeting_form.call, name="call"),
    path("netwerk/bijeenkomsten/<int:pk>/", meetings.meeting, name="meeting"),
    path("netwerk/bijeenkomsten/<int:pk>/antwoord/", meetings.answer, name="meeting-answer"),
    path("netwerk/bijeenkomsten/<int:pk>/agenda.ics", meetings.calendar, name="meeting-calendar"),
    path("netwerk/bijeenkomsten/<int:pk>/wijzigen/", meeting_form.change, name="meeting-change"),
    path("netwerk/bijeenkomsten/<int:pk>/afgelasten/", meeting_form.call_off, name="meeting-call-off"),
    path("netwerk/bijeenkomsten/<int:pk>/aanwezig/", attendance.attendance, name="attendance"),
    path("netwerk/bijeenkomsten/<int:pk>/lessen/", meetings.lesson_act, name="lesson-act"),
    path("netwerk/doorgegeven/", home.reached, name="reached"),
    path("netwerk/doorgegeven/<int:pk>/", home.passed_on, name="passed-on"),
    path("netwerk/rollen/", holders.holders, name="holders"),
    path("netwerk/overdracht/", handover.hand_over, name="hand-over"),
    path("netwerk/overdracht/<int:pk>/terug/", handover.take_back, name="take-back"),
    path("netwerk/vragen-per-mail/", letters.letters, name="letters"),
    path("netwerk/vragen-per-mail/stoppen/<str:token>/", letters.stop, name="letters-stop"),
]
