"""A folder of Markdown files becomes articles."""

from pathlib import Path

import pytest

from tests.world import World
from whydesk.wishes.front_matter import read_page
from whydesk.wishes.importing import import_capabilities
from whydesk.wishes.models import Article, Capability


def articles() -> list[tuple[str, str, str]]:
    found = Article.objects.order_by("capability__slug", "language")
    return list(found.values_list("capability__slug", "language", "title"))


def test_heads_names_and_headings_say_what_a_file_is(world: World, tmp_path: Path):
    head = "---\nslug: sla\ntitle: 'SLA report'\ntags:\n  - reports\n  - time\nlanguage: en\n---\n"
    (tmp_path / "one.md").write_text(f"{head}Open **Reports**.")
    (tmp_path / "sla.pt_BR.md").write_text("# Relatório de SLA\n\nAbra os relatórios.")
    deeper = tmp_path / "more"
    deeper.mkdir()
    (deeper / "Цвета и метки.md").write_text("---\nslug: colours\n---\nНажмите на статус тикета.")
    (deeper / "readme.txt").write_text("no article")
    done = import_capabilities(tmp_path)
    assert (done.articles, done.refused) == (3, {})
    assert articles() == [
        ("colours", "ru", "Цвета и метки"),
        ("sla", "en", "SLA report"),
        ("sla", "pt-br", "Relatório de SLA"),
    ]
    sla = Capability.objects.get(slug="sla")
    assert (sla.tags, sla.is_public) == (["reports", "time"], True)
    assert sla.articles.get(language="en").how == "Open **Reports**."


def test_imported_again_only_what_changed_is_written(world: World, tmp_path: Path):
    file = tmp_path / "sla.en.md"
    file.write_text("---\ntitle: SLA\npublic: no\n---\nOpen.")
    import_capabilities(tmp_path)
    before = Capability.objects.get()
    import_capabilities(tmp_path)
    assert Capability.objects.get().updated_at == before.updated_at
    file.write_text("---\ntitle: SLA\n---\nOpen reports.")
    import_capabilities(tmp_path)
    assert (Article.objects.get().how, Capability.objects.get().is_public) == (
        *("Open reports.",),
        False,
    )


def test_a_file_that_is_no_article_is_named_and_harms_no_other(world: World, tmp_path: Path):
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "b.md").write_text("---\nslug: two words\n---\nText")
    (tmp_path / "c.md").write_text("x" * 1_000_001)
    (tmp_path / "d.md").write_text("# Fine\n\nText of an article.")
    done = import_capabilities(tmp_path)
    assert (done.articles, sorted(done.refused)) == (1, ["a.md", "b.md", "c.md"])
    assert articles() == [("d", "en", "Fine")]


@pytest.mark.parametrize(
    ("text", "fields", "body"),
    [
        ("", {}, ""),
        ("plain", {}, "plain"),
        ("---\ntitle: a: b\n---\n", {"title": "a: b"}, ""),
        ("---\r\ntitle: x\r\n---\r\nbody", {"title": "x"}, "body"),
        ("---\ntitle: x\nno end", {}, "---\ntitle: x\nno end"),
        ("---\ntags: a, b\n---\n# Head\ntext", {"tags": "a, b", "title": "Head"}, "text"),
    ],
)
def test_a_page_is_read_as_it_stands(text: str, fields: dict[str, str], body: str):
    page = read_page(text)
    assert (page.fields, page.text) == (fields, body)
