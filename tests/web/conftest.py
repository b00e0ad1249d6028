import pytest


@pytest.fixture(autouse=True)
def unhashed_static_files(settings) -> None:
    """Name static files as they lie in the tree; no test collects them first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
