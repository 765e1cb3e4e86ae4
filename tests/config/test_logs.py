"""Logs are one JSON object per line, and hold no mail address."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch

from wisselwerk.config.logs import logging_config
from wisselwerk.web.initiative.answer import answer

ADDRESS = "an.peeters+genk@voorbeeld.be"
ALREADY_WRITTEN_OUT = f"mail to <{ADDRESS}>"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the project's handler writes, for a logger of this test's own."""
    config = logging_config("DEBUG")
    formatter = logging.config.DictConfigurator(config).configure_formatter(config["formatters"]["json"])
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    yield out
    logger.removeHandler(handler)


def test_a_line_tells_what_happened_with_its_values(lines: io.StringIO) -> None:
    logging.getLogger("tests.logs").info("voucher_redeemed", extra={"voucher": 7, "part_cents": 25_000})
    line = json.loads(lines.getvalue())
    assert line["event"] == "voucher_redeemed"
    assert (line["voucher"], line["part_cents"], line["level"], line["logger"]) == (
        7,
        25_000,
        "info",
        "tests.logs",
    )
    assert line["timestamp"].endswith("Z")


def test_no_mail_address_wherever_it_hides(lines: io.StringIO) -> None:
    logger = logging.getLogger("tests.logs")
    logger.info("mail to %s", ADDRESS)
    logger.info(ALREADY_WRITTEN_OUT)
    logger.info("mail_sent", extra={"to": [ADDRESS], "context": {"person": {"email": ADDRESS}}})
    logger.error("failed", exc_info=ValueError(f"Key (email)=({ADDRESS}) already exists."))
    written = lines.getvalue()
    assert len(written.splitlines()) == 4
    assert "voorbeeld.be" not in written
    assert "already exists" in written


@pytest.mark.parametrize("path", ["/initiatieven/antwoord/{}/", "/nazicht/antwoord/{}/", "/cheques/{}/x/"])
def test_a_token_in_an_address_stays_out(lines: io.StringIO, path: str) -> None:
    token = "abc:DEF-123_456"  # what one looks like
    request = RequestFactory().post(path.format(token))
    request.resolver_match = ResolverMatch(answer, (), {"token": token})
    logging.getLogger("tests.logs").warning(
        "Unprocessable Entity: %s", request.path, extra={"request": request, "status_code": 422}
    )
    assert json.loads(lines.getvalue())["event"] == "Unprocessable Entity: " + path.format("<token>")
    assert token not in lines.getvalue()


def test_the_request_stays_out(lines: io.StringIO) -> None:
    logging.getLogger("tests.logs").warning(
        "Not Found: %s", "/x", extra={"request": object(), "status_code": 404}
    )
    line = json.loads(lines.getvalue())
    assert "request" not in line
    assert line["status_code"] == 404
