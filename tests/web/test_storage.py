import re
import shutil
from pathlib import Path

from django.contrib.staticfiles.finders import find

from whydesk.web.storage import SHEET, StaticFiles


def test_one_style_sheet_holds_all_in_their_order(tmp_path):
    css = Path(find(SHEET)).parent
    shutil.copytree(css, tmp_path / "whydesk/css")
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    sheets = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.css")}

    list(storage.post_process({path: (storage, path) for path in sheets}))

    served = (tmp_path / storage.stored_name(SHEET)).read_text()
    parts = re.findall(r'@import url\("([^"]+)"\)', (css / "app.css").read_text())
    places = [served.find((css / part).read_text()) for part in parts]
    assert len(parts) == len(sheets) - 1
    assert "@import" not in served
    assert places == sorted(places)
    assert -1 not in places
