"""The laws a council decision about a scheme stands on, each in the years in which it does.

Law is dated: a decision of 2015 stands on the decree on municipalities, one of 2019 on the decree on local government.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from wisselwerk.domain.period import Period
from wisselwerk.domain.regulation.money import regulation_on
from wisselwerk.domain.regulation.setting import Setting
from wisselwerk.domain.regulation.words import listed
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.territory import Territory

LONG_AGO = date(1984, 1, 1)
LOCAL_GOVERNMENT = date(2019, 1, 1)
"""The day on which the decree on local government took the place of the one on municipalities, but for parts."""

PRIVACY_REGULATION = date(2018, 5, 25)
"""The first day of regulation (EU) 2016/679."""
PRIVACY_BEFORE = (
    "de wet van 8 december 1992 tot bescherming van de persoonlijke levenssfeer ten opzichte van de verwerking van "
    "persoonsgegevens"
)
"""What held until then."""

CODEX = "https://codex.vlaanderen.be/doc/document/"


@dataclass(frozen=True, slots=True)
class Law:
    """A law as a decision names it, the period in which it is named, and where it can be read, if known."""

    text: str
    valid: Period
    url: str = ""


DECREE = "het decreet over het lokaal bestuur van 22 december 2017"
DECREE_ARTICLES = (
    "artikel 40",
    "artikel 41, tweede lid, 23°",
    "artikel 286 tot en met 288",
    "artikel 392 tot en met 395",
)
AFTER_MERGER = "artikel 351"
"""After a merger a regulation goes on within the territory of the former municipality."""

LAWS: tuple[Law, ...] = (
    Law(
        "het gemeentedecreet van 15 juli 2005, in het bijzonder artikel 42 en 43",
        Period(LONG_AGO, LOCAL_GOVERNMENT),
    ),
    Law(
        "het decreet van 6 juli 2001 houdende de intergemeentelijke samenwerking",
        Period(LONG_AGO, LOCAL_GOVERNMENT),
    ),
    Law(
        f"{DECREE}, in het bijzonder {listed(DECREE_ARTICLES)}",
        Period(LOCAL_GOVERNMENT),
        f"{CODEX}1029017",
    ),
    Law(
        "het besluit van de Vlaamse Regering van 30 maart 2018 over de beleids- en beheerscyclus van de lokale en provinciale "
        "besturen",
        Period(date(2020, 1, 1)),
    ),
    Law(
        "de wet van 14 november 1983 betreffende de controle op de toekenning en op de aanwending van sommige toelagen",
        Period(LONG_AGO),
    ),
    Law(
        "de wet van 29 juli 1991 betreffende de uitdrukkelijke motivering van de bestuurshandelingen",
        Period(LONG_AGO),
    ),
    Law(
        "het decreet van 17 februari 2012 betreffende de ondersteuning van het ondernemerschap op het vlak van de sociale "
        "economie en de stimulering van het maatschappelijk verantwoord ondernemen, in het bijzonder artikel 15",
        Period(LONG_AGO),
    ),
    Law(
        "het besluit van de Vlaamse Regering van 29 april 2022 tot bepaling van de lokale regierol van de gemeenten op het vlak "
        "van sociale economie en werk",
        Period(date(2023, 1, 1)),
        f"{CODEX}1037280",
    ),
    Law(
        "verordening (EU) 2016/679 van het Europees Parlement en de Raad van 27 april 2016 (algemene verordening "
        "gegevensbescherming)",
        Period(PRIVACY_REGULATION),
    ),
    Law(PRIVACY_BEFORE, Period(LONG_AGO, PRIVACY_REGULATION)),
)
"""What every regulation of a scheme stands on."""


def laws_of(rules: RuleSet, setting: Setting) -> tuple[Law, ...]:
    """The laws of a decision, those of every regulation first, then those that its own rules bring along."""
    on = setting.decides_on
    territory = rules.find(Territory)
    is_merged = territory is not None and any(setting.place(one).part_of for one in territory.places)
    return (
        *(_whole(one, is_merged) for one in LAWS if one.valid.start <= on and not _is_over(one, on)),
        *_of_rules(rules, on),
    )


def _whole(law: Law, is_merged: bool) -> Law:
    """A law with all its articles: the decree on local government also with the one on mergers, where that matters."""
    if not (is_merged and law.text.startswith(DECREE)):
        return law
    articles = (*DECREE_ARTICLES[:-1], AFTER_MERGER, DECREE_ARTICLES[-1])
    return replace(law, text=f"{DECREE}, in het bijzonder {listed(articles)}")


def _of_rules(rules: RuleSet, on: date) -> Iterator[Law]:
    if rules.find(DeMinimis) is not None:
        yield Law(regulation_on(on), Period(LONG_AGO))
    if rules.lottery is not None:
        yield Law("de Grondwet, artikel 10 en 11", Period(LONG_AGO))


def _is_over(law: Law, on: date) -> bool:
    return law.valid.end is not None and law.valid.end <= on


def publication_on(on: date) -> str:
    """The articles by which a municipality publishes its regulations on a day."""
    if on < LOCAL_GOVERNMENT:
        return "artikel 186 en 187 van het gemeentedecreet van 15 juli 2005"
    return f"{DECREE_ARTICLES[2]} van {DECREE}"
