"""How static files are named, joined and kept."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "whydesk/css/app.css"
_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under names that change with their content, so that browsers may keep them forever.

    That goes for what a module imports as well: a new desk with an old module
    would be half of each. The style sheets are handed out as one, for a browser
    that is here for the first time would ask for sixty one after another.
    """

    # A file that was not collected is asked for by its own name: the page stands without it.
    manifest_strict = False
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the style sheets, then name and pack all files as usual."""
        if SHEET in paths:
            paths = {**paths, SHEET: (_Joined(_joined(paths)), SHEET)}
        yield from super().post_process(paths, dry_run, **options)


@dataclass(frozen=True)
class _Joined:
    """A place for the one sheet that lies in no folder."""

    sheet: str

    def open(self, _path: str) -> ContentFile:  # type: ignore[type-arg]
        return ContentFile(self.sheet.encode())


def _joined(paths: dict[str, Any]) -> str:
    """Return the style sheet with every sheet that it imports written into its layer."""

    def content(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    def layer(found: "re.Match[str]") -> str:
        name = posixpath.join(posixpath.dirname(SHEET), found[1])
        return f"@layer {found[2]} {{\n{content(name)}}}\n"

    return _IMPORT.sub(layer, content(SHEET))
