"""What is shipped stays small: it is downloaded by everyone."""

from whydesk.understanding.weights import FOLDER


def test_all_that_was_learnt_is_at_most_ten_megabytes():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir() if path.is_file()}
    assert sum(sizes.values()) <= 10_000_000, sizes
