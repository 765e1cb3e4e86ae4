"""Mails of all kinds of programs: what their sender wrote, who spoke, and that none of them takes long."""

import time
from email.message import EmailMessage

import pytest

from wisselwerk.formats.incoming_mail import (
    LARGEST,
    LOOKED_AT,
    IncomingMail,
    MailUnreadable,
    Nature,
    read_mail,
    reply_of,
)

REPLY_TO = "antwoord+7-0123456789abcdef01234567@cheques.example"
SAID = "Wij rekenden een factuur voor.\n\nDat hielp."


def mail(text: str = SAID, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": "Iemand <Regisseur@Genk.example>",
        "To": REPLY_TO,
        "Subject": "Re: Een vraag",
        "Message-ID": "<1@genk.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }.items():
        message[name] = value
    message.set_content(text)
    return message


def read(message: EmailMessage) -> IncomingMail:
    return read_mail(message.as_bytes())


@pytest.mark.parametrize(
    "quoted",
    [
        "Op do 26 nov 2026 om 10:12 schreef Wisselwerk <wisselwerk@cheques.example>:\n\n> Een vraag\n> nog een",
        "On Thu, 26 Nov 2026 at 10:12, Wisselwerk <wisselwerk@cheques.example> wrote:\n> Een vraag",
        "Le jeu. 26 nov. 2026 à 10:12, Wisselwerk <wisselwerk@cheques.example> a écrit :\n> Een vraag",
        (
            "________________________________\nVan: Wisselwerk <wisselwerk@cheques.example>\n"
            "Verzonden: donderdag 26 november 2026 10:12\nAan: Iemand\nOnderwerp: Een vraag\n\nEen vraag"
        ),
        (
            "-----Oorspronkelijk bericht-----\nVan: Wisselwerk\nVerzonden: donderdag 26 november\nAan: Iemand\n"
            "Onderwerp: Een vraag\n\nEen vraag"
        ),
        "-- \nIemand\nStad Genk",
        "Met vriendelijke groet\nIemand",
        "> Een vraag\n> zonder kop",
    ],
    ids=["gmail", "english", "french", "outlook", "old outlook", "signature", "greeting", "bare quote"],
)
def test_only_what_stands_above_the_quoted_mail_is_taken(quoted: str) -> None:
    assert read(mail(f"{SAID}\n\n{quoted}\n")).text == SAID


def test_answers_between_the_lines_are_taken_without_the_lines() -> None:
    assert read(mail("> Wat hielp?\nEen voorbeeld.\n> En wat niet?\nEen folder.")).text == (
        "Een voorbeeld.\nEen folder."
    )


def test_a_list_in_an_answer_is_no_signature() -> None:
    said = "Drie dingen:\n- een avond\n- een folder\n- bellen"
    assert read(mail(said)).text == said


@pytest.mark.parametrize("text", ["", "\n\n", "> Een vraag\n> nog een", "-- \nIemand"])
def test_a_mail_without_new_words_says_nothing(text: str) -> None:
    assert read(mail(text)).text == ""


@pytest.mark.parametrize(
    "quoted",
    [
        '<div class="gmail_quote"><div>Op do schreef Wisselwerk:</div><blockquote>Oud</blockquote></div>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Van:</b> Wisselwerk</div><div>Oud</div>',
        '<div class="moz-cite-prefix">Op 26-11 schreef Wisselwerk:</div><blockquote type="cite">Oud</blockquote>',
    ],
    ids=["gmail", "outlook", "thunderbird"],
)
def test_a_mail_that_is_only_html_is_read_as_what_it_shows(quoted: str) -> None:
    message = mail()
    message.set_content(
        f"<html><head><style>p {{color: red}}</style></head><body><p>Wij <b>rekenden</b> het voor.</p>"
        f"<ul><li>een avond</li><li>bellen</li></ul>{quoted}</body></html>",
        subtype="html",
    )
    assert read(message).text.split() == ["Wij", "rekenden", "het", "voor.", "een", "avond", "bellen"]


def test_attachments_are_counted_and_not_taken() -> None:
    message = mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="reglement.pdf")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    found = read(message)
    assert (found.text, found.attachments) == (SAID, 2)


@pytest.mark.parametrize(
    ("headers", "nature"),
    [
        ({}, Nature.PERSON),
        ({"Auto-Submitted": "no"}, Nature.PERSON),
        ({"Auto-Submitted": "auto-replied"}, Nature.AUTOMATIC),
        ({"Auto-Submitted": "auto-generated; owner-email=x"}, Nature.AUTOMATIC),
        ({"Precedence": "bulk"}, Nature.AUTOMATIC),
        ({"List-Id": "<lijst.example>"}, Nature.AUTOMATIC),
        ({"X-Autoreply": "yes"}, Nature.AUTOMATIC),
        ({"Subject": "Automatisch antwoord: Een vraag"}, Nature.AUTOMATIC),
        ({"Subject": "Out of Office: Een vraag"}, Nature.AUTOMATIC),
        ({"Subject": "Re: afwezigheid van ondernemers"}, Nature.PERSON),
        ({"Return-Path": "<>"}, Nature.BOUNCE),
        ({"From": "MAILER-DAEMON@genk.example"}, Nature.BOUNCE),
        ({"X-Failed-Recipients": "iemand@genk.example"}, Nature.BOUNCE),
    ],
)
def test_who_speaks_is_told_by_its_headers(headers: dict[str, str], nature: Nature) -> None:
    message = mail()
    for name, value in headers.items():
        del message[name]
        message[name] = value
    assert read(message).nature is nature


def test_a_report_of_a_mail_server_is_a_bounce() -> None:
    data = (
        b"From: post@genk.example\r\nTo: x@y.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n--b--\r\n"
    )
    assert read_mail(data).nature is Nature.BOUNCE


def test_where_it_went_is_told_by_the_server_first() -> None:
    found = read(mail(Delivered_To=REPLY_TO.upper(), Cc="iemand@elders.example"))
    assert found.addressed == (REPLY_TO, "iemand@elders.example")
    assert found.sender == "regisseur@genk.example"


def test_a_mail_from_several_is_from_nobody() -> None:
    message = mail()
    message.replace_header("From", "a@genk.example, b@genk.example")
    assert read(message).sender == ""


def test_the_same_mail_along_another_road_is_the_same() -> None:
    first, second = mail(Received="from a"), mail(Received="from b")
    assert read(first).fingerprint == read(second).fingerprint
    second.replace_header("Message-ID", "<2@genk.example>")
    assert read(first).fingerprint != read(second).fingerprint
    del first["Message-ID"]
    assert read(first).fingerprint == read(first).fingerprint


def test_what_is_longer_than_is_looked_at_is_said_to_be_cut() -> None:
    found = read(mail("woord " * LOOKED_AT))
    assert found.is_cut
    assert len(found.text) <= LOOKED_AT


def test_letters_of_an_unknown_set_are_read_as_far_as_they_go() -> None:
    head = b"From: a@genk.example\r\nTo: b@y.example\r\nContent-Type: text/plain; charset=klingon\r\n\r\n"
    assert read_mail(head + b"Ja, \xff dat klopt.").text == "Ja, \N{REPLACEMENT CHARACTER} dat klopt."


@pytest.mark.parametrize(
    ("letters", "words"), [("utf-8", b"Ja\x00, dat klopt."), ("utf-7", b"Ja+2AA-, dat klopt.")]
)
def test_signs_that_no_text_may_have_are_left_out(letters: str, words: bytes) -> None:
    head = f"From: a@genk.example\r\nTo: b@y.example\r\nContent-Type: text/plain; charset={letters}\r\n\r\n"
    assert read_mail(head.encode() + words).text == "Ja, dat klopt."


@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 50, b"geen mail", b"x" * (LARGEST + 1)])
def test_what_is_no_mail_is_said_to_be_unreadable(data: bytes) -> None:
    with pytest.raises(MailUnreadable):
        read_mail(data)


@pytest.mark.parametrize(
    "text",
    [
        "On " * 6000, "Op " + "a " * 9000, "Van: a\n" * 3000, "> " * 9000, "\n" * 19000, "_" * 9000,
        ("On " * 130 + "\n") * 20, ("Achtung: " + "a" * 390 + "\n") * 20, "x" * 9000, "On \n" * 4000,
    ],
)  # fmt: skip
def test_a_mail_made_to_take_long_does_not(text: str) -> None:
    start = time.process_time()
    reply_of(text)
    assert time.process_time() - start < 5


def test_a_mail_of_parts_in_parts_without_end_is_unreadable() -> None:
    parts = "".join(
        f'Content-Type: multipart/mixed; boundary="b{one}"\r\n\r\n--b{one}\r\n' for one in range(3000)
    )
    with pytest.raises(MailUnreadable):
        read_mail(f"From: a@b.example\r\n{parts}Content-Type: text/plain\r\n\r\nhallo\r\n".encode())
