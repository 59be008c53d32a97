"""Compares two reports cell by cell, whatever formats they come in: did they publish what was filed?"""

from gkxl.comparison.compare import diff
from gkxl.comparison.result import Comparison, Contrast, Difference
from gkxl.comparison.sides import Comparable, Side
from gkxl.comparison.tally import Tally
from gkxl.comparison.texts import Change, Piece

__all__ = ["Change", "Comparable", "Comparison", "Contrast", "Difference", "Piece", "Side", "Tally", "diff"]
