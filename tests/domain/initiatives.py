"""The judge that tests share: making one takes longer than judging a hundred decisions."""

from wisselwerk.domain.initiative import Judge
from wisselwerk.formats import dutch

JUDGE = Judge(dutch.forms)
