from pathlib import Path

import pytest

from whydesk.config.environment import SETTINGS, Listen, read_settings
from whydesk.config.trouble import WrongSetting

WRONG = {
    ("DATABASE_URL", "mysql://db/desk"): "write postgresql://user:password@host:5432/name",
    (
        "WHYDESK_URL",
        "desk.example",
    ): "write the whole address, for example https://desk.example.com",
    ("WHYDESK_HTTP", "8000"): "write it as host:port, for example 127.0.0.1:8025",
    ("WHYDESK_SMTP", "0.0.0.0:99999"): "write it as host:port, for example 127.0.0.1:8025",
    ("WHYDESK_SMTP_URL", "mail.example"): (
        "write smtp://user:password@host:587, smtps://… or folder:/a/path"
    ),
    ("WHYDESK_ATTACHMENTS", "ftp://files"): "write a folder, or s3://bucket/prefix",
    ("WHYDESK_ATTACHMENTS", "s3://"): "write s3://bucket/prefix, and install whydesk[s3]",
    ("WHYDESK_LANGUAGE", "de"): "write one of en, ru, pt-br",
    ("WHYDESK_TIME_ZONE", "Moon/Crater"): "write a time zone such as Europe/Lisbon",
    ("WHYDESK_CURRENCY", "euro"): "write a currency by its three letters, for example EUR",
    ("WHYDESK_WEB_THREADS", "many"): "write a whole number from 1 to 32",
    ("WHYDESK_MAIL_MAX_MB", "0"): "write a whole number from 1 to 500",
    ("WHYDESK_LOG", "LOUD"): "write one of DEBUG, INFO, WARNING, ERROR",
}


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_a_wrong_setting_is_told_with_what_to_write(name, text):
    with pytest.raises(WrongSetting) as told:
        read_settings({name: text})
    assert str(told.value) == f"{name} is “{text}”: {WRONG[name, text]}."


def test_no_setting_is_needed():
    assert set(read_settings({})) == {setting.name for setting in SETTINGS}


def test_an_empty_setting_is_its_default():
    assert read_settings({"WHYDESK_LANGUAGE": " "})["WHYDESK_LANGUAGE"] == "en"


def test_the_address_follows_the_port_until_it_is_given():
    assert read_settings({"WHYDESK_HTTP": "0.0.0.0:81"})["WHYDESK_URL"] == "http://localhost:81"
    given = {"WHYDESK_HTTP": "0.0.0.0:81", "WHYDESK_URL": "https://desk.example/"}
    assert read_settings(given)["WHYDESK_URL"] == "https://desk.example"


def test_addresses_to_listen_at_are_read():
    read = read_settings({"WHYDESK_HTTP": "0.0.0.0:80", "WHYDESK_LMTP": "[::1]:24"})
    assert read["WHYDESK_HTTP"] == Listen("0.0.0.0", 80)
    assert read["WHYDESK_LMTP"] == Listen("::1", 24)


def test_the_data_folder_is_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings({"WHYDESK_DATA": "desk"})["WHYDESK_DATA"] == Path(tmp_path / "desk")
