"""Builds the documentation: ``-t zh`` the Chinese site, else the English one; see two_languages.py."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

CHINESE = tags.has("zh")  # type: ignore[name-defined] # noqa: F821 (Sphinx gives it)

project = "gkxl"
author = "The gkxl authors"
copyright = "The gkxl authors"  # noqa: A001 (Sphinx wants this name)
version = release = metadata.version("gkxl")
language = "zh_CN" if CHINESE else "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated_pages", "two_languages"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "*.zh.md"]

html_theme = "alabaster"
html_title = "gkxl 使用手册" if CHINESE else "gkxl documentation"
html_static_path = ["static"]
html_css_files = ["site.css"]
templates_path = ["templates"]
html_sidebars = {"**": ["about.html", "languages.html", "searchbox.html", "navigation.html"]}
html_theme_options = {
    "description": "政府信息公开工作年度报告" if CHINESE else "Annual reports on information disclosure",
    "fixed_sidebar": True,
    "page_width": "1100px",
}
html_show_sphinx = False
smartquotes = False  # the curly ones of Chinese fonts are as wide as a character

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_use_ivar = True
