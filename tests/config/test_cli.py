import base64
import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from tests.config.desks import Desk
from whydesk.config.cli import main
from whydesk.config.environment import SETTINGS

MAIL = "From: Ana <ana@padaria.example>\nTo: b@desk.example\nSubject: Pão\n\nBom dia\n\n> Olá\n"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "desk")


def commands() -> list[list[str]]:
    found: list[list[str]] = []
    for name, command in main.commands.items():
        children = command.commands if isinstance(command, click.Group) else {}
        found += [[name], *([name, child] for child in children)]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_says_what_it_does(words):
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    command = main.commands[words[0]]
    assert command.help or command.hidden
    assert words[-1] in result.output


def test_help_knows_neither_django_nor_a_database():
    code = (
        "import sys; from whydesk.config.cli import main; main(['--help'], standalone_mode=False);"
    )
    code += "print(sorted({'django', 'psycopg', 'procrastinate', 'granian'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_every_setting_is_listed(desk):
    told = desk.run("settings").stdout
    assert [line.split("=")[0] for line in told.splitlines() if not line.startswith(" ")] == [
        setting.name for setting in SETTINGS
    ]


def test_a_wrong_setting_is_one_sentence(desk):
    desk.settings["WHYDESK_HTTP"] = "8000"
    result = desk.run("start")
    assert (result.returncode, result.stderr) == (
        1,
        "Error: WHYDESK_HTTP is “8000”: write it as host:port, for example 127.0.0.1:8025.\n",
    )


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    desk = Desk(tmp_path / "desk", {"WHYDESK_DATA": str(tmp_path / "file" / "desk")})
    result = desk.run("start")
    assert result.returncode == 1
    assert result.stderr == f"Error: Not a directory: {tmp_path}/file/desk.\n"


def test_mail_is_read_without_a_database(desk):
    result = desk.run("mail", "read", given=MAIL)
    read = json.loads(result.stdout)
    assert (read["from_address"], read["subject"]) == ("ana@padaria.example", "Pão")
    assert (read["body_text"], read["reply_text"]) == ("Bom dia\n\n> Olá", "Bom dia")
    assert not desk.data.exists()


def test_many_mails_cost_one_start(desk):
    lines = [
        json.dumps({"id": number, "raw_base64": base64.b64encode(MAIL.encode()).decode()})
        for number in range(3)
    ]
    answers = desk.run("mail", "read", "--jsonl", given="\n".join([*lines, "nonsense"])).stdout
    assert [json.loads(line)["id"] for line in answers.splitlines()] == [0, 1, 2, None]


def test_a_weak_password_is_refused_with_the_reason(settled, tmp_path):
    desk = settled.copy(tmp_path / "desk")
    result = desk.run("createadmin", "--email=a@desk.example", "--name=Ada", "--password=password1")
    assert result.returncode == 1
    assert result.stderr == (
        "Error: This password is too short. It must contain at least 10 characters. "
        "This password is too common.\n"
    )


def test_an_admin_who_lost_their_password_gets_another(settled, tmp_path):
    desk = settled.copy(tmp_path / "desk")
    desk.sql("UPDATE people_agent SET role = 'guest', is_active = false")
    desk.make_admin()
    assert desk.sql("SELECT role, is_active FROM people_agent") == "admin|t"


@pytest.fixture(scope="module")
def with_mailbox(settled, tmp_path_factory):
    desk = settled.copy(tmp_path_factory.mktemp("mail") / "desk")
    desk.sql(
        "INSERT INTO mailroom_mailbox (address, name, signature, language)"
        " VALUES ('b@desk.example', 'B', '', 'en')"
    )
    return desk


def letters(desk: Desk) -> str:
    return desk.sql("SELECT string_agg(door || ' ' || state, ',' ORDER BY id) FROM mailroom_letter")


def test_a_pipe_hands_a_mail_over_and_a_second_time_adds_nothing(with_mailbox):
    for _ in range(2):
        result = with_mailbox.run("mail", "deliver", "b@desk.example", given=MAIL)
        assert (result.returncode, result.stderr) == (0, "")
    assert letters(with_mailbox) == "pipe waiting"


def test_a_pipe_refuses_what_is_no_mail(with_mailbox):
    result = with_mailbox.run("mail", "deliver", given="\n")
    assert (result.returncode, result.stderr) == (65, "Error: Nothing came through the pipe.\n")


def test_a_pipe_keeps_the_mail_for_later_when_the_desk_cannot_take_it(tmp_path):
    gone = Desk(tmp_path / "desk", {"DATABASE_URL": "postgresql://desk@127.0.0.1:1/desk"})
    assert gone.run("mail", "deliver", given=MAIL).returncode == 75


def test_old_mail_is_taken_over_once(settled, tmp_path):
    desk = settled.copy(tmp_path / "desk")
    folder = tmp_path / "old"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_text(f"Message-ID: <{number}@old.example>\n{MAIL}")
    first, second = (desk.run("import", "mail", str(folder)).stdout for _ in range(2))
    assert first.splitlines()[0] == "New mails: 3. Known before: 0."
    assert second.splitlines()[0] == "New mails: 0. Known before: 3."


def test_old_mail_for_an_unknown_mailbox_is_refused(with_mailbox, tmp_path):
    result = with_mailbox.run("import", "mail", str(tmp_path), "--mailbox=c@desk.example")
    assert result.stderr == (
        "Error: There is no mailbox c@desk.example. The desk's mailboxes: b@desk.example.\n"
    )
