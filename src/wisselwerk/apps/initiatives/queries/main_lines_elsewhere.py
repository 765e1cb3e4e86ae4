"""The one place where the main lines hear of what is not run here: policy reports, noticed initiatives, questions, notes."""

from wisselwerk.domain.main_lines import Elsewhere


def elsewhere(year: int) -> Elsewhere:
    """What is known of a year from elsewhere. What nobody looked for is None, which is told as not visible."""
    return Elsewhere()
