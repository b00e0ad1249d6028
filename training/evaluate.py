"""Write training/REPORT.md: python -m training.evaluate."""

from pathlib import Path

from training import evaluate_coach, evaluate_matching, evaluate_reading

REPORT = Path(__file__).parent / "REPORT.md"
PARTS = (evaluate_reading.report, evaluate_coach.report, evaluate_matching.report)


def main() -> None:
    heading = "# What the desk understands, in figures"
    made = "Made by `python -m training.evaluate`; the rules of labelling are in corpus/LABELS.md."
    REPORT.write_text("\n\n".join([heading, made, *(part() for part in PARTS)]) + "\n")


if __name__ == "__main__":
    main()
