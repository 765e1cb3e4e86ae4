"""What people type behind a command, turned into what it means; what means nothing is told with what would."""

import re
from argparse import ArgumentTypeError
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.formats.day import parse_day
from wisselwerk.formats.enterprise_number import EnterpriseNumberInvalid, parse
from wisselwerk.formats.shape import SLUG, SLUG_LENGTH

WHOSE = "slug, enterprise number or NIS code, such as genk or 0123.456.749"
"""How an organisation may be named, for the help of an option."""


def organisation(given: str) -> Organisation:
    """The organisation with this slug, enterprise number (written in any way) or NIS code.

    Raises:
        CommandError: there is none, with the slugs there are.
    """
    named = Q(slug=given) | Q(nis_code=given)
    try:
        named |= Q(enterprise_number=parse(given))
    except EnterpriseNumberInvalid:
        """Then it is a slug or a code."""
    found = Organisation.objects.filter(named).first()
    if found is None:
        known = Organisation.objects.exclude(slug=None).order_by("slug").values_list("slug", flat=True)
        names = ", ".join(slug for slug in known if slug) or "none yet"
        raise CommandError(f"No organisation is called {given!r}. Known here: {names}.")
    return found


def mail_address(given: str) -> str:
    """What was given, when it is a mail address.

    Raises:
        CommandError: it is none.
    """
    try:
        validate_email(given)
    except ValidationError as error:
        raise CommandError(f"{given} is no mail address.") from error
    return given


def day(given: str) -> date:
    """A day, as the type of an option.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return parse_day(given)
    except ValueError as error:
        raise ArgumentTypeError(f"{given!r} is no day, such as 2026-12-31 or 31/12/2026") from error


def slug(text: str) -> str:
    """What a file can name.

    Raises:
        ArgumentTypeError: anything else.
    """
    if not re.fullmatch(SLUG, text) or len(text) > SLUG_LENGTH:
        raise ArgumentTypeError(
            f"{text!r} cannot be the slug in a file. Use small letters, digits and dashes, {SLUG_LENGTH} at most, "
            "such as zuidoost-limburg."
        )
    return text
