"""winmail.dat: the bundle is opened, a broken one stays as it came."""

import base64

from whydesk.mail.incoming import IncomingAttachment, read_mail


def _attribute(level: int, name: int, data: bytes) -> bytes:
    checksum = sum(data) & 0xFFFF
    head = bytes([level]) + name.to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return head + data + checksum.to_bytes(2, "little")


def _bundle() -> bytes:
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + _attribute(1, 0x00089006, b"\x00\x00\x01\x00")
        + _attribute(1, 0x0002800C, b"It fails.\x00")
        + _attribute(2, 0x00069002, bytes(14))
        + _attribute(2, 0x00018010, b"total.txt\x00")
        + _attribute(2, 0x0006800F, b"31")
    )


def _mail(bundle: bytes) -> bytes:
    return (
        b"From: a@b\nContent-Type: application/ms-tnef; name=winmail.dat\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(bundle)
    )


def test_text_and_files_come_out_of_the_bundle() -> None:
    mail = read_mail(_mail(_bundle()))
    assert mail.body_text == "It fails."
    assert mail.attachments == (IncomingAttachment("total.txt", "application/octet-stream", b"31"),)


def test_a_broken_bundle_stays_as_it_came() -> None:
    broken = b"\x78\x9f\x3e\x22" + b"\xff" * 40
    [file] = read_mail(_mail(broken)).attachments
    assert (file.filename, file.content) == ("winmail.dat", broken)
