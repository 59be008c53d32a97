"""What every hostile file costs: printed as a table by ``make hostile``, for the page on limits."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "xlsx"))

from hostile import CASES, cost


def main() -> None:
    """Print the table."""
    print("| File | Size in kB | Ends with | MB above idle | Seconds |\n|---|---:|---|---:|---:|")  # noqa: T201 (what the script is for)
    for name, make in CASES.items():
        content = make()
        with tempfile.TemporaryDirectory() as folder:
            took = cost(Path(folder), content)
        print(f"| {name} | {len(content) >> 10:,} | {took.end} | {took.megabytes} | {took.seconds:.2f} |")  # noqa: T201 (here, too)


if __name__ == "__main__":
    main()
