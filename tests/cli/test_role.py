"""Who may do what for whom, from the shell: from a day, until a day."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.cast import Stage
from tests.departments import department, network
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import local_government
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import Role

pytestmark = pytest.mark.django_db

NEW = "nieuw@zilverspar.example"
AT_NOON = "2026-03-02 12:00+01:00"
DAY = date(2026, 3, 2)


def role(*arguments: str) -> str:
    out = io.StringIO()
    call_command("role", *arguments, stdout=out)
    return out.getvalue()


def grant(*more: str, email: str = NEW, organisation: str = "zilverspar", as_: str = "provider") -> str:
    return role("grant", email, "--organisation", organisation, "--role", as_, *more)


def end(*more: str, email: str = NEW, organisation: str = "zilverspar", as_: str = "provider") -> str:
    return role("end", email, "--organisation", organisation, "--role", as_, *more)


def has_role(as_: Role = Role.PROVIDER, email: str = NEW) -> bool:
    """Whether the person holds the role for some organisation on the day it is."""
    return bool(actor_for(Person.objects.get(email=email)).organisations(as_))


@pytest.mark.parametrize("name", ["zilverspar", PROVIDER_NUMBER, "1999.000.150", "BE 1999 000 150"])
def test_a_person_gets_a_role_from_today_on(stage: Stage, name: str) -> None:
    with time_machine.travel(AT_NOON):
        assert grant(organisation=name) == f"{NEW} is provider of zilverspar from 2026-03-02\n"
        assert has_role()
    with time_machine.travel("2026-03-01 12:00+01:00"):
        assert not has_role()


def test_the_last_day_is_included(stage: Stage) -> None:
    told = grant("--from", "01/01/2026", "--until", "2026-03-02")
    assert told == f"{NEW} is provider of zilverspar from 2026-01-01 until 2026-03-02\n"
    assert RoleHolding.objects.get(person__email=NEW).valid_until == DAY + timedelta(days=1)
    with time_machine.travel("2026-03-02 23:59+01:00"):
        assert has_role()
    with time_machine.travel("2026-03-03 00:00+01:00"):
        assert not has_role()


def test_once_is_enough(stage: Stage) -> None:
    told = {grant(), grant(), grant(email=NEW.upper()).replace(NEW.upper(), NEW)}
    assert len(told) == 1
    assert RoleHolding.objects.filter(person__email=NEW).count() == 1


def test_a_role_that_is_held_otherwise_stays_and_that_is_told(stage: Stage) -> None:
    with time_machine.travel(AT_NOON):
        grant("--until", "31/12/2026")
        with pytest.raises(CommandError, match="from 2026-03-02 until 2026-12-31 already, and that stays"):
            grant()
        with pytest.raises(CommandError, match="already, and that stays"):
            grant("--until", "31/12/2027")
        grant("--from", "1/1/2027", "--until", "31/12/2027")
        with pytest.raises(CommandError, match="gets the role from 2\xa0March\xa02026 already"):
            grant("--from", "1/1/2026", "--until", "2/3/2026")
        grant("--from", "1/1/2026", "--until", "1/3/2026")
    assert RoleHolding.objects.filter(person__email=NEW).count() == 3


@pytest.mark.parametrize(
    ("organisation", "as_", "told"),
    [
        ("genk", "provider", "genk is no provider here. Import it first: wisselwerk import providers"),
        (OWN_ENTERPRISE.number, "provider", "is no provider here"),
        ("genk", "holder", "Nobody can be HOLDER of .*: it is another kind of organisation"),
        ("zilverspar", "coordinator", "Nobody can be COORDINATOR of De Zilverspar"),
        ("zilverspar", "auditor", "another kind"),
        ("genk", "member", "another kind"),
        ("genk", "flanders", "another kind"),
        ("genk", "network", "another kind"),
        ("zilverspor", "provider", r"No organisation is called 'zilverspor'\. Known here: genk, "),
        ("1999.000.151", "provider", r"No organisation is called '1999.000.151'"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(stage: Stage, organisation: str, as_: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        grant(organisation=organisation, as_=as_)
    assert not Person.objects.filter(email=NEW).exists()


def test_every_role_can_be_held_somewhere(stage: Stage) -> None:
    genk = local_government("71016", today())
    where = {
        Role.COORDINATOR: "genk", Role.AUDITOR: "genk", Role.ADMINISTRATOR: "genk", Role.MEMBER: genk.nis_code,
        Role.GENERAL_DIRECTOR: genk.nis_code, Role.FINANCIAL_DIRECTOR: genk.nis_code,
        Role.PROVIDER: "zilverspar", Role.HOLDER: OWN_ENTERPRISE.number,
        Role.FLANDERS: department().slug, Role.NETWORK: network().slug,
    }  # fmt: skip
    for one in Role:
        grant(organisation=where[one] or "", as_=one.lower())
        assert has_role(one)
    assert len(actor_for(Person.objects.get(email=NEW)).roles) == len(Role)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--until", "gisteren"), "'gisteren' is no day, such as 2026-12-31 or 31/12/2026"),
        (("--from", "30/02/2026"), "is no day"),
        (("--from", "02/03/2026", "--until", "01/03/2026"), "not before the first, 2026-03-02"),
        (("--until", "01/01/2000"), "not before the first"),
    ],
)
def test_days_that_mean_nothing_are_refused(stage: Stage, more: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        grant(*more)
    assert not Person.objects.filter(email=NEW).exists()


def test_what_is_no_mail_address_or_no_role_is_refused(stage: Stage) -> None:
    with pytest.raises(CommandError, match="onthaal is no mail address"):
        grant(email="onthaal")
    with pytest.raises(CommandError, match="invalid choice: 'boss'"):
        grant(as_="boss")


def test_a_role_ends_at_once(stage: Stage) -> None:
    staff = "onthaal@zilverspar.example"
    with time_machine.travel(AT_NOON):
        assert has_role(email=staff)
        assert end(email=staff) == f"{staff} is no provider of zilverspar from 2026-03-02 on\n"
        assert not has_role(email=staff)
    with time_machine.travel("2026-03-01 12:00+01:00"):
        assert has_role(email=staff)


def test_a_role_ends_after_its_last_day(stage: Stage) -> None:
    with time_machine.travel(AT_NOON):
        grant()
        assert end("--until", "31/03/2026") == f"{NEW} is no provider of zilverspar from 2026-04-01 on\n"
        assert has_role()
    with time_machine.travel("2026-03-31 12:00+02:00"):
        assert has_role()
    with time_machine.travel("2026-04-01 12:00+02:00"):
        assert not has_role()


def test_what_starts_later_is_taken_away_too(stage: Stage) -> None:
    with time_machine.travel(AT_NOON):
        grant("--until", "31/03/2026")
        grant("--from", "01/05/2026")
        end("--until", "15/03/2026")
        assert RoleHolding.objects.get(person__email=NEW).valid_until == date(2026, 3, 16)
    with time_machine.travel("2026-05-02 12:00+02:00"):
        assert not has_role()
    assert Entry.objects.filter(command="end_role").count() == 2


def test_what_was_granted_today_can_end_today(stage: Stage) -> None:
    grant()
    end()
    assert not has_role()
    assert not RoleHolding.objects.filter(person__email=NEW).exists()
    grant()
    assert has_role()


def test_ending_never_makes_a_role_longer_and_ends_no_other(stage: Stage) -> None:
    with time_machine.travel(AT_NOON):
        grant("--until", "31/03/2026")
        grant(as_="holder")
        for more in (("--until", "31/03/2026"), ("--until", "31/12/2026")):
            with pytest.raises(CommandError, match=r"nothing to end\. See role list"):
                end(*more)
        end("--until", "30/03/2026")
        assert has_role(Role.HOLDER)
    assert RoleHolding.objects.filter(person__email=NEW, role=Role.HOLDER, valid_until=None).exists()


@pytest.mark.parametrize("email", [NEW, "regisseur@genk.example"])
def test_there_must_be_something_to_end(stage: Stage, email: str) -> None:
    with pytest.raises(
        CommandError, match=f"{email} is no provider of zilverspar from .* on: nothing to end"
    ):
        end(email=email)
    assert not Person.objects.filter(email=NEW).exists()


def test_the_list_says_who_holds_what_and_when(stage: Stage) -> None:
    with time_machine.travel(AT_NOON):
        grant("--until", "31/12/2026")
    assert role("list", "--organisation", "1999.000.150").splitlines() == [
        "onthaal@zilverspar.example\tprovider\tzilverspar\tfrom 2015-01-01",
        f"{NEW}\tprovider\tzilverspar\tfrom 2026-03-02 until 2026-12-31",
    ]
    assert role("list", NEW.upper()) == f"{NEW}\tprovider\tzilverspar\tfrom 2026-03-02 until 2026-12-31\n"
    assert role("list", "niemand@x.example") == ""
    assert len(role("list").splitlines()) == RoleHolding.objects.count() > 8
    assert f"holder\t{OWN_ENTERPRISE.number}" in role("list")
    with pytest.raises(CommandError, match="No organisation is called"):
        role("list", "--organisation", "gent")


def test_the_trail_knows_the_role_and_not_the_person(stage: Stage) -> None:
    grant()
    held = RoleHolding.objects.get(person__email=NEW)
    end()
    trail = Entry.objects.filter(subject=f"role:{held.pk}").order_by("pk")
    assert [(one.command, one.actor) for one in trail] == [("grant_role", "system"), ("end_role", "system")]
