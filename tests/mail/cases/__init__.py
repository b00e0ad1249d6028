"""Cases as files: a block a case, so that a new one needs no Python.

@@ case: its name
subject: facts; one may go on
over further lines
@@ mail
…
@@ reply
…
"""

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

_FACT = re.compile(r"^([a-z]+):(?: |$)", re.MULTILINE)


def read_cases(folder: Path) -> list[ParameterSet]:
    """Read the cases of every .case file in this folder, named by file and case."""
    found = []
    for path in sorted(folder.rglob("*.case")):
        for block in path.read_text("utf-8").split("@@ case: ")[1:]:
            head, *sections = block.split("\n@@ ")
            name, _, facts = head.partition("\n")
            _, *pairs = _FACT.split(facts)
            case = dict(zip(pairs[::2], map(str.strip, pairs[1::2]), strict=True))
            for section in sections:
                key, _, text = section.partition("\n")
                case[key.strip()] = text.strip("\n")
            found.append(pytest.param(case, id=f"{path.stem}: {name}"))
    return found
