"""The laws a council decision about a scheme stands on, each in the years in which it does.

Law is dated: a decision of 2015 stands on the decree on municipalities, one of 2019 on the decree on local government.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.period import Period
from wisselwerk.domain.regulation.money import regulation_on
from wisselwerk.domain.regulation.setting import Setting
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.territory import Territory

LONG_AGO = date(1984, 1, 1)
LOCAL_GOVERNMENT = date(2019, 1, 1)
"""The day on which the decree on local government took the place of the one on municipalities, but for parts."""

CODEX = "https://codex.vlaanderen.be/doc/document/"


@dataclass(frozen=True, slots=True)
class Law:
    """A law as a decision names it, the period in which it is named, and where it can be read, if known."""

    text: str
    valid: Period
    url: str = ""


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
        "het decreet over het lokaal bestuur van 22 december 2017, in het bijzonder artikel 40, artikel 41, tweede lid, 23°, "
        "artikel 286 tot en met 288 en artikel 392 tot en met 395",
        Period(LOCAL_GOVERNMENT),
        f"{CODEX}1029017",
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
        Period(date(2018, 5, 25)),
    ),
)
"""What every regulation of a scheme stands on."""


def laws_of(rules: RuleSet, setting: Setting) -> tuple[Law, ...]:
    """The laws of a decision, those of every regulation first, then those that its own rules bring along."""
    on = setting.decides_on
    return (
        *(one for one in LAWS if one.valid.start <= on and not _is_over(one, on)),
        *_of_rules(rules, setting),
    )


def _of_rules(rules: RuleSet, setting: Setting) -> Iterator[Law]:
    on = setting.decides_on
    territory = rules.find(Territory)
    if territory and any(setting.place(one).part_of for one in territory.places):
        yield Law(
            "het decreet over het lokaal bestuur van 22 december 2017, artikel 351: na een samenvoeging blijft een reglement "
            "gelden op het grondgebied van de vroegere gemeente",
            Period(LOCAL_GOVERNMENT),
            f"{CODEX}1029017",
        )
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
    return "artikel 286 tot en met 288 van het decreet over het lokaal bestuur van 22 december 2017"
