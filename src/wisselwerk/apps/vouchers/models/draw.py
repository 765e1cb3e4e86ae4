"""Draws: the list that is sealed, the seed that comes after, and the place of each application."""

import hashlib
import json
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models.application import Application
from wisselwerk.clock import day_of
from wisselwerk.domain import lottery
from wisselwerk.domain.lottery import LONGEST_SEED, DrawState


class Draw(models.Model):
    """One draw of a scheme. It only goes forward: a list that was sealed is drawn, with the seed that was named."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField()
    """From 1 on. A later one is for a later window, or for who was admitted after the list before was sealed."""
    method = models.CharField(max_length=30, default=lottery.METHOD)
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in DrawState])
    list_sha256 = models.CharField(max_length=64)
    """Of the list as it is published."""
    entries = models.PositiveIntegerField()
    seed_source = models.TextField()
    """Where the seed comes from, as it was named when the list was sealed."""
    seed_on = models.DateField()
    """The day on which it comes: after the list was sealed."""
    sealed_by = models.CharField(max_length=40)
    sealed_at = models.DateTimeField()
    seed = models.CharField(max_length=LONGEST_SEED, blank=True)
    seed_by = models.CharField(max_length=40, blank=True)
    seed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.CharField(max_length=40, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "number"], name="vouchers_draw_number"),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=~Q(state=DrawState.DRAWN.value),
                name="vouchers_draw_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("seed_by")), name="vouchers_draw_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.scheme_id} {self.number}"

    def sealed(self) -> str:
        """A digest of all that was promised when the list was sealed, for the trail to keep."""
        promised = [
            self.scheme_id,
            self.number,
            self.method,
            self.list_sha256,
            self.entries,
            self.seed_source,
            self.seed_on.isoformat(),
        ]
        return hashlib.sha256(json.dumps(promised).encode()).hexdigest()

    @property
    def is_drawn(self) -> bool:
        """Whether it was held."""
        return self.state == DrawState.DRAWN


class Lot(models.Model):
    """The chance of an application in a draw: its secret, and once it was drawn its place."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, primary_key=True, related_name="lot"
    )
    salt = models.CharField(max_length=2 * lottery.SALT_BYTES)
    """In hexadecimal. Only who applied gets to see it; empty once it has been erased at its term."""
    commitment = models.CharField(max_length=64, unique=True)
    """What is published of it."""
    made_at = models.DateTimeField(db_index=True)
    draw = models.ForeignKey(Draw, null=True, on_delete=models.PROTECT, related_name="lots")
    """The draw of which the list holds it; None until that is sealed."""
    place = models.PositiveIntegerField(null=True)
    """In the order of the draw, from 1 on; None until it was drawn."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "place"], name="vouchers_lot_place"),
        ]

    def __str__(self) -> str:
        return f"lot {self.application_id}"

    @property
    def drawn_on(self) -> date | None:
        """The day of its draw; None until it was drawn."""
        drawn_at = self.draw.drawn_at if self.draw and self.place else None
        return day_of(drawn_at) if drawn_at else None
