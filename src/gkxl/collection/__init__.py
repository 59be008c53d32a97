"""Collections: a year's returns of many units, from the roster to the consolidated report."""

from gkxl.public import open_face

__all__, __getattr__, __dir__ = open_face(__spec__)
