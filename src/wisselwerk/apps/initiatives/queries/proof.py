"""Where what is kept of initiatives and policy reports does not agree with itself. See ``wisselwerk verify``."""

from collections.abc import Iterator

from wisselwerk.apps.initiatives.queries import (
    digest_proof,
    expost_question_proof,
    frame_proof,
    initiative_proof,
    policy_report_proof,
)


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from initiative_proof.differences()
    yield from policy_report_proof.differences()
    yield from frame_proof.differences()
    yield from digest_proof.differences()
    yield from expost_question_proof.differences()
