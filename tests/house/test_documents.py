"""What the documents promise, the code holds; what the code has, the documents name."""

import re
import subprocess
import sys
from pathlib import Path

from whydesk.config.cli import main
from whydesk.config.environment import SETTINGS
from whydesk.config.reference import commands_as_markdown

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# Rows of the table in docs/operating.md: | `NAME` | default | what it means |
ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`|empty) \| (.+) \|$", re.MULTILINE)


def test_every_setting_stands_in_operating_with_its_default_and_meaning():
    told = ROW.findall((DOCS / "operating.md").read_text())
    assert told == [(setting.name, setting.default, setting.help) for setting in SETTINGS]


def test_the_page_of_the_command_line_is_fresh():
    assert (DOCS / "cli.md").read_text() == commands_as_markdown(main) + "\n"


def test_the_page_of_events_is_fresh():
    """The page is written by a command, which knows no more than the product does."""
    page = subprocess.run(
        [sys.executable, "-m", "whydesk", "events", "--markdown"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (DOCS / "events.md").read_text() == page.stdout


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
