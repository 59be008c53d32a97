"""The type of a report of any edition, for whoever writes it in an annotation or asks for it."""

from __future__ import annotations

from typing import TypeAlias

from gkxl.forms import e2019, e2021

Report: TypeAlias = e2019.Report | e2021.Report
"""A report of any edition."""
