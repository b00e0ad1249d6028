import base64
import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner, Result

from tests.config.desks import Desk
from whydesk.config.cli import main
from whydesk.config.environment import SETTINGS
from whydesk.mailroom.models import Letter
from whydesk.people.actors import Role
from whydesk.people.models import Agent

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
    assert result.stderr == f"Error: File exists: {tmp_path}/file.\n"


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


def run(*words: str, given: str = "") -> Result:
    """Run a command here, on the database of the tests."""
    return CliRunner().invoke(main, words, input=given)


@pytest.mark.django_db
def test_a_weak_password_is_refused_with_the_reason():
    result = run("createadmin", "--email=a@desk.example", "--name=Ada", "--password=password1")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: This password is too short. It must contain at least 10 characters. "
        "This password is too common.\n",
    )
    assert not Agent.objects.exists()


def test_an_admin_who_lost_their_password_gets_another(world):
    Agent.objects.filter(pk=world.ada.pk).update(role=Role.GUEST, is_active=False)
    new = "--password=a new and longer one"
    assert run("createadmin", "--email=Ada@desk.example", "--name=Ada", new).exit_code == 0
    world.ada.refresh_from_db()
    assert (world.ada.role, world.ada.is_active) == (Role.ADMIN, True)
    assert world.ada.check_password("a new and longer one")


def test_a_pipe_hands_a_mail_over_and_a_second_time_adds_nothing(world):
    for _ in range(2):
        result = run("mail", "deliver", "support@desk.example", given=MAIL)
        assert (result.exit_code, result.stderr) == (0, "")

    letter = Letter.objects.get()
    assert (letter.door, letter.mailbox, bytes(letter.raw)) == (
        "pipe",
        world.support,
        MAIL.encode(),
    )


@pytest.mark.django_db
def test_a_pipe_refuses_what_is_no_mail():
    result = run("mail", "deliver", given="\n")
    assert (result.exit_code, result.stderr) == (65, "Error: Nothing came through the pipe.\n")


def test_a_pipe_keeps_the_mail_for_later_when_the_desk_cannot_take_it(desk):
    desk.settings["DATABASE_URL"] = "postgresql://desk@127.0.0.1:1/desk"
    result = desk.run("mail", "deliver", given=MAIL)
    assert result.returncode == 75
    assert result.stderr.startswith("Error: The database does not answer: ")
    assert len(result.stderr.splitlines()) == 1


def test_old_mail_is_taken_over_once(world, tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.eml").write_text(f"Message-ID: <{number}@old.example>\n{MAIL}")
    words = ("import", "mail", str(tmp_path), "--mailbox=sales@desk.example")
    first, second = (run(*words).stdout.splitlines()[0] for _ in range(2))
    assert first == "New mails: 3. Known before: 0."
    assert second == "New mails: 0. Known before: 3."
    assert {letter.mailbox for letter in Letter.objects.all()} == {world.sales}


def test_old_mail_for_an_unknown_mailbox_is_refused(world, tmp_path):
    result = run("import", "mail", str(tmp_path), "--mailbox=c@desk.example")
    assert result.stderr == (
        "Error: There is no mailbox c@desk.example. "
        "The desk's mailboxes: sales@desk.example, support@desk.example.\n"
    )
