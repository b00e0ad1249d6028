import csv
import io
import zlib

import pytest

from whydesk.demo.props import make_prop


def test_the_same_name_gives_the_same_file() -> None:
    assert make_prop("total.csv", "en") == make_prop("total.csv", "en")
    assert make_prop("total.csv", "en").content != make_prop("other.csv", "en").content


@pytest.mark.parametrize(("language", "delimiter"), [("ru", ";"), ("pt-br", ";"), ("en", ",")])
def test_a_table_opens_as_the_spreadsheets_of_its_country_expect(
    language: str, delimiter: str
) -> None:
    prop = make_prop("total.csv", language)
    rows = list(csv.reader(io.StringIO(prop.content.decode()), delimiter=delimiter))
    assert prop.content_type == "text/csv"
    assert {len(row) for row in rows} == {4}
    assert len(rows) > 5


@pytest.mark.parametrize("name", ["outbox.png", "desenho.png"])
def test_a_picture_is_a_whole_png(name: str) -> None:
    content = make_prop(name, "en").content
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    start = content.index(b"IDAT")
    length = int.from_bytes(content[start - 4 : start])
    pixels = zlib.decompress(content[start + 4 : start + 4 + length])
    assert len(pixels) == 200 * (1 + 3 * 320)


def test_a_text_names_itself() -> None:
    assert make_prop("log.txt", "en").content.decode().splitlines()[0] == "log.txt"
