"""A mail as a server hands it over (RFC 5322): who wrote it, to which addresses, and what stands above what it quotes.

Mails come from everywhere, so nothing in them is trusted: what cannot be read is said to be so, and nothing takes long.
"""

import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses
from enum import StrEnum
from typing import Any

from lxml import html
from lxml.etree import ParserError
from mailparser_reply.parser import EmailMessage as Conversation

LARGEST = 20 * 1024 * 1024
"""Bytes of a mail that is read at all."""
LOOKED_AT = 8000
"""Signs of its words that are looked at: twice what an answer may hold."""
LONGEST_LINE = 400
"""What looks for quoted mails goes through a line many times over: longer ones are folded."""
LANGUAGES = ["nl", "fr", "de", "en"]

ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
"""Where the address to which it was sent can stand, what a server adds itself first."""
OF_LISTS = {"bulk", "junk", "list", "auto_reply"}
MACHINES = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@")
ABSENT = re.compile(
    r"(automatisch antwoord|automatic reply|auto(matic)?[ -]?reply|out of (the )?office|afwezig|niet aanwezig|"
    r"r[ée]ponse automatique|absence|abwesen|automatische antwort)",
    re.IGNORECASE,
)
"""How the subject of an answer begins that a program gives for somebody who is away, where it does not say so otherwise."""
QUOTED_ELEMENTS = (
    "//blockquote | //style | //script | //head"
    " | //*[contains(concat(' ', normalize-space(@class), ' '), ' gmail_quote ')]"
    " | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='mail-editor-reference-message-container']"
    " | //*[@id='divRplyFwdMsg']/following-sibling::*"
)
"""What mail programs put around what they quote."""
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr"})
WROTE = re.compile(r"^(Op|On|Le|Am)\b[^\n]{5,200}(\n[^\n>]{1,200})?:[ ]*\n+(?=>)", re.MULTILINE)
"""Who wrote what is quoted below it: also as Gmail says it in Dutch, with the name behind the verb, which the library knows not."""
UNKEPT = re.compile(r"[\0\ud800-\udfff]")
"""Signs that no text may have where it is kept, and that say nothing: NUL, and halves of letters."""
RULER = re.compile(r"^[ >]*([-_=*]{5,}.*|[-_]{2}\s*)$")


class Nature(StrEnum):
    """Who speaks in a mail."""

    PERSON = "PERSON"
    AUTOMATIC = "AUTOMATIC"
    """A program: an absence, a receipt, a list (RFC 3834)."""
    BOUNCE = "BOUNCE"
    """A mail server that reports what it did with another mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """What matters of a mail."""

    nature: Nature
    sender: str
    """The one address it is from; empty where there is none or several."""
    addressed: tuple[str, ...]
    """To where it went, as far as it tells."""
    text: str
    """What its sender wrote above what is quoted."""
    is_cut: bool
    """Whether there was more than is looked at."""
    attachments: int
    fingerprint: str
    """The same for the same mail, however often and along whichever road it comes."""


class MailUnreadable(ValueError):
    """It is no mail, or one that cannot be taken apart."""


def read_mail(data: bytes) -> IncomingMail:
    """Take a mail apart.

    Raises:
        MailUnreadable: it is too large, or no mail.
    """
    if len(data) > LARGEST:
        raise MailUnreadable("larger than is read")
    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        if not mail.keys():
            raise MailUnreadable("no mail")
        words = _words(mail)
        return IncomingMail(
            nature=_nature(mail),
            sender=_sender(mail),
            addressed=_addressed(mail),
            text=reply_of(words),
            is_cut=len(words) > LOOKED_AT,
            attachments=sum(1 for _ in mail.iter_attachments()) if mail.is_multipart() else 0,
            fingerprint=_fingerprint(mail, data),
        )
    except (
        MessageError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        # What the standard library raises on headers and parts that make no sense has no class of its own.
        raise MailUnreadable(str(error)) from error


def reply_of(words: str) -> str:
    """What stands above the mail that is quoted, without signature."""
    told = UNKEPT.sub("", words[:LOOKED_AT]).replace("\r\n", "\n")
    lines = (line[:LOOKED_AT] for line in told.split("\n"))
    folded = "\n".join(part for line in lines for part in _folded(line))
    # Runs of empty lines take what looks for quotes very long.
    spaced = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\xa0]+", " ", folded)).strip()
    spaced = WROTE.sub("\n", spaced)
    parts = Conversation(text=spaced, languages=list(LANGUAGES), keep_hyphen_lists=True).read().replies
    kept = [line for line in parts[0].body.split("\n") if not line.startswith(">")] if parts else []
    while kept and (not kept[-1].strip() or RULER.match(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip()


def _folded(line: str) -> list[str]:
    """A line in pieces that are short enough, broken between words where there are any."""
    pieces = []
    while len(line) > LONGEST_LINE:
        at = line.rfind(" ", 1, LONGEST_LINE)
        at = at if at > 0 else LONGEST_LINE
        pieces.append(line[:at])
        line = line[at:].lstrip()
    return [*pieces, line]


def _nature(mail: EmailMessage) -> Nature:
    sender = _sender(mail)
    is_report = mail.get_content_type() == "multipart/report" or "X-Failed-Recipients" in mail
    if is_report or _said(mail, "Return-Path") == "<>" or sender.startswith(MACHINES[:2]):
        return Nature.BOUNCE
    says_so = _said(mail, "Auto-Submitted").split(";")[0].strip() not in {"", "no"}
    of_list = _said(mail, "Precedence") in OF_LISTS or any(
        name in mail
        for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply")
    )
    is_meeting = any(part.get_content_type() == "text/calendar" for part in mail.walk())
    is_absence = ABSENT.match(str(mail.get("Subject", "")).strip()) is not None
    if says_so or of_list or is_meeting or is_absence or sender.startswith(MACHINES):
        return Nature.AUTOMATIC
    return Nature.PERSON


def _said(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, "")).strip().lower()


def _sender(mail: EmailMessage) -> str:
    found = {address.lower() for _, address in getaddresses([str(one) for one in mail.get_all("From", [])])}
    return found.pop() if len(found) == 1 else ""


def _addressed(mail: EmailMessage) -> tuple[str, ...]:
    named = (str(one) for name in ADDRESSED for one in mail.get_all(name, []))
    return tuple(dict.fromkeys(address.lower() for _, address in getaddresses(list(named)) if address))


def _words(mail: EmailMessage) -> str:
    """Its text; of a mail that is only HTML, what that says outside of what it quotes."""
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    said = _decoded(plain) if plain is not None else ""
    return said if said.strip() or rich is None else _text_of(_decoded(rich))


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _text_of(markup: str) -> str:
    try:
        root: Any = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", markup))
    except (ParserError, ValueError):
        return ""
    for quoted in root.xpath(QUOTED_ELEMENTS):
        quoted.drop_tree()
    for element in root.iter():
        if element.tag in BLOCKS:
            element.tail = "\n" + (element.tail or "")
            if element.tag != "br":
                element.text = "\n" + (element.text or "")
    return re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", root.text_content()).strip()


def _fingerprint(mail: EmailMessage, data: bytes) -> str:
    """Of what its sender's server called it; of all of it where it has no name."""
    named = str(mail.get("Message-ID", "")).strip().encode() or data
    return hashlib.sha256(_sender(mail).encode() + b"\0" + named).hexdigest()
