"""Static files: collected anew only when they have changed."""

import hashlib
from pathlib import Path

NOTE = ".collected"
# Extensions of htmx that no screen uses; one names a module that is not there.
_LEFT_OUT = ["django_htmx/ext/*", "django_htmx/htmx-2*", "django_htmx/htmax*"]


def collect_static() -> None:
    """Put the static files where the web server serves them from."""
    from django.conf import settings
    from django.core.management import call_command

    now = fingerprint()
    note = Path(settings.STATIC_ROOT) / NOTE
    if collected() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=_LEFT_OUT)
    note.write_text(now)


def collected() -> str:
    """Return the fingerprint of what was collected last."""
    from django.conf import settings

    try:
        return (Path(settings.STATIC_ROOT) / NOTE).read_text()
    except FileNotFoundError:
        return ""


def fingerprint() -> str:
    """Return a digest of the names, sizes and times of all static files."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
