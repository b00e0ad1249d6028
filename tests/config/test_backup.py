"""`whydesk backup` and `whydesk restore`, on the embedded server and on an older one."""

import json
import tarfile

import psycopg
import pytest

from tests.config.desks import Desk
from tests.config.servers import other_server
from whydesk.config.database import embedded_url, start_embedded
from whydesk.config.starting import only_one

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def desk(settled, tmp_path_factory):
    """A desk with an admin and an attachment."""
    desk = settled.copy(tmp_path_factory.mktemp("backup") / "desk")
    file = desk.data / "files" / "ab" / "cd" / "abcd"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a picture")
    return desk


@pytest.fixture(scope="module")
def backup(desk):
    file = desk.data.parent / "desk.tar"
    result = desk.run("backup", str(file))
    assert result.returncode == 0, result.stderr
    return file


def admins(desk: Desk) -> str:
    return desk.sql("SELECT string_agg(email, ' ' ORDER BY email) FROM people_agent")


def test_a_backup_holds_the_database_the_files_and_the_key(desk, backup):
    with tarfile.open(backup) as tar:
        assert tar.getnames() == [
            "whydesk-backup.json",
            "secret-key",
            "database.dump",
            "files/ab/cd/abcd",
        ]
        key = tar.extractfile("secret-key").read().decode()
    assert key == (desk.data / "secret-key").read_text()
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_never_written_over(desk, backup):
    result = desk.run("backup", str(backup))
    assert result.stderr == (
        f"Error: {backup} exists. Choose another name; a backup is never written over.\n"
    )


def test_another_desk_becomes_what_the_backup_holds(desk, backup, settled, tmp_path):
    other = settled.copy(tmp_path / "other")
    other.sql("DELETE FROM people_agent")
    result = other.run("restore", str(backup))
    assert result.returncode == 0, result.stderr
    assert admins(other) == "ada@desk.example"
    assert (other.data / "files/ab/cd/abcd").read_bytes() == b"a picture"
    assert (other.data / "secret-key").read_text() == (desk.data / "secret-key").read_text()


def test_a_desk_that_is_not_empty_is_kept_unless_told_otherwise(backup, with_bo):
    refused = with_bo.run("restore", str(backup))
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: This desk is not empty.")
    assert admins(with_bo) == "bo@desk.example"
    assert with_bo.run("restore", "--replace", str(backup)).returncode == 0
    assert admins(with_bo) == "ada@desk.example"


def test_a_broken_backup_changes_nothing(with_bo, backup, tmp_path):
    half = tmp_path / "half.tar"
    half.write_bytes(backup.read_bytes()[:100_000])
    result = with_bo.run("restore", "--replace", str(half))
    assert result.stderr == f"Error: {half} is not a backup of Whydesk, or not whole.\n"
    assert admins(with_bo) == "bo@desk.example"


def test_a_backup_of_a_newer_whydesk_is_refused(backup, with_bo, tmp_path):
    folder = tmp_path / "unpacked"
    with tarfile.open(backup) as tar:
        tar.extractall(folder, filter="data")
    note = json.loads((folder / "whydesk-backup.json").read_text())
    note["migrations"].append("tickets.9999_of_tomorrow")
    note["whydesk"] = "99.0"
    (folder / "whydesk-backup.json").write_text(json.dumps(note))
    newer = tmp_path / "newer.tar"
    with tarfile.open(newer, "w") as tar:
        for name in ("whydesk-backup.json", "secret-key", "database.dump"):
            tar.add(folder / name, name)
    result = with_bo.run("restore", "--replace", str(newer))
    assert result.stderr == (
        "Error: This backup was made by Whydesk 99.0, which is newer. Upgrade first.\n"
    )


def test_a_running_desk_is_not_restored_over(desk, backup):
    with only_one(desk.data):
        result = desk.run("restore", "--replace", str(backup))
    assert result.stderr.startswith(f"Error: Whydesk already runs on {desk.data}")


def test_a_database_in_use_is_not_restored_over(desk, backup):
    server = start_embedded(desk.data)
    with psycopg.connect(embedded_url(desk.data)):
        result = desk.run("restore", "--replace", str(backup))
    server.stop()
    assert result.stderr == (
        "Error: The database is in use. Stop Whydesk on every machine, then restore.\n"
    )


def test_answers_that_may_have_left_since_are_asked_about(settled, with_bo, tmp_path):
    source = settled.copy(tmp_path / "source")
    source.sql(
        "INSERT INTO mailroom_mailbox (address, name, signature, language)"
        " VALUES ('a@b.example', 'A', '', 'en');"
        "INSERT INTO mailroom_delivery (mailbox_id, message_id, envelope_from, recipients, raw,"
        " state, tries, error, is_automatic, created_at)"
        " SELECT id, s, '', '{}', '', s, 0, '', false, now()"
        " FROM mailroom_mailbox, unnest('{queued,sending,sent,failed}'::text[]) AS s"
    )
    assert source.run("backup", str(tmp_path / "b.tar.gz")).returncode == 0
    assert with_bo.run("restore", "--replace", str(tmp_path / "b.tar.gz")).returncode == 0
    states = "SELECT string_agg(message_id || '=' || state, ' ' ORDER BY id) FROM mailroom_delivery"
    assert with_bo.sql(states) == (
        "queued=handing_over sending=handing_over sent=sent failed=failed"
    )


def test_a_desk_moves_to_an_older_server_and_back(backup, with_bo, tmp_path):
    with other_server(tmp_path / "sixteen") as url:
        outside = Desk(tmp_path / "outside", {"DATABASE_URL": url})
        moved = outside.run("restore", str(backup))
        assert moved.returncode == 0, moved.stderr
        assert admins(outside) == "ada@desk.example"
        back = tmp_path / "back.tar"
        assert outside.run("backup", str(back)).returncode == 0
    assert with_bo.run("restore", "--replace", str(back)).returncode == 0
    assert admins(with_bo) == "ada@desk.example"
