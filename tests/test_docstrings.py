"""The examples in docstrings run."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

import gkxl

MODULES: Final = sorted(found.name for found in walk_packages(gkxl.__path__, "gkxl."))


def test_the_examples_of_all_modules_run() -> None:
    """What fails is printed by doctest itself."""
    results = {module: doctest.testmod(import_module(module)) for module in MODULES}
    assert not [module for module, result in results.items() if result.failed]
    assert sum(result.attempted for result in results.values()) > 5
