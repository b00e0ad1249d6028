import json
import subprocess
import sys


def understand(*lines: str) -> list[dict]:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from whydesk.config.cli_reading import understand; understand()",
        ],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in told.stdout.decode().splitlines()]


def test_lines_come_back_in_order_with_all_that_was_read():
    lines = [
        json.dumps({"id": "a", "text": "Отчёт пустой с утра. Почините!"}, ensure_ascii=False),
        json.dumps({"id": 7, "text": "Quero exportar em Excel"}),
    ]
    first, second = understand(*lines)
    assert list(first) == [
        "id",
        "lang",
        "kind",
        "blocking",
        "temperature",
        "leaving",
        "public_threat",
        "sentences",
        "slots",
        "story",
        "ask",
        "question",
        "summary",
    ]
    assert (first["id"], first["lang"], second["id"], second["lang"]) == ("a", "ru", 7, "pt")
    assert [each["text"] for each in first["sentences"]] == ["Отчёт пустой с утра.", "Почините!"]


def test_a_line_that_cannot_be_read_does_not_stop_the_others():
    told = understand("{", '{"id": 1}', "[]", "", '{"id": 2, "text": "hello"}')
    assert [line.get("error") for line in told] == ["not a JSON object", "no text", "no text", None]
    assert [line["id"] for line in told] == [None, 1, None, 2]
