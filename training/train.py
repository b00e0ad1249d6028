"""Make all weights of whydesk/understanding from the corpora: python -m training.train."""

import sys

from training import train_coach, train_matching, train_reading

PARTS = {
    "reading": train_reading.main,
    "coach": train_coach.main,
    "matching": train_matching.main,
}


def main(names: list[str]) -> None:
    """Train the parts named, or all of them."""
    for name in names or list(PARTS):
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
