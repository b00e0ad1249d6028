"""What the documents promise, the code holds; what the code has, the documents name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from whydesk.config.cli import main
from whydesk.config.environment import SETTINGS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# Rows of the table in docs/operating.md: | `NAME` | default | what it means |
ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`|empty) \| (.+) \|$", re.MULTILINE)


def test_every_setting_stands_in_operating_with_its_default_and_meaning():
    told = ROW.findall((DOCS / "operating.md").read_text())
    assert told == [(setting.name, setting.default, setting.help) for setting in SETTINGS]


@pytest.mark.parametrize(
    ("name", "command"), [("cli.md", ["reference"]), ("events.md", ["events", "--markdown"])]
)
def test_a_page_that_a_command_writes_is_fresh(name, command):
    """Asked of a program of its own: here other tests may have touched what it describes."""
    page = subprocess.run(
        [sys.executable, "-m", "whydesk", *command], capture_output=True, text=True, check=True
    )
    assert (DOCS / name).read_text() == page.stdout


def test_every_command_that_operating_names_exists():
    named = re.findall(r"`whydesk ([a-z]+)(?: ([a-z]+)\b)?", (DOCS / "operating.md").read_text())
    unknown = [first for first, _ in named if first not in main.commands]
    assert unknown == []


def test_locks_carry_hashes_and_no_addresses():
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        text = lock.read_text()
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][^ ]*==\S+.*\n    --hash=sha256:", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
