"""Where the mutants of the tests come from."""

from __future__ import annotations

import os
from typing import Final

SEED: Final = int(os.environ.get("GKXL_SEED", "20210930"))
"""Another seed makes other mutants: ``GKXL_SEED=7 pytest tests/reading/test_mutations.py``."""
