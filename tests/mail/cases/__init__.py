"""Cases as files: a block a case, so that a new one needs no Python.

    @@ case: its name
    subject: optional facts, a line each
    @@ mail
    …
    @@ reply
    …
"""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet


def read_cases(folder: Path) -> list[ParameterSet]:
    """Read the cases of every .case file in this folder, named by file and case."""
    found = []
    for path in sorted(folder.rglob("*.case")):
        for block in path.read_text("utf-8").split("@@ case: ")[1:]:
            head, *sections = block.split("\n@@ ")
            name, *facts = head.splitlines()
            case = dict((fact + " ").split(": ", 1) for fact in facts if fact)
            case = {key: value.strip() for key, value in case.items()}
            for section in sections:
                key, _, text = section.partition("\n")
                case[key.strip()] = text.strip("\n")
            found.append(pytest.param(case, id=f"{path.stem}: {name}"))
    return found
