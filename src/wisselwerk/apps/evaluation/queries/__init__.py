"""What the figures of schemes are, and what came of follow-ups: read from roll-ups."""

from wisselwerk.apps.evaluation.queries.figures import figures_of

__all__ = ["figures_of"]
