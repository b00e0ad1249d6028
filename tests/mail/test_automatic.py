"""Who wrote: a person or a machine, and what the machine reports; the cases are files."""

from pathlib import Path

import pytest

from tests.mail.cases import read_cases
from whydesk.mail.incoming import read_mail

CASES = Path(__file__).parent / "cases" / "automatic"


@pytest.mark.parametrize("case", read_cases(CASES))
def test_machines_are_told_from_people(case: dict[str, str]) -> None:
    mail = read_mail(case["mail"].encode())
    found = {"automatic": str(mail.automatic)}
    if mail.bounce:
        found |= {
            "recipients": ", ".join(mail.bounce.recipients),
            "status": mail.bounce.status,
            "permanent": "yes" if mail.bounce.is_permanent else "no",
            "original": mail.bounce.original_message_id,
        }
    expected = {key: value.strip() for key, value in case.items() if key != "mail"}
    assert {key: found.get(key) for key in expected} == expected
    assert mail.is_bounce == (mail.bounce is not None)
