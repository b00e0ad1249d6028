"""Compile the translations into the wheel, so that the repository holds none."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_translations(Path(self.root) / "whydesk" / "locale")


def compile_translations(locale: Path) -> None:
    """Write a .mo beside each .po that is newer."""
    for source in locale.rglob("*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parent.parent.name)
        with target.open("wb") as mo:
            write_mo(mo, catalogue)


if __name__ == "__main__":
    compile_translations(Path(__file__).parent / "whydesk" / "locale")
