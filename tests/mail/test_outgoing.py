"""Mails that we write, read back by the standard library and by our own reader."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whydesk.mail.addresses import Person
from whydesk.mail.fields import UnusableAddress, ascii_address
from whydesk.mail.incoming import read_mail
from whydesk.mail.outgoing import (
    OutgoingFile,
    OutgoingMail,
    Quote,
    build,
    choose_references,
    make_message_id,
)

AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
SUPPORT = Person("Desk support", "support@desk.example")
ANNA = Person("Анна Белова", "anna@romashka.example")


def make_mail(**fields: object) -> OutgoingMail:
    return OutgoingMail(
        **{  # type: ignore[arg-type]
            "sender": SUPPORT,
            "to": (ANNA,),
            "subject": "Re: Hi",
            "text": "Hello.",
            "message_id": "t1.a@desk.example",
            "at": AT,
            **fields,
        }
    )


def written(**fields: object) -> EmailMessage:
    mail = email.message_from_bytes(build(make_mail(**fields)), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert [part.defects for part in mail.walk() if part.defects] == []
    return mail


def body_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_header_is_whole():
    mail = written(in_reply_to="c@x.example", references=("a@x.example", "c@x.example"))
    assert {name: str(value) for name, value in mail.items() if name != "Content-Type"} == {
        "From": "Desk support <support@desk.example>",
        "To": "Анна Белова <anna@romashka.example>",
        "Subject": "Re: Hi",
        "Date": "Tue, 03 Mar 2026 14:05:00 +0000",
        "Message-ID": "<t1.a@desk.example>",
        "In-Reply-To": "<c@x.example>",
        "References": "<a@x.example> <c@x.example>",
        "MIME-Version": "1.0",
    }


def test_a_mail_of_a_machine_says_so_and_a_persons_does_not():
    machine = written(is_automatic=True)
    assert machine["Auto-Submitted"] == "auto-generated"
    assert machine["X-Auto-Response-Suppress"] == "All"
    assert written()["Auto-Submitted"] is None


def test_answers_may_go_to_an_address_of_their_own():
    mail = written(reply_to="support+t1.abc@desk.example")
    assert mail["Reply-To"] == "Desk support <support+t1.abc@desk.example>"


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Não consigo enviar",
        "Re: Не уходят письма уже третий день, и никто не отвечает",
        "Re: 😀 " * 40,
        "Re: " + "x" * 1000,
        "Re: =?utf-8?q?not?= encoded",
        "Re: several short words " * 20,
    ],
)
def test_a_subject_comes_back_as_it_was(subject: str):
    raw = build(make_mail(subject=subject))
    assert written(subject=subject)["Subject"] == subject.strip()
    assert read_mail(raw).subject == subject.strip()


@pytest.mark.parametrize("fold", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_nothing_smuggles_in_a_field(fold: str):
    evil = f"Hi{fold}Bcc: c@d.example"
    mail = written(
        subject=evil,
        sender=Person(evil, "support@desk.example"),
        to=(Person(evil, "anna@romashka.example"),),
        message_id="t1.a@desk.example",
        in_reply_to=f"a@b{fold}Bcc: c@d.example",
        references=(f"a@b>{fold}Bcc: <c@d.example",),
        files=(OutgoingFile(f"a{fold}Bcc: c.txt", f"text/plain{fold}Bcc: c", b""),),
    )
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hi Bcc: c@d.example"
    assert (mail["In-Reply-To"], mail["References"]) == (None, None)
    (file,) = mail.iter_attachments()
    assert [name for name in file if "bcc" in name.lower()] == []
    assert file.get_content_type() == "application/octet-stream"


@pytest.mark.parametrize(
    "address",
    [
        *("a@b\r\nBcc: c@d", "a b@c.example", "a@b c.example", "почта@x.example", "", "a", "@b"),
        *('"a b"@c.example', "a@b..example", "a@-b.example", "a@" + "b" * 64 + ".example"),
        *("a@[1.2.3.4]", "<a@b.example>", "a" * 65 + "@b.example"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str):
    with pytest.raises(UnusableAddress):
        ascii_address(address)


@pytest.mark.parametrize(
    ("address", "ascii_form"),
    [
        ("Anna.B+x@Romashka.Example", "Anna.B+x@romashka.example"),
        ("anna@почта.рф", "anna@xn--80a1acny.xn--p1ai"),
        ("a@münchen.example", "a@xn--mnchen-3ya.example"),
        ("a..b@docomo.example", "a..b@docomo.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_is_written_as_servers_take_it(address: str, ascii_form: str):
    assert ascii_address(address) == ascii_form


@pytest.mark.parametrize(
    "name",
    ["João, o “bom”", 'Says "so" \\ here', "A. B.", "Ромашка (склад)", "a@b", "<x>", "=?x?q?y?="],
)
def test_a_name_comes_back_as_it_was(name: str):
    mail = written(to=(Person(name, "a@b.example"), ANNA))
    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [
        (name, "a@b.example"),
        ("Анна Белова", "anna@romashka.example"),
    ]


def test_the_text_reads_well_alone():
    quote = Quote("On 3 March, Анна wrote:", "Hi\n> older\n\nHelp  ")
    mail = written(text="See [it](https://x.example).", signature="Vera\nDesk", quote=quote)
    assert body_of(mail, "plain") == (
        "See it <https://x.example>.\n\n-- \nVera\nDesk\n\n"
        "On 3 March, Анна wrote:\n> Hi\n>> older\n>\n> Help\n"
    )


def test_the_quote_cannot_become_markup():
    quote = Quote("<b>Eve</b> wrote:", "<script>alert(1)</script>\nhttps://x.example/?a=1&b=2")
    html = body_of(written(quote=quote, signature="<i>", language="ru"), "html")
    assert '<html lang="ru">' in html
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;i&gt;" in html
    assert 'href="https://x.example/?a=1&amp;b=2"' in html


def test_our_own_reader_takes_the_quote_off():
    quote = Quote("On March 3, 2026 at 14:05, Anna wrote:", "Old words")
    mail = read_mail(build(make_mail(text="New words", quote=quote)))
    assert mail.reply_text == "New words"


@pytest.mark.parametrize(
    ("filename", "read_as"),
    [
        ("report.pdf", "report.pdf"),
        ("отчёт за март.pdf", "отчёт за март.pdf"),
        ("очень длинное имя " * 10 + ".pdf", "очень длинное имя " * 10 + ".pdf"),
        ('a"b;c.txt', "a'b;c.txt"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a%20b*c.txt", "a%20b*c.txt"),
        ("", "file"),
    ],
)
def test_a_file_keeps_its_name_and_its_bytes(filename: str, read_as: str):
    content = bytes(range(256)) * 10
    file = OutgoingFile(filename, "application/pdf", content)
    (attached,) = written(files=(file,)).iter_attachments()
    assert attached.get_filename() == read_as
    assert attached.get_content() == content


def test_our_own_reader_takes_the_files_out():
    file = OutgoingFile("отчёт за март.pdf", "application/pdf", b"%PDF")
    (read,) = read_mail(build(make_mail(files=(file,)))).attachments
    assert (read.filename, read.content_type, read.content) == (
        "отчёт за март.pdf",
        "application/pdf",
        b"%PDF",
    )


def test_a_mail_as_a_file_is_not_taken_apart():
    file = OutgoingFile("old.eml", "message/rfc822", b"Subject: x\r\n\r\ny")
    (attached,) = written(files=(file,)).iter_attachments()
    assert attached.get_content_type() == "application/octet-stream"


def test_a_thread_of_any_length_keeps_its_root_and_its_end():
    ids = [f"{number}@x.example" for number in range(100)]
    kept = choose_references(ids, "99@x.example")
    assert (kept[0], kept[-1], len(kept)) == ("0@x.example", "99@x.example", 20)
    assert choose_references(["a@x", "b@x", "a@x"], "a@x") == ("b@x", "a@x")
    assert choose_references(["no id", "", "<a@x>"], "") == ()


def test_an_id_of_ours_names_the_ticket_and_the_mailboxs_domain():
    assert make_message_id(31, "abc", "support@почта.рф") == "t31.abc@xn--80a1acny.xn--p1ai"
    assert make_message_id(None, "abc", "support@desk.example") == "abc@desk.example"


@given(
    st.text(max_size=300),
    st.text(max_size=2000),
    st.text(max_size=300),
    st.text(max_size=100),
)
def test_whatever_is_typed_makes_a_mail_that_any_server_takes(
    subject: str, text: str, filename: str, name: str
):
    raw = build(
        make_mail(
            subject=subject,
            text=text,
            sender=Person(name, "support@desk.example"),
            signature=filename,
            quote=Quote(name, text),
            files=(OutgoingFile(filename, filename, text.encode("utf-8", "replace")),),
        )
    )
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert raw.isascii()
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert list(mail) == [
        *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
    ]
