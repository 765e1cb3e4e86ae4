"""Organisations, the agreements between them, and the people who act for them."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from wisselwerk.domain.actor import Role

M = TypeVar("M", bound=models.Model)

LONGEST_ADDRESS = 254
"""Characters of a mail address that mail can still be sent to (RFC 5321, 4.5.3.1.3)."""


class OrganisationKind(models.TextChoices):
    """What an organisation is. Categories of law keep their Dutch name."""

    LOKAAL_BESTUUR = "LOKAAL_BESTUUR"
    INTERLOKALE_VERENIGING = "INTERLOKALE_VERENIGING"
    ONDERNEMING = "ONDERNEMING"
    VLAAMSE_OVERHEID = "VLAAMSE_OVERHEID"
    LEREND_NETWERK = "LEREND_NETWERK"


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from ``valid_from`` up to, but not including, ``valid_until``.

    Not so a voucher, which is no dated row: its ``valid_until`` is its last day.
    """

    def on(self, day: date) -> Self:
        """Those that hold on ``day``."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


def period_is_forward(name: str) -> models.CheckConstraint:
    """The constraint that a dated row ends after it starts."""
    return models.CheckConstraint(
        condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name=name
    )


class Organisation(models.Model):
    """A local government, a partnership of them, an enterprise (regular or social-economy: a role, not a kind), a department
    of the Flemish government, or a learning network of local governments.
    """

    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    slug = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    """Empty for an enterprise of which only the number is known."""
    contact = models.CharField(max_length=200, blank=True)
    """Of a partnership: how people reach its coordinator, by the address or number of the desk, not a person's."""
    enterprise_number = models.CharField(max_length=10, unique=True, null=True, blank=True)
    nis_code = models.CharField(max_length=10, unique=True, null=True, blank=True)
    """Place code of a municipality (``domain.territory``): its NIS code, with a year where a successor took that over."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.ONDERNEMING) | Q(enterprise_number__isnull=False),
                name="parties_enterprise_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.LOKAAL_BESTUUR) | Q(nis_code__isnull=False),
                name="parties_local_government_has_nis_code",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.INTERLOKALE_VERENIGING) | Q(slug__isnull=False),
                name="parties_partnership_has_slug",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.VLAAMSE_OVERHEID) | Q(slug__isnull=False),
                name="parties_department_has_slug",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.LEREND_NETWERK) | Q(slug__isnull=False),
                name="parties_network_has_slug",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.enterprise_number or str(self.pk)


class Agreement(models.Model):
    """The agreement that founds a partnership for a term.

    An interlokale vereniging has no legal personality: the managing municipality signs and pays for it
    (Decreet lokaal bestuur, art. 392-395).
    """

    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    managing_municipality = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="manages")
    mandate = models.TextField()
    """What the managing municipality may do for the members, in the words of the agreement."""
    evaluation = models.TextField()
    """How the councils evaluate the partnership, in the words of the agreement."""
    contributions = models.TextField(blank=True)
    """What each member brings in, in the words of the agreement; empty where nobody told."""
    leaving = models.TextField(blank=True)
    """How a member leaves, in the words of the agreement; empty where nobody told."""
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    objects = DatedQuerySet["Agreement"].as_manager()

    class Meta:
        constraints: ClassVar = [
            period_is_forward("parties_agreement_forward"),
            models.UniqueConstraint(fields=["partnership", "valid_from"], name="parties_agreement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} from {self.valid_from}"


class Membership(models.Model):
    """A local government that takes part in a partnership, for a part of its territory, for a time.

    After a merger a scheme goes on within the predecessor's own territory (Decreet lokaal bestuur, art. 351): the
    member is then the new municipality and ``place`` stays the former one.
    """

    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="member_of")
    place = models.CharField(max_length=10)
    """Place code of the place within which the member takes part, as fine as territory knows it."""
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    objects = DatedQuerySet["Membership"].as_manager()

    class Meta:
        constraints: ClassVar = [
            period_is_forward("parties_membership_forward"),
            models.UniqueConstraint(
                fields=["partnership", "place", "valid_from"], name="parties_membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.partnership}"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this mail address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in or is written to. A mail address is all that is asked, and it can be erased."""

    email = models.EmailField(max_length=LONGEST_ADDRESS, unique=True, null=True)
    """None once the person has been erased."""
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return f"person {self.pk}"


class RoleHolding(models.Model):
    """A role that a person holds for an organisation, for a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="role_holders")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    objects = DatedQuerySet["RoleHolding"].as_manager()

    class Meta:
        constraints: ClassVar = [
            period_is_forward("parties_role_forward"),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "valid_from"], name="parties_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation_id}"


class MailCode(models.Model):
    """A code sent to a mail address, until it comes back (``apps.parties.codes``). Who asks one adds what it is about."""

    token = models.CharField(max_length=43, unique=True)
    """Names the page on which the code is asked; says nothing about what it is for."""
    code = models.CharField(max_length=8)
    """Empty once it came back."""
    attempts = models.PositiveSmallIntegerField(default=0)
    email = models.EmailField(max_length=LONGEST_ADDRESS)
    """Where the code goes. Becomes a person only when the code comes back, so nobody is entered by somebody else."""
    expires_at = models.DateTimeField()
    sent_from = models.CharField(max_length=64, blank=True)
    """Keyed hash of the network address that asked, to limit mail bombs; dropped with the row."""
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True


class ApiKey(models.Model):
    """A key with which an organisation's own software acts. Only its hash is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
