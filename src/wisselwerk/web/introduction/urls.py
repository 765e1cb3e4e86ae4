"""The addresses of getting acquainted."""

from django.urls import path

from wisselwerk.web.introduction import (
    agenda,
    confirm,
    events,
    familiarity,
    followed,
    joint,
    looked_along,
    matches,
    need,
    received,
)

introduction = [
    path("behoefte/", need.need, name="need"),
    path("bevestigen/<str:token>/", confirm.confirm, name="confirm"),
    path("mijn/behoeften/<uuid:need_id>/", matches.matches, name="matches"),
    path("mijn/behoeften/<uuid:need_id>/intrekken/", matches.withdraw, name="withdraw"),
    path("mijn/kennismakingen/<int:introduction_id>/intrekken/", matches.take_back, name="take-back"),
    path("bekendheid/<str:token>/", familiarity.familiarity, name="familiarity"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/<slug:slug>/", agenda.event, name="event"),
    path("agenda/<slug:slug>/agenda.ics", agenda.calendar, name="calendar"),
    path("agenda/<slug:slug>/afzeggen/", agenda.give_back, name="give-back"),
    path("aanbieder/kennismakingen/", received.received, name="received"),
    path("aanbieder/kennismakingen/<int:introduction_id>/offerte/", received.quote, name="quote"),
    path("aanbieder/samen/", joint.joint, name="joint"),
    path("aanbieder/samen/nieuw/", joint.propose, name="propose"),
    path("aanbieder/samen/<int:partner_id>/antwoord/", joint.answer, name="answer"),
    path("aanbieder/samen/<int:offer_id>/stoppen/", joint.end, name="end"),
    path("beheer/behoeften/<uuid:need_id>/", looked_along.need, name="look-along"),
    path("beheer/kennismakingen/", followed.introductions, name="introductions"),
    path("beheer/agenda/", events.events, name="events"),
    path("beheer/agenda/nieuw/", events.plan, name="plan"),
    path("beheer/agenda/<slug:slug>/", events.attendance, name="attendance"),
    path("beheer/agenda/<slug:slug>/afgelasten/", events.call_off, name="call-off"),
]
