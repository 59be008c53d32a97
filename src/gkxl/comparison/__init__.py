"""Compares two reports cell by cell, whatever formats they come in: did they publish what was filed?"""

from gkxl.comparison.compare import diff
from gkxl.comparison.result import Comparison, Contrast, Difference, Tally
from gkxl.comparison.sides import Change, Comparable, Piece, Side

__all__ = ["Change", "Comparable", "Comparison", "Contrast", "Difference", "Piece", "Side", "Tally", "diff"]
