"""How static files are named and kept."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under names that change with their content, so that browsers may keep them forever.

    That goes for what a module imports as well: a new desk with an old module
    would be half of each.
    """

    # A file that was not collected is asked for by its own name: the page stands without it.
    manifest_strict = False
    support_js_module_import_aggregation = True
