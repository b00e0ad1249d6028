"""The built wheel is all that a desk needs."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.config.desks import Desk

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("whydesk-*.whl"))


def test_it_holds_the_translations_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"whydesk"}
    for language in ("ru", "pt_BR"):
        assert f"whydesk/locale/{language}/LC_MESSAGES/django.mo" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_it_opens_a_desk_from_an_empty_folder(wheel, tmp_path):
    """The packages it depends on are those of the tests; Whydesk itself is the wheel's."""
    place = tmp_path / "venv"
    venv.create(place, symlinks=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(place)}))
    zipfile.ZipFile(wheel).extractall(site)
    ours = sysconfig.get_path("purelib")
    (site / "borrowed.pth").write_text(f"{ours}\n")
    desk = Desk(tmp_path / "desk", python=str(place / "bin" / "python"))
    where = "import whydesk; print(whydesk.__file__)"
    found = subprocess.run(
        [desk.python, "-c", where], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert Path(found.stdout.strip()).is_relative_to(site)
    with desk.started(), urlopen(f"http://localhost:{desk.http}/sign-in") as page:
        assert page.status == 200
