"""Broken and strange mails; the cases are files, in the Latin-1 view of their bytes."""

from pathlib import Path

import pytest

from tests.mail.cases import read_cases
from whydesk.mail.incoming import read_mail

CASES = Path(__file__).parent / "cases" / "structure"


def _bytes(text: str) -> bytes:
    """Read \\xNN as bytes, the rest as UTF-8."""
    return (
        text.encode("unicode_escape")
        .replace(b"\\\\x", b"\\x")
        .replace(b"\\n", b"\n")
        .decode("unicode_escape")
        .encode("latin-1")
        if "\\x" in text
        else text.encode()
    )


@pytest.mark.parametrize("case", read_cases(CASES))
def test_strange_mails_are_read(case: dict[str, str]) -> None:
    mail = read_mail(_bytes(case["mail"]))
    found = {
        "from": f"{mail.from_name} <{mail.from_address}>".strip(),
        "to": ", ".join(f"{person.name} <{person.address}>".strip() for person in mail.to),
        "subject": mail.subject,
        "id": mail.message_id,
        "references": " ".join(mail.references),
        "text": mail.body_text,
        "reply": mail.reply_text,
        "files": ", ".join(f"{file.filename} {file.size}" for file in mail.attachments),
        "date": mail.date.isoformat() if mail.date else "",
    }
    expected = {key: value for key, value in case.items() if key != "mail"}
    assert {key: found.get(key) for key in expected} == expected
