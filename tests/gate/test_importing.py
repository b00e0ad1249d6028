"""Taking over old mail from files."""

import mailbox as standard
from pathlib import Path
from typing import Any

import pytest

from tests.world import World
from whydesk.gate.importing import Imported, Unreadable, import_mail
from whydesk.history.models import Entry
from whydesk.mailroom.models import Letter

pytestmark = pytest.mark.django_db

SEPARATOR = b"From mary@home.example Sat Nov 21 10:00:00 2026\n"


def mail(number: int, text: bytes = b"It is broken.\n") -> bytes:
    return b"From: mary@home.example\nSubject: %d\n\n" % number + text


def mbox(*mails: bytes) -> bytes:
    return b"".join(SEPARATOR + each + b"\n" for each in mails)


def raws() -> list[bytes]:
    return [bytes(letter.raw) for letter in Letter.objects.order_by("pk")]


def test_an_mbox_is_taken_over_whole_and_in_order(tmp_path: Path, world: World):
    (tmp_path / "old").write_bytes(mbox(mail(1), mail(2), mail(3)))
    assert import_mail(tmp_path / "old", mailbox=world.sales) == Imported(new=3)
    assert raws() == [mail(1), mail(2), mail(3)]
    assert {letter.mailbox for letter in Letter.objects.all()} == {world.sales}
    assert {letter.door for letter in Letter.objects.all()} == {"import"}


def test_a_second_run_adds_nothing(tmp_path: Path):
    (tmp_path / "old").write_bytes(mbox(mail(1), mail(2)))
    import_mail(tmp_path / "old")
    (tmp_path / "old").write_bytes(mbox(mail(1), mail(2), mail(3)))
    assert import_mail(tmp_path / "old") == Imported(new=1, known=2)
    assert raws() == [mail(1), mail(2), mail(3)]


def test_an_import_that_was_stopped_goes_on(tmp_path: Path):
    (tmp_path / "old").write_bytes(mbox(*map(mail, range(450))))

    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        import_mail(tmp_path / "old", on_progress=stop)
    assert len(raws()) == 200
    assert import_mail(tmp_path / "old") == Imported(new=250, known=200)
    assert raws() == [mail(number) for number in range(450)]


def test_two_hundred_mails_share_a_commit(tmp_path: Path):
    (tmp_path / "old").write_bytes(mbox(*map(mail, range(450))))
    import_mail(tmp_path / "old")
    commits = [len(entry.data["letter_ids"]) for entry in Entry.objects.order_by("pk")]
    assert commits == [200, 200, 50]


def test_progress_reaches_its_end(tmp_path: Path):
    content = mbox(*map(mail, range(250)))
    (tmp_path / "old").write_bytes(content)
    told: list[tuple[int, int]] = []
    import_mail(tmp_path, on_progress=lambda done, total: told.append((done, total)))
    first = mbox(*map(mail, range(200)))
    assert told == [
        (len(first), len(content)),
        (len(content), len(content)),
        (len(content), len(content)),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b">From me to you\n", b"From me to you\n"),
        (b">>From me to you\n", b">From me to you\n"),
        (b"> From me to you\n", b"> From me to you\n"),
        (b"say >From me\n", b"say >From me\n"),
        (b"\nFrom 10:30 to 12:45 on 14 March 2024 we are closed.\n", None),
        (b"\nFrom Monday Jan 5 on it was slow.\n", None),
        (b"\nFrom: another@header.example\n", None),
        (b"\n\n\n", None),
        (b"a line of 200 KB " + b"From " * 40_000 + b"\n", None),
        (b">" * 200_000 + b"\n", None),
    ],
)
def test_lines_that_begin_with_from(tmp_path: Path, written: bytes, meant: bytes | None):
    (tmp_path / "old").write_bytes(mbox(mail(1, written), mail(2)))
    assert import_mail(tmp_path) == Imported(new=2)
    assert raws() == [mail(1, written if meant is None else meant), mail(2)]


@pytest.mark.parametrize(
    "separator",
    [
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n",
        b"From - Tue Apr 01 09:11:12 2008\n",
        b"From 1660515@xxx Mon Jan 01 00:00:00 +0000 2024\n",
        b"From mary@home.example Mon, 1 Jan 2024 10:00:00 +0000\n",
        b"From mary@home.example Sat Nov 21 10:00:00 2026\r\n",
    ],
)
def test_mails_begin_where_any_program_says_so(tmp_path: Path, separator: bytes):
    (tmp_path / "old").write_bytes(separator + mail(1) + b"\n" + separator + mail(2) + b"\n")
    import_mail(tmp_path)
    assert raws() == [mail(1), mail(2)]


def test_an_mbox_that_python_wrote_is_read(tmp_path: Path):
    written = standard.mbox(tmp_path / "old")
    written.add(mail(1, b"From the start\nFrom Sat Nov 21 10:00:00 2026\n"))
    written.add(mail(2))
    written.close()
    import_mail(tmp_path / "old")
    assert raws() == [mail(1, b"From the start\nFrom Sat Nov 21 10:00:00 2026\n"), mail(2)]


def test_a_maildir_with_folders_is_taken_over(tmp_path: Path):
    folder = standard.Maildir(tmp_path / "Maildir")
    folder.add(standard.MaildirMessage(mail(1)))
    read = standard.MaildirMessage(mail(2))
    read.set_subdir("cur")
    folder.add(read)
    folder.add_folder("Sent").add(mail(3))
    (tmp_path / "Maildir" / "tmp" / "half").write_bytes(b"Subject: half")
    (tmp_path / "Maildir" / "dovecot-uidlist").write_bytes(b"3 V1 N1\n")
    assert import_mail(tmp_path / "Maildir") == Imported(new=3)
    assert sorted(raws()) == [mail(1), mail(2), mail(3)]


def test_a_folder_of_eml_files_is_taken_over_with_what_lies_below(tmp_path: Path):
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "a.eml").write_bytes(mail(1))
    (tmp_path / "2024" / "B.EML").write_bytes(mail(2))
    (tmp_path / "2024" / "notes.txt").write_bytes(b"not a mail")
    (tmp_path / "c.eml").write_bytes(SEPARATOR + mail(3))
    (tmp_path / "box").write_bytes(mbox(mail(4)))
    import_mail(tmp_path)
    assert sorted(raws()) == [mail(1), mail(2), mail(3), mail(4)]


def test_a_single_mail_is_taken_over_whatever_its_name(tmp_path: Path):
    (tmp_path / "message").write_bytes(mail(1))
    assert import_mail(tmp_path / "message") == Imported(new=1)


def test_what_cannot_be_read_is_named_and_the_rest_taken_over(tmp_path: Path, settings: Any):
    settings.ENVIRONMENT = settings.ENVIRONMENT | {"WHYDESK_MAIL_MAX_MB": 1}
    large = mail(2, b"x" * 70 + b"\n") + (b"y" * 70 + b"\n") * 20_000
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "b.eml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "box").write_bytes(mbox(mail(1), large, b"", mail(3)))
    (tmp_path / "c.eml").write_bytes(large)
    (tmp_path / "d.eml").write_bytes(mail(4))
    assert import_mail(tmp_path) == Imported(
        new=3,
        unreadable=[
            Unreadable(str(tmp_path / "a.eml"), "It is empty."),
            Unreadable(str(tmp_path / "b.eml"), "No such file or directory"),
            Unreadable(f"{tmp_path / 'box'}:7", "It is larger than the desk takes (1 MB)."),
            Unreadable(f"{tmp_path / 'box'}:20013", "It is empty."),
            Unreadable(str(tmp_path / "c.eml"), "It is larger than the desk takes (1 MB)."),
        ],
    )
    assert sorted(raws()) == [mail(1), mail(3), mail(4)]


def test_the_same_mail_in_two_files_is_one_letter(tmp_path: Path):
    (tmp_path / "a.eml").write_bytes(mail(1))
    (tmp_path / "b.eml").write_bytes(mail(1))
    assert import_mail(tmp_path) == Imported(new=1, known=1)
