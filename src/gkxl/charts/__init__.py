"""Charts of the requests of every year: what came in, and what became of it."""

from gkxl.charts.plot import plot

__all__ = ["plot"]
