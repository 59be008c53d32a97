"""How long a register of 2,000 applications takes: run by ``make bench``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "register"))

from registers import whole_register
from timing import medians, say_beside

from gkxl.register.counting import count
from gkxl.register.register_reader import read_register
from gkxl.register.sheets import make_register

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.forms.register import Register

ROUNDS: Final = 7
AIMS: Final = {"write a register of 2,000 rows": 1000, "read, check and count it": 500}


def main() -> None:
    """Print what each job took beside what it may take."""
    say_beside(medians(jobs(whole_register(2000)), ROUNDS), AIMS)


def jobs(register: Register) -> dict[str, Callable[[], object]]:
    """Writing it, and all that is done with it once it comes back."""
    content = make_register(register)
    works = (lambda: make_register(register), lambda: count(read_register(content).register))
    return dict(zip(AIMS, works, strict=True))


if __name__ == "__main__":
    main()
