"""Commands of follow-ups and figures."""

from wisselwerk.apps.evaluation.services.figures import renew_figures

__all__ = ["renew_figures"]
