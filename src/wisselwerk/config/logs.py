"""Logs: one JSON object per line on standard error, without personal data."""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MAIL_ADDRESS = re.compile(r"[^\s@<>\"'=:,;()\[\]]+@[^\s@<>\"',;()\[\]]+")
REDACTED, TOKEN = "<mail address>", "<token>"


def redacted(value: object) -> object:
    """``value`` with every mail address in it replaced, however deep it sits."""
    if isinstance(value, str):
        return MAIL_ADDRESS.sub(REDACTED, value)
    if isinstance(value, Mapping):
        return {key: redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(inner) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return redacted(str(value))


def without_mail_addresses(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last step before rendering: also what a library or an exception says is covered."""
    return {key: redacted(value) for key, value in event.items()}


def without_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Django hands the request along with its warnings: the line says what happened, not who asked, nor by which link.

    A link with a token lets whoever has it answer, so the token is taken out of what is said about it.
    """
    match = getattr(event.pop("request", None), "resolver_match", None)
    token = match.kwargs.get("token") if match else None
    if token and isinstance(event.get("event"), str):
        event["event"] = event["event"].replace(token, TOKEN)
    return event


PROCESSORS: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(),
    without_request,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def logging_config(level: str) -> dict[str, Any]:
    """The standard library's configuration: whatever logs through it comes out the same."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": PROCESSORS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_mail_addresses,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django brings handlers of its own, among them one that mails; ours is the only one.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # The beginning and end of every task is noise; its failure is a warning or worse.
            "django_tasks": {"level": "WARNING"},
            # Every statement with its parameters: persons are among them.
            "django.db.backends": {"level": "INFO"},
        },
    }
