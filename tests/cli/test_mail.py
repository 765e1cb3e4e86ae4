"""A question goes out through a mail server, is read back, replied to, and fed in again as a mail server would."""

import io
import mailbox
import re
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import (
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from tests.network import ASKS, KNOWS, TITLE, Learning, asked, learning_network
from tests.smtp import Post, mail_server
from tests.web.stage import work
from wisselwerk.apps.network.letter_token import reply_address
from wisselwerk.apps.network.models import (
    MailCount,
    NetworkAnswer,
    NetworkQuestion,
    QuestionLetter,
    ReceivedMail,
)
from wisselwerk.apps.network.services import take_down
from wisselwerk.apps.network.services.incoming import TOLD_AT_MOST
from wisselwerk.apps.network.services.talk import LONGEST
from wisselwerk.apps.outbox.aside import look_aside
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.privacy.services import erase_person, export_person
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.public_text import without_persons

pytestmark = pytest.mark.django_db

MAILBOX = "antwoord@cheques.example"
STRANGER = "iemand@elders.example"
SAID = "Reken een factuur voor.\nDat hielp bij ons."


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as taken, override_settings(REPLY_ADDRESS=MAILBOX):
        yield taken


@pytest.fixture
def there() -> Learning:
    return learning_network()


@pytest.fixture
def letter(there: Learning, post: Post) -> EmailMessage:
    """The letter as it arrived."""
    asked(there)
    work()
    (arrived,) = post.to(KNOWS)
    return arrived


def reply(to: EmailMessage, text: str = SAID, sender: str = KNOWS) -> EmailMessage:
    """What a mail program makes of it when somebody replies."""
    quoted = to.get_body(("plain",))
    assert quoted is not None
    old = "\n".join(f"> {line}" for line in quoted.get_content().splitlines())
    message = EmailMessage()
    message["From"] = f"Regisseur <{sender}>"
    message["To"] = str(to["Reply-To"])
    message["Subject"] = f"Re: {to['Subject']}"
    message["Message-ID"] = make_msgid(domain="genk.example")
    message["In-Reply-To"] = str(to["Message-ID"])
    message.set_content(
        f"{text}\n\nOp do 26 nov 2026 om 10:12 schreef Wisselwerk <w@cheques.example>:\n\n{old}\n"
    )
    return message


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> str:
    """Hand a mail over as the pipe of a mail server does, and have background work done."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out = io.StringIO()
    call_command("mail", "receive", stdout=out)
    work()
    return out.getvalue()


def test_who_replies_to_the_letter_has_answered_the_question(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert re.fullmatch(r"antwoord\+\d+-[0-9a-f]{24}@cheques\.example", str(letter["Reply-To"]))
    assert len(str(letter["Reply-To"]).partition("@")[0]) <= 64
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert pipe(monkeypatch, reply(letter).as_bytes()) == "answered\t1\n"
    answer = NetworkAnswer.objects.get()
    assert (answer.text, answer.is_by_mail, answer.given_for.slug) == (SAID, True, "genk")
    told = post.to(KNOWS)[-1]
    assert told["Subject"] == "Uw antwoord staat op de pagina"
    assert told["Auto-Submitted"] == "auto-replied"
    assert "Reply-To" not in told


def test_the_same_mail_twice_answers_once(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = reply(letter)
    pipe(monkeypatch, message.as_bytes())
    message["Received"] = "by another road"
    assert pipe(monkeypatch, message.as_bytes()) == "again\t1\n"
    assert NetworkAnswer.objects.count() == 1
    assert len(post.to(KNOWS)) == 2


def test_what_was_left_out_is_said(letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    message = reply(letter, "Vraag het aan mevrouw Annelies Peeters.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="reglement.pdf")
    pipe(monkeypatch, message.as_bytes())
    assert "Peeters" not in NetworkAnswer.objects.get().text
    told = post.to(KNOWS)[-1].get_body(("plain",))
    assert told is not None
    said = " ".join(told.get_content().split())
    assert "Uw mail had 1 bijlage. Die bewaren we niet" in said
    assert "er staat N.N. in de plaats" in said


def test_a_name_that_comes_of_the_cut_is_left_out(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = "Annelies Peetersstraat"
    text = "De zaal ligt daar. " * 209
    text += "x" * (LONGEST - len(text) - len(" Annelies Peeters")) + f" {street} 4."
    assert without_persons(text) == text
    assert pipe(monkeypatch, reply(letter, text).as_bytes()) == "answered\t1\n"
    assert "Peeters" not in NetworkAnswer.objects.get().text


def test_somebody_else_with_the_letter_is_refused_and_told_so_without_more(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipe(monkeypatch, reply(letter, sender=STRANGER).as_bytes()) == "not_the_holder\t1\n"
    assert not NetworkAnswer.objects.exists()
    (told,) = post.to(STRANGER)
    body = told.get_body(("plain",))
    assert body is not None
    assert "De vraag ging naar een ander mailadres" in body.get_content()
    assert TITLE not in body.get_content()
    assert KNOWS not in body.get_content()


def test_two_programs_that_answer_each_other_find_silence(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(TOLD_AT_MOST + 4):
        pipe(monkeypatch, reply(letter, sender=STRANGER).as_bytes())
    assert len(post.to(STRANGER)) == TOLD_AT_MOST


def test_our_own_mails_and_absences_are_answered_nowhere(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, reply(letter).as_bytes())
    told = post.to(KNOWS)[-1]
    told["Delivered-To"] = str(letter["Reply-To"])
    absent = reply(letter, "Ik ben er niet.")
    absent["Auto-Submitted"] = "auto-replied"
    bounce = reply(letter)
    bounce["Return-Path"] = "<>"
    before = len(post.envelopes)
    assert pipe(monkeypatch, told.as_bytes()) == "automatic\t1\n"
    assert pipe(monkeypatch, absent.as_bytes()) == "automatic\t1\n"
    assert pipe(monkeypatch, bounce.as_bytes()) == "bounce\t1\n"
    assert len(post.envelopes) == before
    assert NetworkAnswer.objects.count() == 1


@pytest.mark.parametrize("forged", ["1-000000000000000000000000", "99", "", "x" * 40])
def test_a_forged_address_is_answered_nowhere_and_only_counted(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch, forged: str
) -> None:
    message = reply(letter)
    message.replace_header("To", f"antwoord+{forged}@cheques.example")
    before = len(post.envelopes)
    assert pipe(monkeypatch, message.as_bytes()) == "unknown\t1\n"
    assert len(post.envelopes) == before
    assert not ReceivedMail.objects.exists()
    out = io.StringIO()
    call_command("mail", "counts", stdout=out)
    assert out.getvalue() == f"{today()}\tunknown\t1\n"


def test_the_proof_of_one_letter_opens_no_other(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = reply(letter)
    proof = reply_address(QuestionLetter.objects.get().pk + 1).partition("-")[2]
    message.replace_header("To", f"antwoord+{QuestionLetter.objects.get().pk}-{proof}")
    assert pipe(monkeypatch, message.as_bytes()) == "unknown\t1\n"


def test_who_holds_the_role_no_more_is_refused_with_a_clear_mail(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    RoleHolding.objects.filter(person__email=KNOWS).update(valid_until=today())
    assert pipe(monkeypatch, reply(letter).as_bytes()) == "not_allowed\t1\n"
    assert post.to(KNOWS)[-1]["Subject"] == "Uw mail is niet bewaard als antwoord"


def test_a_question_that_was_taken_down_takes_no_reply(
    there: Learning, letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_down(there.asks, question=NetworkQuestion.objects.get())
    assert pipe(monkeypatch, reply(letter).as_bytes()) == "not_allowed\t1\n"


def test_a_reply_that_says_nothing_is_told_so(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipe(monkeypatch, reply(letter, "").as_bytes()) == "empty\t1\n"
    assert post.to(KNOWS)[-1]["Subject"] == "Uw mail is niet bewaard als antwoord"


def test_what_is_no_mail_is_counted(letter: EmailMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipe(monkeypatch, b"") == "unreadable\t1\n"
    assert MailCount.objects.get().number == 1


def test_a_folder_an_mbox_and_a_maildir_are_read_as_often_as_one_likes(
    letter: EmailMessage, post: Post, tmp_path: Path
) -> None:
    first, second, third = (reply(letter, f"Antwoord {number}.") for number in (1, 2, 3))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "1.eml").write_bytes(first.as_bytes())
    kept = mailbox.mbox(tmp_path / "mbox")
    kept.add(second)
    kept.close()
    mailbox.Maildir(tmp_path / "maildir").add(third.as_bytes())
    paths = [str(folder), str(tmp_path / "mbox"), str(tmp_path / "maildir")]
    for told in ("answered\t3\n", "again\t3\n"):
        out = io.StringIO()
        call_command("mail", "receive", *paths, stdout=out)
        assert out.getvalue() == told
    assert [one.text for one in NetworkAnswer.objects.order_by("pk")] == [
        "Antwoord 1.", "Antwoord 2.", "Antwoord 3.",
    ]  # fmt: skip
    with pytest.raises(CommandError, match="nothing at"):
        call_command("mail", "receive", str(tmp_path / "nergens"))


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError, ProgrammingError])
def test_a_mail_server_keeps_a_mail_while_the_database_does_not_take_it(
    letter: EmailMessage,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: type[Error],
) -> None:
    def away(*_args: object) -> None:
        raise kind("gone")

    with connection.execute_wrapper(away), pytest.raises(SystemExit) as left:
        pipe(monkeypatch, reply(letter).as_bytes())
    assert left.value.code == 75
    told = capsys.readouterr().err
    assert kind.__name__ in told
    assert ("gone" in told) == (kind is OperationalError), "others have the row in what they say"


@pytest.mark.parametrize("kind", [DataError, IntegrityError])
def test_a_mail_that_is_never_taken_is_counted_and_the_next_is_read(
    letter: EmailMessage, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: type[Error]
) -> None:
    """As it fails each time, a mail server that keeps it tries in vain, and what lies behind it is read by nobody."""

    def refuse(execute: Callable[..., object], sql: str, params: object, *rest: object) -> object:
        if "Zeppelins" in str(params):
            raise kind("Zeppelins")
        return execute(sql, params, *rest)

    for number, text in enumerate(("Zeppelins.", SAID)):
        (tmp_path / f"{number}.eml").write_bytes(reply(letter, text).as_bytes())
    out = io.StringIO()
    with connection.execute_wrapper(refuse):
        call_command("mail", "receive", str(tmp_path), stdout=out)
    assert out.getvalue() == "answered\t1\nunreadable\t1\n"
    assert [one.text for one in NetworkAnswer.objects.all()] == [SAID]
    (told,) = [one for one in caplog.records if one.message == "mail_not_kept"]
    assert (told.__dict__["error"], "Zeppelins" in caplog.text) == (kind.__name__, False)


def test_a_mail_with_a_sign_that_no_text_may_have_is_an_answer(
    letter: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = reply(letter, "Reken een XX factuur voor.")
    assert pipe(monkeypatch, said.as_bytes().replace(b"XX ", b"\0")) == "answered\t1\n"
    assert NetworkAnswer.objects.get().text == "Reken een factuur voor."


def test_of_who_is_erased_nothing_of_mail_stays(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, reply(letter).as_bytes())
    assert export_person(KNOWS)["questions_by_mail"]
    erase_person(SYSTEM, email=KNOWS)
    assert not QuestionLetter.objects.exists()
    assert not ReceivedMail.objects.exists()
    assert NetworkAnswer.objects.count() == 1


def test_the_address_of_a_stranger_is_forgotten_once_told(
    letter: EmailMessage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, reply(letter, sender=STRANGER).as_bytes())
    assert post.to(STRANGER)
    payloads = [str(one.args_kwargs) for one in DBTaskResult.objects.all()]
    assert any("send_reply_not_kept" in one for one in payloads)
    assert not any(STRANGER in one for one in payloads)
    (reference,) = [found[1] for one in payloads if (found := re.search(r"'address': '([^']+)'", one))]
    assert look_aside(reference) is None


def test_without_a_mailbox_a_letter_asks_for_an_answer_on_the_page(there: Learning) -> None:
    with mail_server() as taken:
        asked(there)
        work()
        (arrived,) = taken.to(KNOWS)
    assert arrived["Reply-To"] is None
    body = arrived.get_body(("plain",))
    assert body is not None
    assert "Antwoord op deze mail" not in body.get_content()
    assert ASKS not in body.get_content()
