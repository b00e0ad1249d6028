import json

from click.testing import CliRunner

from whydesk.config.cli_reading import coach
from whydesk.understanding.coach import LABELS


def test_each_line_is_answered_by_its_labels_or_its_error():
    lines = [
        '{"id": "a", "customer": "?", "situation": "normal", "text": "Thank you for writing."}',
        "not json",
        '{"id": "b"}',
        "",
        '{"id": 3, "text": "\\ud800", "error": "mine"}',
    ]

    answer = CliRunner().invoke(coach, input="\n".join(lines))

    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [line["id"] for line in told] == ["a", None, "b", 3]
    assert told[0]["labels"]["thanks"] is True
    assert list(told[0]["labels"]) == list(LABELS)
    assert told[1] == {"id": None, "error": "not a JSON object"}
    assert told[2] == {"id": "b", "error": "no text"}
    assert list(told[3]) == ["id", "labels"]
