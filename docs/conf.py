"""Builds the documentation; the pages on the form and on issue codes are written by the code itself."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "gkxl"
author = "The gkxl authors"
copyright = "The gkxl authors"  # noqa: A001 (Sphinx wants this name)
version = release = metadata.version("gkxl")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated_pages"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "alabaster"
html_theme_options = {
    "description": "政府信息公开工作年度报告",
    "fixed_sidebar": True,
    "page_width": "1100px",
}
html_show_sphinx = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_use_ivar = True
